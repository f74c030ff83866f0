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
    systems: [BitStrip, ClockBack, Collisions, FourWays, IdDecoder], codes in ids_codes, files in ids_files;
}
