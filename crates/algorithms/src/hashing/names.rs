//! What every scheme asks of a list of servers' names: that no two are the same. Any text is a name.

use std::collections::BTreeSet;

/// The first name that is in the list a second time. O(n log n).
pub(crate) fn repeated<N: AsRef<str>>(names: &[N]) -> Option<&str> {
    let mut seen = BTreeSet::new();
    names.iter().map(AsRef::as_ref).find(|name| !seen.insert(*name))
}
