//! The pictures of a lab as files: SVG with its styles inside, and PNG.

use js_sys::Promise;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement, HtmlImageElement, Url,
    XmlSerializer,
};

use super::save::blob;

/// What a style sheet may say about a drawing; in the file it stands at every element.
const PROPERTIES: [&str; 19] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-dasharray",
    "opacity",
    "visibility",
    "display",
    "transform",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "dominant-baseline",
    "paint-order",
    "vector-effect",
];

/// The pixels of a PNG for a pixel on the page: sharp on a slide.
const SCALE: f64 = 2.0;

/// The pictures of a lab: what has a label, and so a meaning. Icons have none.
pub fn pictures(lab: &Element) -> Vec<Element> {
    let Ok(found) = lab.query_selector_all("svg[aria-label]") else {
        return Vec::new();
    };
    let all = (0..found.length()).filter_map(|index| found.get(index)?.dyn_into::<Element>().ok());
    all.filter(|svg| svg.closest(".player").is_ok_and(|bar| bar.is_none())).collect()
}

/// A picture that has the same look in any program: styles written out, on the page's ground, at the size that it has here.
///
/// # Errors
/// If the browser refuses; none is known to.
pub fn svg(picture: &Element) -> Result<String, JsValue> {
    let window = gloo::utils::window();
    let copy: Element = picture.clone_node_with_deep(true)?.dyn_into()?;
    write_styles(picture, &copy)?;
    let (from, to) = (picture.query_selector_all("*")?, copy.query_selector_all("*")?);
    for index in 0..from.length() {
        if let (Some(from), Some(to)) = (from.get(index), to.get(index)) {
            write_styles(from.unchecked_ref(), to.unchecked_ref())?;
        }
    }
    let place = picture.get_bounding_client_rect();
    copy.set_attribute("width", &place.width().round().to_string())?;
    copy.set_attribute("height", &place.height().round().to_string())?;
    let body = gloo::utils::body();
    let paper = window.get_computed_style(&body)?.map(|style| style.get_property_value("background-color"));
    let ground = gloo::utils::document().create_element_ns(Some("http://www.w3.org/2000/svg"), "rect")?;
    let frame = copy.get_attribute("viewBox").unwrap_or_default();
    for (name, value) in ["x", "y", "width", "height"].into_iter().zip(frame.split_ascii_whitespace()) {
        ground.set_attribute(name, value)?;
    }
    ground.set_attribute("fill", &paper.transpose()?.unwrap_or_else(|| "#fff".to_owned()))?;
    copy.insert_before(&ground, copy.first_child().as_ref())?;
    XmlSerializer::new()?.serialize_to_string(&copy)
}

fn write_styles(from: &Element, to: &Element) -> Result<(), JsValue> {
    let Some(style) = gloo::utils::window().get_computed_style(from)? else {
        return Ok(());
    };
    let style: CssStyleDeclaration = style;
    let mut written = String::new();
    for property in PROPERTIES {
        let value = style.get_property_value(property)?;
        if !value.is_empty() {
            written += &format!("{property}:{value};");
        }
    }
    to.remove_attribute("class")?;
    to.set_attribute("style", &written)
}

/// A picture as pixels.
///
/// # Errors
/// If the browser cannot draw it.
pub async fn png(picture: &Element) -> Result<Blob, JsValue> {
    let drawing = svg(picture)?;
    let place = picture.get_bounding_client_rect();
    let address = Url::create_object_url_with_blob(&blob(&drawing, "image/svg+xml")?)?;
    let image = HtmlImageElement::new()?;
    let loaded = Promise::new(&mut |done, failed| {
        image.set_onload(Some(&done));
        image.set_onerror(Some(&failed));
    });
    image.set_src(&address);
    let loaded = JsFuture::from(loaded).await;
    Url::revoke_object_url(&address)?;
    loaded?;
    let canvas: HtmlCanvasElement = gloo::utils::document().create_element("canvas")?.dyn_into()?;
    let (width, height) = (place.width() * SCALE, place.height() * SCALE);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into::<CanvasRenderingContext2d>()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    let blob = Promise::new(&mut |done, failed| {
        if canvas.to_blob(&done).is_err() {
            // A rejection that nobody waits for would be an error in the log; this one is waited for below.
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(blob).await?.dyn_into()
}
