//! What each key does in present mode: a state without a browser.

/// Where the lab stands within its scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The number of steps done.
    pub position: u64,
    /// Where the scene begins.
    pub from: u64,
    /// The furthest step known.
    pub to: u64,
    /// Something was done by hand that is still under way past `to`.
    pub goes_on: bool,
    /// How many steps of the simulation are one here; never 0.
    pub stride: u64,
}

impl Default for Place {
    fn default() -> Self {
        Self { position: 0, from: 0, to: 0, goes_on: false, stride: 1 }
    }
}

impl Place {
    /// How many strides were done, one that was begun included, and how many there are.
    #[must_use]
    pub fn strides(self) -> [u64; 2] {
        [self.position, self.to].map(|position| position.saturating_sub(self.from).div_ceil(self.stride))
    }

    /// The position after so many strides.
    fn after(self, strides: u64) -> u64 {
        (self.from + strides * self.stride).min(self.to)
    }
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
            Act::Next if place.position < place.to && place.stride > 1 => Do::GoTo(place.after(place.strides()[0] + 1)),
            Act::Next if place.position < place.to || place.goes_on => Do::Step,
            Act::Next | Act::NextScene => self.open(self.scene + 1, false),
            Act::Back if place.position > place.from => Do::GoTo(place.after(place.strides()[0] - 1)),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn place(position: u64, from: u64, to: u64) -> Place {
        Place { position, from, to, ..Place::default() }
    }

    #[test]
    fn forward_goes_through_the_steps_and_then_to_the_next_scene() {
        let mut mode = Mode::at(0, 2);
        assert_eq!(mode.act(Act::Next, place(2, 2, 3)), Do::Step);
        assert_eq!(mode.act(Act::Next, place(3, 2, 3)), Do::Open { at_end: false });
        assert_eq!(mode.scene, 1);
        assert_eq!(mode.act(Act::Next, place(0, 0, 0)), Do::Nothing, "there is no third scene");
        assert_eq!(mode.act(Act::Next, Place { goes_on: true, ..place(4, 0, 4) }), Do::Step);
    }

    #[test]
    fn back_is_the_same_way_in_reverse() {
        let mut mode = Mode::at(1, 2);
        assert_eq!(mode.act(Act::Back, place(3, 2, 4)), Do::GoTo(2));
        assert_eq!(mode.act(Act::Back, place(2, 2, 4)), Do::Open { at_end: true });
        assert_eq!(mode.scene, 0);
        assert_eq!(mode.act(Act::Back, place(0, 0, 1)), Do::Nothing);
        assert_eq!(mode.act(Act::SceneBefore, place(0, 0, 1)), Do::Nothing);
    }

    #[test]
    fn strides_go_forward_and_back_by_the_same_stops() {
        let mut mode = Mode::at(0, 2);
        let at = |position| Place { stride: 10, ..place(position, 5, 28) };
        assert_eq!(at(5).strides(), [0, 3]);
        assert_eq!([5, 15, 17, 25].map(|position| mode.act(Act::Next, at(position))), [15, 25, 28, 28].map(Do::GoTo));
        assert_eq!([28, 25, 17, 15].map(|position| mode.act(Act::Back, at(position))), [25, 15, 15, 5].map(Do::GoTo));
        assert_eq!(mode.act(Act::Next, at(28)), Do::Open { at_end: false });
    }

    #[test]
    fn home_and_end_go_to_the_ends_of_the_scene_and_then_of_the_lecture() {
        let mut mode = Mode::at(1, 4);
        assert_eq!(mode.act(Act::Last, place(2, 1, 5)), Do::GoTo(5));
        assert_eq!(mode.act(Act::Last, place(5, 1, 5)), Do::Open { at_end: true });
        assert_eq!(mode.scene, 3);
        assert_eq!(mode.act(Act::Last, place(5, 1, 5)), Do::Nothing);
        assert_eq!(mode.act(Act::First, place(5, 1, 5)), Do::GoTo(1));
        assert_eq!(mode.act(Act::First, place(1, 1, 5)), Do::Open { at_end: false });
        assert_eq!(mode.scene, 0);
    }

    #[test]
    fn any_step_brings_a_black_screen_back_and_does_no_more() {
        let mut mode = Mode::at(0, 2);
        assert_eq!(mode.act(Act::Blank, place(0, 0, 1)), Do::Nothing);
        assert!(mode.blank);
        assert_eq!(mode.act(Act::Next, place(0, 0, 1)), Do::Nothing);
        assert!(!mode.blank);
        assert_eq!(mode.act(Act::Next, place(0, 0, 1)), Do::Step);
    }

    #[test]
    fn escape_takes_away_one_thing_at_a_time() {
        let mut mode = Mode::at(0, 2);
        mode.act(Act::Blank, Place::default());
        mode.act(Act::Panel(Panel::Overview), Place::default());
        assert_eq!(mode.act(Act::Escape, Place::default()), Do::Nothing);
        assert_eq!((mode.panel, mode.blank), (None, true));
        assert_eq!(mode.act(Act::Escape, Place::default()), Do::Nothing);
        assert_eq!(mode.act(Act::Escape, Place::default()), Do::Leave);
    }

    #[test]
    fn a_jump_closes_the_list_and_one_to_nowhere_changes_nothing() {
        let mut mode = Mode::at(0, 3);
        mode.act(Act::Panel(Panel::Overview), Place::default());
        assert_eq!(mode.act(Act::Jump(2), Place::default()), Do::Open { at_end: false });
        assert_eq!((mode.scene, mode.panel), (2, None));
        assert_eq!(mode.act(Act::Jump(3), Place::default()), Do::Nothing);
        assert_eq!(mode.scene, 2);
        assert_eq!(Mode::at(0, 0).act(Act::Jump(0), Place::default()), Do::Nothing, "a lecture without scenes");
        assert_eq!(Mode::at(9, 3).scene, 2);
    }

    #[test]
    fn an_address_names_a_scene_of_a_deck() {
        for (deck, scene) in [(Deck::Chapter, 0), (Deck::Own, 4), (Deck::Link, 11)] {
            assert_eq!(addressed(&address(deck, scene)), (deck, scene));
        }
        assert_eq!(address(Deck::Own, 2), "own.3");
        assert_eq!(addressed("rubbish"), (Deck::Chapter, 0));
        assert_eq!(addressed("0"), (Deck::Chapter, 0));
        assert_eq!(addressed("own."), (Deck::Own, 0));
    }

    #[test]
    fn what_clickers_send_steps_and_blanks() {
        assert_eq!(act_of("PageDown", false), Some(Act::Next));
        assert_eq!(act_of("PageUp", false), Some(Act::Back));
        assert_eq!(act_of(".", false), Some(Act::Blank));
        assert_eq!((act_of(" ", false), act_of(" ", true)), (Some(Act::Next), Some(Act::Back)));
        assert_eq!(act_of("Tab", false), None);
    }
}
