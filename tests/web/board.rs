//! Boards: what moves, what can be pressed and followed, and what is said of it.

use std::cell::{Cell, RefCell};

use algorithms::probe::Probe;
use gloo::utils::document;
use moving_parts::board::{
    BoardState, Health, Item, Kind, Lane, Message, Place, PlaceState, Plan, Press, Side, Spot, Wire, WireState,
    use_board,
};
use moving_parts::player::{PlayerBar, Session, use_session, use_watch};
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::desk;
use super::page::Page;
use super::wait::{rendered, settled, until};

const SECOND: u64 = 1_000_000;

/// A letter goes from A to B in a second, and the answer back; four times.
#[derive(Clone, Debug, Hash)]
struct Courier {
    hops: u64,
    is_down: bool,
    copies: u32,
}

simulation::register! { 250: Courier = "courier", }

impl System for Courier {
    type Scenario = ();
    /// How many copies of a letter there are from now on; none kills B.
    type Command = u32;
    type Event = String;
    type Refusal = String;

    fn start((): &(), _seed: u64) -> Result<Self, String> {
        Ok(Self { hops: 0, is_down: false, copies: 1 })
    }

    fn command(
        &mut self,
        _now: Micros,
        copies: &u32,
        _events: &mut Vec<String>,
        _probe: &mut impl Probe,
    ) -> Result<(), String> {
        self.is_down = *copies == 0;
        self.copies = (*copies).max(1);
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (self.hops < 8).then_some(Micros((self.hops + 1) * SECOND))
    }

    fn tick(&mut self, events: &mut Vec<String>, _probe: &mut impl Probe) {
        self.hops += 1;
        events.push(format!("hop {}", self.hops));
    }
}

const QUEUE: Lane = Lane { side: Side::Left, pitch: 20, radius: 8, shown: 3, serves: true };

const PLAN: Plan<'static> = Plan {
    sizes: [(600, 200), (300, 200)],
    narrow_below: 500,
    places: &[
        Place::new(Kind::Server, Spot::new(150, 100, 60, 60).with(QUEUE)).narrow(Spot::new(110, 100, 60, 60)),
        Place::new(Kind::Store, Spot::new(500, 100, 80, 90)).narrow(Spot::new(250, 100, 60, 80)),
    ],
    wires: &[Wire { from: 0, to: 1, apart: 10 }],
};

thread_local! {
    static SESSION: RefCell<Option<Session<Courier>>> = const { RefCell::new(None) };
    static RENDERED: Cell<u32> = const { Cell::new(0) };
}

#[component]
fn Lab() -> Html {
    let session = use_session::<Courier>("courier", || ());
    use_watch(&session);
    RENDERED.set(RENDERED.get() + 1);
    SESSION.set(Some(session.clone()));
    let board = use_board(&session.player(), true);
    let kill = session.clone();
    let press = Press::new(
        "Kill B",
        Callback::from(move |_| {
            kill.command(0);
        }),
    );
    let state = session.with(|run| state(run.state(), press));
    html! {
        <section class="lab" id="courier">
            { board.draw(&PLAN, &state) }
            <PlayerBar player={session.player()} />
        </section>
    }
}

fn state(courier: &Courier, press: Press) -> BoardState {
    let (from, to) = if courier.hops.is_multiple_of(2) { (0, 1) } else { (1, 0) };
    let message = |copy: u32| Message {
        id: courier.hops as u32 * 1_000 + copy,
        from,
        to,
        sent: Micros(courier.hops * SECOND),
        due: Micros((courier.hops + 1) * SECOND),
        text: if from == 0 { "letter" } else { "answer" }.into(),
        journey: Some(courier.hops as u32 / 2),
        ..Message::default()
    };
    let a = PlaceState {
        name: "A".into(),
        items: vec![Item::default(); 5],
        room: Some(8),
        rejected: 2,
        ..PlaceState::default()
    };
    let b = PlaceState {
        name: "B".into(),
        health: if courier.is_down { Health::Down } else { Health::Up },
        press: Some(press),
        ..PlaceState::default()
    };
    BoardState {
        label: "Two places and a letter".into(),
        places: vec![a, b],
        wires: vec![if courier.is_down { WireState::Cut } else { WireState::Whole }],
        messages: if courier.hops < 8 { (0..courier.copies).map(message).collect() } else { vec![] },
        ..BoardState::default()
    }
}

type Board = Page<Lab>;

async fn open() -> Board {
    desk::put_at_hand::<Courier>();
    let page = Board::open().await;
    give_room(&page, 800);
    settled().await;
    page
}

/// In CSS pixels.
fn give_room(page: &Board, width: u32) {
    page.root.set_attribute("style", &format!("width:{width}px")).unwrap();
}

/// What a screen reader reads.
fn list(page: &Board) -> Vec<String> {
    let list = page.root.query_selector_all(".board > ul li").unwrap();
    (0..list.length()).map(|index| list.get(index).unwrap().text_content().unwrap()).collect()
}

/// How far to the right the message is, in pixels of the page.
fn place_of_message(page: &Board) -> f64 {
    page.find::<Element>(".board-message").get_bounding_client_rect().left()
}

fn attribute(page: &Board, selector: &str, name: &str) -> Option<String> {
    page.find::<Element>(selector).get_attribute(name)
}

/// Gives what is drawn the focus, and presses a key.
async fn focus_and_press(page: &Board, selector: &str, key: &str) {
    let target: SvgElement = page.find(selector);
    target.focus().unwrap();
    assert_eq!(document().active_element().as_ref(), Some(target.unchecked_ref()), "it takes the focus");
    page.key(selector, key).await;
    settled().await;
}

async fn step(page: &Board) {
    page.press("Step").await;
    settled().await;
}

async fn close(page: Board) {
    page.close().await;
    SESSION.set(None);
}

fn session() -> Session<Courier> {
    SESSION.with_borrow(|session| session.clone().unwrap())
}

#[wasm_bindgen_test]
async fn messages_move_with_the_frames_of_a_play_and_nothing_is_rendered_for_it() {
    let page = open().await;
    let start = place_of_message(&page);
    let player = session().player();
    player.play();
    rendered().await;
    let before = RENDERED.get();
    until("it has moved", || place_of_message(&page) > start + 8.0).await;
    assert_eq!((player.position(), RENDERED.get()), (0, before), "between two steps");
    player.pause();
    settled().await;
    assert!((place_of_message(&page) - start).abs() < 0.5, "a pause shows the last step");
    close(page).await;
}

#[wasm_bindgen_test]
async fn a_place_is_pressed_by_keyboard_and_its_state_is_shape_and_text() {
    let page = open().await;
    assert_eq!(page.count(".board-place.is-down"), 0);
    focus_and_press(&page, "[aria-label='Kill B']", "Enter").await;
    assert_eq!(page.count(".board-place.is-down .board-cross"), 1);
    assert_eq!(page.text(".board-place.is-down .board-says"), "down");
    assert_eq!(page.count(".board-wire.is-cut + .board-cross"), 1);
    assert_eq!(list(&page)[1], "B: down");
    session().command(1);
    settled().await;
    focus_and_press(&page, "[aria-label='Kill B']", " ").await;
    assert_eq!(page.count(".board-place.is-down"), 1, "the space bar does it, too");
    close(page).await;
}

#[wasm_bindgen_test]
async fn what_is_followed_is_marked_told_hop_by_hop_and_slows_a_play_until_it_is_there() {
    let page = open().await;
    let letter = ".board-message[role=button]";
    assert_eq!(attribute(&page, letter, "aria-label").as_deref(), Some("Follow letter, from A to B"));
    focus_and_press(&page, letter, "Enter").await;
    assert_eq!(attribute(&page, letter, "aria-pressed").as_deref(), Some("true"));
    assert_eq!(page.count(".board-message.is-followed"), 1);
    assert_eq!(page.text(".player-said"), "letter goes from A to B.");
    assert_eq!(page.text(".player-slowed"), "÷ 4 while you follow");
    step(&page).await;
    assert_eq!(page.text(".player-said"), "answer goes from B to A.");
    step(&page).await;
    assert_eq!((page.count(".player-slowed"), page.count(".is-followed")), (0, 0), "the next letter is another's");
    assert_eq!(page.text(".player-said"), "hop 2");
    focus_and_press(&page, letter, " ").await;
    focus_and_press(&page, letter, " ").await;
    assert_eq!((page.count(".player-slowed"), page.count(".is-followed")), (0, 0), "pressed again, it is let go");
    close(page).await;
}

#[wasm_bindgen_test]
async fn the_plan_is_narrow_where_there_is_little_room() {
    let page = open().await;
    let frame = || attribute(&page, ".board-picture", "viewBox").unwrap();
    assert_eq!(frame(), "0 0 600 200");
    give_room(&page, 360);
    until("it is narrow", || frame() == "0 0 300 200").await;
    give_room(&page, 800);
    until("it is wide", || frame() == "0 0 600 200").await;
    close(page).await;
}

#[wasm_bindgen_test]
async fn the_list_for_screen_readers_says_what_the_picture_shows() {
    let page = open().await;
    assert_eq!(list(&page), ["A: 5 in its queue of 8; 2 rejected", "B", "from A to B: letter"]);
    let queue = attribute(&page, ".board-item path", "d").unwrap();
    assert_eq!(queue.matches('M').count(), 3, "as many as have room");
    assert_eq!(page.text(".board-place text"), "+2");
    assert_eq!(page.text(".board-rejected"), "2");
    for _ in 0..8 {
        step(&page).await;
    }
    assert_eq!((list(&page).len(), page.count(".board-message")), (2, 0), "nothing is under way");
    close(page).await;
}

#[wasm_bindgen_test]
async fn some_hundreds_of_messages_on_a_wire_are_a_flow_with_its_count() {
    let page = open().await;
    session().command(200);
    settled().await;
    assert_eq!((page.count(".board-message"), page.count(".board-flow")), (200, 0));
    session().command(300);
    settled().await;
    assert_eq!((page.count(".board-message"), page.count(".board-flow")), (0, 1));
    assert_eq!(page.text(".board-count"), "300");
    assert_eq!(list(&page)[2], "from A to B: 300 under way");
    close(page).await;
}
