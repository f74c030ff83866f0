//! Six limiters side by side, on the same requests.
//!
//! All requests of the traffic, and those that the learner sends, come to all six lanes at once; each lane keeps its own
//! state. When something is set, all requests so far are decided again, as if it had been so from the start: the same past
//! under another rule. The lab's clock begins where the traffic begins, so that nobody waits for an attack; it stops after
//! [`WINDOWS`] windows. In between it beats, so that gauges can be seen to recover while nothing comes.

mod lane;
mod scenario;
mod traffic;

use std::rc::Rc;

use algorithms::probe::Probe;

use crate::kernel::system::System;
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;

pub use lane::{Fate, Lane, Limiter, METHODS, Method};
pub use scenario::{Choice, Choices, Command, Event, LIMIT, Refusal, Scenario, WINDOW, sentence};
pub use traffic::{Arrival, Traffic};

/// How many windows a run takes.
pub const WINDOWS: u64 = 3;

/// How often the clock beats in a window.
pub const BEATS: u64 = 20;

/// The most requests of a run.
pub const MOST_REQUESTS: usize = 3_000;

/// What has come, what each lane made of it, and what comes next.
#[derive(Clone, Debug, Hash)]
pub struct LimiterLanes {
    /// As it is in force.
    scenario: Rc<Scenario>,
    /// The length of the windows at the start, which the traffic and the clock go by, in microseconds.
    first_window: u64,
    /// When the lab's clock began.
    began: u64,
    now: u64,
    next_beat: u64,
    traffic: Rc<Vec<Arrival>>,
    /// How many of the traffic's requests have come.
    come: u32,
    arrivals: Vec<Arrival>,
    lanes: Vec<Lane>,
}

impl LimiterLanes {
    /// What is set.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The lab's clock, in microseconds.
    #[must_use]
    pub const fn now(&self) -> u64 {
        self.now
    }

    /// Where the lab's clock stops, in microseconds.
    #[must_use]
    pub const fn end(&self) -> u64 {
        self.first_window * WINDOWS
    }

    /// All requests so far, in order.
    #[must_use]
    pub fn arrivals(&self) -> &[Arrival] {
        &self.arrivals
    }

    /// The traffic's requests that have not come yet, in order.
    #[must_use]
    pub fn to_come(&self) -> &[Arrival] {
        self.traffic.get(self.come as usize..).unwrap_or_default()
    }

    /// The lanes, in the order of [`Method::ALL`].
    #[must_use]
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The lane of an algorithm.
    #[must_use]
    pub fn lane(&self, method: Method) -> &Lane {
        &self.lanes[method as usize]
    }

    /// How many requests came.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.arrivals.len() as u32
    }

    /// Whether a user but the first has sent anything.
    #[must_use]
    pub fn has_two_users(&self) -> bool {
        self.scenario.traffic == Traffic::TwoUsers || self.arrivals.iter().any(|arrival| arrival.user > 0)
    }

    /// How many of a user's requests a lane let pass, and how many there were.
    #[must_use]
    pub fn of_user(&self, method: Method, user: u8) -> (u32, u32) {
        let fates = self.arrivals.iter().zip(self.lane(method).fates()).filter(|(arrival, _)| arrival.user == user);
        fates.fold((0, 0), |(passed, all), (_, fate)| (passed + u32::from(fate.served.is_some()), all + 1))
    }

    fn take(&mut self, arrival: Arrival, probe: &mut impl Probe) -> Result<Event, Refusal> {
        if self.arrivals.len() >= MOST_REQUESTS {
            return Err(Refusal::Full);
        }
        let mut passed = [false; METHODS];
        for (lane, passed) in self.lanes.iter_mut().zip(&mut passed) {
            *passed = lane.take(arrival, probe)?.allowed;
        }
        self.arrivals.push(arrival);
        Ok(Event::Request { number: self.requests(), user: arrival.user, at: arrival.at, passed })
    }

    /// Takes what is set now, and decides everything again.
    fn set(&mut self, scenario: Scenario) -> Result<(), Refusal> {
        scenario.check()?;
        self.lanes = lanes_of(&scenario)?;
        for lane in &mut self.lanes {
            for arrival in &self.arrivals {
                lane.take(*arrival, &mut ())?;
            }
        }
        self.scenario = Rc::new(scenario);
        Ok(())
    }

    fn next_arrival(&self) -> Option<Arrival> {
        self.traffic.get(self.come as usize).copied()
    }

    /// The lab's time as virtual time.
    const fn due(&self, at: u64) -> Micros {
        Micros(at.saturating_sub(self.began))
    }

    /// The lab's time at a virtual time.
    fn clock(&self, now: Micros) -> u64 {
        self.now.max(now.0.saturating_add(self.began).min(self.end()))
    }

    fn step(&mut self, probe: &mut impl Probe) -> Option<Event> {
        let arrival = self.next_arrival().filter(|arrival| arrival.at < self.next_beat);
        let Some(arrival) = arrival else {
            self.now = self.next_beat;
            self.next_beat += self.first_window / BEATS;
            return None;
        };
        self.now = self.now.max(arrival.at);
        self.come += 1;
        // Traffic is never more than a run takes; the learner's own requests may have filled it.
        self.take(arrival, probe).ok()
    }
}

fn lanes_of(scenario: &Scenario) -> Result<Vec<Lane>, Refusal> {
    Method::ALL.into_iter().map(|method| Lane::new(method, scenario).map_err(Refusal::from)).collect()
}

impl System for LimiterLanes {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        let window = scenario.window();
        let began = scenario.traffic.begins(window);
        let end = window * WINDOWS;
        let traffic = traffic::arrivals(scenario.traffic, scenario.limit, window, end, seed);
        Ok(Self {
            scenario: Rc::new(scenario.clone()),
            first_window: window,
            began,
            now: began,
            next_beat: began + window / BEATS,
            traffic: Rc::new(traffic),
            come: 0,
            arrivals: Vec::new(),
            lanes: lanes_of(scenario)?,
        })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        let mut scenario = Scenario::clone(&self.scenario);
        match command {
            Command::Send(user @ 0..=1) => {
                self.now = self.clock(now);
                let event = self.take(Arrival { at: self.now, user: *user }, probe)?;
                events.push(event);
                return Ok(());
            }
            Command::Send(user) => return Err(Refusal::User(*user)),
            Command::SetLimit(limit) => scenario.limit = *limit,
            Command::SetWindow(seconds) => scenario.window_seconds = *seconds,
            Command::SetPerUser(per_user) => scenario.per_user = *per_user,
            Command::Choose(choice, on) => scenario.choices.set(*choice, *on),
        }
        self.now = self.clock(now);
        self.set(scenario)?;
        events.push(Event::Set(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        let next = self.next_arrival().map_or(self.next_beat, |arrival| arrival.at.min(self.next_beat));
        (self.now < self.end() && next <= self.end()).then(|| self.due(next.max(self.now)))
    }

    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        let event = self.step(probe);
        events.extend(event);
    }

    /// What is set makes every lane decide all requests again.
    fn cost(_scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        const SET: u64 = 3_000;
        ticks.saturating_mul(4).saturating_add(commands.len() as u64 * SET)
    }

    fn bytes(&self) -> usize {
        let lanes: usize = self.lanes.iter().map(Lane::bytes).sum();
        size_of::<Self>() + self.arrivals.len() * size_of::<Arrival>() + lanes
    }
}
