//! Paints a picture of the ring over the one that is in the page, part by part, without rendering anything anew.

use web_sys::Element;

use super::ring_view::Picture;

/// Brings the drawn ring to this picture. Parts that the page does not show yet come with its next rendering.
pub fn paint(root: &Element, picture: &Picture) {
    for server in &picture.servers {
        let slot = server.slot;
        set(root, &format!("arcs-{slot}"), "d", &server.arcs);
        set(root, &format!("nodes-{slot}"), "d", &server.nodes);
        set(root, &format!("keys-{slot}"), "d", &server.keys);
        set(root, &format!("stalk-{slot}"), "d", &server.stalk);
        set(root, &format!("handle-{slot}"), "transform", &server.handle);
    }
    set(root, "keys", "d", &picture.keys);
    set(root, "moved-keys", "d", &picture.moved_keys);
    set(root, "moved-arcs", "d", &picture.moved_arcs);
    set(root, "trail", "d", &picture.trail);
    set(root, "walk-key", "d", &picture.walk.key);
    set(root, "walk-way", "d", &picture.walk.way);
    set(root, "walk-at", "d", &picture.walk.looked_at);
}

fn set(root: &Element, part: &str, attribute: &str, value: &str) {
    let Ok(Some(element)) = root.query_selector(&format!("[data-part={part}]")) else {
        return;
    };
    if element.get_attribute(attribute).as_deref() != Some(value) {
        // A valid name on an element that is there: it can't fail.
        let _ = element.set_attribute(attribute, value);
    }
}
