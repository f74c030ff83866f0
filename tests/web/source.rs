//! The source panel, on a system that is in this very file.

use algorithms::probe;
use algorithms::probe::Probe;
use gloo::utils::{body, document};
use moving_parts::player::use_session;
use moving_parts::source::listing::{Code, File, Listing, watched};
use moving_parts::source::view::{SourceCode, SourceCodeProps};
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::wait::settled;

/// Takes half of what it is given until nothing is left.
#[derive(Clone, Debug, Hash)]
struct Halves(u64);

fn halve(number: u64, probe: &mut impl Probe) -> u64 {
    let half = number / 2;
    probe!(probe, number = number, half = half);
    half
}

simulation::register! { 251: Halves = "halves", }

impl System for Halves {
    type Scenario = u64;
    type Command = u64;
    type Event = String;
    type Refusal = String;

    fn start(scenario: &u64, _seed: u64) -> Result<Self, String> {
        Ok(Self(*scenario))
    }

    fn command(
        &mut self,
        _now: Micros,
        command: &u64,
        events: &mut Vec<String>,
        _probe: &mut impl Probe,
    ) -> Result<(), String> {
        self.0 = *command;
        events.push(format!("{command} given"));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (self.0 > 0).then_some(Micros::ZERO)
    }

    fn tick(&mut self, events: &mut Vec<String>, probe: &mut impl Probe) {
        self.0 = halve(self.0, probe);
        events.push(format!("{} left", self.0));
    }
}

const LISTING: Listing = Listing {
    lab: "halves",
    invitation: "Step, and see what runs.",
    code: &[Code {
        title: "Halve",
        functions: &[(File { path: file!(), text: include_str!("source.rs") }, &["halve"])],
    }],
    watch: watched::<Halves>,
};

#[component]
fn Lab() -> Html {
    use_session::<Halves>("halves", || 12);
    Html::default()
}

fn element(name: &str) -> Element {
    let element = document().create_element(name).unwrap();
    body().append_child(&element).unwrap();
    element
}

fn text(panel: &Element, selector: &str) -> String {
    panel.query_selector(selector).unwrap().map_or_else(String::new, |found| found.text_content().unwrap())
}

async fn press(panel: &Element, button: &str) {
    panel.query_selector(button).unwrap().unwrap().unchecked_into::<HtmlElement>().click();
    settled().await;
}

#[wasm_bindgen_test]
async fn the_panel_marks_the_lines_that_ran_with_their_values() {
    static ONE: Listing = LISTING;
    let (lab, panel) = (element("div"), element("details"));
    let root = document().create_element("div").unwrap();
    panel.append_child(&root).unwrap();
    panel.set_attribute("open", "").unwrap();
    let props = SourceCodeProps { listing: &ONE, panel: panel.clone() };
    let view = yew::Renderer::<SourceCode>::with_root_and_props(root, props).render();
    settled().await;
    assert!(text(&panel, "pre").contains("fn halve(number: u64"), "the code is there before the lab is");
    let lab_view = yew::Renderer::<Lab>::with_root(lab.clone()).render();
    settled().await;
    assert_eq!(text(&panel, ".source-said"), "Step, and see what runs.");
    assert!(panel.query_selector(".has-run").unwrap().is_none());

    press(&panel, ".source-steps button:last-child").await;
    assert_eq!(text(&panel, ".has-run code").trim(), "let half = number / 2;");
    assert_eq!(text(&panel, ".has-run .source-values"), "ran: number = 12, half = 6");
    assert_eq!(text(&panel, ".source-said"), "Step 1. 6 left");
    press(&panel, ".source-steps button:last-child").await;
    assert_eq!(text(&panel, ".has-run .source-values"), "ran: number = 6, half = 3");
    press(&panel, ".source-steps button:first-child").await;
    assert_eq!(text(&panel, ".has-run .source-values"), "ran: number = 12, half = 6");

    panel.remove_attribute("open").unwrap();
    settled().await;
    press(&panel, ".source-steps button:last-child").await;
    assert_eq!(text(&panel, ".source-said"), "Step 1. 6 left", "a closed panel does not follow");
    panel.set_attribute("open", "").unwrap();
    settled().await;
    assert_eq!(text(&panel, ".source-said"), "Step 2. 3 left", "until it is opened again");

    view.destroy();
    lab_view.destroy();
    panel.remove();
    lab.remove();
}
