//! What all labs ask of a server: a name that can be shown, and a number of virtual nodes that can be drawn.

use std::fmt;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 24;

/// The most virtual nodes of a server of weight 1.
pub const MOST_VIRTUAL_NODES: u32 = 1_000;

/// Why there can't be such a server.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unfit {
    /// The name is empty or blank, longer than [`LONGEST_NAME`], or holds control characters.
    Name,
    /// No virtual node, or more than [`MOST_VIRTUAL_NODES`].
    VirtualNodes(u32),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => write!(f, "A server’s name has 1 to {LONGEST_NAME} characters."),
            Self::VirtualNodes(wanted) => {
                write!(f, "{wanted} virtual nodes won’t do: a server here has 1 to {MOST_VIRTUAL_NODES}.")
            }
        }
    }
}

impl std::error::Error for Unfit {}

/// Looks at a name.
///
/// # Errors
/// [`Unfit::Name`].
pub fn check_name(name: &str) -> Result<(), Unfit> {
    let fits = !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(Unfit::Name) }
}

/// Looks at a number of virtual nodes.
///
/// # Errors
/// [`Unfit::VirtualNodes`].
pub const fn check_virtual_nodes(nodes: u32) -> Result<(), Unfit> {
    match nodes {
        1..=MOST_VIRTUAL_NODES => Ok(()),
        _ => Err(Unfit::VirtualNodes(nodes)),
    }
}
