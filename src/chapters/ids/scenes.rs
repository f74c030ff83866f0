//! Ten minutes on unique IDs, for an instructor with a clicker: from 64 bits to the birthday bound.

use simulation::ids::bit_strip::{self, BitStrip, Command as OnStrip};
use simulation::ids::clock_back::{self, ClockBack};
use simulation::ids::collisions::{self, Collisions};
use simulation::ids::decoder::{self, IdDecoder};
use simulation::ids::four_ways::{self, Command as OnFour, FourWays};
use simulation::kernel::system::Registered;
use simulation::kernel::timeline::Timeline;

use crate::present::scene::{Scene, code_of_steps};

type Made = Result<String, String>;

/// The scenes, in order.
pub const SCENES: &[Scene] = &[
    Scene::new(
        "strip",
        "When, who, which one",
        "64 bits: 41 of time, 10 of machine, 12 of sequence. Three machines make IDs; nobody asks anybody.",
        "Each click makes an ID. Ask why two machines in one millisecond can’t collide, and why one machine can’t collide with \
         itself. Point at the cells: the machine’s bits differ, then the sequence’s.",
        || played::<BitStrip>(bit_strip::Scenario::default(), 0, [], 12),
    ),
    Scene::new(
        "strip",
        "What a bit buys",
        "One bit less of time: half the years. One bit more of sequence: twice the IDs.",
        "Two clicks. First a bit goes from the time to the data centres, then the strip is cut as Instagram’s. Let the class \
         say what each takes away before you click.",
        || {
            let moves = [OnStrip::Move { border: 1, to: 41 }, OnStrip::Move { border: 3, to: 51 }];
            played::<BitStrip>(bit_strip::Scenario::default(), 0, moves, 0)
        },
    ),
    Scene::new(
        "strip",
        "The 4 097th of a millisecond",
        "One machine is asked for 4 097 IDs at once. It has 4 096 sequence numbers.",
        "Ask what happens before you click. The last one waits for the next millisecond: no error, a short delay.",
        || played::<BitStrip>(bit_strip::Scenario::default(), 0, [OnStrip::Burst(4_097)], 0),
    ),
    Scene::new(
        "strip",
        "The machine in front",
        "Same bits, other order: the machine’s number stands before the time.",
        "Each click lets ten IDs come. Still unique, but no longer in order: the highest machine’s IDs are larger than all \
         others, whenever they are made. Order is a choice of layout, and it is what a database index wants.",
        || code_of_steps::<BitStrip>(bit_strip::Scenario::machine_first(), 60),
    )
    .in_strides(10),
    Scene::new(
        "four-ways",
        "Four ways, no trouble",
        "Counters that share out the numbers, random bits, a ticket server, Snowflake: the same requests to each.",
        "Each click lets eight requests come. Ask which of the four are in order and why: the ticket server always, Snowflake \
         to the millisecond, the counters as far as they keep pace, version 4 never.",
        || code_of_steps::<FourWays>(four_ways::Scenario::default(), 48),
    )
    .in_strides(8),
    Scene::new(
        "four-ways",
        "A fourth server, and nobody is told",
        "The new server counts by four. The others still count by three.",
        "The first click adds it; then eight requests each. Duplicates come at the counters only. The remedy is to change every \
         step at one moment, above the highest number: hard over data centres.",
        || played::<FourWays>(four_ways::Scenario::default(), 24, [OnFour::AddServer], 80),
    )
    .in_strides(8),
    Scene::new(
        "four-ways",
        "The ticket server dies",
        "One machine gave out all numbers. Now it is gone.",
        "Then eight requests each. A second ticket server with the even numbers would save it, and is a two-server multi-master.",
        || played::<FourWays>(four_ways::Scenario::default(), 24, [OnFour::KillTicketServer(0)], 32),
    )
    .in_strides(8),
    Scene::new(
        "clock",
        "10, 10, 10, 9, 10",
        "The clock goes back by a millisecond, once. Which machine makes an ID twice?",
        "Five clicks, one for each reading. The old order refuses at 9 too, but it has reset the sequence by then: at the second \
         10 it makes 10/1 again. A real bug, mended in Twitter’s code before the release of 2010.",
        || code_of_steps::<ClockBack>(clock_back::Scenario::reads(&[10, 10, 10, 9, 10]), 5),
    ),
    Scene::new(
        "clock",
        "Refuse, wait or borrow",
        "The clock is set back by four milliseconds. Errors, delay, or times that are not true?",
        "Each click is six steps. Refusing costs errors, waiting costs time, borrowing costs truth: its IDs say a time that the \
         clock has not reached. Ask which suits a payment, a log, a chat.",
        || played::<ClockBack>(clock_back::Scenario::default(), 20, [clock_back::Command::SetClock(-4)], 60),
    )
    .in_strides(6),
    Scene::new(
        "decoder",
        "An ID is not a secret",
        "A post’s ID says when it was made, to the millisecond, and by which machine.",
        "Click to read the same bits as Discord’s: another epoch, another time, both possible. The bits don’t say which layout \
         they follow.",
        || played::<IdDecoder>(decoder::Scenario::default(), 0, [decoder::Command::Look(1)], 0),
    ),
    Scene::new(
        "collisions",
        "The root of all IDs",
        "65 536 possible IDs, drawn at random. After how many do two agree?",
        "Let the class guess, then click: twenty trials each. The middle is near 302, a little above the root. For version 4 \
         that root is 2⁶¹: a billion a second for 86 years.",
        || code_of_steps::<Collisions>(collisions::Scenario::default(), 100),
    )
    .in_strides(20),
];

/// A scene that begins after `calm` steps, and shows some commands and so many steps after them.
fn played<S: Registered>(
    scenario: S::Scenario,
    calm: u64,
    commands: impl IntoIterator<Item = S::Command>,
    steps: u64,
) -> Made {
    let mut run: Timeline<S> = Timeline::new(scenario, 1).map_err(|refusal: S::Refusal| refusal.to_string())?;
    run.seek(calm);
    for command in commands {
        run.command(run.now(), command).map_err(|refusal: S::Refusal| refusal.to_string())?;
    }
    run.seek(run.position() + steps);
    run.seek(calm);
    Ok(run.moment().encode())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "scenes_tests.rs"]
mod tests;
