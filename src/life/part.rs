//! A part of a page: text that only stands there, or something that comes to life.

use yew::prelude::*;

use super::Root;

/// A part of a page: what the page holds of it when it is built, and what brings it to life in the browser.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
    html: fn() -> Html,
    life: Life,
}

impl Part {
    /// Text.
    #[must_use]
    pub const fn still(html: fn() -> Html) -> Self {
        Self::new(html, Life::Still)
    }

    /// What lives as soon as the page is there: the first lab.
    #[must_use]
    pub const fn at_once(html: fn() -> Html, wake: fn(Root)) -> Self {
        Self::new(html, Life::AtOnce(wake))
    }

    /// What lives when a reader comes near.
    #[must_use]
    pub const fn in_sight(html: fn() -> Html, wake: fn(Root)) -> Self {
        Self::new(html, Life::InSight(wake))
    }

    /// A part that is prerendered by `html` and has this life.
    #[cfg_attr(
        all(target_arch = "wasm32", not(feature = "whole")),
        expect(unused_variables, reason = "see Part::html")
    )]
    const fn new(html: fn() -> Html, life: Life) -> Self {
        Self {
            #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
            html,
            life,
        }
    }

    /// Whether and when it comes to life.
    #[must_use]
    pub const fn life(&self) -> Life {
        self.life
    }

    /// The part as it is prerendered; empty in the browser, which has it in its page and need not carry what renders it.
    pub fn html(&self) -> Html {
        #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
        return (self.html)();
        #[cfg(all(target_arch = "wasm32", not(feature = "whole")))]
        Html::default()
    }
}

/// Whether and when a part of a page comes to life.
#[derive(Clone, Copy, Debug)]
pub enum Life {
    /// Never: it is text.
    Still,
    /// As soon as the page is there.
    AtOnce(fn(Root)),
    /// When it is nearly in sight: its code is in a chunk of its own, which this loads.
    InSight(fn(Root)),
}
