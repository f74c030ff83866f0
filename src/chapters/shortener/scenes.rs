//! Ten minutes on the URL shortener, for an instructor with a clicker: from a hash that is cut to a cache that is hit.

use simulation::shortener::code_collisions::{self, CodeCollisions};
use simulation::shortener::code_length::{self, CodeLength};
use simulation::shortener::division::{self, Division};
use simulation::shortener::flow::{self, Command, IdSource, Redirect, Shortener, Target, WORKED_URL};
use simulation::shortener::short_codes::HashKind;

use super::shorten_lab::{COLLIDES, CROWD};
use crate::present::scene::{Scene, code, code_of_steps};

type Made = Result<String, String>;

/// The scenes, in order.
pub const SCENES: &[Scene] = &[
    Scene::new(
        "shorten",
        "Two ways to a short code",
        "The same link, two services. One cuts a hash of it, the other numbers it.",
        "Step hop by hop. Ask at each station what it has to know. The left way needs nobody to hand out numbers; the right \
         way never has a collision.",
        || shorten(flow::Scenario::default(), [], [Command::Shorten(WORKED_URL.to_owned())]),
    ),
    Scene::new(
        "division",
        "Where zn9edcu comes from",
        "Divide by 62 until nothing is left. Each remainder is a digit, the last one first.",
        "Seven steps. Let the class say which end the next digit goes to. Many write-ups of 11157 give XT2: that is this list \
         read in the wrong order.",
        || code_of_steps::<Division>(division::Scenario::Encode(2_009_215_674_938), 7),
    ),
    Scene::new(
        "length",
        "How long must it be?",
        "365 billion links. How many characters of 62?",
        "Let the class guess first. Six characters are 57 billion codes, seven are 3.5 trillion. Step: first a hexadecimal \
         alphabet, then ten times as many links.",
        || {
            let during = [
                code_length::Command::SetCharacters(16),
                code_length::Command::SetCharacters(62),
                code_length::Command::SetLinks(3_650_000_000_000),
            ];
            let mut run = simulation::kernel::timeline::Timeline::<CodeLength>::new(code_length::Scenario::default(), 1)
                .map_err(|refusal| refusal.to_string())?;
            for command in during {
                run.command(run.now(), command).map_err(|refusal| refusal.to_string())?;
            }
            run.seek(0);
            Ok(run.moment().encode())
        },
    ),
    Scene::new(
        "length",
        "A century of links",
        "A hundred million links a day. When are seven characters used up?",
        "Each click is twenty-four years. The line of used links climbs slowly, since the scale is one of powers: after 97 \
         years an eighth character is needed.",
        || code_of_steps::<CodeLength>(code_length::Scenario::default(), 120),
    )
    .in_strides(24),
    Scene::new(
        "shorten",
        "Why not a Snowflake?",
        "The ID generator of the chapter before works anywhere. Look at the length of its codes.",
        "Eleven characters. A Snowflake has its time in the upper bits, so it passes 62 to the power of seven a quarter of an \
         hour after its epoch. Short codes want a counter.",
        || {
            let scenario = flow::Scenario { ids: IdSource::Snowflake, ..flow::Scenario::default() };
            shorten(scenario, [], [Command::Shorten(WORKED_URL.to_owned())])
        },
    ),
    Scene::new(
        "shorten",
        "A collision",
        "With three digits there are 4\u{202f}096 codes, and a thousand are taken. What happens when two links meet?",
        "Watch the left way: perhaps there, taken, append an x, hash again. Each attempt may cost a query.",
        || {
            let scenario = flow::Scenario { digits: 3, ..flow::Scenario::default() };
            shorten(scenario, [], [Command::Shorten(COLLIDES.to_owned())])
        },
    ),
    Scene::new(
        "collisions",
        "A hundred thousand links",
        "Seven hexadecimal digits: 268 million codes. How many of 100\u{202f}000 links collide?",
        "Guess, then step: a click is a fifth of the run. By 19 291 links the chance of a collision is one half. At the end it \
         is nearly certain, and there are 23.",
        || code_of_steps::<CodeCollisions>(code_collisions::Scenario::default(), 100),
    )
    .in_strides(20),
    Scene::new(
        "collisions",
        "CRC32 never collides here",
        "The same links with CRC32: no collision at all. Is it the better hash?",
        "No: it is linear, so links that count upwards stay out of each other's way, and the map shows a weave. Nobody \
         promises that for other links, and anybody can compute two that meet.",
        || {
            let scenario = code_collisions::Scenario { hash: HashKind::Crc32, ..code_collisions::Scenario::default() };
            code_of_steps::<CodeCollisions>(scenario, 100)
        },
    )
    .in_strides(50),
    Scene::new(
        "shorten",
        "Follow it back",
        "A click: browser, load balancer, web server, cache, and only then the database.",
        "Step through the first click, a miss, and the second one, a hit. Then a code that is not there: 404, after asking \
         both.",
        || {
            let during = [
                Command::Follow(Target::Row(999)),
                Command::Follow(Target::Row(999)),
                Command::Follow(Target::Code("zzzzzzz".to_owned())),
            ];
            shorten(flow::Scenario::default(), [], during)
        },
    ),
    Scene::new(
        "shorten",
        "Five thousand clicks",
        "A cache for one link in ten. What part of the clicks does it answer?",
        "Ask before you step; most say ten per cent. A click is a fifth of the run. Popular links are so popular that a small \
         cache answers more than half.",
        || shorten(flow::Scenario::default(), [], [Command::Crowd(CROWD)]),
    )
    .in_strides(20),
    Scene::new(
        "shorten",
        "301 or 302?",
        "Now with 301: browsers remember. Fewer requests, and fewer clicks that can be counted.",
        "The same people, the same links. Compare how many clicks reach a server. Whoever sells statistics sends 302.",
        || {
            let scenario = flow::Scenario { redirect: Redirect::Permanent, ..flow::Scenario::default() };
            shorten(scenario, [], [Command::Crowd(CROWD)])
        },
    )
    .in_strides(20),
];

fn shorten<const B: usize, const D: usize>(
    scenario: flow::Scenario,
    before: [Command; B],
    during: [Command; D],
) -> Made {
    code::<Shortener>(scenario, before, during)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "scenes_tests.rs"]
mod tests;
