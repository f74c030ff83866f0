//! Writes static HTML for every route into the finished site: `prerender <dist> <public-url>`.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
