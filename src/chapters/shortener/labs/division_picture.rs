//! The picture of lab 3: a row for each digit, and the code as far as it is known.

use algorithms::codes::base62::{self, ALPHABET};
use simulation::kernel::text::grouped;
use simulation::shortener::division::{Division, Line, Scenario};
use yew::prelude::*;

const WIDTH: i32 = 520;
/// The height of a row, and where the first one is.
const ROW: i32 = 46;
const FIRST: i32 = 132;
/// A cell of the code.
const CELL: i32 = 40;
/// Where the digits of the rows stand.
const DIGITS: i32 = 492;

/// The rows so far, and the code above them.
pub fn picture(lab: &Division) -> Html {
    let length = base62::encode(lab.number()).len() as i32;
    let is_encoding = matches!(lab.task(), Scenario::Encode(_));
    let height = FIRST + (length - 1) * ROW + 30;
    html! {
        <svg class="division-picture" viewBox={format!("0 0 {WIDTH} {height}")} role="img" aria-label={label(lab, is_encoding)}>
            { trail(lab, length, is_encoding) }
            { for (0..length).map(|place| cell(lab, place, length, is_encoding)) }
            { for (0..).zip(lab.lines()).map(|(number, line)| row(number, *line, is_encoding)) }
            { next(lab, is_encoding) }
        </svg>
    }
}

fn label(lab: &Division, is_encoding: bool) -> String {
    let (number, done) = (grouped(lab.number()), lab.lines().len());
    if is_encoding {
        format!("{number} in base 62: {done} divisions so far, and the digits {}.", lab.code())
    } else {
        let value = lab.lines().last().map_or(0, |line| line.after);
        format!("The code {}: {done} digits read so far, which are {}.", lab.code(), grouped(value))
    }
}

/// Where the cell of a place begins; places count from the left.
const fn cell_at(place: i32, length: i32) -> i32 {
    WIDTH - 8 - CELL * (length - place)
}

/// The place that a row's digit has in the code.
const fn place_of(row: i32, length: i32, is_encoding: bool) -> i32 {
    if is_encoding { length - 1 - row } else { row }
}

fn cell(lab: &Division, place: i32, length: i32, is_encoding: bool) -> Html {
    let done = lab.lines().len() as i32;
    let row = place_of(place, length, is_encoding);
    let is_known = !is_encoding || row < done;
    let letter = base62::encode(lab.number()).chars().nth(place as usize).filter(|_| is_known);
    let x = cell_at(place, length);
    let class = classes!("division-cell", (row < done).then_some("is-done"), (row == done - 1).then_some("is-last"));
    html! {
        <g key={place} {class}>
            <rect x={x.to_string()} y="8" width={CELL.to_string()} height="52" />
            if let Some(letter) = letter {
                <text x={(x + CELL / 2).to_string()} y="43">{ letter }</text>
            }
        </g>
    }
}

/// From the last digit to its cell.
fn trail(lab: &Division, length: i32, is_encoding: bool) -> Html {
    let Some(row) = (lab.lines().len() as i32).checked_sub(1).filter(|row| *row >= 0) else { return Html::default() };
    let (x, y) = (cell_at(place_of(row, length, is_encoding), length) + CELL / 2, FIRST + row * ROW);
    html! { <path class="division-trail" d={format!("M{DIGITS} {y}V88H{x}V60")} /> }
}

fn row(number: i32, line: Line, is_encoding: bool) -> Html {
    let y = FIRST + number * ROW;
    let letter = char::from(ALPHABET[usize::from(line.digit)]);
    let says = if is_encoding {
        format!("{} = 62 × {} + {}", grouped(line.before), grouped(line.after), line.digit)
    } else {
        format!("62 × {} + {} = {}", grouped(line.before), line.digit, grouped(line.after))
    };
    // Twenty digits and their quotient are too wide at the usual size.
    let class = classes!("division-sum", (says.chars().count() > 40).then_some("is-long"));
    html! {
        <g key={number} class="division-row">
            <text {class} x="456" y={(y + 7).to_string()}>{ says }</text>
            <circle cx={DIGITS.to_string()} cy={y.to_string()} r="19" />
            <text x={DIGITS.to_string()} y={(y + 7).to_string()}>{ letter }</text>
        </g>
    }
}

/// What is divided next, or read next.
fn next(lab: &Division, is_encoding: bool) -> Html {
    let done = lab.lines().len() as i32;
    if lab.is_done() {
        return Html::default();
    }
    let y = FIRST + done * ROW + 7;
    let says = match (is_encoding, lab.lines().last()) {
        (true, line) => format!("{} = 62 × ? + ?", grouped(line.map_or(lab.number(), |line| line.after))),
        (false, line) => format!("62 × {} + ? = ?", grouped(line.map_or(0, |line| line.after))),
    };
    html! { <text class="division-sum is-next" x="456" y={y.to_string()}>{ says }</text> }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn all_cells_of_the_longest_code_fit_and_the_first_remainder_is_the_last_digit() {
        let longest = base62::LONGEST as i32;
        assert!(cell_at(0, longest) >= 0);
        assert_eq!(cell_at(longest - 1, longest) + CELL, WIDTH - 8);
        assert_eq!([place_of(0, 7, true), place_of(0, 7, false)], [6, 0]);
    }
}
