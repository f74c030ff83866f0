//! The map of lab 4: every code so far as a dot where it lies among all codes, row by row; a ring where two URLs met.
//!
//! Dots are a canvas, because they may be two hundred thousand; rings are few, and drawn above it.

use std::rc::Rc;

use algorithms::codes::short_hash::Cut;
use simulation::kernel::text::grouped;
use simulation::shortener::code_collisions::{CodeCollisions, Collision};
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::prelude::*;

use crate::player::Session;

/// Pixels along a side of the canvas.
const SIDE: u32 = 512;
/// The most rings: the last ones.
const MOST_RINGS: usize = 120;
/// Between paper and ink in every theme, so that the dots need not be painted again for another one.
const DOT: &str = "#7f7d76";

/// How many cells lie along a side: as many as there are codes, but no more than there are pixels.
fn cells(cut: Cut) -> u32 {
    let mut side = 1;
    while side < SIDE && u64::from(side) * u64::from(side) < cut.codes() {
        side += 1;
    }
    side
}

/// The cell of a code: column and row.
fn cell(cut: Cut, code: u64) -> (u32, u32) {
    let side = cells(cut);
    let all = u128::from(side) * u128::from(side);
    // Where there are more codes than cells, neighbours share one.
    let many = u128::from(cut.codes());
    let index = if many > all { (u128::from(code) * all / many) as u32 } else { code as u32 };
    (index % side, index / side)
}

/// The canvas and the rings above it. Each change paints what is new.
#[hook]
pub fn use_map(session: &Session<CodeCollisions>, is_alive: bool) -> Html {
    let canvas = use_node_ref();
    let painted = use_mut_ref(|| (None::<Cut>, String::new(), 0_usize));
    let (element, painter) = (canvas.clone(), session.clone());
    use_effect_with((session.clone(), is_alive), move |(session, _)| {
        let paint = Rc::new(move || {
            let Some(context) = element.cast::<HtmlCanvasElement>().and_then(|canvas| context(&canvas)) else { return };
            painter.with(|timeline| {
                let lab = timeline.state();
                let mut painted = painted.borrow_mut();
                let begin = (Some(lab.cut()), lab.scenario().prefix.clone());
                let goes_on = painted.0 == begin.0 && painted.1 == begin.1 && painted.2 <= lab.codes().len();
                if !goes_on {
                    context.clear_rect(0.0, 0.0, SIDE.into(), SIDE.into());
                }
                let from = if goes_on { painted.2 } else { 0 };
                dots(&context, lab.cut(), &lab.codes()[from..]);
                *painted = (begin.0, begin.1, lab.codes().len());
            });
        });
        paint();
        let again = Rc::clone(&paint);
        let listener = session.on_frame(move || again());
        move || drop(listener)
    });
    session.with(|timeline| {
        let lab = timeline.state();
        let side = f64::from(SIDE) / f64::from(cells(lab.cut()));
        let rings = lab.collisions().iter().rev().take(MOST_RINGS);
        html! {
            <div class="collisions-map">
                <canvas ref={canvas} width={SIDE.to_string()} height={SIDE.to_string()} aria-hidden="true" />
                <svg viewBox={format!("0 0 {SIDE} {SIDE}")} role="img" aria-label={label(lab)}>
                    <rect class="collisions-frame" x="1" y="1" width="510" height="510" />
                    if lab.codes().is_empty() {
                        <text class="collisions-invites" x="256" y="262">{ "Press play: each URL becomes a dot." }</text>
                    }
                    { for rings.enumerate().map(|(place, one)| ring(lab.cut(), one, side, place == 0)) }
                </svg>
            </div>
        }
    })
}

fn ring(cut: Cut, one: &Collision, side: f64, is_last: bool) -> Html {
    let (column, row) = cell(cut, one.code);
    let middle = |cell: u32| (((f64::from(cell) + 0.5) * side) as u32).to_string();
    let class = classes!("collisions-ring", is_last.then_some("is-last"));
    html! { <circle key={one.url} {class} cx={middle(column)} cy={middle(row)} r={if is_last { "13" } else { "8" }} /> }
}

fn label(lab: &CodeCollisions) -> String {
    let counts = lab.counts();
    format!(
        "{} codes drawn where they lie among {}; {} collisions are ringed.",
        grouped(counts.urls.into()),
        grouped(lab.cut().codes()),
        grouped(counts.collisions.into())
    )
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

fn dots(context: &CanvasRenderingContext2d, cut: Cut, codes: &[u64]) {
    context.set_fill_style_str(DOT);
    let side = f64::from(SIDE) / f64::from(cells(cut));
    // A hair between large cells, and no dot smaller than a pixel.
    let width = if side > 3.0 { side - 1.0 } else { side.max(1.0) };
    for code in codes {
        let (column, row) = cell(cut, *code);
        context.fill_rect(f64::from(column) * side, f64::from(row) * side, width, width);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use algorithms::codes::short_hash::{Digits, Hash};

    #[test]
    fn every_code_has_a_cell_inside_and_few_codes_have_one_each() {
        for (digits, length) in [(Digits::Hex, 2), (Digits::Hex, 7), (Digits::Base62, 8)] {
            let cut = Cut::new(Hash::Md5, digits, length).unwrap();
            let side = cells(cut);
            let last = cell(cut, cut.codes() - 1);
            assert!(last.0 < side && last.1 < side, "{last:?}");
            assert_eq!(cell(cut, 0), (0, 0));
        }
        let few = Cut::new(Hash::Md5, Digits::Hex, 2).unwrap();
        let all: std::collections::BTreeSet<_> = (0..256).map(|code| cell(few, code)).collect();
        assert_eq!(all.len(), 256);
    }
}
