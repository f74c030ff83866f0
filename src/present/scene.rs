//! A scene: a moment of a lab, the line or two that an instructor shows with it, and notes for nobody else.

use std::borrow::Cow;

use simulation::kernel::moment::Moment;
use simulation::kernel::system::{Registered, System};
use simulation::kernel::timeline::Timeline;

use crate::lazy::AtHand;

thread_local! {
    /// The scenes of the chapter that the page shows.
    pub static AT_HAND: AtHand<Scene> = const { AtHand::nothing() };
}

/// A system of its own accord does no more steps than this in a scene, after each command: some never end.
const MOST_TICKS: u32 = 1_000;

/// A prepared step of a lecture. The moment's position is where the scene begins, and its end is where it ends: between
/// them whoever presents steps through the simulation.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The name of the lab.
    pub lab: Cow<'static, str>,
    /// A few words.
    pub title: Cow<'static, str>,
    /// What the class reads.
    pub text: Cow<'static, str>,
    /// What only the speaker reads.
    pub notes: Cow<'static, str>,
    /// What the lab shows.
    pub moment: Source,
    /// How many steps of the simulation are one for whoever presents; never 0.
    pub stride: u32,
}

/// Where the code of a scene's moment comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// It is made when the scene opens, so that it can't grow old: a chapter's own scenes.
    Made(fn() -> Result<String, String>),
    /// It was captured.
    Code(String),
}

impl Scene {
    /// A scene of a chapter.
    #[must_use]
    pub const fn new(
        lab: &'static str,
        title: &'static str,
        text: &'static str,
        notes: &'static str,
        moment: fn() -> Result<String, String>,
    ) -> Self {
        Self {
            lab: Cow::Borrowed(lab),
            title: Cow::Borrowed(title),
            text: Cow::Borrowed(text),
            notes: Cow::Borrowed(notes),
            moment: Source::Made(moment),
            stride: 1,
        }
    }

    /// The same where so many steps are one: for systems in which a single step shows little.
    #[must_use]
    pub const fn in_strides(mut self, stride: u32) -> Self {
        // A stride of none would never come to an end.
        self.stride = if stride == 0 { 1 } else { stride };
        self
    }

    /// The code of its moment.
    ///
    /// # Errors
    /// If a chapter's scene can't be made, with the system's own sentence.
    pub fn code(&self) -> Result<String, String> {
        match &self.moment {
            Source::Made(make) => make(),
            Source::Code(code) => Ok(code.clone()),
        }
    }
}

/// The code of a scene that begins when the commands of `before` are done, and shows those of `during`, each with what the
/// system then does of its own accord.
///
/// # Errors
/// If the system won't start so or refuses a command, with its own sentence.
pub fn code<S: Registered>(
    scenario: S::Scenario,
    before: impl IntoIterator<Item = S::Command>,
    during: impl IntoIterator<Item = S::Command>,
) -> Result<String, String> {
    let mut run: Timeline<S> = Timeline::new(scenario, 1).map_err(|refusal: S::Refusal| refusal.to_string())?;
    for command in before {
        go_on(&mut run, command)?;
    }
    let begin = run.position();
    for command in during {
        go_on(&mut run, command)?;
    }
    run.seek(begin);
    let moment: Moment<S> = run.moment();
    Ok(moment.encode())
}

/// The code of a scene that begins at the start and shows so many steps of what the system does of its own accord.
///
/// # Errors
/// If the system won't start so, with its own sentence.
pub fn code_of_steps<S: Registered>(scenario: S::Scenario, steps: u64) -> Result<String, String> {
    let mut run: Timeline<S> = Timeline::new(scenario, 1).map_err(|refusal: S::Refusal| refusal.to_string())?;
    run.seek(steps);
    run.seek(0);
    Ok(run.moment().encode())
}

fn go_on<S: System>(run: &mut Timeline<S>, command: S::Command) -> Result<(), String> {
    run.command(run.now(), command).map_err(|refusal: S::Refusal| refusal.to_string())?;
    for _ in 0..MOST_TICKS {
        if !run.step() {
            break;
        }
    }
    Ok(())
}
