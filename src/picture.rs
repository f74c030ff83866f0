//! The little pictures of the map: each chapter's lab in a few of the marks that all chapters share.
//!
//! A picture is data: marks on a field of 200 by 120 that stands on a ground line. `styles/pages/home.css` colours the marks; a
//! chapter that is not written shows the same marks as bare outlines.

use yew::prelude::*;

/// The marks of a picture, from back to front.
pub type Picture = &'static [Mark];

/// One mark. Coordinates are middles unless said otherwise; a colour is the number of a server.
pub enum Mark {
    /// A server: a rounded square.
    Server(i16, i16, u8),
    /// A server that has failed: its outline; a cross goes on it.
    Lost(i16, i16),
    /// A key or a request: a small disc, in the colour of the server that owns it.
    Key(i16, i16, u8),
    /// A key or a request that was rejected: a cross.
    Rejected(i16, i16),
    /// An ID, a row or a file: a strip of cells. Left, top, cells, width of a cell, colour.
    Cells(i16, i16, u8, i16, u8),
    /// A line on which messages travel.
    Wire(&'static str),
    /// What just changed, or where something went: a heavier line in a colour.
    Trail(&'static str, u8),
    /// A closed outline without a colour.
    Outline(&'static str),
    /// A closed outline filled with a colour: a level, a section, a share.
    Filled(&'static str, u8),
    /// A few letters.
    Word(i16, i16, &'static str),
}

use Mark::{Cells, Filled, Key, Lost, Outline, Rejected, Server, Trail, Wire, Word};

/// A board, the first boxes of a design on it, the four steps of the session and its clock.
pub const INTERVIEW: Picture = &[
    Outline("M24 8H146V78H24Z"),
    Wire("M50 43H85M85 43L118 27M85 43L118 59"),
    Key(50, 43, 5),
    Server(85, 43, 5),
    Server(118, 27, 4),
    Server(118, 59, 4),
    Outline("M172 17A18 18 0 1 1 171.9 17Z"),
    Wire("M172 23V35H181"),
    Cells(24, 90, 4, 30, 8),
    Filled("M24 90H54V106H24Z", 5),
    Filled("M54 90H70V106H54Z", 5),
];

/// One stream of requests, shared out to three servers, with a store behind them.
pub const SCALING: Picture = &[
    Wire("M18 60H62M62 60L112 22M62 60H112M62 60L112 98M112 22L160 60M112 60H160M112 98L160 60"),
    Key(20, 60, 1),
    Key(38, 60, 1),
    Server(66, 60, 1),
    Server(112, 22, 4),
    Server(112, 60, 5),
    Server(112, 98, 6),
    Outline("M146 44C146 36 182 36 182 44V78C182 86 146 86 146 78Z"),
    Filled("M146 58C146 66 182 66 182 58V78C182 86 146 86 146 78Z", 3),
    Wire("M146 44C146 52 182 52 182 44"),
];

/// A bucket of tokens: what finds a token passes, what finds none is rejected.
pub const RATE_LIMITER: Picture = &[
    Wire("M8 92H66M134 92H192"),
    Key(12, 92, 0),
    Key(30, 92, 0),
    Key(48, 92, 0),
    Outline("M70 34H130L122 108H78Z"),
    Filled("M75.4 84H124.6L122 108H78Z", 0),
    Key(100, 10, 0),
    Key(100, 26, 0),
    Key(94, 76, 0),
    Key(108, 76, 0),
    Key(152, 92, 0),
    Key(182, 92, 0),
    Rejected(46, 66),
    Trail("M46 86V76", 0),
];

/// The ring: five servers, keys between them, one server gone and its arc handed on.
pub const CONSISTENT_HASHING: Picture = &[
    Wire("M100 12A48 48 0 1 1 99.9 12Z"),
    Trail("M145.7 45.2A48 48 0 0 1 128.2 98.8", 4),
    Key(124, 18, 4),
    Key(135, 27, 4),
    Key(147, 68, 4),
    Key(142, 82, 4),
    Key(100, 108, 1),
    Key(54, 75, 6),
    Key(66, 26, 0),
    Key(77, 18, 0),
    Server(100, 12, 0),
    Lost(146, 45),
    Rejected(146, 45),
    Server(128, 99, 4),
    Server(72, 99, 1),
    Server(54, 45, 6),
];

/// Two machines that never talk, and an ID cut into its sections.
pub const UNIQUE_ID: Picture = &[
    Wire("M56 40V56M144 40V56"),
    Server(56, 26, 4),
    Server(144, 26, 0),
    Outline("M16 58H184V78H16Z"),
    Filled("M24 58H112V78H24Z", 1),
    Filled("M112 58H148V78H112Z", 4),
    Filled("M148 58H184V78H148Z", 3),
    Outline("M16 88H184V108H16Z"),
    Filled("M24 88H112V108H24Z", 1),
    Filled("M112 88H148V108H112Z", 0),
    Filled("M148 88H184V108H148Z", 3),
];

/// A long address above, seven characters below.
pub const URL_SHORTENER: Picture =
    &[Cells(10, 18, 15, 12, 8), Wire("M10 42L51 78M190 42L149 78"), Cells(51, 82, 7, 14, 4), Key(100, 60, 4)];

/// A web of pages and the lanes in which their addresses wait, a host each.
pub const WEB_CRAWLER: Picture = &[
    Wire("M20 60L48 30M20 60L52 64M20 60L42 96M48 30L84 20M48 30L52 64M52 64L86 58M42 96L82 98M52 64L82 98"),
    Key(20, 60, 5),
    Key(48, 30, 5),
    Key(52, 64, 5),
    Key(42, 96, 5),
    Key(84, 20, 8),
    Key(86, 58, 8),
    Key(82, 98, 8),
    Wire("M110 14H170M110 32H170M110 50H170M110 68H170M110 86H170M110 104H170"),
    Key(160, 23, 0),
    Key(160, 59, 1),
    Key(146, 59, 1),
    Key(132, 59, 1),
    Key(118, 59, 1),
    Key(160, 95, 6),
    Key(146, 95, 6),
    Server(184, 59, 5),
];

/// One sender, a lane for each channel; in one the provider is down and the lane fills.
pub const NOTIFICATION: Picture = &[
    Wire("M22 60L60 24M22 60H60M22 60L60 96"),
    Server(22, 60, 6),
    Wire("M60 14H160M60 34H160M60 50H160M60 70H160M60 86H160M60 106H160"),
    Key(108, 24, 4),
    Key(150, 24, 4),
    Key(80, 60, 0),
    Key(94, 60, 0),
    Key(108, 60, 0),
    Key(122, 60, 0),
    Key(136, 60, 0),
    Key(150, 60, 0),
    Key(94, 96, 5),
    Server(178, 24, 4),
    Lost(178, 60),
    Rejected(178, 60),
    Server(178, 96, 5),
];

/// One post, copied into the feeds of the followers.
pub const NEWS_FEED: Picture = &[
    Wire("M100 18V30M100 30L28 62M100 30L64 62M100 30V62M100 30L136 62M100 30L172 62"),
    Key(100, 16, 0),
    Cells(16, 64, 1, 24, 0),
    Cells(52, 64, 1, 24, 0),
    Cells(88, 64, 1, 24, 0),
    Cells(124, 64, 1, 24, 0),
    Cells(160, 64, 1, 24, 8),
    Cells(16, 80, 1, 24, 8),
    Cells(52, 80, 1, 24, 5),
    Cells(88, 80, 1, 24, 8),
    Cells(124, 80, 1, 24, 8),
    Cells(160, 80, 1, 24, 5),
    Cells(16, 96, 1, 24, 5),
    Cells(88, 96, 1, 24, 5),
    Cells(124, 96, 1, 24, 3),
];

/// Two phones and the server between them; one of the lines runs through a tunnel.
pub const CHAT: Picture = &[
    Wire("M46 60H154"),
    Outline("M14 28H46V98H14Z"),
    Outline("M154 28H186V98H154Z"),
    Filled("M19 38H36V48H19Z", 4),
    Filled("M24 54H41V64H24Z", 1),
    Filled("M19 70H36V80H19Z", 4),
    Filled("M164 38H181V48H164Z", 4),
    Filled("M159 54H176V64H159Z", 1),
    Server(84, 60, 5),
    Key(62, 60, 4),
    Outline("M112 84V56A16 16 0 0 1 144 56V84Z"),
    Key(128, 60, 4),
];

/// A trie with the path of what has been typed.
pub const AUTOCOMPLETE: Picture = &[
    Wire(
        "M100 14L60 44M100 14L140 44M60 44L34 76M60 44L86 76M34 76L20 106M34 76L48 106M86 76V106M140 44V76M140 76L126 106M140 76L154 106",
    ),
    Trail("M100 14L60 44L34 76L20 106", 5),
    Key(100, 14, 5),
    Key(60, 44, 5),
    Key(34, 76, 5),
    Key(20, 106, 5),
    Key(140, 44, 8),
    Key(86, 76, 8),
    Key(48, 106, 8),
    Key(86, 106, 8),
    Key(140, 76, 8),
    Key(126, 106, 8),
    Key(154, 106, 8),
    Word(66, 24, "t"),
    Word(28, 58, "r"),
    Word(8, 90, "e"),
];

/// The quality that a viewer on a train gets, and the chunks in the buffer.
pub const VIDEO: Picture = &[
    Wire("M16 8V74H188"),
    Filled("M16 26H50V74H16Z", 4),
    Filled("M50 14H84V74H50Z", 4),
    Filled("M84 56H118V74H84Z", 1),
    Filled("M118 40H152V74H118Z", 4),
    Filled("M152 26H180V74H152Z", 4),
    Trail("M16 22L34 12L60 10L78 34L94 54L112 50L130 30L152 24L180 14", 0),
    Cells(16, 90, 8, 20, 5),
    Outline("M156 90H176V106H156Z"),
    Rejected(188, 98),
];

/// Two copies of a file in blocks; one block was changed, and only that one travels.
pub const DRIVE: Picture = &[
    Cells(16, 16, 7, 24, 5),
    Filled("M64 16H88V32H64Z", 0),
    Wire("M76 32V88"),
    Filled("M64 52H88V68H64Z", 0),
    Cells(16, 90, 7, 24, 5),
    Filled("M64 90H88V106H64Z", 0),
];

/// Draws a picture. It repeats what stands beside it, so that assistive technology may pass it by. Its marks never change:
/// they need no keys.
pub fn view(picture: Picture) -> Html {
    html! {
        <svg class="picture" viewBox="0 0 200 120" aria-hidden="true" focusable="false">
            { for picture.iter().map(mark) }
            { path("ground", 8, "M4 119H196".into()) }
        </svg>
    }
}

fn mark(mark: &Mark) -> Html {
    match *mark {
        Server(x, y, of) => path("server", of, square(x, y)),
        Lost(x, y) => path("lost", 8, square(x, y)),
        Key(x, y, of) => path("key", of, format!("M{} {y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z", x - 5).into()),
        Rejected(x, y) => path("rejected", 8, format!("M{} {}l10 10m0-10l-10 10", x - 5, y - 5).into()),
        Cells(x, y, count, width, of) => path("cells", of, cells(x, y, count, width)),
        Wire(d) => path("wire", 8, d.into()),
        Trail(d, of) => path("trail", of, d.into()),
        Outline(d) => path("cells", 8, d.into()),
        Filled(d, of) => path("cells", of, d.into()),
        Word(x, y, word) => html! { <text x={x.to_string()} y={y.to_string()}>{ word }</text> },
    }
}

/// A mark of a kind, in a colour: 8 is none.
fn path(kind: &'static str, of: u8, d: AttrValue) -> Html {
    let class = if of < 8 { format!("{kind} of-{of}").into() } else { AttrValue::from(kind) };
    html! { <path {class} {d} /> }
}

/// A rounded square of 24.
fn square(x: i16, y: i16) -> AttrValue {
    format!("M{} {}h16q4 0 4 4v16q0 4-4 4h-16q-4 0-4-4v-16q0-4 4-4Z", x - 8, y - 12).into()
}

/// A strip 16 high, with a border between cells.
fn cells(x: i16, y: i16, count: u8, width: i16) -> AttrValue {
    let mut path = format!("M{x} {y}h{}v16h-{0}Z", i16::from(count) * width);
    for border in 1..i16::from(count) {
        path += &format!("M{} {y}v16", x + border * width);
    }
    path.into()
}
