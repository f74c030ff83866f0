//! Messages between endpoints: how long they are under way, which are lost, and which find no way.
//!
//! A message is put on the agenda of the system when it is sent, and taken out of the network when the agenda says that it
//! arrives. While it is under way it says where it comes from, where it goes, and from when to when, so that a picture can
//! draw it at (now - sent) / (due - sent) of its way. Who changes the latency changes it for what is sent from then on: what
//! is under way arrives when it was to, and may be overtaken, unless links [keep the order](Network::in_order). A cut lets
//! nothing more be sent; what is under way arrives.
//!
//! Sending and arriving take O(log n) for n messages under way, when they arrive about in the order in which they were sent.
//!
//! ```
//! use simulation::kernel::time::Micros;
//! use simulation::parts::agenda::Agenda;
//! use simulation::parts::network::{Arrives, Latency, Network};
//!
//! enum Due {
//!     Arrives(Arrives),
//! }
//!
//! let mut agenda = Agenda::default();
//! let mut net: Network<&str> = Network::new(Latency::Fixed(Micros(80)), 1);
//! net.send(&mut agenda, Due::Arrives, (0, 7), "hello");
//! net.set_latency(Latency::Fixed(Micros(5)));
//! net.send(&mut agenda, Due::Arrives, (0, 7), "faster");
//! let mut said = Vec::new();
//! while let Some(Due::Arrives(arrives)) = agenda.pop() {
//!     said.extend(net.arrive(arrives).map(|message| (agenda.now().0, message.payload)));
//! }
//! assert_eq!(said, [(5, "faster"), (80, "hello")]);
//! ```

use std::collections::VecDeque;

use super::agenda::{Agenda, Ticket};
use super::load::exponential;
use crate::kernel::random::{Stream, entity};
use crate::kernel::time::Micros;

/// Where a message comes from or goes to: a number that the system gives.
pub type Endpoint = u16;

/// The most messages under way in one network; more are lost.
pub const MOST_UNDER_WAY: usize = 1 << 17;

/// How long a message is under way.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Latency {
    /// Always as long.
    Fixed(Micros),
    /// From the least to the most, all as likely.
    Even {
        /// The least.
        least: Micros,
        /// The most; spans of more than 2^32 microseconds are cut to that.
        most: Micros,
    },
    /// At least the least, and an exponential time more.
    Exponential {
        /// The least.
        least: Micros,
        /// The mean of what comes on top of it.
        mean: Micros,
    },
}

/// A message under way.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Message<P> {
    /// Tells it from all others of this network.
    pub id: u64,
    /// Where it comes from.
    pub from: Endpoint,
    /// Where it goes.
    pub to: Endpoint,
    /// When it was sent.
    pub sent: Micros,
    /// When it arrives.
    pub due: Micros,
    /// What it says.
    pub payload: P,
}

impl<P> Message<P> {
    /// How far it has come at `now`, in thousandths of its way.
    #[must_use]
    pub const fn way_per_mille(&self, now: Micros) -> u32 {
        let whole = self.due.0.saturating_sub(self.sent.0);
        let done = now.0.saturating_sub(self.sent.0);
        if done >= whole { 1_000 } else { (done as u128 * 1_000 / whole as u128) as u32 }
    }
}

/// On the agenda: the message of this number arrives.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Arrives(u64);

/// What became of a message when it was sent.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Sent {
    /// It is under way; the ticket is that of its arrival.
    UnderWay(Ticket),
    /// It is lost, by chance or because [`MOST_UNDER_WAY`] are under way: nobody hears of it.
    Lost,
    /// There is no way at present.
    Cut,
}

/// What connects the endpoints of a system.
#[derive(Clone, Debug, Hash)]
pub struct Network<P> {
    latency: Latency,
    loss_per_mille: u32,
    keeps_order: bool,
    seed: u64,
    /// Those that were used, sorted.
    links: Vec<Link>,
    /// Pairs without a way, the smaller number first.
    cuts: Vec<(Endpoint, Endpoint)>,
    /// By number, which is the order in which they were sent.
    under_way: VecDeque<Message<P>>,
    sent: u64,
    lost: u64,
}

/// From one endpoint to another.
#[derive(Clone, Debug, Hash)]
struct Link {
    ends: (Endpoint, Endpoint),
    chance: Stream,
    /// When the last message arrives.
    last_due: Micros,
}

/// What a link's stream is called: one of the ends in the upper half, so that no other entity has it.
const LINK: u64 = entity("link") << 32;

impl<P> Network<P> {
    /// A network without loss. `seed` is that of the run, or one for each network of a system.
    #[must_use]
    pub const fn new(latency: Latency, seed: u64) -> Self {
        Self {
            latency,
            loss_per_mille: 0,
            keeps_order: false,
            seed,
            links: Vec::new(),
            cuts: Vec::new(),
            under_way: VecDeque::new(),
            sent: 0,
            lost: 0,
        }
    }

    /// The network with links on which nothing is overtaken, as in a TCP connection.
    #[must_use]
    pub fn in_order(self) -> Self {
        Self { keeps_order: true, ..self }
    }

    /// Sets how long what is sent from now on is under way.
    pub const fn set_latency(&mut self, latency: Latency) {
        self.latency = latency;
    }

    /// Sets how many of a thousand messages are lost.
    pub const fn set_loss(&mut self, per_mille: u32) {
        self.loss_per_mille = per_mille;
    }

    /// Cuts the way between two endpoints, both ways.
    pub fn cut(&mut self, one: Endpoint, other: Endpoint) {
        let pair = (one.min(other), one.max(other));
        if let Err(place) = self.cuts.binary_search(&pair) {
            self.cuts.insert(place, pair);
        }
    }

    /// Opens it again.
    pub fn mend(&mut self, one: Endpoint, other: Endpoint) {
        if let Ok(place) = self.cuts.binary_search(&(one.min(other), one.max(other))) {
            self.cuts.remove(place);
        }
    }

    /// Whether there is no way between two endpoints.
    #[must_use]
    pub fn is_cut(&self, one: Endpoint, other: Endpoint) -> bool {
        self.cuts.binary_search(&(one.min(other), one.max(other))).is_ok()
    }

    /// Sends a message now, from one endpoint to another: puts on the agenda that it `arrives`.
    pub fn send<D>(
        &mut self,
        agenda: &mut Agenda<D>,
        arrives: impl FnOnce(Arrives) -> D,
        (from, to): (Endpoint, Endpoint),
        payload: P,
    ) -> Sent {
        let sent = agenda.now();
        match self.start(sent, from, to, payload) {
            Ok((due, message)) => Sent::UnderWay(agenda.schedule_at(due, arrives(message))),
            Err(no) => no,
        }
    }

    /// Takes a message out that has arrived. `None` if it is not under way any more.
    pub fn arrive(&mut self, Arrives(id): Arrives) -> Option<Message<P>> {
        let place = self.under_way.binary_search_by_key(&id, |message| message.id).ok()?;
        self.under_way.remove(place)
    }

    /// Loses all that is under way.
    pub fn clear(&mut self) {
        self.lost += self.under_way.len() as u64;
        self.under_way.clear();
    }

    /// What is under way, in the order in which it was sent.
    pub fn messages(&self) -> impl ExactSizeIterator<Item = &Message<P>> {
        self.under_way.iter()
    }

    /// How many messages were sent, lost ones included.
    #[must_use]
    pub const fn sent(&self) -> u64 {
        self.sent
    }

    /// How many of them were lost.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.lost
    }

    /// About how much memory a copy takes beside the network itself, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.links.len() * size_of::<Link>()
            + self.cuts.len() * size_of::<(Endpoint, Endpoint)>()
            + self.under_way.len() * size_of::<Message<P>>()
    }

    fn start(&mut self, sent: Micros, from: Endpoint, to: Endpoint, payload: P) -> Result<(Micros, Arrives), Sent> {
        if self.is_cut(from, to) {
            return Err(Sent::Cut);
        }
        let (latency, loss, keeps_order) = (self.latency, self.loss_per_mille, self.keeps_order);
        let id = self.sent;
        self.sent += 1;
        let is_full = self.under_way.len() >= MOST_UNDER_WAY;
        let link = self.link((from, to));
        if is_full || (loss > 0 && link.chance.below(1_000) < loss) {
            self.lost += 1;
            return Err(Sent::Lost);
        }
        let mut due = sent + latency.draw(&mut link.chance);
        if keeps_order {
            due = due.max(link.last_due);
        }
        link.last_due = due;
        self.under_way.push_back(Message { id, from, to, sent, due, payload });
        Ok((due, Arrives(id)))
    }

    fn link(&mut self, ends: (Endpoint, Endpoint)) -> &mut Link {
        let place = self.links.partition_point(|link| link.ends < ends);
        if self.links.get(place).is_none_or(|link| link.ends != ends) {
            let entity = LINK | u64::from(ends.0) << 16 | u64::from(ends.1);
            let chance = Stream::new(self.seed, entity);
            self.links.insert(place, Link { ends, chance, last_due: Micros::ZERO });
        }
        &mut self.links[place]
    }
}

impl Latency {
    fn draw(self, chance: &mut Stream) -> Micros {
        match self {
            Self::Fixed(span) => span,
            Self::Even { least, most } => {
                let choices = u32::try_from(most.0.saturating_sub(least.0)).unwrap_or(u32::MAX).saturating_add(1);
                least + Micros(chance.below(choices).into())
            }
            Self::Exponential { least, mean } => least + exponential(mean, chance),
        }
    }
}
