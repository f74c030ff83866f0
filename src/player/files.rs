//! A lab's moment as a file, for each system: the part of saving and opening that has to know it.

use simulation::kernel::moment_file::{self, FileError};
use simulation::kernel::state_hash::state_line;
use simulation::kernel::system::Registered;
use simulation::systems;

use super::session::{Player, Session};
use crate::lazy::AtHand;

thread_local! {
    /// Those of the systems of the chapter that the page shows.
    pub static AT_HAND: AtHand<Files> = const { AtHand::nothing() };
}

/// What can be done with the moments of one system. Each of the functions gives nothing for a lab of another system.
#[derive(Clone, Copy, Debug)]
pub struct Files {
    /// The moment that the lab shows, as the text of a file.
    pub write: fn(&Player) -> Option<String>,
    /// The code of the moment that a file holds, or nothing if that is another system's.
    pub read: fn(&str) -> Result<Option<String>, FileError>,
    /// The hash of the lab's state, as the native `replay` prints it too.
    pub state: fn(&Player) -> Option<String>,
}

impl Files {
    /// What can be done with those of this system.
    #[must_use]
    pub const fn of<S: Registered>() -> Self {
        Self { write: write::<S>, read: read::<S>, state: state::<S> }
    }
}

fn write<S: Registered>(player: &Player) -> Option<String> {
    Some(Session::<S>::of(player)?.with(|run| moment_file::write(&run.moment())))
}

fn read<S: Registered>(text: &str) -> Result<Option<String>, FileError> {
    let is_its_own = moment_file::lab_of(text)? == S::NAME;
    if is_its_own { moment_file::read::<S>(text).map(|moment| Some(moment.encode())) } else { Ok(None) }
}

fn state<S: Registered>(player: &Player) -> Option<String> {
    Some(Session::<S>::of(player)?.with(|run| state_line(run.state())))
}

/// The code of what a file holds, if it is for one of these systems.
pub(super) fn to_code(all: &[Files], text: &str) -> Result<String, FileError> {
    for files in all {
        if let Some(code) = (files.read)(text)? {
            return Ok(code);
        }
    }
    systems::kind_of_file(text)?;
    Err(FileError::OtherChapter)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use simulation::kernel::timeline::Timeline;
    use simulation::ring::evenness::Evenness;
    use simulation::ring::hot_key::{self, HotKey};
    use simulation::shortener::division::{self, Division};

    use super::*;

    fn file<S: Registered>(scenario: S::Scenario) -> (String, String) {
        let Ok(run) = Timeline::<S>::new(scenario, 1) else { panic!("it starts") };
        (moment_file::write(&run.moment()), run.moment().encode())
    }

    #[test]
    fn a_file_opens_in_its_chapter_and_is_refused_in_another() {
        let chapter = [Files::of::<Evenness>(), Files::of::<HotKey>()];
        let (own, code) = file::<HotKey>(hot_key::Scenario::default());
        assert_eq!(to_code(&chapter, &own), Ok(code));
        let (other, _) = file::<Division>(division::Scenario::default());
        assert_eq!(to_code(&chapter, &other), Err(FileError::OtherChapter));
        let unknown = other.replace("division", "chess");
        assert_eq!(to_code(&chapter, &unknown), Err(FileError::UnknownLab { name: "chess".to_owned() }));
        assert_eq!(to_code(&chapter, "{}"), Err(FileError::NotAMoment));
        assert!(matches!(to_code(&chapter, "x"), Err(FileError::Damaged { .. })));
    }
}
