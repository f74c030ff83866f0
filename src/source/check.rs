//! What the tests of chapters say of their listings.

use algorithms::probe::Ran;

use super::excerpt::{cut, excerpts};
use super::listing::Listing;

/// Every function that is named is there, short enough to be read, and without its reports.
pub fn all_are_there(listings: &[Listing]) {
    for code in listings.iter().flat_map(|listing| listing.code) {
        for (file, name) in code.functions.iter().flat_map(|(file, names)| names.iter().map(move |name| (file, name))) {
            let excerpt = cut(*file, name).unwrap_or_else(|| panic!("{name} is not in {}", file.path));
            assert!((3..=60).contains(&excerpt.lines.len()), "{name} is {} lines", excerpt.lines.len());
            let function = name.rsplit("::").next().unwrap_or_default();
            assert!(excerpt.lines.iter().any(|line| line.text.contains(&format!("fn {function}"))), "{name}");
            assert!(excerpt.lines.iter().all(|line| !line.text.contains("probe!(")), "{name}");
        }
    }
}

/// The texts of the lines that ran, as they are shown, with their values.
pub fn marked(listing: &Listing, ran: &[Ran]) -> Vec<String> {
    let shown: Vec<_> = listing.code.iter().flat_map(excerpts).collect();
    let text = |ran: &Ran| {
        let excerpt = shown.iter().filter(|excerpt| excerpt.path == ran.line.file);
        let line = excerpt.flat_map(|excerpt| &excerpt.lines).find(|line| line.number == ran.line.number);
        let line = line.unwrap_or_else(|| panic!("{:?} ran and is not shown", ran.line));
        let values: Vec<String> = ran.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} | {}", line.text.trim(), values.join(" "))
    };
    ran.iter().map(text).collect()
}
