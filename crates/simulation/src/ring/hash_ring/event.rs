//! What happens on the ring, as lines of its transcript.

use std::fmt;

use algorithms::position::Position;

use crate::kernel::text::{grouped, of_circle, share};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The ring changed, and keys moved.
    Changed {
        /// What was done.
        what: What,
        /// How many keys changed their owner.
        moved: u32,
        /// Of how many.
        keys: u32,
    },
    /// There are other keys now.
    Keys {
        /// How many.
        keys: u32,
        /// Whether they are the reader's own.
        own: bool,
    },
    /// Keys are kept on so many servers.
    Replicas {
        /// How many.
        copies: u32,
    },
    /// A key is being followed.
    Follows {
        /// Its name.
        key: String,
    },
    /// Its hash says where it is.
    Hashed {
        /// Its name.
        key: String,
        /// Its place.
        position: Position,
    },
    /// The search looked at a point.
    Compared {
        /// The point's label.
        node: String,
        /// Its place.
        position: Position,
        /// Whether it stands before the key, so that it and all before it are out.
        before: bool,
        /// How many points are still possible.
        open: u32,
    },
    /// The owner is found.
    Owned {
        /// The key's name.
        key: String,
        /// The owner.
        server: String,
        /// The label of the point that decided.
        node: String,
        /// Whether the way there passes zero.
        wraps: bool,
    },
    /// A server for a further copy is found.
    Copied {
        /// The server.
        server: String,
        /// Which copy, counted from 1 for the owner.
        copy: u32,
    },
    /// A point is passed whose server has a copy already.
    Skipped {
        /// The point's label.
        node: String,
        /// Its server.
        server: String,
    },
}

/// What was done to the ring.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    missing_docs,
    reason = "the names say it: a server, its number of nodes, a node's number, a place in 2^32 parts"
)]
pub enum What {
    /// A server came.
    Added { server: String, nodes: u32 },
    /// A server left.
    Removed { server: String },
    /// A server was turned with all its nodes.
    Turned { server: String, to: u32 },
    /// One node was put elsewhere.
    Placed { server: String, node: u32, to: u32 },
    /// A server has another weight.
    Weighed { server: String, weight: u32 },
    /// All servers have other virtual nodes.
    VirtualNodes { each: u32 },
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added { server, nodes: 1 } => write!(f, "{server} added"),
            Self::Added { server, nodes } => write!(f, "{server} added at {} points", grouped((*nodes).into())),
            Self::Removed { server } => write!(f, "{server} removed"),
            Self::Turned { server, to } => write!(f, "{server} moved to {}", of_circle(*to)),
            Self::Placed { server, node, to } => write!(f, "{server}_{node} moved to {}", of_circle(*to)),
            Self::Weighed { server, weight } => write!(f, "{server} weighs {weight}"),
            Self::VirtualNodes { each: 1 } => write!(f, "1 point for each server"),
            Self::VirtualNodes { each } => write!(f, "{} virtual nodes for each server", grouped((*each).into())),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { what, moved, keys } => {
                let (of, part) = (grouped((*keys).into()), share((*moved).into(), (*keys).into()));
                write!(f, "{what}: {} of {of} keys moved ({part}).", grouped((*moved).into()))
            }
            Self::Keys { keys, own: true } => write!(f, "{} keys of your own.", grouped((*keys).into())),
            Self::Keys { keys, own: false } => write!(f, "{} keys.", grouped((*keys).into())),
            Self::Replicas { copies: 1 } => write!(f, "Each key is kept once."),
            Self::Replicas { copies } => write!(f, "Each key is kept on {copies} servers."),
            Self::Follows { key } => write!(f, "Following {key}."),
            Self::Hashed { key, position } => {
                write!(f, "SHA-1({key}) = {}…, {} of the way round.", start(*position), of_circle(position.turn()))
            }
            Self::Compared { node, position, before, open } => {
                let verdict =
                    if *before { "before the key: look further on" } else { "not before the key: look no further on" };
                write!(f, "{node} at {} is {verdict}. Points still possible: {open}.", of_circle(position.turn()))
            }
            Self::Owned { key, server, node, wraps } => {
                let past = if *wraps { ", past zero" } else { "" };
                write!(f, "The first point clockwise{past} is {node}: {key} belongs to {server}.")
            }
            Self::Copied { server, copy } => write!(f, "Next server clockwise: {server} keeps copy {copy}."),
            Self::Skipped { node, server } => write!(f, "{node}: {server} has a copy already, go on."),
        }
    }
}

/// The first eight digits of a position.
fn start(position: Position) -> String {
    let mut digits = position.to_string();
    digits.truncate(8);
    digits
}
