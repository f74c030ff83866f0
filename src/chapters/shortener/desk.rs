//! The chapter's desk.

use simulation::shortener::code_collisions::CodeCollisions;
use simulation::shortener::code_length::CodeLength;
use simulation::shortener::division::Division;
use simulation::shortener::flow::Shortener;

use super::scenes::SCENES;
use super::source::LISTINGS;
use crate::desk;

desk! {
    scenes: SCENES, in shortener_scenes;
    code: LISTINGS, in shortener_code;
    codes: Shortener, in shortener_codes;
    files: [CodeCollisions, CodeLength, Division, Shortener], in shortener_files;
}
