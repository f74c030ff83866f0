//! From a file's text to rules, or to the first thing that is wrong with it.

use super::tree::{Node, Place, What, parse};
use super::{Allowance, DEEPEST, Fault, LONGEST_FILE, MOST_RULES, Rule, Rules, Unit, Why};
use crate::limit::Quota;

const FILE_FIELDS: &str = "domain, descriptors";
const RULE_FIELDS: &str = "key, value, rate_limit, descriptors, shadow_mode";
const LIMIT_FIELDS: &str = "unit, requests_per_unit, unlimited";

/// Reads rules in YAML or JSON.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub fn read(text: &str) -> Result<Rules, Fault> {
    let top = Place { line: 1, column: 1 };
    if text.len() > LONGEST_FILE {
        return Err(top.fault(Why::LongFile(text.len())));
    }
    let root = parse(text)?.ok_or_else(|| top.fault(Why::Empty))?;
    let place = root.place;
    let (mut domain, mut rules) = (None, None);
    for (field, at, node) in map(root, "The file", "“domain:” and “descriptors:”")? {
        match field.as_str() {
            "domain" => domain = Some(word(node, "The domain")?),
            "descriptors" => rules = Some(list(node, 1, &mut 0)?),
            _ => return Err(at.fault(Why::Unknown { field, known: FILE_FIELDS })),
        }
    }
    let missing = |field| place.fault(Why::Missing(field));
    Ok(Rules { domain: domain.ok_or_else(|| missing("domain"))?, rules: rules.ok_or_else(|| missing("descriptors"))? })
}

fn list(node: Node, depth: usize, count: &mut usize) -> Result<Vec<Rule>, Fault> {
    if depth > DEEPEST {
        return Err(node.place.fault(Why::Deep));
    }
    let What::List(items) = node.what else {
        return Err(node
            .place
            .fault(Why::NotA { what: "“descriptors”", wanted: "a list of rules, each behind a “-”" }));
    };
    let mut rules: Vec<Rule> = Vec::with_capacity(items.len());
    for item in items {
        *count += 1;
        let place = item.place;
        if *count > MOST_RULES {
            return Err(place.fault(Why::ManyRules));
        }
        let rule = rule(item, depth, count)?;
        if let Some(other) = rules.iter().find(|other| other.key == rule.key && other.value == rule.value) {
            let entry = rule.value.map_or_else(|| rule.key.clone(), |value| [&rule.key, " = ", &value].concat());
            return Err(place.fault(Why::Duplicate { entry, line: other.line }));
        }
        rules.push(rule);
    }
    Ok(rules)
}

fn rule(node: Node, depth: usize, count: &mut usize) -> Result<Rule, Fault> {
    let place = node.place;
    let (mut key, mut value, mut allowance, mut below) = (None, None, None, None);
    let mut shadow = false;
    for (field, at, node) in map(node, "A rule", "fields: key, value, rate_limit, descriptors")? {
        match field.as_str() {
            "key" => key = Some(word(node, "The key")?),
            "value" => value = Some(word(node, "The value")?),
            "rate_limit" => allowance = Some(limit(node)?),
            "descriptors" => below = Some(list(node, depth + 1, count)?),
            "shadow_mode" => shadow = truth(&node, "“shadow_mode”")?,
            _ => return Err(at.fault(Why::Unknown { field, known: RULE_FIELDS })),
        }
    }
    if key.is_some() && allowance.is_none() && below.is_none() {
        return Err(place.fault(Why::Idle));
    }
    Ok(Rule {
        key: key.ok_or_else(|| place.fault(Why::Missing("key")))?,
        value,
        allowance,
        shadow,
        line: place.line,
        below: below.unwrap_or_default(),
    })
}

fn limit(node: Node) -> Result<Allowance, Fault> {
    let place = node.place;
    let (mut unit, mut requests, mut unlimited) = (None, None, false);
    for (field, at, node) in map(node, "“rate_limit”", "fields: unit and requests_per_unit")? {
        match field.as_str() {
            "unit" => unit = Some(unit_of(node)?),
            "requests_per_unit" => requests = Some((number(&node)?, node.place)),
            "unlimited" => unlimited = truth(&node, "“unlimited”")?,
            _ => return Err(at.fault(Why::Unknown { field, known: LIMIT_FIELDS })),
        }
    }
    if unlimited {
        let alone = unit.is_none() && requests.is_none();
        return if alone { Ok(Allowance::Unlimited) } else { Err(place.fault(Why::Both)) };
    }
    let unit = unit.ok_or_else(|| place.fault(Why::Missing("unit")))?;
    let (requests, at) = requests.ok_or_else(|| place.fault(Why::Missing("requests_per_unit")))?;
    Quota::new(requests, unit.period()).map_err(|error| at.fault(Why::Limit(error)))?;
    Ok(Allowance::Limited { requests, unit })
}

fn map(node: Node, what: &'static str, wanted: &'static str) -> Result<Vec<(String, Place, Node)>, Fault> {
    match node.what {
        What::Map(entries) => Ok(entries),
        What::Text(..) | What::List(_) => Err(node.place.fault(Why::NotA { what, wanted })),
    }
}

fn word(node: Node, what: &'static str) -> Result<String, Fault> {
    match node.what {
        What::Text(text, plain) if !(text.is_empty() || plain && text == "~") => Ok(text),
        What::Text(..) | What::List(_) | What::Map(_) => Err(node.place.fault(Why::NotA { what, wanted: "a word" })),
    }
}

fn truth(node: &Node, what: &'static str) -> Result<bool, Fault> {
    match &node.what {
        What::Text(text, true) if text == "true" => Ok(true),
        What::Text(text, true) if text == "false" => Ok(false),
        What::Text(..) | What::List(_) | What::Map(_) => {
            Err(node.place.fault(Why::NotA { what, wanted: "true or false" }))
        }
    }
}

fn unit_of(node: Node) -> Result<Unit, Fault> {
    let place = node.place;
    let name = word(node, "The unit")?;
    let unit = Unit::ALL.into_iter().find(|unit| unit.name().eq_ignore_ascii_case(&name));
    unit.ok_or_else(|| place.fault(Why::Unit(name)))
}

/// What is too large for 32 bits is too large for a limit too, and is called that.
fn number(node: &Node) -> Result<u32, Fault> {
    let What::Text(text, true) = &node.what else {
        return Err(node.place.fault(Why::NotA { what: "“requests_per_unit”", wanted: "a whole number" }));
    };
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(node.place.fault(Why::Number(text.clone())));
    }
    Ok(text.parse().unwrap_or(u32::MAX))
}
