//! The bar below a lab.

use yew::prelude::*;

use super::session::{Player, use_player_watch};

/// What the bar needs.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PlayerBarProps {
    /// Whose bar it is.
    pub player: Player,
}

/// The bar: through the run, back, beside it, and out as a link.
#[component]
pub fn PlayerBar(props: &PlayerBarProps) -> Html {
    use_player_watch(props.player.clone());
    html! {}
}
