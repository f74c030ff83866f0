//! Readouts: the large figures of a lab.

use yew::prelude::*;

/// A figure: what it is, its value, and a line of more below.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// What it is.
    pub name: AttrValue,
    /// Its value.
    pub value: AttrValue,
    /// What it is of, or what theory expects.
    pub more: AttrValue,
}

impl Readout {
    /// A figure.
    pub fn new(name: impl Into<AttrValue>, value: impl Into<AttrValue>, more: impl Into<AttrValue>) -> Self {
        Self { name: name.into(), value: value.into(), more: more.into() }
    }
}

/// Figures beside one another.
pub fn readouts(figures: impl IntoIterator<Item = Readout>) -> Html {
    let figure = |(key, figure): (usize, Readout)| {
        html! {
            <div {key}>
                <dt>{ figure.name }</dt>
                <dd>{ figure.value }</dd>
                <dd class="readout-more">{ figure.more }</dd>
            </div>
        }
    };
    html! { <dl class="readouts">{ for figures.into_iter().enumerate().map(figure) }</dl> }
}
