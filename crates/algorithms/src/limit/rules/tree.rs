//! YAML as a tree that knows its lines. The grammar is the library's; this only puts its events together.

use std::str::Chars;

use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::scanner::{Marker, ScanError, TScalarStyle};

use super::{DEEPEST, Fault, Why};

/// Nested deeper than any rules, whose levels are three each: a rule, its list, the map round both.
const DEEPEST_NODE: usize = 3 * DEEPEST + 3;

/// Where something is, counted from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub line: u32,
    pub column: u32,
}

impl Place {
    pub(super) const fn fault(self, why: Why) -> Fault {
        Fault { line: self.line, column: self.column, why }
    }
}

impl From<&Marker> for Place {
    fn from(marker: &Marker) -> Self {
        Self { line: marker.line() as u32, column: marker.col() as u32 + 1 }
    }
}

/// A part of the file.
#[derive(Debug)]
pub(super) struct Node {
    pub place: Place,
    pub what: What,
}

/// What it is.
#[derive(Debug)]
pub(super) enum What {
    /// Text as it stands there; whether it was written without quotes.
    Text(String, bool),
    List(Vec<Node>),
    /// Keys with their places, in order.
    Map(Vec<(String, Place, Node)>),
}

/// Reads a whole file; `None` if there is nothing in it.
pub(super) fn parse(text: &str) -> Result<Option<Node>, Fault> {
    let mut events = Events(Parser::new(text.chars()));
    let mut root = None;
    loop {
        let (event, place) = events.next()?;
        match event {
            Event::StreamEnd => return Ok(root),
            Event::DocumentStart if root.is_some() => return Err(place.fault(Why::NotRead("Several documents"))),
            Event::Nothing | Event::StreamStart | Event::DocumentStart | Event::DocumentEnd => {}
            event => root = Some(node(&mut events, event, place, 0)?),
        }
    }
}

struct Events<'text>(Parser<Chars<'text>>);

impl Events<'_> {
    fn next(&mut self) -> Result<(Event, Place), Fault> {
        let wrong = |error: ScanError| Place::from(error.marker()).fault(Why::Syntax(error.info().to_owned()));
        let (event, marker) = self.0.next_token().map_err(wrong)?;
        Ok((event, Place::from(&marker)))
    }
}

fn node(events: &mut Events<'_>, event: Event, place: Place, depth: usize) -> Result<Node, Fault> {
    if depth > DEEPEST_NODE {
        return Err(place.fault(Why::Deep));
    }
    let what = match event {
        Event::Scalar(text, style, anchor, tag) => {
            nothing_special(place, anchor, tag.is_some())?;
            What::Text(text, style == TScalarStyle::Plain)
        }
        Event::SequenceStart(anchor, tag) => {
            nothing_special(place, anchor, tag.is_some())?;
            let mut items = Vec::new();
            loop {
                match events.next()? {
                    (Event::SequenceEnd, _) => break What::List(items),
                    (event, place) => items.push(node(events, event, place, depth + 1)?),
                }
            }
        }
        Event::MappingStart(anchor, tag) => {
            nothing_special(place, anchor, tag.is_some())?;
            let entries = entries(events, depth)?;
            // The library only knows that it is a map when it has seen the first colon.
            let place = entries.first().map_or(place, |(_, first, _)| *first);
            return Ok(Node { place, what: What::Map(entries) });
        }
        Event::Alias(_) => return Err(place.fault(Why::NotRead("Anchors and aliases"))),
        _ => return Err(place.fault(Why::Empty)),
    };
    Ok(Node { place, what })
}

fn entries(events: &mut Events<'_>, depth: usize) -> Result<Vec<(String, Place, Node)>, Fault> {
    let mut entries: Vec<(String, Place, Node)> = Vec::new();
    loop {
        let (event, place) = events.next()?;
        if event == Event::MappingEnd {
            return Ok(entries);
        }
        let What::Text(key, _) = node(events, event, place, depth + 1)?.what else {
            return Err(place.fault(Why::NotA { what: "A field’s name", wanted: "a word" }));
        };
        if entries.iter().any(|(other, ..)| *other == key) {
            return Err(place.fault(Why::Twice(key)));
        }
        let (event, value_place) = events.next()?;
        entries.push((key, place, node(events, event, value_place, depth + 1)?));
    }
}

fn nothing_special(place: Place, anchor: usize, has_tag: bool) -> Result<(), Fault> {
    if anchor > 0 {
        return Err(place.fault(Why::NotRead("Anchors and aliases")));
    }
    if has_tag { Err(place.fault(Why::NotRead("Tags"))) } else { Ok(()) }
}
