//! Functions cut out of a source file by their names.

use super::listing::{Code, File};

/// A line as it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Its number in the file, counted from 1.
    pub number: u32,
    /// Its text, without the indentation that the whole function has.
    pub text: &'static str,
}

/// A function, its documentation above it. Lines that only report to a probe are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// The file's path.
    pub path: &'static str,
    /// Its lines, in order.
    pub lines: Vec<Line>,
}

/// The functions of some code; one that is not there is missing here too, which a test of each chapter finds.
#[must_use]
pub fn excerpts(code: &Code) -> Vec<Excerpt> {
    let names = code.functions.iter().flat_map(|(file, names)| names.iter().map(|name| (*file, *name)));
    names.filter_map(|(file, name)| cut(file, name)).collect()
}

/// Cuts a function out, `name` or `Type::name`. rustfmt has set the file, so a function ends at the first closing brace below
/// it with its own indentation.
#[must_use]
pub fn cut(file: File, name: &str) -> Option<Excerpt> {
    let lines: Vec<&'static str> = file.text.lines().collect();
    let (owner, function) = name.split_once("::").map_or((None, name), |(owner, function)| (Some(owner), function));
    let from = match owner {
        Some(owner) => lines.iter().position(|line| is_impl_of(line, owner))?,
        None => 0,
    };
    let head = from + lines[from..].iter().position(|line| is_head_of(line, function))?;
    let indentation = indentation(lines[head]);
    let length = lines[head..].iter().position(|line| line.trim() == "}" && self::indentation(line) == indentation)?;
    let above = lines[..head].iter().rev().take_while(|line| is_above_a_function(line)).count();
    let first = head - above;
    let numbered = (1..).zip(lines).skip(first).take(above + length + 1);
    let mut is_report = false;
    let lines = numbered.filter_map(|(number, line)| {
        is_report |= line.trim_start().starts_with("probe!(");
        let shown = (!is_report).then(|| Line { number, text: line.get(indentation..).unwrap_or_default() });
        is_report &= !line.ends_with(");");
        shown
    });
    Some(Excerpt { path: file.path, lines: lines.collect() })
}

/// How far a line is set in, in columns of one space.
#[must_use]
pub fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn is_impl_of(line: &str, owner: &str) -> bool {
    let rest = line.strip_prefix("impl").and_then(|rest| rest.split_once(owner));
    rest.is_some_and(|(before, after)| {
        before.ends_with(' ') && after.starts_with([' ', '<']) && !before.contains(" for ")
    })
}

fn is_head_of(line: &str, function: &str) -> bool {
    let is_comment = line.trim_start().starts_with("//");
    let rest = line.split_once("fn ").and_then(|(_, rest)| rest.strip_prefix(function));
    !is_comment && rest.is_some_and(|rest| rest.starts_with(['(', '<']))
}

/// Documentation or an attribute.
fn is_above_a_function(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("///") || line.starts_with("#[")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: File = File {
        path: "some.rs",
        text: "impl One {\n    fn new() {}\n}\n\nimpl Two {\n    /// Makes it.\n    #[must_use]\n    pub fn new<T>(\n        \
               probe: T,\n    ) -> Self {\n        let low = 0;\n        probe!(probe, low = low);\n        if low {\n        \
               }\n        probe!(\n            probe,\n        );\n    }\n}\n",
    };

    #[test]
    fn a_function_is_cut_with_what_stands_above_it_and_without_its_reports() {
        let excerpt = cut(FILE, "Two::new").unwrap();
        let texts: Vec<&str> = excerpt.lines.iter().map(|line| line.text).collect();
        let expected = [
            "/// Makes it.",
            "#[must_use]",
            "pub fn new<T>(",
            "    probe: T,",
            ") -> Self {",
            "    let low = 0;",
            "    if low {",
            "    }",
            "}",
        ];
        assert_eq!(texts, expected);
        let numbers: Vec<u32> = excerpt.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [6, 7, 8, 9, 10, 11, 13, 14, 18]);
    }

    #[test]
    fn a_function_that_is_gone_is_not_found() {
        assert_eq!(cut(FILE, "old"), None);
        assert_eq!(cut(FILE, "Three::new"), None);
        assert_eq!(cut(File { text: "// fn old() {\n}", ..FILE }, "old"), None);
    }
}
