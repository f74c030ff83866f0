//! One sheet out of many: `styles/*.css`, so that a first visit asks for CSS once. What only one page needs is a sheet of its
//! own in `styles/pages/`, and what is opened later, with code that is loaded later, in `styles/later/`.

use std::path::{Path, PathBuf};

use crate::command::{About as _, Failure, Outcome};
use crate::folders;

/// Writes `.cache/site.css`, and `.cache/page-<name>.css` and `.cache/later-<name>.css` for the sheets that stand alone.
/// Links to them in `index.html`; the prerenderer leaves each page its own. Trunk calls this before each build, reads
/// `index.html` after it, and minifies the sheets.
pub fn write() -> Outcome {
    let (styles, cache) = (folders::top().join("styles"), folders::top().join(".cache"));
    std::fs::create_dir_all(&cache).about("making .cache")?;
    let mut shared = String::new();
    for path in sheets(&styles)? {
        shared.push_str(&read(&path)?);
        shared.push('\n');
    }
    std::fs::write(cache.join("site.css"), shared).about("writing .cache/site.css")?;
    let mut links = String::new();
    for (folder, kind) in [("pages", "page"), ("later", "later")] {
        for path in sheets(&styles.join(folder))? {
            let name = format!("{kind}-{}", path.file_name().unwrap_or_default().display());
            std::fs::write(cache.join(&name), read(&path)?).about(format_args!("writing {name}"))?;
            links.extend(["    <link data-trunk rel=\"css\" href=\".cache/", &name, "\">\n"]);
        }
    }
    link(&links)
}

/// The lines of `index.html` between which the links to sheets stand.
const LINKS: [&str; 2] = ["`cargo xtask styles` from the folders of `styles/`: -->\n", "    <!-- until here. -->"];

/// Puts these links into `index.html`, if other ones stand there: what is written anew is built anew.
fn link(links: &str) -> Outcome {
    let path = folders::top().join("index.html");
    let index = read(&path)?;
    let linked = with_links(&index, links).ok_or("index.html has no place for the sheets’ links")?;
    if linked == index { Ok(()) } else { std::fs::write(path, linked).about("writing index.html") }
}

fn with_links(index: &str, links: &str) -> Option<String> {
    let (before, rest) = index.split_once(LINKS[0])?;
    let (_, after) = rest.split_once(LINKS[1])?;
    Some([before, LINKS[0], links, LINKS[1], after].concat())
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).about(format_args!("reading {}", path.display()))
}

/// The sheets of a folder in the order in which they apply: the tokens that all others use, then by name,
/// and what paper asks for, which goes before all others.
fn sheets(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).about(format_args!("reading {}", folder.display()))? {
        let path = entry.about("reading the styles")?.path();
        if path.extension().is_some_and(|extension| extension == "css") {
            paths.push(path);
        }
    }
    paths.sort_by_key(|path| (!path.ends_with("tokens.css"), path.ends_with("print.css"), path.clone()));
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The classes that a sheet names in its selectors.
    fn classes(css: &str) -> BTreeSet<String> {
        let mut without_remarks = String::new();
        for (index, part) in css.split("/*").enumerate() {
            without_remarks.push_str(if index == 0 {
                part
            } else {
                part.split_once("*/").map_or("", |(_, rest)| rest)
            });
        }
        let selectors = without_remarks.split('{').filter_map(|part| part.rsplit(['}', ';']).next());
        let names = selectors.flat_map(|selector| {
            selector.split('.').skip(1).map(|rest| {
                let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
                rest.split(|letter| !is_name(letter)).next().unwrap_or_default().to_owned()
            })
        });
        names.filter(|name| name.starts_with(|letter: char| letter.is_ascii_alphabetic())).collect()
    }

    #[test]
    fn classes_are_found_in_selectors_only() {
        let css =
            "/* .no */ .a > b.c-d:hover, .e { margin: .5rem; }\n@media (min-width: 1.5em) { .f:not(.g) { top: 0 } }";
        assert_eq!(classes(css).into_iter().collect::<Vec<_>>(), ["a", "c-d", "e", "f", "g"]);
    }

    /// A word for a state (`is-…`) stands with the class of what is in that state; what chapters share is styled in a sheet
    /// of `styles/`, and a chapter may say more of it.
    #[test]
    fn no_class_is_styled_by_two_chapters() {
        let styles = folders::top().join("styles");
        let shared: BTreeSet<String> =
            sheets(&styles).unwrap().iter().flat_map(|path| classes(&read(path).unwrap())).collect();
        let mut chapters_of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for path in sheets(&styles.join("pages")).unwrap().into_iter().chain(sheets(&styles.join("later")).unwrap()) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            if !folders::top().join("src/chapters").join(&name).is_dir() {
                continue;
            }
            for class in classes(&read(&path).unwrap()) {
                chapters_of.entry(class).or_default().insert(name.clone());
            }
        }
        assert!(chapters_of.len() > 100, "the sheets are read");
        chapters_of.retain(|class, of| of.len() > 1 && !class.starts_with("is-") && !shared.contains(class));
        assert_eq!(chapters_of, BTreeMap::new());
    }

    #[test]
    fn the_page_links_to_every_sheet_that_stands_alone() {
        let index = read(&folders::top().join("index.html")).unwrap();
        for (folder, kind) in [("pages", "page"), ("later", "later")] {
            for path in sheets(&folders::top().join("styles").join(folder)).unwrap() {
                let name = format!(".cache/{kind}-{}\"", path.file_name().unwrap().display());
                assert!(index.contains(&name), "{name}: run `cargo xtask styles`");
            }
        }
    }
}
