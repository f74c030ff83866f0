//! A lab's moment in the address and in the browser's storage.
//!
//! The fragment of a page is `#<lab>=<code>`, joined by `&` where several labs have something to keep.

pub mod frame;
pub mod page;

/// What a lab keeps in the browser's storage is kept under names that begin so, and forgotten on a fresh start.
pub const LAB_STATE_PREFIX: &str = "moving-parts.lab.";

/// The code of a lab in a fragment.
#[must_use]
pub fn code_of<'a>(fragment: &'a str, lab: &str) -> Option<&'a str> {
    entries(fragment).find(|(name, _)| *name == lab).map(|(_, code)| code)
}

/// What a fragment holds that is no lab's code: the scene that is presented, and a reader's own scenes.
pub const PRESENT: &str = "present";
/// See [`PRESENT`].
pub const SCENES: &str = "scenes";
/// The names in a fragment: those of labs, and others that no lab of the page has.
pub fn names(fragment: &str) -> impl Iterator<Item = &str> {
    entries(fragment).map(|(lab, _)| lab)
}

/// The fragment with these codes in it, `#` included; codes of other labs stay, an anchor does not.
#[must_use]
pub fn with_codes(fragment: &str, codes: &[(&'static str, String)]) -> String {
    let others = entries(fragment).filter(|(name, _)| !codes.iter().any(|(lab, _)| lab == name));
    joined(others.chain(codes.iter().map(|(lab, code)| (*lab, code.as_str()))))
}

/// The fragment without the code of that name, `#` included.
#[must_use]
pub fn without_code(fragment: &str, name: &str) -> String {
    joined(entries(fragment).filter(|(other, _)| *other != name))
}

fn joined<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut whole = String::new();
    for (name, code) in entries {
        whole.push(if whole.is_empty() { '#' } else { '&' });
        whole.push_str(name);
        whole.push('=');
        whole.push_str(code);
    }
    whole
}

fn entries(fragment: &str) -> impl Iterator<Item = (&str, &str)> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    fragment.split('&').filter_map(|entry| entry.split_once('='))
}

/// What the browser's storage keeps of a lab: its code, and the codes that may stand for it in the address, where nothing
/// private is put.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Kept {
    /// Everything, what the reader typed included.
    pub full: String,
    /// What a link would hold.
    pub public: String,
    /// What the address may still hold, codes apart by spaces: a page that is being left can no longer change its address.
    pub before: String,
    /// The lab's other runs, in full and in their order.
    pub beside: Vec<String>,
    /// How many of these come before the run that is shown.
    pub shown: usize,
}

impl Kept {
    fn write(&self) -> String {
        let shown = self.shown.to_string();
        let mut lines = vec![self.full.as_str(), &self.public, &self.before, &shown];
        lines.extend(self.beside.iter().map(String::as_str));
        lines.join("\n")
    }

    /// `None` if it is not what [`Kept::write`] wrote.
    fn read(text: &str) -> Option<Self> {
        let mut lines = text.split('\n').map(str::to_owned);
        let [full, public, before, shown] = [lines.next()?, lines.next()?, lines.next()?, lines.next()?];
        let beside: Vec<String> = lines.collect();
        let shown = shown.parse().ok().filter(|shown| *shown <= beside.len())?;
        Some(Self { full, public, before, beside, shown })
    }

    /// Whether the code in the address stands for this.
    #[must_use]
    pub fn stands_behind(&self, code: &str) -> bool {
        !code.is_empty() && (code == self.public || self.before.split(' ').any(|before| before == code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_its_lab() {
        assert_eq!(code_of("#ring=AAA&rehash=B-_", "rehash"), Some("B-_"));
        assert_eq!(code_of("ring=AAA", "ring"), Some("AAA"));
        assert_eq!(code_of("#ring=AAA", "rin"), None);
        assert_eq!(code_of("", "ring"), None);
        assert!(names("#ring=AAA&rehash=B-_").eq(["ring", "rehash"]));
    }

    #[test]
    fn an_anchor_names_nothing() {
        assert_eq!(names("#ring").count(), 0);
        assert_eq!(names("").count(), 0);
    }

    #[test]
    fn the_codes_of_other_labs_stay() {
        assert_eq!(with_codes("#ring=A&rehash=B", &[("ring", "C".to_owned())]), "#rehash=B&ring=C");
        assert_eq!(with_codes("#sources", &[("ring", "C".to_owned())]), "#ring=C");
        assert_eq!(with_codes("#sources", &[]), "");
        assert_eq!(without_code("#ring=A&present=2&rehash=B", "present"), "#ring=A&rehash=B");
        assert_eq!(without_code("#present=2", "present"), "");
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let alone = Kept { full: "F".to_owned(), public: "P".to_owned(), ..Kept::default() };
        assert_eq!(Kept::read(&alone.write()), Some(alone.clone()));
        let kept = Kept { beside: vec!["A".to_owned(), "B".to_owned()], shown: 1, ..alone };
        assert_eq!(Kept::read(&kept.write()), Some(kept.clone()));
        assert!(Kept { before: "A B".to_owned(), ..kept.clone() }.stands_behind("B"));
        assert!(kept.stands_behind("P"));
        assert!(!kept.stands_behind(""));
        assert!(!kept.stands_behind("F"));
    }

    #[test]
    fn what_something_else_wrote_is_not_read() {
        assert_eq!(Kept::read(""), None);
        assert_eq!(Kept::read("a\nb"), None);
        assert_eq!(Kept::read("a\nb\nc\nd"), None);
        assert_eq!(Kept::read("a\nb\nc\n2\nd"), None);
    }
}
