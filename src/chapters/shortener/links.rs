//! The links that a reader has made: kept on the device, so that a short link leads somewhere, also after a reload.
//!
//! All of them are one text in the browser's storage, read afresh and written at once by every change, so that two tabs do not
//! undo each other's. What can't be read is kept aside, and what can be read of it stays.

use std::fmt;

use algorithms::codes::base62;
use algorithms::codes::long_url::LongUrl;

/// The name under which an address holds a short link: `#go=zn9edcu`. See [`crate::share`].
pub const GO: &str = "go";

/// The name of the links in the storage. It does not begin as labs' states do: starting afresh does not delete links.
const NAME: &str = "moving-parts.links";
/// What could not be read is kept under names that begin so.
const ASIDE: &str = "moving-parts.damaged.links.";
/// So many damaged texts are kept.
const MOST_ASIDE: u32 = 9;
/// So many links are kept.
pub const MOST: usize = 100;
/// Stands for no code.
const NONE: &str = "-";

/// A link on the device.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its ID, which no other has: its code is this in base 62.
    pub id: u64,
    /// Its code of the other way, cut from a hash.
    pub hash: Option<String>,
    /// How often it was followed from this page.
    pub clicks: u32,
    /// Where it leads.
    pub url: LongUrl,
}

impl Link {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> String {
        base62::encode(self.id)
    }
}

/// Why links are not kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Trouble {
    /// There is no storage: a private window, or it is blocked.
    NoStorage,
    /// The storage takes no more.
    Full,
    /// A newer version of the book wrote the links.
    Newer,
    /// There are [`MOST`].
    TooMany,
    /// Another link has this ID: it was made in another run of the lab.
    Taken,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStorage => {
                f.write_str(
                    "This browser keeps nothing here (a private window?): a short link works only in the lab, until you leave \
                     this page.",
                )
            }
            Self::Full => f.write_str("The browser’s storage is full: this was not kept."),
            Self::Newer => {
                f.write_str("A newer version of this book keeps your links; this one leaves them untouched.")
            }
            Self::TooMany => write!(f, "{MOST} links are kept on this device. Delete one to keep another."),
            Self::Taken => f.write_str(
                "A link on this device has this ID already: another run gave it out. The short link here is not kept.",
            ),
        }
    }
}

/// Links as text: a version, then a line for each.
fn write(links: &[Link]) -> String {
    let mut text = "1".to_owned();
    for Link { id, hash, clicks, url } in links {
        text += &format!("\n{id} {} {clicks} {}", hash.as_deref().unwrap_or(NONE), url.as_str());
    }
    text
}

/// The links of a text, and whether all of it was read; `None` if a newer version wrote it.
fn read(text: &str) -> Option<(Vec<Link>, bool)> {
    let mut lines = text.split('\n');
    let version = lines.next().unwrap_or_default();
    if version != "1" {
        let is_newer = version.parse::<u32>().is_ok_and(|version| version > 1);
        return (!is_newer).then(|| (Vec::new(), false));
    }
    let (mut links, mut whole): (Vec<Link>, bool) = (Vec::new(), true);
    for line in lines {
        match link(line).filter(|link| links.len() < MOST && links.iter().all(|other| other.id != link.id)) {
            Some(link) => links.push(link),
            None => whole = false,
        }
    }
    Some((links, whole))
}

fn link(line: &str) -> Option<Link> {
    let mut parts = line.splitn(4, ' ');
    let id = parts.next()?.parse().ok()?;
    let hash = parts.next()?;
    let clicks = parts.next()?.parse().ok()?;
    let is_code = hash.len() <= 16 && hash.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if hash != NONE && !is_code {
        return None;
    }
    // Checked again: what stands in the storage becomes a link that is clicked.
    let url = LongUrl::parse(parts.next()?).ok()?;
    Some(Link { id, hash: (hash != NONE).then(|| hash.to_owned()), clicks, url })
}

/// All links, oldest first.
///
/// # Errors
/// If there is no storage, or a newer version wrote it.
pub fn all() -> Result<Vec<Link>, Trouble> {
    let text = match raw(NAME)? {
        None => return Ok(Vec::new()),
        Some(text) => text,
    };
    let (links, whole) = read(&text).ok_or(Trouble::Newer)?;
    if !whole {
        set_aside(&text)?;
        storage()?.set_item(NAME, &write(&links)).map_err(|_| Trouble::Full)?;
    }
    Ok(links)
}

fn raw(name: &str) -> Result<Option<String>, Trouble> {
    match storage()?.get_item(name) {
        Ok(text) => Ok(text),
        Err(_) => Err(Trouble::NoStorage),
    }
}

fn storage() -> Result<web_sys::Storage, Trouble> {
    gloo::utils::window().local_storage().ok().flatten().ok_or(Trouble::NoStorage)
}

/// Keeps a text that can't be read under the first name that is free.
fn set_aside(text: &str) -> Result<(), Trouble> {
    for number in 1..=MOST_ASIDE {
        let name = format!("{ASIDE}{number}");
        if raw(&name)?.is_none() {
            return storage()?.set_item(&name, text).map_err(|_| Trouble::Full);
        }
    }
    Err(Trouble::Full)
}

fn change(how: impl FnOnce(&mut Vec<Link>) -> Result<(), Trouble>) -> Result<Vec<Link>, Trouble> {
    let mut links = all()?;
    how(&mut links)?;
    storage()?.set_item(NAME, &write(&links)).map_err(|_| Trouble::Full)?;
    Ok(links)
}

/// Keeps a link. One that is there already stays as it is.
///
/// # Errors
/// If it can't be kept; then nothing has changed.
pub fn keep(id: u64, hash: Option<String>, url: LongUrl) -> Result<Vec<Link>, Trouble> {
    change(|links| match links.iter().find(|link| link.id == id) {
        Some(known) if known.url == url => Ok(()),
        Some(_) => Err(Trouble::Taken),
        None if links.len() >= MOST => Err(Trouble::TooMany),
        None => {
            links.push(Link { id, hash, clicks: 0, url });
            Ok(())
        }
    })
}

/// A link was followed.
///
/// # Errors
/// If that can't be kept.
pub fn count(id: u64) -> Result<Vec<Link>, Trouble> {
    change(|links| {
        for link in links.iter_mut().filter(|link| link.id == id) {
            link.clicks = link.clicks.saturating_add(1);
        }
        Ok(())
    })
}

/// Deletes a link, or all of them.
///
/// # Errors
/// If that can't be done.
pub fn delete(id: Option<u64>) -> Result<Vec<Link>, Trouble> {
    change(|links| {
        links.retain(|link| id.is_some_and(|id| link.id != id));
        Ok(())
    })
}

/// The link that a code leads to, whichever way made it.
#[must_use]
pub fn find<'a>(links: &'a [Link], code: &str) -> Option<&'a Link> {
    let id = base62::decode(code).ok();
    let by_id = links.iter().find(|link| Some(link.id) == id);
    by_id.or_else(|| links.iter().find(|link| link.hash.as_deref() == Some(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(id: u64, url: &str) -> Link {
        Link { id, hash: Some(format!("{id:x}")), clicks: 3, url: LongUrl::parse(url).unwrap() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let links = vec![
            link(2_009_215_674_938, "https://a.example/π?x=1#y"),
            Link { hash: None, ..link(7, "http://b.example/") },
        ];
        assert_eq!(read(&write(&links)), Some((links, true)));
        assert_eq!(read(&write(&[])), Some((vec![], true)));
    }

    #[test]
    fn what_can_be_read_of_a_damaged_text_stays() {
        let good = link(7, "https://a.example/");
        let text = write(std::slice::from_ref(&good));
        for bad in [
            "",
            "x",
            "8 - 1",
            "8 - x https://a.example/",
            "-1 - 1 https://a.example/",
            "8 <b> 1 https://a.example/",
            "8 - 1 javascript:alert(1)",
            "8 - 1 data:text/html,x",
            "7 - 1 https://twice.example/",
        ] {
            assert_eq!(read(&format!("{text}\n{bad}")), Some((vec![good.clone()], false)), "{bad}");
        }
        assert_eq!(read("garbage"), Some((vec![], false)));
        assert_eq!(read("2\nwhatever"), None, "a newer version is left alone");
        let many: String = (0..200).map(|id| format!("\n{id} - 0 https://a.example/")).collect();
        assert_eq!(read(&format!("1{many}")).map(|(links, whole)| (links.len(), whole)), Some((MOST, false)));
    }

    #[test]
    fn a_code_is_found_by_either_way() {
        let links = [link(2_009_215_674_938, "https://a.example/"), link(11_157, "https://b.example/")];
        assert_eq!(find(&links, "zn9edcu"), links.first());
        assert_eq!(find(&links, "2b95"), links.get(1));
        for no in ["", "zn9edcv", "<b>", "ü"] {
            assert_eq!(find(&links, no), None, "{no}");
        }
    }
}
