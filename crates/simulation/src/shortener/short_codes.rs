//! How short codes are cut from a hash, as scenarios and links name it.

use algorithms::codes::short_hash::{Cut, Digits, Hash, ShortHashError};
use serde::{Deserialize, Serialize};

/// A hash function.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum HashKind {
    /// 32 bits, a checksum.
    Crc32,
    /// 128 bits.
    Md5,
    /// 160 bits.
    Sha1,
}

/// How a code is written.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Base {
    /// In hexadecimal.
    Hex,
    /// In base 62.
    Base62,
}

impl HashKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Crc32, Self::Md5, Self::Sha1];

    /// The hash function itself.
    #[must_use]
    pub const fn hash(self) -> Hash {
        match self {
            Self::Crc32 => Hash::Crc32,
            Self::Md5 => Hash::Md5,
            Self::Sha1 => Hash::Sha1,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.hash().name()
    }
}

impl Base {
    /// The digits themselves.
    #[must_use]
    pub const fn digits(self) -> Digits {
        match self {
            Self::Hex => Digits::Hex,
            Self::Base62 => Digits::Base62,
        }
    }

    /// What its digits are called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hex => "hexadecimal digits",
            Self::Base62 => "base-62 digits",
        }
    }
}

/// So many digits of this hash.
///
/// # Errors
/// If there can't be so many.
pub const fn cut(hash: HashKind, base: Base, length: u32) -> Result<Cut, ShortHashError> {
    Cut::new(hash.hash(), base.digits(), length)
}
