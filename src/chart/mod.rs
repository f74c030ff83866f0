//! Charts: scales, axes and what is drawn along them, as pieces of SVG.
//!
//! A chart of a lab is a function of its state. It makes two [`Scale`]s into the units of its `viewBox`, lays [`axes`] along them,
//! and draws with [`line()`], [`steps`] and [`bar`]; names at the ends of lines are moved [`apart`]. Its `svg` has the class `chart`; what
//! its lines look like is in the chapter's sheet.
//!
//! Numbers become places by `libm`, so the page that is rendered ahead and the browser draw the same.

mod axes;
mod labels;
mod path;
mod scale;

pub use axes::{Axis, axes};
pub use labels::apart;
pub use path::{bar, line, spot, steps};
pub use scale::Scale;
