//! Why an answer is wrong.

use std::fmt;

/// What a learner got wrong, as far as the answer shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cause {
    /// The key stands on a server's very point, which was passed over.
    OnPoint {
        /// The key.
        key: String,
        /// The server that it stands on.
        server: String,
    },
    /// The key stands past the last point, and the answer stopped there.
    ForgotWrap {
        /// The key.
        key: String,
        /// The last server before zero.
        last: String,
    },
    /// The nearest point was taken, and it lies behind.
    Nearest {
        /// The key.
        key: String,
        /// The server that is nearest.
        chosen: String,
    },
    /// The answer went anticlockwise.
    Anticlockwise {
        /// The key.
        key: String,
        /// The server that was chosen.
        chosen: String,
    },
    /// A server was passed on the way.
    WalkedPast {
        /// The key.
        key: String,
        /// The server that was chosen.
        chosen: String,
        /// The server met first.
        first: String,
    },
    /// A marked key stays: it lies on the far side of the server that changes.
    BehindPoint {
        /// The key.
        key: String,
        /// The server that comes or goes.
        changed: String,
        /// Who owns the key, before and after.
        owner: String,
    },
    /// A marked key stays: the change is nowhere near it.
    Stays {
        /// The key.
        key: String,
        /// Who owns it, before and after.
        owner: String,
        /// The server that comes or goes.
        changed: String,
    },
    /// A key that moves is not marked.
    Missed {
        /// The key.
        key: String,
        /// The server that comes or goes.
        changed: String,
        /// Who else has it, before or after.
        other: String,
        /// Whether the server comes.
        joins: bool,
    },
    /// All keys on one of the server's arcs were overlooked.
    MissedNode {
        /// The server that comes or goes.
        changed: String,
        /// How far round its overlooked point stands, in per cent.
        at: String,
    },
    /// The arc passes zero, and its keys before zero were overlooked.
    MissedBeforeZero {
        /// The key.
        key: String,
        /// The server whose arc it is.
        changed: String,
    },
    /// A further virtual node of a server was counted as another copy.
    SameServer {
        /// The server.
        server: String,
    },
    /// The right servers, in another order.
    Order {
        /// The server that comes next, clockwise.
        first: String,
        /// The server that was named in its place.
        chosen: String,
    },
    /// The new node takes no key.
    TakesNothing {
        /// The server whose arc it was put on.
        owner: String,
    },
    /// The new node was put just after the point that it should stand before.
    AfterPoint {
        /// The server that keys should come from.
        wanted: String,
        /// The server that they come from.
        from: String,
    },
    /// The new node takes another server's keys.
    OtherServer {
        /// The server that keys should come from.
        wanted: String,
        /// The server that they come from.
        from: String,
    },
    /// The new node takes more keys or fewer than it should.
    Count {
        /// How many it takes.
        takes: usize,
        /// How many it should take.
        wanted: usize,
        /// Whose they are.
        from: String,
    },
    /// The arc where the new node was put does not hold enough keys.
    SmallArc {
        /// How many lie on it.
        on_arc: usize,
        /// How many it should take.
        wanted: usize,
        /// Whose they are.
        from: String,
    },
    /// The new node takes some keys of its arc, and another place would take more.
    NotAll {
        /// How many it takes.
        takes: usize,
        /// How many lie on the arc where it was put.
        on_arc: usize,
        /// Whose they are.
        from: String,
    },
    /// The new node takes a whole arc, but not the fullest.
    NotFullest {
        /// How many it takes.
        takes: usize,
        /// Whose they were.
        from: String,
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnPoint { key, server } => write!(
                f,
                "{key} stands exactly on {server}’s point. A server owns the very place where it stands, so there is no \
                 walking on."
            ),
            Self::ForgotWrap { key, last } => write!(
                f,
                "{last} is the last point before zero, but it lies behind {key}. Walking clockwise from {key} you pass zero \
                 and go on: the ring has no end."
            ),
            Self::Nearest { key, chosen } => write!(
                f,
                "{chosen} is the nearest to {key}, but it lies behind. Only the direction counts, not the distance: walk \
                 clockwise."
            ),
            Self::Anticlockwise { key, chosen } => {
                write!(f, "From {key} you went anticlockwise to {chosen}. The owner is the first server clockwise.")
            }
            Self::WalkedPast { key, chosen, first } => write!(
                f,
                "Clockwise from {key} you meet {first} before you come to {chosen}. The first server that you meet counts."
            ),
            Self::BehindPoint { key, changed, owner } => write!(
                f,
                "{key} lies just after {changed}’s point. Clockwise from there comes {owner}, with {changed} and without: \
                 {key} stays. A server’s keys lie before its point."
            ),
            Self::Stays { key, owner, changed } => write!(
                f,
                "{key} belongs to {owner} before and after. Only keys whose first server clockwise is {changed} change \
                 hands; this is not mod n, where nearly all do."
            ),
            Self::Missed { key, changed, other, joins: true } => {
                write!(f, "{key} moves and is not marked: clockwise from it, {changed} now comes before {other}.")
            }
            Self::Missed { key, changed, other, joins: false } => write!(
                f,
                "{key} moves and is not marked: the first server clockwise from it was {changed}; without it, {other} is."
            ),
            Self::MissedNode { changed, at } => write!(
                f,
                "{changed} stands on the ring more than once. The keys before its point at {at} move as well."
            ),
            Self::MissedBeforeZero { key, changed } => write!(
                f,
                "{key} moves and is not marked. {changed}’s arc begins before zero: the ring has no end there, and keys on \
                 the other side of zero belong to it too."
            ),
            Self::SameServer { server } => write!(
                f,
                "{server} holds a copy already. A further virtual node is the same machine: if it fails, both copies are \
                 gone. Walk on to a server that you have not met."
            ),
            Self::Order { first, chosen } => {
                write!(f, "The servers are right, the order is not: clockwise, {first} comes before {chosen}.")
            }
            Self::TakesNothing { owner } => write!(
                f,
                "There is no key between this place and the point before it, so the node takes none. It takes keys behind \
                 it, up to the previous point; those ahead stay with {owner}."
            ),
            Self::AfterPoint { wanted, from } => write!(
                f,
                "You put it just after {wanted}’s point. {wanted}’s keys lie before that point; from here the node takes \
                 keys on their way to {from}."
            ),
            Self::OtherServer { wanted, from } => {
                write!(
                    f,
                    "Here it takes keys of {from}: that is the next point clockwise. It should take keys of {wanted}."
                )
            }
            Self::Count { takes, wanted, from } => write!(
                f,
                "Here it takes {takes} of {from}’s keys instead of {wanted}. {} The keys that it takes are those between \
                 the previous point and the node.",
                if takes > wanted { "That is too far clockwise." } else { "That is not far enough clockwise." }
            ),
            Self::SmallArc { on_arc, wanted, from } => write!(
                f,
                "This arc of {from} holds {on_arc} of the {wanted} keys that the node should take: {from} stands on the ring \
                 twice. Look before its other point."
            ),
            Self::NotAll { takes, on_arc, from } => write!(
                f,
                "Here it takes {takes} of the {on_arc} keys on this arc of {from}. Further clockwise, just before {from}’s \
                 point, it would take all of them."
            ),
            Self::NotFullest { takes, from } => {
                write!(
                    f,
                    "Here it takes {takes} of {from}’s keys, all on that arc. Another arc of the ring holds more."
                )
            }
        }
    }
}
