//! What stands where at a moment: what a chapter makes of its system's state at each render.

use simulation::kernel::time::Micros;
use yew::prelude::*;

/// All of a board at a moment. Places and wires are in the order of the plan.
#[derive(Debug, Default)]
pub struct BoardState {
    /// Tells the drawing from others of the same lab.
    pub name: &'static str,
    /// The drawing's class.
    pub class: Classes,
    /// What is to be seen, in a sentence.
    pub label: String,
    /// What is at the places.
    pub places: Vec<PlaceState>,
    /// How the wires are. Those that are not told of are whole.
    pub wires: Vec<WireState>,
    /// From where to where went what arrived last.
    pub trail: Option<[usize; 2]>,
    /// What is under way.
    pub messages: Vec<Message>,
    /// What the chapter draws on top.
    pub over: Html,
}

/// What is at a place.
#[derive(Debug, Default)]
pub struct PlaceState {
    /// What stands in it.
    pub name: AttrValue,
    /// What it is called in a sentence, if not by that.
    pub called: AttrValue,
    /// A number in it.
    pub number: AttrValue,
    /// What stands below it.
    pub says: AttrValue,
    /// Its colour, and what a chapter marks it with.
    pub class: Classes,
    /// How it is.
    pub health: Health,
    /// What lines up in its lane, the front first.
    pub items: Vec<Item>,
    /// So many items its lane has room for.
    pub room: Option<u32>,
    /// So many it takes for now, if that is less.
    pub bound: Option<u32>,
    /// So many it has rejected.
    pub rejected: u32,
    /// What pressing it does.
    pub press: Option<Press>,
    /// What a question before the lab takes a press on it for.
    pub guess: Option<AttrValue>,
    /// What the chapter draws there, as seen from its middle.
    pub more: Html,
}

/// How a place is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Health {
    /// It works.
    #[default]
    Up,
    /// It works, slowly.
    Slow,
    /// It does not.
    Down,
}

/// What pressing a place does.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    /// In words: “Kill s1”.
    pub label: AttrValue,
    /// Does it.
    pub act: Callback<MouseEvent>,
}

/// Something that waits in a lane.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Item {
    /// How it looks.
    pub class: &'static str,
    /// What is drawn on it: a path round its middle.
    pub mark: &'static str,
}

/// How a wire is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum WireState {
    /// It can be used.
    #[default]
    Whole,
    /// Nobody uses it.
    Idle,
    /// It is cut, or one of its ends is down.
    Cut,
    /// So much flows on it that it is drawn so wide, in units of the drawing.
    Flow(u32),
}

/// Something under way from one place to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Tells it from all others of the run.
    pub id: u32,
    /// The index of the place that it was sent from.
    pub from: usize,
    /// That where it arrives. It travels along the wires; what is sent to where it is, is not drawn.
    pub to: usize,
    /// When it was sent.
    pub sent: Micros,
    /// When it is there.
    pub due: Micros,
    /// What it says.
    pub text: AttrValue,
    /// Its colour, and what a chapter marks it with.
    pub class: Classes,
    /// What it belongs to, if it can be followed: all messages of one request have the same.
    pub journey: Option<u32>,
}

impl Message {
    /// A message without a text.
    #[must_use]
    pub fn new(id: u32, [from, to]: [usize; 2], [sent, due]: [Micros; 2]) -> Self {
        Self { id, from, to, sent, due, ..Self::default() }
    }
}

impl PlaceState {
    /// A place that works, with its name in it.
    pub fn named(name: impl Into<AttrValue>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// What it is called in a sentence.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.called.is_empty() { &self.name } else { &self.called }
    }
}

impl Health {
    /// Up or down.
    #[must_use]
    pub const fn of(is_up: bool) -> Self {
        if is_up { Self::Up } else { Self::Down }
    }

    /// In a word; nothing if all is well.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Up => "",
            Self::Slow => "slow",
            Self::Down => "down",
        }
    }
}

impl WireState {
    /// Whole or cut.
    #[must_use]
    pub const fn of(is_whole: bool) -> Self {
        if is_whole { Self::Whole } else { Self::Cut }
    }
}

impl Press {
    /// What a press does, and what that is in words.
    pub fn new(label: impl Into<AttrValue>, act: Callback<MouseEvent>) -> Self {
        Self { label: label.into(), act }
    }
}

impl BoardState {
    /// What a place is called.
    #[must_use]
    pub fn called(&self, place: usize) -> &str {
        self.places.get(place).map_or("", PlaceState::called)
    }

    /// From where to where something goes.
    #[must_use]
    pub fn course(&self, from: usize, to: usize) -> String {
        ["from ", self.called(from), " to ", self.called(to)].concat()
    }
}
