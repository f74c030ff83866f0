//! The list of all systems: which one a link or a file is for, by number or by name.

use crate::ids::bit_strip::BitStrip;
use crate::ids::clock_back::ClockBack;
use crate::ids::collisions::Collisions;
use crate::ids::decoder::IdDecoder;
use crate::ids::four_ways::FourWays;
use crate::kernel::system::System;
use crate::limiter::bucket::LimiterBucket;
use crate::limiter::lanes::LimiterLanes;
use crate::limiter::nodes::LimiterNodes;
use crate::limiter::rules::LimiterRules;
use crate::ring::evenness::Evenness;
use crate::ring::hash_ring::HashRing;
use crate::ring::hot_key::HotKey;
use crate::ring::rehash::Rehash;
use crate::ring::seven_ways::SevenWays;
use crate::shortener::code_collisions::CodeCollisions;
use crate::shortener::code_length::CodeLength;
use crate::shortener::division::Division;
use crate::shortener::flow::Shortener;

/// Something that can be done with every system, whichever it turns out to be.
pub trait Visitor {
    /// What comes of it.
    type Out;

    /// Does it with this one.
    fn visit<S: System>(self) -> Self::Out;
}

macro_rules! registry {
    ($($system:ty: $name:literal,)+) => {
        /// The name of a system in files, by its [`System::KIND`]; `None` if no system has that number.
        #[must_use]
        pub const fn name_of(kind: u8) -> Option<&'static str> {
            match kind {
                $(<$system>::KIND => Some($name),)+
                _ => None,
            }
        }

        /// The [`System::KIND`] of the system with this name.
        #[must_use]
        pub fn kind_of(name: &str) -> Option<u8> {
            match name {
                $($name => Some(<$system>::KIND),)+
                _ => None,
            }
        }

        /// Does something with the system of this [`System::KIND`]; `None` if no system has that number.
        pub fn visit<V: Visitor>(kind: u8, visitor: V) -> Option<V::Out> {
            match kind {
                $(<$system>::KIND => Some(visitor.visit::<$system>()),)+
                _ => None,
            }
        }
    };
}

// A line for each system. Names, like numbers, are never changed and never given to another: files hold them.
registry! {
    HashRing: "hash_ring",
    Rehash: "rehash",
    Evenness: "evenness",
    SevenWays: "seven_ways",
    HotKey: "hot_key",
    LimiterLanes: "limiter_lanes",
    LimiterBucket: "limiter_bucket",
    LimiterNodes: "limiter_nodes",
    LimiterRules: "limiter_rules",
    BitStrip: "bit_strip",
    FourWays: "four_ways",
    ClockBack: "clock_back",
    IdDecoder: "id_decoder",
    Collisions: "collisions",
    Shortener: "shortener",
    CodeCollisions: "code_collisions",
    CodeLength: "code_length",
    Division: "division",
}
