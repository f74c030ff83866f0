//! All tests of the algorithms, in one program: each program is linked by itself.
//!
//! `checks` runs in the browsers too; the others ask naive twins on random input, and run natively only.

mod checks;
mod ids;
mod limit;
mod relatives;
mod ring;
mod rules;
mod shortener;
mod wide_ids;
