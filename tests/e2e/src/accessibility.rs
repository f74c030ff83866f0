//! What axe-core finds wrong with a page, and whether it fits a narrow screen.

use serde_json::Value;

use crate::Page;
use crate::site::repository;

impl Page<'_> {
    /// What axe finds, a readable line for each element; empty is good.
    #[track_caller]
    #[must_use]
    pub fn axe(&self) -> Vec<String> {
        let path = repository().join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask test --only e2e` installs it", path.display()));
        self.run(&format!("if (!window.axe) {{ {axe} }}"));
        let found = self.eval("(await axe.run({ resultTypes: ['violations'] })).violations");
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
