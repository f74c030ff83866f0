//! The outlines of places, round their middles.

use super::plan::{Kind, Spot};

/// The outline of a place as the data of an SVG path.
#[must_use]
pub(super) fn outline(kind: Kind, spot: &Spot) -> String {
    let (width, height) = (spot.width, spot.height);
    let (left, top) = (-width / 2, -height / 2);
    match kind {
        Kind::Server => rounded(width, height, 8),
        Kind::Counter => rounded(width, height, height / 2),
        Kind::Process => rounded(width, height, 2),
        Kind::Bus => format!("M{left} 0h{width}"),
        // The title bar of a window.
        Kind::Client => rounded(width, height, 8) + &format!("M{left} {}h{width}", top + BAR),
        // Its first and last slot.
        Kind::Cache => {
            rounded(width, height, 2) + &format!("M{} {top}v{height}M{} {top}v{height}", left + BAR, -left - BAR)
        }
        Kind::Store => {
            let lid = lid(height);
            let (bulge, side) = (lid * 4 / 3, height - 2 * lid);
            format!(
                "M{left} {}v{side}c0 {bulge} {width} {bulge} {width} 0v-{side}c0-{bulge}-{width}-{bulge}-{width} 0c0 {bulge} {width} {bulge} {width} 0",
                top + lid
            )
        }
    }
}

/// How far what stands in a place is below its middle: a lid, or a title bar, is above.
#[must_use]
pub(super) fn lower(kind: Kind, spot: &Spot) -> i32 {
    match kind {
        Kind::Store => lid(spot.height),
        Kind::Client => BAR / 2,
        Kind::Server | Kind::Process | Kind::Cache | Kind::Counter | Kind::Bus => 0,
    }
}

/// The height of a window's title bar, and the width of a slot.
const BAR: i32 = 11;

/// Half the height of a cylinder's lid.
const fn lid(height: i32) -> i32 {
    height / 12 + 3
}

fn rounded(width: i32, height: i32, radius: i32) -> String {
    let (left, top) = (-width / 2, -height / 2);
    let (across, down) = (width - 2 * radius, height - 2 * radius);
    format!(
        "M{} {top}h{across}a{radius} {radius} 0 0 1 {radius} {radius}v{down}a{radius} {radius} 0 0 1-{radius} {radius}h-{across}a{radius} {radius} 0 0 1-{radius}-{radius}v-{down}a{radius} {radius} 0 0 1 {radius}-{radius}z",
        left + radius
    )
}
