//! An ID as a strip of bits: its sections as blocks as wide as they have bits, and its bits as cells.

use std::fmt::Write as _;

use yew::prelude::*;

/// What some bits hold: their colour, wherever they appear.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ink {
    /// A sign, or a version: bits that always read the same.
    Fixed,
    /// When.
    Time,
    /// In which data centre.
    Centre,
    /// Who.
    Machine,
    /// Which one of its moment.
    Sequence,
    /// Random.
    Random,
    /// Anything else.
    Other,
}

impl Ink {
    /// The class of an element in this colour, see `styles/pages/unique-id.css`.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Fixed => "ink-fixed",
            Self::Time => "ink-time",
            Self::Centre => "ink-centre",
            Self::Machine => "ink-machine",
            Self::Sequence => "ink-sequence",
            Self::Random => "ink-random",
            Self::Other => "ink-other",
        }
    }
}

/// A section: what it holds, and how many bits it has.
pub type Part = (Ink, u32);

/// The sections side by side, each with its number of bits in it. `label` says the same in words; what else stands on the strip
/// is `above`.
pub fn strip(parts: &[Part], label: String, above: Html) -> Html {
    let whole: u32 = parts.iter().map(|(_, bits)| bits).sum();
    let per_cent = |bits: u32| format!("{}%", f64::from(bits) * 100.0 / f64::from(whole.max(1)));
    let mut at = 0;
    let block = |(place, (ink, bits)): (usize, &Part)| {
        let from = at;
        at += bits;
        // In halves, so that the number stands in the middle.
        let middle = format!("{}%", f64::from(2 * from + bits) * 50.0 / f64::from(whole.max(1)));
        // On a phone a number does not fit in it.
        let is_narrow = bits * 40 < whole;
        html! {
            <g key={place} class={ink.class()}>
                <rect x={per_cent(from)} y="0" width={per_cent(*bits)} height="100%" />
                if *bits > 1 {
                    <text class={is_narrow.then_some("is-narrow")} x={middle} y="50%" dominant-baseline="central" text-anchor="middle">{ bits }</text>
                }
            </g>
        }
    };
    let blocks: Html = parts.iter().enumerate().filter(|(_, (_, bits))| *bits > 0).map(block).collect();
    html! {
        <div class="strip">
            <svg class="strip-picture" role="img" aria-label={label}>{ blocks }</svg>
            { above }
        </div>
    }
}

/// The bits of an ID as cells, those that are 1 filled; sections apart. The ID itself stands beside it as text, so this is not
/// read out.
pub fn cells(id: u128, parts: &[Part]) -> Html {
    let width: u32 = parts.iter().map(|(_, bits)| bits).sum();
    let mut at = 0;
    let section = |(place, (ink, bits)): (usize, &Part)| {
        let (mut ground, mut ones) = (String::new(), String::new());
        for bit in at..at + bits {
            let into = if id >> (width - 1 - bit) & 1 == 1 { &mut ones } else { &mut ground };
            // Writing into a string does not fail.
            let _ = write!(into, "M{} 0h8v20h-8z", bit * 10 + 1);
        }
        at += bits;
        html! {
            <g key={place} class={ink.class()}>
                <path class="cell-zero" d={ground} />
                <path class="cell-one" d={ones} />
            </g>
        }
    };
    let sections: Html = parts.iter().enumerate().map(section).collect();
    html! {
        <svg class="cells" viewBox={format!("0 0 {} 20", width * 10)} preserveAspectRatio="none" aria-hidden="true">{ sections }</svg>
    }
}

/// A small square in the colour of a section, for legends.
pub fn swatch(ink: Ink) -> Html {
    html! { <span class={classes!("strip-swatch", ink.class())} aria-hidden="true" /> }
}
