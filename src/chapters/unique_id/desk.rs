//! The chapter's desk.

use simulation::bit_strip::BitStrip;
use simulation::clock_back::ClockBack;
use simulation::collisions::Collisions;
use simulation::four_ways::FourWays;
use simulation::id_decoder::IdDecoder;

use super::scenes::SCENES;
use super::source::LISTINGS;
use crate::desk;

desk! {
    scenes: SCENES, in ids_scenes;
    code: LISTINGS, in ids_code;
    codes: BitStrip, in ids_codes;
    files: [BitStrip, ClockBack, Collisions, FourWays, IdDecoder], in ids_files;
}
