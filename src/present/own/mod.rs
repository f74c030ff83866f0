//! Scenes of a reader's own: captured from a lab, put into words, ordered, kept on the device, and handed on as a file or a
//! link.

#[cfg(target_arch = "wasm32")]
mod card;
#[cfg(target_arch = "wasm32")]
pub mod desk;
#[cfg(target_arch = "wasm32")]
pub mod drawer;
#[cfg(target_arch = "wasm32")]
pub mod file;
#[cfg(target_arch = "wasm32")]
pub mod store;

use std::borrow::Cow;
use std::fmt;

use super::scene::{Scene, Source};

/// The most scenes of a chapter.
pub const MOST_SCENES: usize = 60;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 80;
/// The longest text, in characters: a class reads no more from a wall.
pub const LONGEST_TEXT: usize = 300;
/// The longest notes, in characters.
pub const LONGEST_NOTES: usize = 4_000;

/// A scene that a reader wrote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// Tells it from the others of the list; it is nothing outside of it.
    pub id: u32,
    /// The name of the lab.
    pub lab: String,
    /// A few words.
    pub title: String,
    /// What the class reads.
    pub text: String,
    /// What only the speaker reads.
    pub notes: String,
    /// The code of the moment, with everything in it.
    pub code: String,
    /// The code without what the reader typed into the lab; the same where nothing was.
    pub public: String,
}

impl Written {
    /// Whether the moment holds what the reader typed into the lab.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.code != self.public
    }

    /// As a scene to be shown.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let owned = |text: &String| Cow::Owned(text.clone());
        Scene {
            lab: owned(&self.lab),
            title: owned(&self.title),
            text: owned(&self.text),
            notes: owned(&self.notes),
            moment: Source::Code(self.code.clone()),
            stride: 1,
        }
    }

    /// # Errors
    /// If something in it is missing or longer than it may be.
    pub fn check(&self) -> Result<(), Fault> {
        let fits = |text: &str, most: usize| text.chars().count() <= most;
        let is_code = |code: &str| {
            let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            !code.is_empty() && code.len() <= simulation::kernel::moment::LONGEST_KEPT && code.bytes().all(known)
        };
        if !(fits(&self.title, LONGEST_TITLE) && fits(&self.text, LONGEST_TEXT) && fits(&self.notes, LONGEST_NOTES)) {
            return Err(Fault::TooLong);
        }
        if self.lab.is_empty() || !fits(&self.lab, LONGEST_TITLE) || !is_code(&self.code) || !is_code(&self.public) {
            return Err(Fault::NoMoment);
        }
        Ok(())
    }
}

/// The list, and what was last deleted from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    scenes: Vec<Written>,
    deleted: Option<(usize, Written)>,
    next_id: u32,
}

impl Own {
    /// A list of these scenes.
    #[must_use]
    pub fn of(scenes: Vec<Written>) -> Self {
        let mut own = Self::default();
        // A list that was kept is not too long, or it is cut.
        for scene in scenes.into_iter().take(MOST_SCENES) {
            own.push(scene);
        }
        own
    }

    /// The scenes, in order.
    #[must_use]
    pub fn scenes(&self) -> &[Written] {
        &self.scenes
    }

    /// Whether there is something to bring back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.deleted.is_some()
    }

    fn push(&mut self, mut scene: Written) -> u32 {
        scene.id = self.next_id;
        self.next_id += 1;
        self.scenes.push(scene);
        self.next_id - 1
    }

    /// Adds a scene at the end; gives its id.
    ///
    /// # Errors
    /// If there are [`MOST_SCENES`] already, or something is wrong with it. Then nothing has changed.
    pub fn add(&mut self, scene: Written) -> Result<u32, Fault> {
        scene.check()?;
        if self.scenes.len() >= MOST_SCENES {
            return Err(Fault::TooMany);
        }
        Ok(self.push(scene))
    }

    /// Adds all of them, or none.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn add_all(&mut self, scenes: Vec<Written>) -> Result<(), Fault> {
        if self.scenes.len() + scenes.len() > MOST_SCENES {
            return Err(Fault::TooMany);
        }
        scenes.iter().try_for_each(Written::check)?;
        for scene in scenes {
            self.push(scene);
        }
        Ok(())
    }

    /// Changes the words of a scene; what is too long is not taken.
    pub fn edit(&mut self, id: u32, edit: impl FnOnce(&mut Written)) {
        if let Some(scene) = self.scenes.iter_mut().find(|scene| scene.id == id) {
            let mut edited = scene.clone();
            edit(&mut edited);
            if edited.check().is_ok() {
                *scene = edited;
            }
        }
    }

    /// Puts a scene one place up or down; gives its new place, counted from 0, unless it is at that end already.
    pub fn shift(&mut self, id: u32, down: bool) -> Option<usize> {
        let from = self.place(id)?;
        let to = if down { from + 1 } else { from.checked_sub(1)? };
        if to >= self.scenes.len() {
            return None;
        }
        self.scenes.swap(from, to);
        Some(to)
    }

    /// Deletes a scene; [`Self::undo`] brings it back.
    pub fn delete(&mut self, id: u32) {
        if let Some(place) = self.place(id) {
            self.deleted = Some((place, self.scenes.remove(place)));
        }
    }

    /// Brings the scene back that was deleted last, to its place; gives its id.
    pub fn undo(&mut self) -> Option<u32> {
        let (place, scene) = self.deleted.take()?;
        let id = scene.id;
        self.scenes.insert(place.min(self.scenes.len()), scene);
        Some(id)
    }

    fn place(&self, id: u32) -> Option<usize> {
        self.scenes.iter().position(|scene| scene.id == id)
    }
}

/// Why scenes can't be read or added.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fault {
    /// More than a file may have.
    TooLarge,
    /// No JSON, or cut short.
    Damaged,
    /// Something else's file.
    NotScenes,
    /// Written by a newer version of this book.
    Newer,
    /// The scenes of another chapter.
    OtherChapter(String),
    /// More than [`MOST_SCENES`].
    TooMany,
    /// A title, a text or notes are longer than they may be.
    TooLong,
    /// A scene without a lab or with a code that is none.
    NoMoment,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "That is too large to be a file of scenes."),
            Self::Damaged => write!(f, "That is damaged or incomplete: it can’t be read as scenes."),
            Self::NotScenes => write!(f, "That holds no scenes of Moving Parts."),
            Self::Newer => {
                write!(f, "These scenes come from a newer version of this book. Reload the page, then try again.")
            }
            Self::OtherChapter(slug) => write!(f, "These scenes belong to another chapter: {slug}."),
            Self::TooMany => write!(f, "A chapter has room for {MOST_SCENES} scenes of your own. Delete some first."),
            Self::TooLong => write!(
                f,
                "A title has up to {LONGEST_TITLE} characters, a text up to {LONGEST_TEXT} and notes up to {LONGEST_NOTES}."
            ),
            Self::NoMoment => write!(f, "A scene in it has no moment of a lab, so none was added."),
        }
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(title: &str) -> Written {
        Written {
            lab: "ring".to_owned(),
            title: title.to_owned(),
            code: "AQ".to_owned(),
            public: "AQ".to_owned(),
            ..Written::default()
        }
    }

    fn titles(own: &Own) -> Vec<&str> {
        own.scenes().iter().map(|scene| scene.title.as_str()).collect()
    }

    #[test]
    fn a_scene_goes_up_and_down_and_stops_at_the_ends() {
        let mut own = Own::of(["a", "b", "c"].map(written).into());
        let id = own.scenes()[0].id;
        assert_eq!((own.shift(id, true), own.shift(id, true), own.shift(id, true)), (Some(1), Some(2), None));
        assert_eq!(titles(&own), ["b", "c", "a"]);
        assert_eq!(own.shift(id, false), Some(1));
        assert_eq!(titles(&own), ["b", "a", "c"]);
    }

    #[test]
    fn what_was_deleted_comes_back_to_its_place() {
        let mut own = Own::of(["a", "b", "c"].map(written).into());
        let id = own.scenes()[1].id;
        own.delete(id);
        assert_eq!((titles(&own), own.can_undo()), (vec!["a", "c"], true));
        assert_eq!(own.undo(), Some(id));
        assert_eq!(own.undo(), None);
        assert_eq!(titles(&own), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_too_long_or_has_no_moment_is_refused_and_changes_nothing() {
        let mut own = Own::of(vec![written("a")]);
        let id = own.scenes()[0].id;
        own.edit(id, |scene| scene.text = "é".repeat(LONGEST_TEXT));
        own.edit(id, |scene| scene.text.push('!'));
        assert_eq!(own.scenes()[0].text.chars().count(), LONGEST_TEXT);
        assert_eq!(own.add(written(&"t".repeat(LONGEST_TITLE + 1))), Err(Fault::TooLong));
        assert_eq!(own.add(Written { code: String::new(), ..written("b") }), Err(Fault::NoMoment));
        assert_eq!(own.add(Written { code: "<b>".to_owned(), ..written("b") }), Err(Fault::NoMoment));
        assert_eq!(
            own.add_all(vec![written("b"), Written { lab: String::new(), ..written("c") }]),
            Err(Fault::NoMoment)
        );
        assert_eq!(titles(&own), ["a"]);
    }

    #[test]
    fn there_is_room_for_so_many_and_no_more() {
        let mut own = Own::of(vec![written("a"); MOST_SCENES + 1]);
        assert_eq!(own.scenes().len(), MOST_SCENES);
        assert_eq!(own.add(written("b")), Err(Fault::TooMany));
        let ids: std::collections::BTreeSet<u32> = own.scenes().iter().map(|scene| scene.id).collect();
        assert_eq!(ids.len(), MOST_SCENES);
    }
}
