//! Legends: what the marks of a picture mean.

use yew::prelude::*;

/// The marks of a picture, one beside the other, each with what it means.
pub fn legend<T: Into<AttrValue>>(marks: impl IntoIterator<Item = (Html, T)>) -> Html {
    let all: Html = marks.into_iter().map(|(mark, says)| meaning(mark, says.into())).collect();
    html! { <p class="legend">{ all }</p> }
}

fn meaning(mark: Html, says: AttrValue) -> Html {
    html! { <span key={says.to_string()}>{ mark }{ says }</span> }
}

/// A mark as it is in the picture: the `d` of a path and its class, in a square from -10 to 10.
pub fn mark(class: &'static str, d: &'static str) -> Html {
    marks(&[(class, d)])
}

/// The same of paths that lie on one another.
pub fn marks(paths: &[(&'static str, &'static str)]) -> Html {
    let path =
        |(key, (class, d)): (usize, &(&'static str, &'static str))| html! { <path {key} class={*class} d={*d} /> };
    html! { <svg viewBox="-10 -10 20 20" aria-hidden="true">{ for paths.iter().enumerate().map(path) }</svg> }
}
