//! The picture of lab 2: what codes of each length can name, on a scale of powers of ten, and the links.

use simulation::shortener::code_length::{CodeLength};
use simulation::kernel::text::{counted, grouped, large};
use yew::prelude::*;

const WIDTH: i32 = 480;
const HEIGHT: i32 = 380;
const LEFT: i32 = 58;
const TOP: i32 = 16;
const BOTTOM: i32 = 330;
/// Lengths that are drawn.
const LENGTHS: u32 = 11;
/// Powers of ten on the scale.
const POWERS: i32 = 20;

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
    let y = height * f64::from(HEIGHT);
    let power = f64::from(BOTTOM) - y;
    (power * f64::from(POWERS) * 10.0 / f64::from(BOTTOM - TOP)).clamp(0.0, f64::from(STEPS)) as u32
}

/// The height of a number on the scale.
fn height(number: u128) -> i32 {
    let power = libm::log10((number.max(1)) as f64);
    BOTTOM - (power.min(f64::from(POWERS)) * f64::from(BOTTOM - TOP) / f64::from(POWERS)) as i32
}

/// The columns, the line of links, and the line of what was used up.
pub fn picture(lab: &CodeLength) -> Html {
    let scenario = lab.scenario();
    let digits = scenario.digits();
    let links = height(scenario.links.into());
    let right = WIDTH - 8;
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
        <svg class="length-chart" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={label}>
            { for (0..=POWERS).step_by(3).map(|power| {
                let y = BOTTOM - power * (BOTTOM - TOP) / POWERS;
                html! {
                    <g key={power}>
                        <path class="length-grid" d={format!("M{LEFT} {y}H{right}")} />
                        <text class="is-end" x={(LEFT - 8).to_string()} y={(y + 6).to_string()}>{ power_name(power) }</text>
                    </g>
                }
            }) }
            { for (1..=LENGTHS).map(|length| column(lab, length, digits)) }
            <text x={((LEFT + right) / 2).to_string()} y={(HEIGHT - 4).to_string()}>{ "characters" }</text>
            if lab.years() > 0 {
                <path class="length-used" d={format!("M{LEFT} {used}H{right}")} />
            }
            <path class="length-links" d={format!("M{LEFT} {links}H{right}")} />
            <path class="length-grip" d={format!("M{right} {links}l-16 -11v22z")} />
            if lab.years() > 0 {
                <text class="length-age" x={(LEFT + 4).to_string()} y={beside.to_string()}>{ "after " }{ years }</text>
            }
        </svg>
    }
}

/// What a power of ten is called.
const fn power_name(power: i32) -> &'static str {
    match power {
        0 => "1",
        3 => "10³",
        6 => "10⁶",
        9 => "10⁹",
        12 => "10¹²",
        15 => "10¹⁵",
        _ => "10¹⁸",
    }
}

fn column(lab: &CodeLength, length: u32, needed: u32) -> Html {
    let room = (WIDTH - 8 - LEFT) / LENGTHS as i32;
    let left = LEFT + room * (length as i32 - 1) + 4;
    let top = height(lab.scenario().codes(length));
    let class =
        classes!("length-column", (length >= needed).then_some("is-enough"), (length == needed).then_some("is-first"));
    let middle = left + (room - 8) / 2;
    html! {
        <g key={length} {class}>
            <rect x={left.to_string()} y={top.to_string()} width={(room - 8).to_string()} height={(BOTTOM - top).to_string()} />
            <text x={middle.to_string()} y={(BOTTOM + 22).to_string()}>{ length }</text>
            if length == needed {
                <path class="length-tick" d={format!("M{} {}l5 6 9 -12", middle - 7, BOTTOM - 14)} />
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
            let y = f64::from(height(links_at(step).into())) / f64::from(HEIGHT);
            assert!(step_at(y).abs_diff(step) <= 1, "{step}: {}", step_at(y));
        }
        assert_eq!((step_at(2.0), step_at(-1.0)), (0, STEPS));
    }
}
