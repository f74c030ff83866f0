//! Waiting for what a page comes to, never for a time.

use gloo::timers::future::TimeoutFuture;
use gloo::utils::document_element;

/// A turn of the browser, in which its timers, promises and frames have theirs.
const TURN_MILLIS: u32 = 15;

/// Far longer than anything takes here, and not for ever.
const MOST_TURNS: u32 = 2_000;

/// Waits until the page is rendered, with what lives a moment after it.
pub async fn rendered() {
    yew::scheduler::flush().await;
    TimeoutFuture::new(0).await;
    yew::scheduler::flush().await;
}

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..MOST_TURNS {
        yew::scheduler::flush().await;
        if is_so() {
            return;
        }
        TimeoutFuture::new(TURN_MILLIS).await;
    }
    panic!("waited in vain until {what}");
}

/// Waits until the page has done what it was asked: nothing in it has changed for some turns.
pub async fn settled() {
    const QUIET_TURNS: u32 = 4;
    let (mut before, mut quiet) = (String::new(), 0);
    until("the page is at rest", || {
        let now = document_element().inner_html();
        quiet = if now == before { quiet + 1 } else { 0 };
        before = now;
        quiet == QUIET_TURNS
    })
    .await;
}
