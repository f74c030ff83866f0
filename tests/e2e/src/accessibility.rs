//! What axe-core finds wrong with a page, and whether it fits a narrow screen.

use serde_json::{Value, json};

use crate::Page;
use crate::site::repository;

/// The rules that depend on colours, as an option of axe's.
const COLOURS: &str = "{ runOnly: ['color-contrast', 'link-in-text-block'] }";

impl Page<'_> {
    /// Fails if axe finds anything in the page as it is now, in any theme. A theme changes colours and nothing else, so all rules
    /// are asked in one of them, and those about colours in all.
    #[track_caller]
    pub fn assert_accessible(&self, what: &str) {
        self.assert_accessible_in("html", what);
    }

    /// The same for one part of the page, or several: what a journey changed there, where another journey looks at the whole page.
    #[track_caller]
    pub fn assert_accessible_in(&self, part: &str, what: &str) {
        assert!(self.count(part) > 0, "{what}: there is no {part}");
        for (theme, rules) in [("light", "{}"), ("dark", COLOURS), ("contrast", COLOURS)] {
            self.show_theme(theme);
            assert_eq!(self.axe_with(part, rules), [""; 0], "{what}, {theme}");
        }
    }

    /// What axe finds, a readable line for each element; empty is good.
    #[track_caller]
    #[must_use]
    pub fn axe(&self) -> Vec<String> {
        self.axe_with("html", "{}")
    }

    /// The same for one part of the page, or several.
    #[track_caller]
    #[must_use]
    pub fn axe_in(&self, part: &str) -> Vec<String> {
        self.axe_with(part, "{}")
    }

    #[track_caller]
    fn axe_with(&self, part: &str, options: &str) -> Vec<String> {
        let path = repository().join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask test --only e2e` installs it", path.display()));
        if self.eval("Boolean(window.axe)") != true {
            self.run(&axe);
        }
        let found = self.eval(&format!(
            "(await axe.run({}, {{ resultTypes: ['violations'], ...{options} }})).violations",
            json!(part)
        ));
        let violations = found.as_array().map(Vec::as_slice).unwrap_or_default();
        violations.iter().flat_map(lines).collect()
    }

    /// By how many CSS pixels the page is wider than the window; 0 is good.
    #[track_caller]
    #[must_use]
    pub fn overflow(&self) -> i64 {
        let overflow = self.eval("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        overflow.as_i64().unwrap_or_default()
    }
}

fn lines(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    nodes
        .iter()
        .map(|node| {
            format!(
                "{} ({}): {} {} — {}",
                violation["id"].as_str().unwrap_or_default(),
                violation["impact"].as_str().unwrap_or_default(),
                node["target"],
                node["html"].as_str().unwrap_or_default(),
                node["failureSummary"].as_str().unwrap_or_default().replace('\n', " "),
            )
        })
        .collect()
}
