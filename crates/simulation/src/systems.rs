//! The list of all systems: which one a link or a file is for, by number or by name.

use crate::bit_strip::BitStrip;
use crate::clock_back::ClockBack;
use crate::code_collisions::CodeCollisions;
use crate::code_length::CodeLength;
use crate::collisions::Collisions;
use crate::division::Division;
use crate::evenness::Evenness;
use crate::four_ways::FourWays;
use crate::hash_ring::HashRing;
use crate::hot_key::HotKey;
use crate::id_decoder::IdDecoder;
use crate::limiter_bucket::LimiterBucket;
use crate::limiter_lanes::LimiterLanes;
use crate::limiter_nodes::LimiterNodes;
use crate::limiter_rules::LimiterRules;
use crate::rehash::Rehash;
use crate::seven_ways::SevenWays;
use crate::shortener::Shortener;
use crate::system::System;

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
