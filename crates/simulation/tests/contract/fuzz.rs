//! Any input at all: random scenarios and commands, and links and files that were damaged. Nothing panics, and nothing takes more than
//! a bounded time and memory.
//!
//! An input is a number. What is drawn from it does not depend on the inputs before, so the number of one that fails is all that it
//! takes to try it again: `cargo xtask fuzz --seed 1234`.

use std::cell::Cell;
use std::env;
use std::thread;
use std::time::{Duration, Instant};

use base64ct::{Base64UrlUnpadded, Encoding as _};
use sha1::{Digest as _, Sha1};
use simulation::kernel::moment::{Moment, kind_of};
use simulation::kernel::moment_file;
use simulation::kernel::random::{Stream, entity};
use simulation::kernel::slices::{Limit, within};
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::Registered;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::{Opening, Timeline};
use simulation::systems::{self, KINDS, Visitor};

use crate::draw::{any, mutate, number, small};
use crate::{MEMORY, alone};

/// The stream that inputs are drawn from.
const INPUTS: u64 = entity("fuzz");

/// In CI each system gets so many inputs.
const FEW: u64 = 12;

/// What one input may do at most.
const MOST_ACTS: u32 = 24;
const MOST_STEPS: u64 = 200;

/// After so many pauses a page would have shown some frames; here it gives up. It is counted and not timed, so that an input does
/// the same each time.
const MOST_PAUSES: f64 = 60.0;

/// Of one input. The slowest takes some seconds without optimisation; more is a loop without an end, and not a slow machine.
const LONGEST: Duration = Duration::from_secs(60);

/// Of one input, in bytes.
const MOST_MEMORY: usize = 600 << 20;

thread_local! {
    static PAUSES: Cell<f64> = const { Cell::new(0.0) };
}

/// Does something as a page does it, which looks at the clock between two parts of work. None if it was not finished.
fn in_a_page<R>(ask: impl FnOnce() -> R) -> Option<R> {
    PAUSES.set(0.0);
    let now = || {
        PAUSES.set(PAUSES.get() + 1.0);
        PAUSES.get()
    };
    within(Limit { now, until: MOST_PAUSES }, ask).ok()
}

/// Tries one input, in a thread of its own: what others left in memos is not there, and a panic ends no more than that.
fn try_input(input: u64) -> Result<Duration, String> {
    struct Input(Stream);
    impl Visitor for Input {
        type Out = ();
        fn visit<S: Registered>(mut self) {
            let chance = &mut self.0;
            match chance.below(4) {
                0 => damaged_link::<S>(chance),
                1 => damaged_file::<S>(chance),
                _ => drop(anything_done::<S>(chance)),
            }
        }
    }
    MEMORY.reset_peak_usage();
    let (before, began) = (MEMORY.current_usage(), Instant::now());
    let kind = KINDS[(input % KINDS.len() as u64) as usize];
    let tried = thread::spawn(move || systems::visit(kind, Input(Stream::new(input, INPUTS)))).join();
    let (took, taken) = (began.elapsed(), MEMORY.peak_usage().saturating_sub(before));
    match tried {
        Err(_) => Err(format!("input {input} panics")),
        Ok(None) => Err(format!("input {input} is for no system")),
        Ok(Some(())) if took > LONGEST => Err(format!("input {input} takes {took:?}")),
        Ok(Some(())) if taken > MOST_MEMORY => Err(format!("input {input} takes {taken} bytes")),
        Ok(Some(())) => Ok(took),
    }
}

/// The usual scenario, one like it, or any.
fn scenario<S: Registered>(chance: &mut Stream) -> Option<S::Scenario> {
    match chance.below(5) {
        0 => Some(S::Scenario::default()),
        1 | 2 => {
            let mut value = serde_json::to_value(S::Scenario::default()).ok()?;
            mutate(&mut value, chance);
            serde_json::from_value(value).ok()
        }
        3 => any(chance),
        _ => postcard::from_bytes(&noise(chance)).ok(),
    }
}

fn command<S: Registered>(chance: &mut Stream) -> Option<S::Command> {
    match chance.below(6) {
        0 => postcard::from_bytes(&noise(chance)).ok(),
        1 => any(chance),
        _ => small(chance),
    }
}

fn noise(chance: &mut Stream) -> Vec<u8> {
    (0..chance.below(60)).map(|_| number(chance, 8) as u8).collect()
}

/// A run in which all that a page can do is done in any order.
fn anything_done<S: Registered>(chance: &mut Stream) -> Option<Timeline<S>> {
    let seed = number(chance, 64);
    let scenario = scenario::<S>(chance)?;
    let mut run = in_a_page(|| Timeline::<S>::new(scenario, seed))?.ok()?;
    for _ in 0..chance.below(MOST_ACTS) {
        in_a_page(|| act(&mut run, chance));
    }
    Some(run)
}

fn act<S: Registered>(run: &mut Timeline<S>, chance: &mut Stream) {
    match chance.below(16) {
        0..6 => {
            let at = Micros(number(chance, 64));
            let Some(command) = command::<S>(chance) else { return };
            if let Err(why) = run.command(at, command) {
                let _ = why.to_string();
            }
        }
        6 => {
            command::<S>(chance).map(|command| run.amend(command).is_ok());
        }
        7 => _ = run.retract(),
        8 => _ = run.step_back(),
        9 => *run = run.fork(),
        10 => _ = run.watched(),
        11 => run.transcript(0, MOST_STEPS).iter().for_each(|(_, _, event)| _ = event.to_string()),
        12 => run.seek(run.position() / 2),
        _ => run.seek(run.position() + u64::from(chance.below(MOST_STEPS as u32))),
    }
    let _ = (state_hash(run.state()), run.state().bytes());
}

/// A good moment, to be damaged.
fn moment<S: Registered>(chance: &mut Stream) -> Option<Moment<S>> {
    let moment = anything_done::<S>(chance)?.moment();
    Some(if chance.below(2) == 0 { moment.in_public().0 } else { moment })
}

/// Opens what is left of a moment, as far as it goes.
fn open<S: Registered>(moment: Moment<S>) {
    let _ = in_a_page(|| Opening::new(moment)?.go_on()).map(|opened| opened.map_err(|why| why.to_string()));
}

fn damaged_link<S: Registered>(chance: &mut Stream) {
    let Some(moment) = moment::<S>(chance) else { return };
    let Ok(mut bytes) = Base64UrlUnpadded::decode_vec(&moment.encode()) else { return };
    // The check at the end tells most damage. Who forges a link makes a good one.
    let is_forged = chance.below(4) > 0;
    let checked = if is_forged { bytes.len().saturating_sub(4) } else { bytes.len() };
    bytes.truncate(checked);
    for _ in 0..=chance.below(3) {
        damage(&mut bytes, chance, 2);
    }
    if is_forged {
        let digest = Sha1::digest(&bytes);
        bytes.extend_from_slice(&digest[..4]);
    }
    let code = Base64UrlUnpadded::encode_string(&bytes);
    let _ = kind_of(&code).map_err(|why| why.to_string());
    if let Ok(moment) = Moment::<S>::decode_kept(&code) {
        open(moment);
    }
}

fn damaged_file<S: Registered>(chance: &mut Stream) {
    let Some(moment) = moment::<S>(chance) else { return };
    let text = moment_file::write(&moment);
    let damaged = if chance.below(2) == 0 {
        let Ok(mut value) = serde_json::from_str(&text) else { return };
        mutate(&mut value, chance);
        value.to_string()
    } else {
        let mut bytes = text.into_bytes();
        damage(&mut bytes, chance, 0);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let _ = systems::kind_of_file(&damaged).map_err(|why| why.to_string());
    match moment_file::read::<S>(&damaged) {
        Ok(moment) => open(moment),
        Err(why) => _ = why.to_string(),
    }
}

/// Changes, inserts, leaves out or repeats some bytes behind the first `from`.
fn damage(bytes: &mut Vec<u8>, chance: &mut Stream, from: usize) {
    if bytes.len() <= from {
        return;
    }
    let at = from + chance.below((bytes.len() - from) as u32) as usize;
    match chance.below(5) {
        0 => bytes[at] ^= 1 << chance.below(8),
        1 => bytes[at] = number(chance, 8) as u8,
        2 => bytes.insert(at, number(chance, 8) as u8),
        3 => bytes.truncate(at),
        _ => {
            let part: Vec<u8> = bytes[at..bytes.len().min(at + 40)].to_vec();
            bytes.splice(at..at, part);
        }
    }
}

#[test]
fn no_input_panics_or_takes_for_ever() {
    let _turn = alone();
    for input in 0..FEW * KINDS.len() as u64 {
        try_input(input).expect("it can be tried alone by `cargo xtask fuzz --seed` and its number");
    }
}

/// From a number on, until it is interrupted. Each minute it says how far it is.
#[test]
#[ignore = "it has no end: cargo xtask fuzz"]
fn without_bound() {
    let _turn = alone();
    let first: u64 = env::var("FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(FEW * KINDS.len() as u64);
    println!("inputs from {first} on");
    let (mut minute, mut done, mut slowest) = (Instant::now(), 0, (Duration::ZERO, first));
    for input in first.. {
        let took = try_input(input).expect("it can be tried alone by `cargo xtask fuzz --seed` and its number");
        slowest = slowest.max((took, input));
        done += 1;
        if minute.elapsed() >= Duration::from_secs(60) {
            println!("{done} inputs in a minute, up to {input}; the slowest, {}, took {:?}", slowest.1, slowest.0);
            (minute, done) = (Instant::now(), 0);
        }
    }
}
