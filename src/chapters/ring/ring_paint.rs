//! Paints a picture of the ring over the one that is in the page, part by part, without rendering anything anew.

use web_sys::Element;

use super::ring_view::Picture;

/// Brings the drawn ring from the picture painted last to this one: only the parts that differ are touched. Parts that the
/// page does not show yet come with its next rendering.
pub fn paint(root: &Element, last: &Picture, picture: &Picture) {
    for (index, server) in picture.servers.iter().enumerate() {
        let slot = server.slot;
        let before = last.servers.get(index);
        let part = |name: &str, attribute: &str, value: &String, was: Option<&String>| {
            if was != Some(value) {
                set(root, &format!("{name}-{slot}"), attribute, value);
            }
        };
        part("arcs", "d", &server.arcs, before.map(|before| &before.arcs));
        part("nodes", "d", &server.nodes, before.map(|before| &before.nodes));
        part("keys", "d", &server.keys, before.map(|before| &before.keys));
        part("stalk", "d", &server.stalk, before.map(|before| &before.stalk));
        part("handle", "transform", &server.handle, before.map(|before| &before.handle));
    }
    for (part, value, was) in [
        ("keys", &picture.keys, &last.keys),
        ("moved-keys", &picture.moved_keys, &last.moved_keys),
        ("moved-arcs", &picture.moved_arcs, &last.moved_arcs),
        ("trail", &picture.trail, &last.trail),
        ("walk-key", &picture.walk.key, &last.walk.key),
        ("walk-way", &picture.walk.way, &last.walk.way),
        ("walk-at", &picture.walk.looked_at, &last.walk.looked_at),
    ] {
        if value != was {
            set(root, part, "d", value);
        }
    }
    for (line, (value, was)) in picture.middle.iter().zip(&last.middle).enumerate() {
        // The text itself stays, and is what the next rendering finds.
        if value != was
            && let Some(text) = find(root, &format!("middle-{line}")).and_then(|place| place.first_child())
        {
            text.set_node_value(Some(value));
        }
    }
}

fn find(root: &Element, part: &str) -> Option<Element> {
    root.query_selector(&format!("[data-part={part}]")).ok()?
}

fn set(root: &Element, part: &str, attribute: &str, value: &str) {
    if let Some(element) = find(root, part) {
        // A valid name on an element that is there: it can't fail.
        let _ = element.set_attribute(attribute, value);
    }
}
