//! Code that is loaded when it is needed.
//!
//! What a reader needs at first sight is in the WebAssembly that every page loads; what is further down or behind a button
//! is in files of its own, chunks, cut out of it by `wasm-split` when the site is built (`xtask/src/split.rs`). A function
//! declared with [`lazy!`](crate::lazy!) is where a cut is made: whatever only it uses goes with it.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::thread::LocalKey;

/// A chunk did not come: the network is gone, or the site was replaced by a newer one. Asking again tries again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Loads things of one kind.
pub type Bring<T> = fn() -> Pin<Box<dyn Future<Output = Result<&'static [T], NotLoaded>>>>;

/// What the chapter that the page shows has of one kind, to be loaded by whoever deals in that kind: they know no chapter.
/// A chapter's [desk](mod@crate::desk) puts it here.
pub struct AtHand<T: 'static>(Cell<Option<Bring<T>>>);

impl<T> AtHand<T> {
    /// Nothing: the page shows no chapter.
    #[must_use]
    pub const fn nothing() -> Self {
        Self(Cell::new(None))
    }

    /// The page shows another chapter, or none.
    pub fn put(&self, bring: Option<Bring<T>>) {
        self.0.set(bring);
    }
}

/// Loads what is at hand.
///
/// # Errors
/// If it does not come, or the page shows no chapter; asking again tries again.
pub async fn bring<T>(at_hand: &'static LocalKey<AtHand<T>>) -> Result<&'static [T], NotLoaded> {
    match at_hand.with(|at_hand| at_hand.0.get()) {
        Some(bring) => bring().await,
        None => Err(NotLoaded),
    }
}

/// Declares an asynchronous function whose code is in a chunk of its own, which the first call loads.
///
/// ```ignore
/// lazy! {
///     /// What it does.
///     chunk_name: pub fn name(argument: Type) -> Output { ... }
/// }
/// ```
///
/// The function gives `Result<Output, NotLoaded>`. Functions with the same chunk name come in the same file. In a build that is
/// not cut (tests, `cargo xtask serve`, native) it is called at once.
#[macro_export]
macro_rules! lazy {
    ($(#[$doc:meta])* $chunk:ident: $vis:vis fn $name:ident($($argument:ident: $kind:ty),*) -> $output:ty $body:block) => {
        #[cfg(feature = "split")]
        $(#[$doc])*
        #[allow(unused_braces, reason = "a body of one expression")]
        #[wasm_split_helpers::wasm_split($chunk, fallible)]
        $vis fn $name($($argument: $kind),*) -> Result<$output, $crate::lazy::NotLoaded> {
            Ok($body)
        }

        #[cfg(not(feature = "split"))]
        #[allow(unused_braces, reason = "a body of one expression")]
        $(#[$doc])*
        $vis async fn $name($($argument: $kind),*) -> Result<$output, $crate::lazy::NotLoaded> {
            Ok($body)
        }
    };
}
