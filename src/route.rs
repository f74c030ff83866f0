//! Addresses: `/` is the map of the book, `/<slug>/` a chapter, everything else is not found.

use crate::book;

/// Where a reader can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Route {
    /// The map of the book.
    Home,
    /// A chapter of the book.
    Chapter {
        /// The chapter's address.
        slug: &'static str,
    },
    /// What the words of the book mean.
    Glossary,
    /// No page has this address.
    NotFound,
}

impl Route {
    /// The address of a chapter.
    #[must_use]
    pub fn of(chapter: &book::Chapter) -> Self {
        Self::Chapter { slug: chapter.slug }
    }

    /// The page at a path of the site, which is at `base`.
    #[must_use]
    pub fn at(path: &str, base: &str) -> Self {
        // Some hosts and readers spell the file out.
        let path = path.strip_suffix("index.html").unwrap_or(path);
        match path.strip_prefix(base).unwrap_or(path).trim_matches('/') {
            "" => Self::Home,
            "glossary" => Self::Glossary,
            slug => book::chapter(slug).map_or(Self::NotFound, Self::of),
        }
    }

    /// The page that a link leads to, if it is one of the book.
    #[must_use]
    pub fn of_link(address: &str, base: &str) -> Option<Self> {
        let path = address.split(['#', '?']).next()?;
        let inside = path.strip_prefix(base)?.starts_with('/');
        // Two slashes would name another host.
        let route = (inside && !path.starts_with("//")).then(|| Self::at(path, base))?;
        (route != Self::NotFound).then_some(route)
    }

    /// The name by which a sheet belongs to this page alone: see `styles/pages/`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Chapter { slug } => book::chapter(slug).map_or(slug, |chapter| chapter.name),
            Self::Glossary => "glossary",
            Self::NotFound => "404",
        }
    }

    /// Its path below the site's own.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Chapter { slug } => format!("/{slug}/"),
            Self::Glossary => "/glossary/".to_owned(),
            Self::NotFound => "/404.html".to_owned(),
        }
    }

    /// The chapter at this address, if it is one.
    #[must_use]
    pub fn chapter(&self) -> Option<&'static book::Chapter> {
        match self {
            Self::Chapter { slug } => book::chapter(slug),
            Self::Home | Self::Glossary | Self::NotFound => None,
        }
    }

    /// What the browser's tab says.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Home => "Moving Parts: system design you can take apart".to_owned(),
            Self::Chapter { slug } => match book::chapter(slug) {
                Some(chapter) => format!("{} · Moving Parts", chapter.title),
                None => Self::NotFound.title(),
            },
            Self::Glossary => "Glossary · Moving Parts".to_owned(),
            Self::NotFound => "Page not found · Moving Parts".to_owned(),
        }
    }

    /// What a search engine says below the title.
    #[must_use]
    pub fn description(&self) -> &'static str {
        match self {
            Self::Home => {
                "An interactive textbook of system design in which every system is real: it runs in your browser."
            }
            Self::Chapter { slug } => match book::chapter(slug) {
                Some(chapter) => chapter.question,
                None => Self::NotFound.description(),
            },
            Self::Glossary => "What the words of the book mean: a sentence or two for each term.",
            Self::NotFound => "There is no page at this address.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RING: Route = Route::Chapter { slug: "consistent-hashing" };

    #[test]
    fn a_path_leads_to_its_page_at_the_top_and_in_a_folder() {
        for (base, path, route) in [
            ("", "/", Route::Home),
            ("", "/consistent-hashing/", RING),
            ("", "/consistent-hashing", RING),
            ("", "/consistent-hashing/index.html", RING),
            ("", "/consistent-hashing/deeper/", Route::NotFound),
            ("", "/glossary/", Route::Glossary),
            ("", "/no-such-page/", Route::NotFound),
            ("", "/404.html", Route::NotFound),
            ("/sub", "/sub/", Route::Home),
            ("/sub", "/sub", Route::Home),
            ("/sub", "/sub/consistent-hashing/", RING),
        ] {
            assert_eq!(Route::at(path, base), route, "{path} in {base}");
        }
    }

    #[test]
    fn only_links_to_pages_of_the_book_are_followed() {
        for (base, address, route) in [
            ("", "/consistent-hashing/#moment", Some(RING)),
            ("", "/", Some(Route::Home)),
            ("", "/icon.svg", None),
            ("", "#content", None),
            ("", "//consistent-hashing/", None),
            ("", "https://example.org/consistent-hashing/", None),
            ("/sub", "/sub/consistent-hashing/?a", Some(RING)),
            ("/sub", "/consistent-hashing/", None),
            ("/sub", "/subconsistent-hashing/", None),
        ] {
            assert_eq!(Route::of_link(address, base), route, "{address} in {base}");
        }
    }

    #[test]
    fn the_path_of_a_page_leads_to_it() {
        for route in [Route::Home, RING, Route::Glossary, Route::NotFound] {
            assert_eq!(Route::at(&route.path(), ""), route);
        }
    }
}
