//! Seven ways to find a key's server, on the same servers, the same keys and the same change: what moves, how even it is,
//! what it keeps in memory, and what a lookup costs.
//!
//! The list of servers has an order. Mod-n and jump know the servers by their numbers in it, so a server removed from the
//! middle renumbers all behind it; the others know them by name.

mod placing;
mod scenario;
mod scheme;

use std::rc::Rc;

use algorithms::hashing::bounded::Slack;
use algorithms::hashing::spread;
use algorithms::probe::{self, Probe};

use crate::kernel::system::System;
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;
use crate::ring::key_set::{KeySet, KeySource};
use crate::ring::servers::{check_name, check_virtual_nodes};

pub use scenario::{Command, Event, MOST_KEYS, MOST_SERVERS, MOST_WORK, Refusal, Scenario, memcached, numbered};
pub use scheme::Scheme;
use scheme::{Keys, Placement, Settings};

/// What the last change did by one scheme, and how it stands.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Report {
    /// How many keys have another server than before the last change.
    pub moved: u32,
    /// How many of those moved though their old server stayed and their new one was there before.
    pub needless: u32,
    /// How many keys each server holds, by its place in the list.
    pub loads: Vec<u32>,
    /// The coefficient of variation of the loads, in millionths; none without keys.
    pub deviation: Option<u32>,
    /// What it keeps in memory beside the list of names, in bytes.
    pub bytes: u64,
    /// How many times something is hashed in a lookup, in thousandths, on average over all keys.
    pub hashes: u32,
    /// How many other steps a lookup takes: comparisons, divisions, jumps, table reads; in thousandths.
    pub steps: u32,
}

impl Report {
    /// The largest load.
    #[must_use]
    pub fn largest(&self) -> u32 {
        self.loads.iter().copied().max().unwrap_or(0)
    }
}

/// Servers, keys, and seven reports.
#[derive(Clone, Debug, Hash)]
pub struct SevenWays {
    servers: Rc<Vec<String>>,
    settings: Settings,
    slack_per_mille: u32,
    keys: KeySet,
    /// The same, hashed and in order: done once for a set. Copies share them.
    hashed: Rc<Keys>,
    /// By scheme. Copies share them: they are the bulk of the state.
    placements: Rc<Vec<Placement>>,
    reports: Rc<Vec<Report>>,
    moved_by_md5: u32,
    least_moved: u32,
    seed: u64,
}

impl SevenWays {
    /// The names of the servers, in the order of the list.
    #[must_use]
    pub fn servers(&self) -> &[String] {
        &self.servers
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &KeySet {
        &self.keys
    }

    /// How a scheme stands.
    #[must_use]
    pub fn report(&self, scheme: Scheme) -> &Report {
        &self.reports[scheme as usize]
    }

    /// How many keys mod-n would have moved by ketama's hash, the first four bytes of MD5.
    #[must_use]
    pub const fn moved_by_md5(&self) -> u32 {
        self.moved_by_md5
    }

    /// Which part of the keys the last change had to move if all servers held equally many, in millionths: those of the
    /// servers that went, or those for the ones that came, whichever are more.
    #[must_use]
    pub const fn least_moved(&self) -> u32 {
        self.least_moved
    }

    /// Points of each server on the ring, and with bounded loads.
    #[must_use]
    pub const fn virtual_nodes(&self) -> u32 {
        self.settings.virtual_nodes
    }

    /// Slots of Maglev's table.
    #[must_use]
    pub const fn table(&self) -> u32 {
        self.settings.table
    }

    /// The slack of bounded loads, in thousandths.
    #[must_use]
    pub const fn slack_per_mille(&self) -> u32 {
        self.slack_per_mille
    }

    /// The name of a server that the list does not have yet.
    #[must_use]
    pub fn free_name(&self) -> String {
        (0..).map(|i| format!("s{i}")).find(|name| !self.servers.contains(name)).unwrap_or_default()
    }

    /// Takes this list, and counts what moved.
    fn take(&mut self, servers: Vec<String>) -> Result<(), Refusal> {
        check_servers(&servers)?;
        let before = std::mem::replace(&mut self.servers, Rc::new(servers));
        self.place(&before)
    }

    /// Places all keys, and sets that beside where they were, on the servers `before`.
    fn place(&mut self, before: &[String]) -> Result<(), Refusal> {
        check_work(&self.keys, &self.servers)?;
        let keys = Rc::clone(&self.hashed);
        let change = Change::new(before, &self.servers);
        let placements = placing::placed(&self.servers, &keys, self.settings)?;
        let reports =
            placements.iter().enumerate().map(|(i, now)| change.report(self.placements.get(i), now)).collect();
        self.moved_by_md5 = change.moved_by_remainder(&keys);
        self.least_moved = change.least();
        (self.placements, self.reports) = (placements, Rc::new(reports));
        Ok(())
    }

    fn set_keys(&mut self, source: &KeySource) -> Result<(), Refusal> {
        if let KeySource::Numbered(keys) | KeySource::Random(keys) | KeySource::Withheld(keys) = *source
            && keys > MOST_KEYS
        {
            return Err(Refusal::TooManyKeys { keys });
        }
        self.keys = KeySet::new(source, self.seed)?;
        if self.keys.count() > MOST_KEYS {
            return Err(Refusal::TooManyKeys { keys: self.keys.count() });
        }
        check_work(&self.keys, &self.servers)?;
        self.hashed = placing::hashed(&self.keys)?;
        // Other keys were nowhere before.
        self.placements = Rc::default();
        let servers = Rc::clone(&self.servers);
        self.place(&servers)
    }

    /// One scheme's setting is another one now; the servers stay.
    fn set(&mut self, settings: Settings) -> Result<(), Refusal> {
        check_virtual_nodes(settings.virtual_nodes)?;
        self.settings = settings;
        let servers = Rc::clone(&self.servers);
        self.place(&servers)
    }

    fn at(&self, index: u32) -> Result<usize, Refusal> {
        let index = index as usize;
        if index < self.servers.len() { Ok(index) } else { Err(Refusal::NoSuchServer) }
    }

    /// Does it, and says what.
    fn obey(&mut self, command: &Command) -> Result<String, Refusal> {
        let mut servers = Vec::clone(&self.servers);
        let settings = self.settings;
        match command {
            Command::Add(name) => {
                let name = name.clone().unwrap_or_else(|| self.free_name());
                servers.push(name.clone());
                self.take(servers)?;
                Ok(format!("{name} added"))
            }
            Command::Remove(index) => {
                let name = servers.remove(self.at(*index)?);
                self.take(servers)?;
                Ok(format!("{name} removed"))
            }
            Command::SetServers(list) => {
                self.take(list.clone())?;
                Ok(format!("{} servers of another list", list.len()))
            }
            Command::SetVirtualNodes(virtual_nodes) => {
                self.set(Settings { virtual_nodes: *virtual_nodes, ..settings })?;
                Ok(format!("Virtual nodes: {virtual_nodes}"))
            }
            Command::SetTable(table) => {
                self.set(Settings { table: *table, ..settings })?;
                Ok(format!("Maglev’s slots: {table}"))
            }
            Command::SetSlack(per_mille) => {
                self.set(Settings { slack: Slack::per_mille(*per_mille)?, ..settings })?;
                self.slack_per_mille = *per_mille;
                Ok(format!("Bound: {} % above the mean", per_mille / 10))
            }
            Command::SetKeys(source) => {
                self.set_keys(source)?;
                Ok(String::new())
            }
        }
    }

    /// What a command that was done has come to.
    fn event(&self, command: &Command, what: String) -> Event {
        let keys = self.keys.count();
        match command {
            Command::SetKeys(_) => Event::Keys { keys },
            Command::Add(_)
            | Command::Remove(_)
            | Command::SetServers(_)
            | Command::SetVirtualNodes(_)
            | Command::SetTable(_)
            | Command::SetSlack(_) => {
                Event::Changed { what, moved: Scheme::ALL.map(|way| self.report(way).moved), keys }
            }
        }
    }
}

/// Which server of the list before is which of the list after.
struct Change {
    /// By the place before: the place after, if it stayed.
    stayed: Vec<Option<u16>>,
    /// By the place after: whether it was there before.
    was_there: Vec<bool>,
}

impl Change {
    fn new(before: &[String], after: &[String]) -> Self {
        let stayed = before.iter().map(|name| after.iter().position(|other| other == name).map(|place| place as u16));
        let stayed: Vec<Option<u16>> = stayed.collect();
        let was_there = (0..after.len()).map(|place| stayed.contains(&Some(place as u16))).collect();
        Self { stayed, was_there }
    }

    fn report(&self, before: Option<&Placement>, after: &Placement) -> Report {
        let mut loads = vec![0; self.was_there.len()];
        after.owners.iter().for_each(|owner| loads[*owner as usize] += 1);
        let (mut moved, mut needless) = (0, 0);
        for (old, new) in before.iter().flat_map(|before| before.owners.iter().zip(&after.owners)) {
            let stays = self.stayed[*old as usize];
            if stays != Some(*new) {
                moved += 1;
                needless += u32::from(stays.is_some() && self.was_there[*new as usize]);
            }
        }
        let keys = after.owners.len() as u64;
        let each = |count: u32| (u64::from(count) * 1_000).checked_div(keys).unwrap_or(0) as u32;
        let deviation = spread::measured(&loads, &vec![1; loads.len()]);
        Report {
            moved,
            needless,
            deviation: deviation.map(|ratio| (ratio * 1_000_000.0 + 0.5) as u32),
            loads,
            bytes: after.bytes,
            hashes: each(after.cost.hashes),
            steps: each(after.cost.steps),
        }
    }

    fn least(&self) -> u32 {
        let part = |of: usize, whole: usize| ((of as u64 * 1_000_000).checked_div(whole as u64)).unwrap_or(0) as u32;
        let gone = self.stayed.iter().filter(|stayed| stayed.is_none()).count();
        let new = self.was_there.iter().filter(|was_there| !**was_there).count();
        part(gone, self.stayed.len()).max(part(new, self.was_there.len()))
    }

    /// How many keys mod-n moves by ketama's hash. A remainder by the product has those by both factors in it.
    fn moved_by_remainder(&self, keys: &Keys) -> u32 {
        let (before, after) = (self.stayed.len() as u32, self.was_there.len() as u32);
        let remainders = (0..).zip(keys.remainders(before * after));
        let moves = |rest: u32| self.stayed[(rest % before) as usize] != Some((rest % after) as u16);
        remainders.filter(|(rest, _)| moves(*rest)).map(|(_, count)| count).sum()
    }
}

impl System for SevenWays {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        check_servers(&scenario.servers)?;
        check_virtual_nodes(scenario.virtual_nodes)?;
        let slack = Slack::per_mille(scenario.slack_per_mille)?;
        let none = KeySet::new(&KeySource::Numbered(0), seed)?;
        let mut seven = Self {
            servers: Rc::new(scenario.servers.clone()),
            settings: Settings { virtual_nodes: scenario.virtual_nodes, table: scenario.table, slack },
            slack_per_mille: scenario.slack_per_mille,
            hashed: Rc::default(),
            keys: none,
            placements: Rc::default(),
            reports: Rc::default(),
            moved_by_md5: 0,
            least_moved: 0,
            seed,
        };
        seven.set_keys(&scenario.keys)?;
        Ok(seven)
    }

    fn command(
        &mut self,
        _now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        let what = self.obey(command)?;
        if probe::is_watched(probe) {
            scheme::look_up_first(&self.servers, &self.hashed, self.settings, probe);
        }
        events.push(self.event(command, what));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        None
    }

    fn tick(&mut self, _events: &mut Vec<Event>, _probe: &mut impl Probe) {}

    /// A change places every key in seven ways, one of which draws a lot for each server, and fills Maglev's table.
    fn cost(scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        let mut keys = &scenario.keys;
        let (mut servers, mut nodes, mut table) =
            (scenario.servers.len() as u64, u64::from(scenario.virtual_nodes), u64::from(scenario.table));
        let mut cost = ticks.saturating_add(2 * keys.cost());
        for command in std::iter::once(None).chain(commands.iter().map(|stamped| Some(&stamped.command))) {
            match command {
                Some(Command::SetKeys(source)) => {
                    cost = cost.saturating_add(2 * source.cost());
                    keys = source;
                }
                Some(Command::Add(_)) => servers += 1,
                Some(Command::SetServers(list)) => servers = list.len() as u64,
                Some(Command::SetVirtualNodes(count)) => nodes = u64::from(*count),
                Some(Command::SetTable(slots)) => table = u64::from(*slots),
                Some(Command::Remove(_) | Command::SetSlack(_)) | None => {}
            }
            let placing =
                keys.cost().saturating_mul(5 + servers / 16).saturating_add(servers.saturating_mul(nodes) / 2);
            cost = cost.saturating_add(placing).saturating_add(table / 64);
        }
        cost
    }

    fn bytes(&self) -> usize {
        let (keys, servers) = (self.keys.count() as usize, self.servers.len());
        let of_a_scheme =
            size_of::<Placement>() + size_of::<Report>() + keys * size_of::<u16>() + servers * size_of::<u32>();
        let names: usize = self.servers.iter().map(|name| size_of::<String>() + name.len()).sum();
        size_of::<Self>() + Scheme::COUNT * of_a_scheme + names
    }

    fn bytes_beside(&self, other: &Self) -> usize {
        let hashed = if Rc::ptr_eq(&self.hashed, &other.hashed) { 0 } else { self.hashed.bytes() };
        self.bytes() + self.keys.bytes_beside(&other.keys) + hashed
    }

    fn scenario_in_public(scenario: &Scenario) -> Option<Scenario> {
        let (servers, keys) = (unnamed(&scenario.servers), scenario.keys.in_public());
        (servers.is_some() || keys.is_some()).then(|| Scenario {
            servers: servers.unwrap_or_else(|| scenario.servers.clone()),
            keys: keys.unwrap_or_else(|| scenario.keys.clone()),
            ..scenario.clone()
        })
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        match command {
            Command::SetKeys(source) => source.in_public().map(Command::SetKeys),
            Command::SetServers(list) => unnamed(list).map(Command::SetServers),
            // A name may be one that a stand-in has taken, so any is left out but those of the lab's own case.
            Command::Add(name) => name.as_ref().filter(|name| !is_memcached(name)).map(|_| Command::Add(None)),
            Command::Remove(_) | Command::SetVirtualNodes(_) | Command::SetTable(_) | Command::SetSlack(_) => None,
        }
    }
}

/// As many servers, named s0, s1, ...; none if they are so already, or are those of the lab's own case.
fn unnamed(servers: &[String]) -> Option<Vec<String>> {
    let numbered = numbered(servers.len());
    (numbered != servers && !servers.iter().all(|name| is_memcached(name))).then_some(numbered)
}

/// Whether it is a name of the case that the lab offers, and so nothing that a reader made up.
fn is_memcached(name: &str) -> bool {
    memcached(5).iter().any(|other| other == name)
}

fn check_servers(servers: &[String]) -> Result<(), Refusal> {
    if servers.is_empty() {
        return Err(Refusal::NoServer);
    }
    if servers.len() > MOST_SERVERS {
        return Err(Refusal::TooManyServers);
    }
    servers.iter().try_for_each(|name| check_name(name))?;
    let mut sorted: Vec<&String> = servers.iter().collect();
    sorted.sort_unstable();
    let twice = sorted.windows(2).find(|pair| pair[0] == pair[1]);
    twice.map_or(Ok(()), |pair| Err(Refusal::DuplicateName(pair[0].clone())))
}

fn check_work(keys: &KeySet, servers: &[String]) -> Result<(), Refusal> {
    let most = MOST_WORK / servers.len().max(1) as u64;
    if u64::from(keys.count()) > most { Err(Refusal::TooMuchWork { keys: most }) } else { Ok(()) }
}
