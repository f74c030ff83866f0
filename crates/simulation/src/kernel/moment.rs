//! A timeline and a position in it, as a short code for a link.
//!
//! The code is base64url of: a version byte, the system's kind, the moment in postcard's compact form, and the first
//! four bytes of the SHA-1 of all that, which tell a damaged code from a good one.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

use crate::kernel::system::{Registered, System};
use crate::kernel::timeline::Stamped;

/// The version that is written. Older ones keep opening.
pub const VERSION: u8 = 1;

/// The longest code that is opened from a link, in characters.
pub const LONGEST: usize = 200_000;

/// The longest code that is opened from a reader's own device, in characters: room for a million keys that they pasted.
pub const LONGEST_KEPT: usize = 44_000_000;

const CHECK_BYTES: usize = 4;

/// Everything needed to run a timeline again and stop at the same position.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(bound = "")]
pub struct Moment<S: System> {
    /// What the run was started with.
    pub scenario: S::Scenario,
    /// The seed of its random numbers.
    pub seed: u64,
    /// Every command, in order.
    pub commands: Vec<Stamped<S::Command>>,
    /// The number of steps done.
    pub position: u64,
    /// The number of steps known.
    pub end: u64,
}

/// By its parts; a derived one would ask that states can be compared too.
impl<S: System> PartialEq for Moment<S> {
    fn eq(&self, other: &Self) -> bool {
        let counts = |moment: &Self| (moment.seed, moment.position, moment.end);
        counts(self) == counts(other) && self.scenario == other.scenario && self.commands == other.commands
    }
}

/// Why a code does not open. Each says what the reader can do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MomentError {
    /// It is longer than [`LONGEST`] or [`LONGEST_KEPT`].
    TooLong,
    /// It holds characters that no code has.
    NotACode,
    /// It was cut off or changed on the way.
    Damaged,
    /// A later version of the site wrote it.
    Newer {
        /// The version that it names.
        version: u8,
    },
    /// It belongs to another lab.
    OtherLab,
    /// Its parts contradict one another.
    Malformed,
    /// It asks for more steps than a page can replay.
    TooManySteps {
        /// How many.
        steps: u64,
    },
    /// It would take longer to replay than [`Opening::MOST_COST`](crate::kernel::timeline::Opening::MOST_COST).
    TooMuchWork {
        /// How long, about, in minutes on a laptop.
        minutes: u64,
    },
    /// The system refuses what it asks for.
    Refused(String),
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "This link is too long to open."),
            Self::NotACode | Self::Damaged => {
                write!(f, "This link is damaged or was cut off. Ask for it again, or copy all of it.")
            }
            Self::Newer { version } => write!(
                f,
                "This link was made by a newer version of this page (format {version}, this page reads up to {VERSION}). \
                 Reload the page and try again."
            ),
            Self::OtherLab => write!(f, "This link belongs to another lab."),
            // A link or a file.
            Self::Malformed => write!(f, "This moment contradicts itself, so it can’t be replayed."),
            Self::TooManySteps { steps } => {
                write!(f, "This moment asks for {steps} steps, more than a page can replay.")
            }
            Self::TooMuchWork { minutes } => {
                write!(f, "This moment would take about {minutes} minutes to replay, more than a page can.")
            }
            Self::Refused(why) => write!(f, "This moment can’t be replayed: {why}"),
        }
    }
}

impl std::error::Error for MomentError {}

impl<S: Registered> Moment<S> {
    /// The code of this moment.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut bytes = vec![VERSION, S::KIND];
        // Writing plain data into memory can't fail; if it ever did, the code would open as damaged.
        bytes.extend(postcard::to_allocvec(self).unwrap_or_default());
        let check = check(&bytes);
        bytes.extend(check);
        Base64UrlUnpadded::encode_string(&bytes)
    }

    /// The moment that a code stands for.
    ///
    /// # Errors
    /// If it is no good code for this system. Nothing is replayed yet: see [`crate::kernel::timeline::Timeline::open`].
    pub fn decode(code: &str) -> Result<Self, MomentError> {
        Self::decode_at_most(code, LONGEST)
    }

    /// The moment that a code stands for which never was in a link, because this device kept it or made it of a file.
    ///
    /// # Errors
    /// As [`Self::decode`], but for a limit of [`LONGEST_KEPT`].
    pub fn decode_kept(code: &str) -> Result<Self, MomentError> {
        Self::decode_at_most(code, LONGEST_KEPT)
    }

    fn decode_at_most(code: &str, longest: usize) -> Result<Self, MomentError> {
        let (kind, moment) = opened(code, longest)?;
        if kind != S::KIND {
            return Err(MomentError::OtherLab);
        }
        postcard::from_bytes(&moment).map_err(|_| MomentError::Malformed)
    }
}

impl<S: System> Moment<S> {
    /// The same with stand-ins for everything that the reader typed or pasted, and how many such things there were.
    #[must_use]
    pub fn in_public(&self) -> (Self, usize) {
        let mut public = self.clone();
        let mut left_out = 0;
        // A stand-in needs none.
        if let Some(scenario) = S::scenario_in_public(&self.scenario).filter(|public| *public != self.scenario) {
            public.scenario = scenario;
            left_out += 1;
        }
        for stamped in &mut public.commands {
            let stand_in = S::command_in_public(&stamped.command);
            if let Some(command) = stand_in.filter(|public| *public != stamped.command) {
                stamped.command = command;
                left_out += 1;
            }
        }
        (public, left_out)
    }
}

/// The [`Registered::KIND`] of the system that a code is for, wherever it comes from.
///
/// # Errors
/// If it is no good code.
pub fn kind_of(code: &str) -> Result<u8, MomentError> {
    opened(code, LONGEST_KEPT).map(|(kind, _)| kind)
}

/// The kind that a good code names, and the bytes of its moment.
fn opened(code: &str, longest: usize) -> Result<(u8, Vec<u8>), MomentError> {
    if code.len() > longest {
        return Err(MomentError::TooLong);
    }
    let mut bytes = Base64UrlUnpadded::decode_vec(code).map_err(|_| MomentError::NotACode)?;
    let given = bytes.split_off(bytes.len().saturating_sub(CHECK_BYTES));
    if check(&bytes)[..] != given[..] {
        return Err(MomentError::Damaged);
    }
    match *bytes {
        [version, ..] if version > VERSION => Err(MomentError::Newer { version }),
        [0, ..] => Err(MomentError::Malformed),
        [_, kind, ..] => Ok((kind, bytes.split_off(2))),
        [_] | [] => Err(MomentError::Damaged),
    }
}

fn check(bytes: &[u8]) -> [u8; CHECK_BYTES] {
    let digest: [u8; 20] = Sha1::digest(bytes).into();
    [digest[0], digest[1], digest[2], digest[3]]
}
