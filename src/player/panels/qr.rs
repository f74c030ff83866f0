//! The current moment's link as a large QR code, so that a class opens that very moment on its phones.

use qrcodegen::{QrCode, QrCodeEcc, Version};
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::player::codes::Coded;
use crate::share::page;

/// The largest code that phones read off a projector: 105 modules a side, 712 letters at this level of correction.
const LARGEST: u8 = 22;
/// Modules of white that must surround a code.
const QUIET: i32 = 4;

/// A link as a path of squares of one unit, and how many units a side the whole has.
///
/// # Errors
/// A sentence, if the link is too long for a code that can be scanned.
pub fn drawn(link: &str) -> Result<(String, i32), String> {
    let segments = qrcodegen::QrSegment::make_segments(link);
    let code = QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Medium,
        Version::MIN,
        Version::new(LARGEST),
        None,
        true,
    )
    .map_err(|_| {
        format!(
            "The link to this moment has {} characters: too many for a code that a phone can read across a room. \
                 Copy the link, or start again with fewer changes.",
            link.chars().count()
        )
    })?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                path += &format!("M{} {}h{}v1h-{}z", start + QUIET, y + QUIET, x - start, x - start);
            }
            x += 1;
        }
    }
    Ok((path, size + 2 * QUIET))
}

/// The button, and the code that it shows over the whole window.
#[hook]
pub fn use_qr(player: &Coded) -> Html {
    let shown = use_state(|| None::<String>);
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(shown.is_some(), move |is_shown| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|_| *is_shown) {
                // It fails only if it is open already.
                let _ = dialog.show_modal();
            }
        });
    }
    let show = {
        let (player, shown) = (player.clone(), shown.setter());
        Callback::from(move |_: MouseEvent| shown.set(Some(page::link(player.lab(), player.public_code().0))))
    };
    let close = {
        let shown = shown.setter();
        Callback::from(move |_: Event| shown.set(None))
    };
    let hide = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let left_out = player.public_code().1;
    html! {
        <>
            <p class="more-row">
                <button type="button" onclick={show}>{ "Show a QR code" }</button>
                <span class="hint">{ "a class opens this very moment on its phones" }</span>
            </p>
            if left_out > 0 {
                <p class="hint">{ "What you typed stays out of links and codes." }</p>
            }
            if let Some(link) = &*shown {
                <dialog class="qr" ref={dialog} aria-label="QR code of this moment" onclose={close}>
                    { code(link) }
                    <p class="qr-link"><a href={link.clone()}>{ link.clone() }</a></p>
                    <button type="button" onclick={hide}>{ "Close" }</button>
                </dialog>
            }
        </>
    }
}

fn code(link: &str) -> Html {
    match drawn(link) {
        Ok((path, side)) => html! {
            <svg viewBox={format!("0 0 {side} {side}")} role="img" aria-label="QR code: the link is below" shape-rendering="crispEdges">
                <rect width="100%" height="100%" fill="#fff" /><path d={path} fill="#000" />
            </svg>
        },
        Err(why) => html! { <p role="alert">{ why }</p> },
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::drawn;

    #[test]
    fn a_typical_link_fits_a_small_code_and_a_huge_one_says_so() {
        let (path, side) = drawn(&format!("https://example.org/{}", "A".repeat(250))).expect("it fits");
        assert!(path.starts_with("M4 4h7v1") && side <= 80, "{side}");
        assert!(drawn(&"x".repeat(5_000)).is_err_and(|why| why.contains("5000 characters")));
    }
}
