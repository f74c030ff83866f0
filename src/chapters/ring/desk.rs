//! The chapter's desk.

use simulation::ring::evenness::Evenness;
use simulation::ring::hash_ring::HashRing;
use simulation::ring::hot_key::HotKey;
use simulation::ring::rehash::Rehash;
use simulation::ring::seven_ways::SevenWays;

use super::scenes::SCENES;
use super::source::LISTINGS;
use crate::desk;

desk! {
    scenes: SCENES, in ring_scenes;
    code: LISTINGS, in ring_code;
    codes: HashRing, in ring_codes;
    files: [Evenness, HashRing, HotKey, Rehash, SevenWays], in ring_files;
}
