//! Puts the app into the page: hydrates prerendered markup where there is some, renders from scratch where there is none.

fn main() {
    #[cfg(target_arch = "wasm32")]
    moving_parts::start();
}
