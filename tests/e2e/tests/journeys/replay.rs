//! What the browser computed is what the machine computes: a link runs natively to the same transcript and state.

use std::process::Command;

use e2e::{Browser, Page, Site, journeys};

journeys! {
    EVERYWHERE: a_link_replays_natively_to_the_browsers_transcript_and_state;
}

const REPLAY: &str = if cfg!(windows) { "replay.exe" } else { "replay" };

/// What is clicked in each lab, then how many steps back are taken.
const VISITS: [(&str, &[&str], u64); 2] =
    [("#ring", &["Kill one at random", "Add", "Follow"], 1), ("#rehash", &["Add a server", "Kill one at random"], 1)];

fn a_link_replays_natively_to_the_browsers_transcript_and_state(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto("/consistent-hashing/");
    // As where the clipboard is refused: the page then shows what it would have copied.
    page.run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))");
    for (lab, clicks, back) in VISITS {
        page.skip_guess(&lab[1..]);
        let mut done = 0;
        for says in clicks {
            page.push(lab, says);
            done += 1;
            page.wait_for_place(&lab[1..], &format!("{done} of"));
        }
        for _ in 0..back {
            page.click(&page.find(&format!("{lab} [aria-label='Step back']")));
            done -= 1;
            page.wait_for_place(&lab[1..], &format!("{done} of"));
        }
        let link = copied(&page, lab, "Copy link");
        page.click(&page.find(&format!("{lab} [aria-controls$=-panel]")));
        page.click(&page.find(&format!("{lab} .player-transcript summary")));
        page.wait_until(&format!("document.querySelector('{lab} .player-transcript pre')"));
        let transcript = copied(&page, lab, "Copy all of it");
        assert_eq!(
            transcript.lines().count() as u64,
            done + 1,
            "a line for each step and one for the state: {transcript}"
        );
        assert!(transcript.lines().last().is_some_and(|line| line.starts_with("state ")), "{transcript}");

        let replayed = replay(&link);
        let (head, rest) = replayed.split_once('\n').unwrap_or_default();
        assert!(head.ends_with(&format!("step {done} of {}", clicks.len())), "it begins with: {head}");
        assert_eq!(rest.trim_end(), transcript, "{link}");
    }
}

/// The command of the README. Whoever built the journeys with the rest of the workspace has it beside them.
fn replay(link: &str) -> String {
    let built = std::env::current_exe().ok().and_then(|journeys| Some(journeys.parent()?.parent()?.join(REPLAY)));
    let mut command = match built.filter(|program| program.is_file()) {
        Some(program) => Command::new(program),
        None => {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.args(["run", "--quiet", "--locked", "--package", "simulation", "--bin", "replay", "--"]);
            cargo
        }
    };
    let output = command.arg(link).output().unwrap_or_else(|error| panic!("replay does not start: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a button of the player copies.
#[track_caller]
fn copied(page: &Page<'_>, lab: &str, says: &str) -> String {
    let before = page.eval(&format!("document.querySelector('{lab} .player-field')?.value ?? ''"));
    page.push(lab, says);
    page.wait_until(&format!("(document.querySelector('{lab} .player-field')?.value ?? '') !== {before}"));
    page.eval(&format!("document.querySelector('{lab} .player-field').value")).as_str().unwrap_or_default().to_owned()
}
