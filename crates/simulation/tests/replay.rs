//! The program `replay`, run as a person runs it.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use simulation::kernel::moment_file::write;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::ring::rehash::{self, Rehash};

fn replay(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_replay"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// What it prints, all going well.
fn printed(arguments: &[&str], input: &str) -> String {
    let output = replay(arguments, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What it says, something being wrong.
fn complaint(arguments: &[&str], input: &str) -> String {
    let output = replay(arguments, input);
    assert!(!output.status.success() && output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn run() -> Timeline<Rehash> {
    let mut timeline = Timeline::new(rehash::Scenario::default(), 7).unwrap();
    timeline.command(Micros::ZERO, rehash::Command::Add("s4".into())).unwrap();
    timeline.command(Micros(1_500_000), rehash::Command::RemoveAny).unwrap();
    timeline
}

fn wanted(lab: &str) -> String {
    let run = run();
    let lines: String = run.transcript(0, 2).iter().map(|(_, now, event)| format!("{now}  {event}\n")).collect();
    format!("{lab}rehash, seed 7, step 2 of 2\n{lines}state {:016x}\n", state_hash(run.state()))
}

#[test]
fn a_code_a_link_and_a_file_replay_alike() {
    let (code, file) = (run().moment().encode(), write(&run().moment()));
    let link = format!("https://example.org/consistent-hashing/#rehash={code}");
    assert_eq!(printed(&[&code], ""), wanted(""));
    assert_eq!(printed(&["-"], &format!("{code}\n")), wanted(""));
    assert_eq!(printed(&[&link], ""), wanted("rehash: "));
    assert_eq!(printed(&["-"], &file), wanted(""));
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("moment.json");
    std::fs::write(&path, file).unwrap();
    assert_eq!(printed(&[path.to_str().unwrap()], ""), wanted(""));
    assert!(wanted("").contains("1.500 s  "), "events have their time");
}

#[test]
fn a_link_with_several_labs_replays_all_or_the_one_that_is_named() {
    let code = run().moment().encode();
    let link = format!("https://example.org/consistent-hashing/#a={code}&b={code}");
    assert_eq!(printed(&[&link], ""), wanted("a: ") + &wanted("b: "));
    assert_eq!(printed(&[&link, "b"], ""), wanted("b: "));
    assert!(complaint(&[&link, "c"], "").contains("no moment of a lab that it calls “c”"));
}

#[test]
fn whatever_is_damaged_gets_a_sentence_and_no_transcript() {
    let code = run().moment().encode();
    let (last, rest) = (&code[code.len() - 1..], &code[..code.len() - 1]);
    let changed = format!("{rest}{}", if last == "A" { "E" } else { "A" });
    for wrong in [rest, &changed, "AAAA", "", "%%%"] {
        assert!(complaint(&["-"], wrong).contains("This link is damaged or was cut off"), "{wrong}");
    }
    assert!(complaint(&["https://example.org/#ring=AAAA"], "").starts_with("error: ring: This link is damaged"));
    assert!(complaint(&["https://example.org/consistent-hashing/"], "").contains("holds no moment"));
    assert!(complaint(&["no-such-file.json"], "").contains("There is no file no-such-file.json"));
    let file = write(&run().moment());
    assert!(complaint(&["-"], &file[..60]).contains("This file is damaged or was cut off"));
    assert!(complaint(&["-"], &file.replace("\"end\": 2", "\"end\": 1")).contains("contradicts itself"));
    assert!(complaint(&["-"], &file.replace("100000", "4000000000")).contains("more than a page can"));
    assert!(complaint(&[], "").contains("replay <what> [lab]"));
}
