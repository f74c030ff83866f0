//! What each key does in present mode: a state without a browser.

/// Where the lab stands within its scene.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// The number of steps done.
    pub position: u64,
    /// Where the scene begins.
    pub from: u64,
    /// The furthest step known.
    pub to: u64,
    /// Something was done by hand that is still under way past `to`.
    pub goes_on: bool,
}

/// What whoever presents asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// A step forward; at the scene's end the next scene.
    Next,
    /// A step back; at the scene's beginning the scene before, at its end.
    Back,
    /// The beginning of the scene; from there the first scene.
    First,
    /// The end of the scene; from there the last scene.
    Last,
    /// Another scene, counted from 0.
    Jump(usize),
    /// The scene after this one, whatever is left of it.
    NextScene,
    /// The scene before this one.
    SceneBefore,
    /// A black screen, or back from it.
    Blank,
    /// A list over the picture, or away with it.
    Panel(Panel),
    /// Away with whatever lies over the picture; if nothing does, out of present mode.
    Escape,
}

/// What lies over the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Panel {
    /// All scenes, to jump to one.
    Overview,
    /// The keys.
    Keys,
}

/// What is to be done with the labs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Do {
    /// Nothing.
    Nothing,
    /// A step.
    Step,
    /// To a position.
    GoTo(u64),
    /// The scene that [`Mode::scene`] now names: at its beginning or at its end.
    Open {
        /// At its end.
        at_end: bool,
    },
    /// Present mode is over.
    Leave,
}

/// Which scene is shown, and what lies over it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mode {
    /// How many scenes there are.
    pub scenes: usize,
    /// The one that is shown, counted from 0.
    pub scene: usize,
    /// The screen is black.
    pub blank: bool,
    /// What lies over the picture.
    pub panel: Option<Panel>,
}

impl Mode {
    /// The mode at a scene, or the last one if there are fewer.
    #[must_use]
    pub fn at(scene: usize, scenes: usize) -> Self {
        Self { scenes, scene: scene.min(scenes.saturating_sub(1)), blank: false, panel: None }
    }

    /// Takes an act up, and says what the labs are to do.
    pub fn act(&mut self, act: Act, place: Place) -> Do {
        match act {
            Act::Blank => {
                self.blank = !self.blank;
                return Do::Nothing;
            }
            Act::Panel(panel) => {
                self.panel = if self.panel == Some(panel) { None } else { Some(panel) };
                return Do::Nothing;
            }
            Act::Escape if self.panel.take().is_some() || std::mem::take(&mut self.blank) => return Do::Nothing,
            Act::Escape => return Do::Leave,
            _ => self.panel = None,
        }
        // A clicker that has made the screen black by mistake brings it back with any other button.
        if std::mem::take(&mut self.blank) {
            return Do::Nothing;
        }
        self.go(act, place)
    }

    fn go(&mut self, act: Act, place: Place) -> Do {
        let last = self.scenes.saturating_sub(1);
        match act {
            Act::Next if place.position < place.to || place.goes_on => Do::Step,
            Act::Next | Act::NextScene => self.open(self.scene + 1, false),
            Act::Back if place.position > place.from => Do::GoTo(place.position - 1),
            Act::Back => self.open(self.scene.wrapping_sub(1), true),
            Act::SceneBefore => self.open(self.scene.wrapping_sub(1), false),
            Act::First if place.position > place.from => Do::GoTo(place.from),
            Act::First => self.open(0, false),
            Act::Last if place.position < place.to => Do::GoTo(place.to),
            Act::Last if self.scene < last => self.open(last, true),
            Act::Jump(scene) => self.open(scene, false),
            _ => Do::Nothing,
        }
    }

    /// Shows a scene, if there is one of that number.
    fn open(&mut self, scene: usize, at_end: bool) -> Do {
        if scene >= self.scenes {
            return Do::Nothing;
        }
        self.scene = scene;
        Do::Open { at_end }
    }
}

/// What a key asks for, by its name in the DOM.
#[must_use]
pub fn act_of(key: &str, shift: bool) -> Option<Act> {
    Some(match key {
        " " if shift => Act::Back,
        "PageDown" | "ArrowRight" | "ArrowDown" | " " => Act::Next,
        "PageUp" | "ArrowLeft" | "ArrowUp" => Act::Back,
        "Home" => Act::First,
        "End" => Act::Last,
        "b" | "B" | "." => Act::Blank,
        "n" | "N" => Act::NextScene,
        "p" | "P" => Act::SceneBefore,
        "o" | "O" => Act::Panel(Panel::Overview),
        "?" => Act::Panel(Panel::Keys),
        "Escape" => Act::Escape,
        _ => return None,
    })
}

/// Whose scenes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Deck {
    /// The chapter's.
    #[default]
    Chapter,
    /// The reader's own, kept on this device.
    Own,
    /// Those that the link holds.
    Link,
}

impl Deck {
    /// Before the scene's number in the address.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Chapter => "",
            Self::Own => "own.",
            Self::Link => "link.",
        }
    }
}

/// A scene as the address names it, counted from 1.
#[must_use]
pub fn address(deck: Deck, scene: usize) -> String {
    [deck.prefix(), &(scene + 1).to_string()].concat()
}

/// The scene that an address names; the first one where it names none.
#[must_use]
pub fn addressed(value: &str) -> (Deck, usize) {
    let (deck, number) = [Deck::Own, Deck::Link]
        .into_iter()
        .find_map(|deck| Some((deck, value.strip_prefix(deck.prefix())?)))
        .unwrap_or((Deck::Chapter, value));
    let number: usize = number.parse().unwrap_or(1);
    (deck, number.saturating_sub(1))
}
