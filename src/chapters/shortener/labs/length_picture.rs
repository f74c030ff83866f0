//! The picture of lab 2: what codes of each length can name, on a scale of powers of ten, and the links.

use simulation::kernel::text::{counted, grouped, large, raised};
use simulation::shortener::code_length::CodeLength;
use yew::prelude::*;

use crate::chart::{Axis, Scale, axes, bar};

/// The drawing: its width and height, where the columns stand, and the scale beside them.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 58.0;
const RIGHT: f64 = WIDTH - 8.0;
const BOTTOM: f64 = 330.0;
const SCALE: Scale = Scale::log((1.0, 1e20), (BOTTOM, 16.0));
/// The height of a letter, in units of the drawing.
const LETTER: f64 = 18.5;
/// Lengths that are drawn.
const LENGTHS: u32 = 11;

/// The slider goes from 1 to 10^18 in so many steps, ten for each power.
pub const STEPS: u32 = 180;

/// 10^0.1, 10^0.2, ... in thousandths: so that no float decides what a step is.
const TENTHS: [u64; 10] = [1_000, 1_259, 1_585, 1_995, 2_512, 3_162, 3_981, 5_012, 6_310, 7_943];

/// The number of links at a step of the slider.
pub const fn links_at(step: u32) -> u64 {
    let step = if step > STEPS { STEPS } else { step };
    let (power, tenth) = (step / 10, (step % 10) as usize);
    let links = 10_u128.pow(power) * TENTHS[tenth] as u128 / 1_000;
    links as u64
}

/// The nearest step below a number of links.
pub fn step_of(links: u64) -> u32 {
    (0..=STEPS).rev().find(|step| links_at(*step) <= links).unwrap_or(0)
}

/// The step at a height of the picture, from 0 at its top to 1 at its bottom.
pub fn step_at(height: f64) -> u32 {
    (libm::log10(SCALE.number(height * HEIGHT)) * 10.0).clamp(0.0, f64::from(STEPS)) as u32
}

/// The height of a number on the scale.
fn height(number: u128) -> i32 {
    SCALE.place(number as f64) as i32
}

/// The columns, the line of links, and the line of what was used up.
pub fn picture(lab: &CodeLength) -> Html {
    let scenario = lab.scenario();
    let digits = scenario.digits();
    let links = height(scenario.links.into());
    let used = height(lab.used());
    // On the side of the line of used links that the other line is not.
    let beside = if used <= links { used - 8 } else { used + 20 };
    let years = counted(lab.years().into(), "year", "years");
    let label = format!(
        "Codes of 1 to {LENGTHS} characters. {} links need {digits} characters, which are {} codes. After {years} {} are used up.",
        grouped(scenario.links),
        large(scenario.codes(digits)),
        large(lab.used())
    );
    html! {
        <svg class="chart length-chart" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={label}>
            { grid() }
            { for (1..=LENGTHS).map(|length| column(lab, length, digits)) }
            if lab.years() > 0 {
                <path class="length-used" d={format!("M{LEFT} {used}H{RIGHT}")} />
            }
            <path class="length-links" d={format!("M{LEFT} {links}H{RIGHT}")} />
            <path class="length-grip" d={format!("M{RIGHT} {links}l-16 -11v22z")} />
            if lab.years() > 0 {
                <text class="length-age" x={(LEFT + 4.0).to_string()} y={beside.to_string()}>{ "after " }{ years }</text>
            }
        </svg>
    }
}

/// Each third power of ten.
fn grid() -> Html {
    let name = |power: u32| if power == 0 { "1".to_owned() } else { "10".to_owned() + &raised(power) };
    let powers = (0..=18).step_by(3).map(|power| (libm::exp10(f64::from(power)), name(power))).collect();
    let across = Axis { scale: Scale::linear((0.0, 1.0), (LEFT, RIGHT)), ticks: Vec::new(), title: "characters" };
    axes(&across, &Axis { scale: SCALE, ticks: powers, title: "" }, LETTER)
}

/// Where the column of a length stands, and how wide it is.
fn column_at(length: u32) -> (f64, f64) {
    let room = (RIGHT - LEFT) / f64::from(LENGTHS);
    (LEFT + room * f64::from(length - 1) + 4.0, room - 8.0)
}

fn column(lab: &CodeLength, length: u32, needed: u32) -> Html {
    let (left, width) = column_at(length);
    let top = SCALE.place(lab.scenario().codes(length) as f64);
    let class =
        classes!("length-column", (length >= needed).then_some("is-enough"), (length == needed).then_some("is-first"));
    let middle = (left + width / 2.0) as i32;
    html! {
        <g key={length} {class}>
            { bar("", (left, top), (left + width, BOTTOM)) }
            <text x={middle.to_string()} y={(BOTTOM + 22.0).to_string()}>{ length }</text>
            if length == needed {
                <path class="length-tick" d={format!("M{} {}l5 6 9 -12", middle - 7, BOTTOM - 14.0)} />
            }
        </g>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_slider_goes_up_by_tenths_of_a_power_and_finds_its_own_steps() {
        assert_eq!([links_at(0), links_at(10), links_at(STEPS)], [1, 10, 1_000_000_000_000_000_000]);
        assert!((1..=STEPS).all(|step| links_at(step) >= links_at(step - 1)));
        assert!((10..=STEPS).all(|step| step_of(links_at(step)) == step));
        assert_eq!(step_of(u64::MAX), STEPS);
    }

    #[test]
    fn a_height_of_the_picture_and_a_number_are_each_other() {
        for step in (20..=STEPS).step_by(7) {
            let y = f64::from(height(links_at(step).into())) / HEIGHT;
            assert!(step_at(y).abs_diff(step) <= 1, "{step}: {}", step_at(y));
        }
        assert_eq!((step_at(2.0), step_at(-1.0)), (0, STEPS));
    }
}
