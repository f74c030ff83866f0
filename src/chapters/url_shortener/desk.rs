//! The chapter's desk.

use simulation::code_collisions::CodeCollisions;
use simulation::code_length::CodeLength;
use simulation::division::Division;
use simulation::shortener::Shortener;

use super::scenes::SCENES;
use super::source::LISTINGS;
use crate::desk;

desk! {
    scenes: SCENES, in shortener_scenes;
    code: LISTINGS, in shortener_code;
    codes: Shortener, in shortener_codes;
    files: [CodeCollisions, CodeLength, Division, Shortener], in shortener_files;
}
