//! The chapter's desk.

use simulation::limiter::bucket::LimiterBucket;
use simulation::limiter::lanes::LimiterLanes;
use simulation::limiter::nodes::LimiterNodes;
use simulation::limiter::rules::LimiterRules;

use super::scenes::SCENES;
use super::source::LISTINGS;
use crate::desk;

desk! {
    scenes: SCENES, in limiter_scenes;
    code: LISTINGS, in limiter_code;
    codes: LimiterLanes, in limiter_codes;
    files: [LimiterBucket, LimiterLanes, LimiterNodes, LimiterRules], in limiter_files;
}
