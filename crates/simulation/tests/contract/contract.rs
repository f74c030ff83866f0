//! The promises of [`System`](simulation::kernel::system::System), kept by each system on a run from its default scenario: its own
//! steps, and every few steps a command that a person might give.

use algorithms::probe::{Probe, Recorder};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use simulation::kernel::moment::Moment;
use simulation::kernel::moment_file;
use simulation::kernel::random::Stream;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::Registered;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::{Stamped, Timeline};
use simulation::systems::Visitor;

use crate::draw::{small, with_text};
use crate::{MEMORY, each_system};

const SEED: u64 = 7;

/// So many steps are a run, unless it ends before.
const STEPS: u64 = 300;

/// After so many steps a person does something.
const HANDS_OFF: u64 = 12;

/// So many commands are drawn until one is taken.
const TRIES: usize = 60;

/// A person who does anything at all.
fn person() -> Stream {
    Stream::new(SEED, 0)
}

fn start<S: Registered>() -> Timeline<S> {
    let started = Timeline::new(S::Scenario::default(), SEED);
    started.unwrap_or_else(|why| panic!("{} does not start: {why}", S::NAME))
}

/// Does the next step: the system's own, or where nothing is under way or it is their turn, what a person does. `false` if
/// nothing can be done.
fn go_on<S: Registered>(run: &mut Timeline<S>, person: &mut Stream) -> bool {
    if !(run.position() + 1).is_multiple_of(HANDS_OFF) && run.step() {
        return true;
    }
    let mut drawn = (0..TRIES).filter_map(|_| small::<S::Command>(person));
    drawn.any(|command| run.command(Micros::ZERO, command).is_ok())
}

/// A run, and the hash of its state at each position.
fn run<S: Registered>() -> (Timeline<S>, Vec<u64>) {
    let (mut run, mut person) = (start::<S>(), person());
    let mut hashes = vec![state_hash(run.state())];
    while run.position() < STEPS && go_on(&mut run, &mut person) {
        hashes.push(state_hash(run.state()));
    }
    assert!(!run.commands().is_empty(), "{}: a person can do something", S::NAME);
    (run, hashes)
}

/// A test for each system.
macro_rules! promises {
    ($($name:ident => $check:ident,)+) => {
        $(#[test]
        fn $name() {
            #[derive(Clone, Copy)]
            struct Promise;
            impl Visitor for Promise {
                type Out = ();
                fn visit<S: Registered>(self) {
                    $check::<S>();
                }
            }
            each_system(Promise);
        })+
    };
}

promises! {
    the_same_run_twice_is_the_same => run_twice,
    every_step_back_is_exact => step_back,
    a_link_opens_at_the_same_state => open_link,
    a_file_opens_at_the_same_state => open_file,
    a_link_without_what_was_typed_holds_none_of_it => leave_out,
    a_run_goes_on_without_what_was_typed => open_public,
    a_refused_command_changes_nothing => refuse,
    whoever_watches_changes_nothing => watch,
    a_copy_takes_about_as_much_memory_as_it_says => weigh,
}

fn run_twice<S: Registered>() {
    assert_eq!(run::<S>().1, run::<S>().1, "{}", S::NAME);
}

fn step_back<S: Registered>() {
    let (mut run, hashes) = run::<S>();
    for (position, hash) in hashes.iter().enumerate().rev() {
        assert_eq!((run.position(), state_hash(run.state())), (position as u64, *hash), "{}", S::NAME);
        assert_eq!(run.step_back(), position > 0);
    }
}

/// Its state after it was written down half way and opened again, and after its last step.
fn opens_as<S: Registered>(reopen: impl Fn(&Moment<S>) -> Moment<S>) {
    let (mut run, hashes) = run::<S>();
    run.seek(run.end() / 2);
    let moment = run.moment();
    let again = reopen(&moment);
    assert!(again == moment, "{}: another moment is read than was written", S::NAME);
    let mut opened = Timeline::open(again).unwrap_or_else(|why| panic!("{} does not open: {why}", S::NAME));
    assert_eq!(state_hash(opened.state()), hashes[opened.position() as usize], "{}", S::NAME);
    opened.seek(run.end());
    assert_eq!(state_hash(opened.state()), hashes[hashes.len() - 1], "{}", S::NAME);
}

fn open_link<S: Registered>() {
    let shortest = start::<S>().moment().encode();
    assert!(shortest.len() < 300, "{}: a link to its start has {} characters", S::NAME, shortest.len());
    opens_as::<S>(|moment| Moment::decode_kept(&moment.encode()).unwrap());
}

fn open_file<S: Registered>() {
    opens_as::<S>(|moment| moment_file::read(&moment_file::write(moment)).unwrap());
}

/// Everything that is a text is the reader's own here. The commands need not be taken.
fn leave_out<S: Registered>() {
    const SECRET: &str = "https://secret.example/path=mine";
    let mut chance = person();
    for _ in 0..200 {
        let scenario = with_text::<S::Scenario>(&mut chance, SECRET).unwrap_or_default();
        let commands: Vec<S::Command> = (0..8).filter_map(|_| with_text(&mut chance, SECRET)).collect();
        // What a system has no stand-in for is nothing that a reader types or pastes: the name of a new server, say.
        let (scenario, commands) = (
            S::scenario_in_public(&scenario).map(|_| scenario).unwrap_or_default(),
            commands.into_iter().filter(|command| S::command_in_public(command).is_some()),
        );
        let stamped = |command| Stamped { step: 0, at: Micros::ZERO, command };
        let moment: Moment<S> =
            Moment { scenario, seed: 1, commands: commands.map(stamped).collect(), position: 0, end: 0 };
        let (public, _) = moment.in_public();
        let code = Base64UrlUnpadded::decode_vec(&public.encode()).unwrap();
        let holds = |part: &str| code.windows(part.len()).any(|bytes| bytes == part.as_bytes());
        assert!(!holds("secret"), "{}: {:?}, {:?}", S::NAME, public.scenario, public.commands);
        assert_eq!(public.in_public().1, 0, "{}: a stand-in is taken for the reader's own", S::NAME);
    }
}

fn open_public<S: Registered>() {
    let (run, _) = run::<S>();
    let (public, _) = run.moment().in_public();
    Timeline::open(public).unwrap_or_else(|why| panic!("{} does not open in public: {why}", S::NAME));
}

fn refuse<S: Registered>() {
    let (mut run, _) = run::<S>();
    let mut person = Stream::new(SEED, 1);
    let before = (run.moment(), state_hash(run.state()), run.events().to_vec());
    for command in (0..200).filter_map(|_| small::<S::Command>(&mut person)) {
        if let Err(why) = run.command(Micros::ZERO, command.clone()) {
            assert!(!why.to_string().is_empty(), "{}: a refusal is a sentence", S::NAME);
            let after = (run.moment(), state_hash(run.state()), run.events().to_vec());
            assert!(after == before, "{}: {command:?} was refused", S::NAME);
        } else {
            run.retract();
            assert_eq!(state_hash(run.state()), before.1, "{}: {command:?} was retracted", S::NAME);
        }
    }
}

/// Does a run again without a timeline, and shows the state after each step together with what the next one is.
fn replay<S: Registered>(run: &Moment<S>, mut step: impl FnMut(&mut S, Option<&Stamped<S::Command>>)) -> S {
    let mut state = S::start(&run.scenario, run.seed).unwrap_or_else(|why| panic!("{}: {why}", S::NAME));
    let mut commands = run.commands.iter().peekable();
    for position in 0..run.end {
        step(&mut state, commands.next_if(|stamped| stamped.step == position));
    }
    state
}

fn advance<S: Registered>(
    state: &mut S,
    command: Option<&Stamped<S::Command>>,
    probe: &mut impl Probe,
) -> Vec<S::Event> {
    let mut events = Vec::new();
    match command {
        Some(Stamped { at, command, .. }) => {
            let done = state.command(*at, command, &mut events, probe);
            done.unwrap_or_else(|why| panic!("{}: {why}", S::NAME));
        }
        None => state.tick(&mut events, probe),
    }
    events
}

fn watch<S: Registered>() {
    let (run, hashes) = run::<S>();
    let (mut recorder, mut position) = (Recorder::default(), 0);
    replay(&run.moment(), |state: &mut S, command| {
        let mut watched = state.clone();
        let seen = advance(&mut watched, command, &mut recorder);
        assert_eq!(seen, advance(state, command, &mut ()), "{}", S::NAME);
        position += 1;
        assert_eq!([state_hash(&watched), state_hash(state)], [hashes[position]; 2], "{}", S::NAME);
    });
}

/// What copies share makes this a matter of two bounds. A state that shares nothing takes half of what it says, or more. Copies kept
/// along a run take no more than twice what they say, one beside the other.
fn weigh<S: Registered>() {
    // What is worked out once is kept for good, so it is there the second time.
    let moment = run::<S>().0.moment();
    let before = MEMORY.current_usage();
    let state = replay(&moment, |state: &mut S, command| drop(advance(state, command, &mut ())));
    let (taken, said) = (MEMORY.current_usage() - before + size_of::<S>(), state.bytes());
    assert!(said <= 2 * taken, "{}: a state says {said} bytes, and takes {taken}", S::NAME);
    drop(state);

    let mut copies: Vec<S> = Vec::with_capacity(moment.end as usize + 1);
    let state = replay(&moment, |state, command| {
        copies.push(state.clone());
        drop(advance(state, command, &mut ()));
    });
    copies.push(state);
    let said = copies[0].bytes() + copies.windows(2).map(|two| two[1].bytes_beside(&two[0])).sum::<usize>();
    // What a memo keeps as well is not free then: that has a bound of its own.
    let before = MEMORY.current_usage();
    drop(copies);
    let taken = before - MEMORY.current_usage();
    assert!(taken <= 2 * said, "{}: copies say {said} bytes, and take {taken}", S::NAME);
}
