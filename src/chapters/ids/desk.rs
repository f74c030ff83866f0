//! The chapter's desk.

use simulation::ids::bit_strip::BitStrip;
use simulation::ids::clock_back::ClockBack;
use simulation::ids::collisions::Collisions;
use simulation::ids::decoder::IdDecoder;
use simulation::ids::four_ways::FourWays;

use super::scenes::SCENES;
use super::source::LISTINGS;
use crate::desk;

desk! {
    scenes: SCENES, in ids_scenes;
    code: LISTINGS, in ids_code;
    codes: BitStrip, in ids_codes;
    files: [BitStrip, ClockBack, Collisions, FourWays, IdDecoder], in ids_files;
}
