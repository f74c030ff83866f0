//! A moment as a file: what is written is read again, and what can't be read says why.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use proptest::prelude::*;
use simulation::kernel::moment::Moment;
use simulation::kernel::moment_file::{FORMAT, FileError, LARGEST, VERSION, lab_of, read, write};
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::Registered;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::{Stamped, Timeline};
use simulation::ring::hash_ring::{self, Followed, HashRing, ServerSpec};
use simulation::ring::key_set::KeySource;
use simulation::ring::rehash::{self, Rehash};
use simulation::systems::{self, Visitor};

fn rehash() -> Moment<Rehash> {
    let mut timeline: Timeline<Rehash> = Timeline::new(rehash::Scenario::default(), u64::MAX).unwrap();
    timeline.command(Micros::ZERO, rehash::Command::Add("“日本”\n".trim().into())).unwrap();
    timeline.command(Micros(7), rehash::Command::RemoveAny).unwrap();
    timeline.step_back();
    timeline.moment()
}

fn keys() -> impl Strategy<Value = KeySource> {
    prop_oneof![
        any::<u32>().prop_map(KeySource::Numbered),
        any::<u32>().prop_map(KeySource::Random),
        prop::collection::vec(any::<String>(), 0..4).prop_map(KeySource::Own),
        prop::collection::vec(any::<(String, u32)>(), 0..4).prop_map(KeySource::Placed),
        any::<u32>().prop_map(KeySource::Withheld),
    ]
}

fn server() -> impl Strategy<Value = ServerSpec> {
    any::<(String, u32, Option<u32>)>().prop_map(|(name, weight, at)| ServerSpec { name, weight, at })
}

fn command() -> impl Strategy<Value = hash_ring::Command> {
    use hash_ring::Command as C;
    prop_oneof![
        server().prop_map(C::Add),
        any::<u32>().prop_map(|server| C::Remove { server }),
        Just(C::RemoveAny),
        any::<(u32, u32)>().prop_map(|(server, to)| C::Turn { server, to }),
        any::<(u32, u32, u32)>().prop_map(|(server, node, to)| C::Place { server, node, to }),
        keys().prop_map(C::SetKeys),
        any::<String>().prop_map(|name| C::Follow(Followed::Name(name))),
        any::<u32>().prop_map(|at| C::Follow(Followed::Unnamed(at))),
    ]
}

prop_compose! {
    fn moment()(
        servers in prop::collection::vec(server(), 0..4),
        (virtual_nodes, replicas) in any::<(u32, u32)>(),
        keys in keys(),
        (seed, position, end) in any::<(u64, u64, u64)>(),
        commands in prop::collection::vec((any::<(u64, u64)>(), command()), 0..6),
    ) -> Moment<HashRing> {
        let scenario = hash_ring::Scenario { servers, virtual_nodes, keys, replicas };
        let stamped = |((step, at), command)| Stamped { step, at: Micros(at), command };
        Moment { scenario, seed, commands: commands.into_iter().map(stamped).collect(), position, end }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(moment in moment()) {
        prop_assert_eq!(read::<HashRing>(&write(&moment)).unwrap(), moment);
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused(moment in moment(), part in 0.0..1.0) {
        let text = write(&moment);
        let cut = text.floor_char_boundary((text.trim_end().len() as f64 * part) as usize);
        let damaged = matches!(read::<HashRing>(&text[..cut]), Err(FileError::Damaged { .. }));
        prop_assert!(damaged, "{} of {} bytes", cut, text.len());
    }
}

#[test]
fn a_file_runs_to_the_same_state_as_the_link() {
    let moment = rehash();
    let of_file = Timeline::open(read::<Rehash>(&write(&moment)).unwrap()).unwrap();
    let of_link = Timeline::open(Moment::<Rehash>::decode(&moment.encode()).unwrap()).unwrap();
    assert_eq!(of_file.position(), 1);
    assert_eq!(state_hash(of_file.state()), state_hash(of_link.state()));
}

#[test]
fn a_file_says_what_it_is_and_for_which_lab() {
    let text = write(&rehash());
    assert_eq!(lab_of(&text).as_deref(), Ok(Rehash::NAME));
    assert_eq!(systems::kind_of_file(&text), Ok(Rehash::KIND));
    assert!(
        text.starts_with(&format!("{{\n  \"format\": \"{FORMAT}\",\n  \"version\": {VERSION},\n  \"lab\": \"rehash\""))
    );
    assert_eq!(read::<HashRing>(&text), Err(FileError::OtherLab { name: "rehash".into() }));
}

#[test]
fn other_files_say_why_they_do_not_open() {
    let text = write(&rehash());
    let error = |text: &str| read::<Rehash>(text).unwrap_err();
    assert_eq!(error(&text.replace("\"version\": 1", "\"version\": 2")), FileError::Newer { version: 2 });
    assert_eq!(error(&text.replace("\"version\": 1", "\"version\": 0")), FileError::NotAMoment);
    assert_eq!(error(&text.replace(FORMAT, "other")), FileError::NotAMoment);
    let unknown = text.replace("\"lab\": \"rehash\"", "\"lab\": \"chess\"");
    assert_eq!(error(&unknown), FileError::OtherLab { name: "chess".into() });
    assert_eq!(systems::kind_of_file(&unknown), Err(FileError::UnknownLab { name: "chess".into() }));
    assert_eq!(error("{}"), FileError::NotAMoment);
    assert_eq!(error("[1, 2]"), FileError::NotAMoment);
    assert_eq!(error(&" ".repeat(LARGEST + 1)), FileError::TooLarge);
    let FileError::Damaged { why } = error(&text.replace("RemoveAny", "RemoveAll")) else { panic!("it is damaged") };
    assert!(why.contains("RemoveAll") && why.contains("line"), "it says: {why}");
    let deep = "{\"format\": ".to_owned() + &"[".repeat(1_000_000);
    assert_eq!(error(&deep), FileError::NotAMoment, "deep nesting ends, and not the stack");
    let deep = deep.replace("format", "other");
    assert!(matches!(error(&deep), FileError::Damaged { .. }), "also where it is skipped");
}

/// Written by version 1 of the format. It must open for ever.
#[test]
fn a_file_of_version_1_keeps_opening() {
    let timeline = Timeline::open(read::<HashRing>(VERSION_1).unwrap()).unwrap();
    assert_eq!((timeline.position(), timeline.end()), (1, 2));
    assert_eq!(timeline.events()[0].to_string(), "s1 moved to 9.31\u{202f}%: 6 of 100 keys moved (6.00\u{202f}%).");
}

const VERSION_1: &str = r#"{ "format": "moving-parts.moment", "version": 1, "lab": "hash_ring", "seed": 1,
    "scenario": { "servers": [{ "name": "s0", "weight": 1, "at": null }, { "name": "s1", "weight": 2, "at": 5 }],
        "virtual_nodes": 1, "keys": { "Numbered": 100 }, "replicas": 1 },
    "commands": [{ "step": 0, "at": 0, "command": { "Turn": { "server": 1, "to": 400000000 } } },
        { "step": 1, "at": 1, "command": { "Remove": { "server": 0 } } }],
    "position": 1, "end": 2 }"#;

#[test]
fn a_system_is_found_by_its_number_and_by_its_name() {
    struct Line;
    impl Visitor for Line {
        type Out = (u8, &'static str);
        fn visit<S: Registered>(self) -> Self::Out {
            (S::KIND, S::NAME)
        }
    }
    for kind in systems::KINDS {
        let (found, name) = systems::visit(*kind, Line).unwrap();
        assert_eq!((found, systems::kind_of(name)), (*kind, Some(*kind)));
    }
    assert_eq!((systems::visit(0, Line), systems::kind_of("chess")), (None, None));
}
