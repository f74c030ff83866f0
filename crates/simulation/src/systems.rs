//! The list of all systems: which one a link or a file is for, by number or by name.

use crate::kernel::moment_file::{FileError, lab_of};
use crate::kernel::system::Registered;
use crate::{ids, limiter, ring, shortener};

/// Something that can be done with every system, whichever it turns out to be.
pub trait Visitor {
    /// What comes of it.
    type Out;

    /// Does it with this one.
    fn visit<S: Registered>(self) -> Self::Out;
}

/// Gives systems the numbers and the names that links and files know them by, a line for each:
/// `simulation::register! { 8: LimiterNodes = "limiter_nodes", }`. The book's own are all in this module; a test registers its own.
/// What is given twice does not compile.
#[macro_export]
macro_rules! register {
    ($($kind:literal: $system:ty = $name:literal,)+) => {
        $(impl $crate::kernel::system::Registered for $system {
            const KIND: u8 = $kind;
            const NAME: &'static str = $name;
        })+

        const _: () = $crate::systems::check(&[$(($kind, $name)),+]);
    };
}

macro_rules! registry {
    ($($kind:literal: $system:ty = $name:literal,)+) => {
        $crate::register! { $($kind: $system = $name,)+ }

        /// The [`Registered::KIND`]s of all systems.
        pub const KINDS: &[u8] = &[$($kind),+];

        /// The [`Registered::KIND`] of the system with this name.
        #[must_use]
        pub fn kind_of(name: &str) -> Option<u8> {
            match name {
                $($name => Some($kind),)+
                _ => None,
            }
        }

        /// Does something with the system of this [`Registered::KIND`]; `None` if no system has that number.
        pub fn visit<V: Visitor>(kind: u8, visitor: V) -> Option<V::Out> {
            match kind {
                $($kind => Some(visitor.visit::<$system>()),)+
                _ => None,
            }
        }
    };
}

// A line for each system. Neither its number nor its name is ever changed or given to another: links and files hold them.
registry! {
    1: ring::hash_ring::HashRing = "hash_ring",
    2: ring::rehash::Rehash = "rehash",
    3: ring::evenness::Evenness = "evenness",
    4: ring::seven_ways::SevenWays = "seven_ways",
    5: ring::hot_key::HotKey = "hot_key",
    6: limiter::lanes::LimiterLanes = "limiter_lanes",
    7: limiter::bucket::LimiterBucket = "limiter_bucket",
    8: limiter::nodes::LimiterNodes = "limiter_nodes",
    9: limiter::rules::LimiterRules = "limiter_rules",
    11: ids::bit_strip::BitStrip = "bit_strip",
    12: ids::four_ways::FourWays = "four_ways",
    13: ids::clock_back::ClockBack = "clock_back",
    14: ids::decoder::IdDecoder = "id_decoder",
    15: ids::collisions::Collisions = "collisions",
    16: shortener::flow::Shortener = "shortener",
    17: shortener::code_collisions::CodeCollisions = "code_collisions",
    18: shortener::code_length::CodeLength = "code_length",
    19: shortener::division::Division = "division",
}

/// The [`Registered::KIND`] of the system that a file is for. Nothing else of the file is checked.
///
/// # Errors
/// If it holds no moment, or one of an unknown lab.
pub fn kind_of_file(text: &str) -> Result<u8, FileError> {
    let name = lab_of(text)?;
    kind_of(&name).ok_or(FileError::UnknownLab { name })
}

/// Looks the numbers and names of a [`register!`](crate::register!) through when that is compiled.
///
/// ```
/// const _: () = simulation::systems::check(&[(1, "one"), (2, "two")]);
/// ```
///
/// A number that is given twice does not compile:
///
/// ```compile_fail
/// const _: () = simulation::systems::check(&[(1, "one"), (1, "two")]);
/// ```
///
/// Nor does a name:
///
/// ```compile_fail
/// const _: () = simulation::systems::check(&[(1, "one"), (2, "one")]);
/// ```
///
/// # Panics
/// If one is given twice.
pub const fn check(systems: &[(u8, &str)]) {
    let mut one = 0;
    while one < systems.len() {
        let mut other = 0;
        while other < one {
            assert!(systems[one].0 != systems[other].0, "a system's number is given twice");
            assert!(!is_same(systems[one].1, systems[other].1), "a system's name is given twice");
            other += 1;
        }
        one += 1;
    }
}

/// Whether two names are the same one, which a constant can't ask by `==`.
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut same = 0;
    while same < one.len() && same < other.len() && one[same] == other[same] {
        same += 1;
    }
    same == one.len() && same == other.len()
}
