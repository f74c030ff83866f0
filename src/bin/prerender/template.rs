//! The page that every route is put into: Trunk's, with a policy, a title, a description and the rendered content.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use moving_parts::chapters;
use moving_parts::sheet::LATER;
use sha2::{Digest as _, Sha256};

use crate::offline::{EDITION_MARK, page_script};

/// The relation of a link to what is loaded when the page was painted: the script in Trunk.toml makes a preload of it.
const SOON: &str = "soon";

/// Trunk's page, cut where something is put in.
pub struct Template {
    /// Up to the title.
    start: String,
    /// Between the title and the place of the content.
    middle: String,
    /// From the end of the content.
    end: String,
    policy: String,
    /// The site's address without its last slash, as it stands in an attribute.
    base: String,
}

impl Template {
    /// Cuts the page that Trunk made. `base` is the site's address without its last slash.
    ///
    /// # Errors
    /// A sentence that says what the page lacks.
    pub fn parse(index: &str, base: &str) -> Result<Self, String> {
        let offline = page_script();
        let scripts = [inline_scripts(index), vec![offline.as_str()]].concat();
        let policy = policy(&scripts);
        let (start, rest) = split(index, "<title>")?;
        let (_, rest) = split(rest, "</title>")?;
        let (before_id, after_id) = split(rest, "<div id=\"app\">").or_else(|_| split(rest, "<div id=app>"))?;
        let base = escaped(base);
        let marked = format!("<html data-base=\"{base}\" data-edition=\"{EDITION_MARK}\"");
        let start = start.replacen("<html", &marked, 1);
        let app = format!(
            "<link rel=\"manifest\" href=\"{base}/app/manifest.webmanifest\">\
             <link rel=\"apple-touch-icon\" href=\"{base}/app/icon-192.png\">"
        );
        let (last, after_last) = split(after_id, "</body>")?;
        let end = format!("{last}<script type=\"module\">{offline}</script></body>{after_last}");
        Ok(Self { start, middle: format!("{app}{before_id}<div id=\"app\">"), end, policy, base })
    }

    /// A finished page. `name` is that of its own sheet, if it has one, or of several, with spaces between; `files` are those of
    /// the chunks that it begins with; `body` is markup, the rest is text.
    pub fn page(&self, name: &str, title: &str, description: &str, files: &[String], body: &str) -> String {
        let Self { start, middle, end, policy, base } = self;
        let soon = |file| format!("<link rel={SOON} as=fetch crossorigin href=\"{base}/{file}\">");
        let soon: String = files.iter().map(soon).collect();
        let middle = own_sheets(middle, name);
        let title = escaped(title);
        let description = escaped(description);
        let body = without_component_names(body);
        format!(
            "{start}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\
             <title>{title}</title><meta name=\"description\" content=\"{description}\">{soon}{middle}{body}{end}"
        )
    }
}

fn split<'a>(text: &'a str, mark: &str) -> Result<(&'a str, &'a str), String> {
    text.split_once(mark).ok_or_else(|| format!("index.html has no {mark}"))
}

/// Takes out the links to sheets that belong to other pages, those whose file is `page-<name>-<hash>.css`, or `later-` with the
/// name of another chapter, and puts off those to `later-<name>-<hash>.css`. What Trunk would preload, and so have before the sheet, comes when the page was painted.
fn own_sheets(head: &str, name: &str) -> String {
    let own: Vec<&str> = name.split(' ').collect();
    let is_of = |link: &str, kind: &str, name: &str| link.contains(&format!("/{kind}-{name}-"));
    let of_another = |link: &str| chapters::NAMES.iter().any(|name| is_of(link, "later", name) && !own.contains(name));
    let mut rest = head;
    let mut kept = String::with_capacity(head.len());
    while let Some(start) = rest.find("<link") {
        let (before, link) = rest.split_at(start);
        let (link, after) = link.split_at(link.find('>').map_or(link.len(), |end| end + 1));
        kept.push_str(before);
        if of_another(link) {
            // Its labs are in another page.
        } else if link.contains("/later-") {
            // A relation that no browser knows: nothing is loaded until the page asks for it.
            kept.push_str(&link.replace("stylesheet", LATER));
        } else if link.contains("rel=preload") {
            kept.push_str(&link.replace("preload", SOON));
        } else if link.contains("modulepreload") {
            // The script is imported then.
        } else if !link.contains("/page-") || own.iter().any(|own| is_of(link, "page", own)) {
            kept.push_str(link);
        }
        rest = after;
    }
    kept + rest
}

/// Nothing may be loaded but from the site's own folder, and no script runs inline but those that are in the page now.
fn policy(scripts: &[&str]) -> String {
    let hashes: String =
        scripts.iter().map(|script| format!(" 'sha256-{}'", BASE64.encode(Sha256::digest(script)))).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'none'; \
         manifest-src 'self'; frame-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
    )
}

/// What stands between the tags of scripts that have no address.
fn inline_scripts(page: &str) -> Vec<&str> {
    page.split("<script")
        .skip(1)
        .filter_map(|rest| {
            let (attributes, rest) = rest.split_once('>')?;
            let (script, _) = rest.split_once("</script>")?;
            (!attributes.contains("src=")).then_some(script)
        })
        .collect()
}

/// Yew writes the names of components into the marks that it hydrates by when it is compiled for debugging; no one reads
/// them in the finished page.
fn without_component_names(body: &str) -> String {
    let mut shorter = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(start) = rest.find("<!--<") {
        let (text, mark) = rest.split_at(start);
        shorter.push_str(text);
        let names = mark.find('[').zip(mark.find("]>-->"));
        match names {
            Some((open, close)) if mark[..open].len() <= "<!--</".len() && open < close => {
                shorter.push_str(&mark[..=open]);
                shorter.push_str("]>-->");
                rest = &mark[close + "]>-->".len()..];
            }
            _ => {
                shorter.push_str("<!--<");
                rest = &mark["<!--<".len()..];
            }
        }
    }
    shorter.push_str(rest);
    shorter
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<!DOCTYPE html><html lang=en><head><title>x</title><script>a()</script></head>\
                         <body><div id=app></div><script type=module>b()</script><script src=c.js></script></body></html>";

    #[test]
    fn every_inline_script_is_hashed_and_no_other() {
        assert_eq!(inline_scripts(INDEX), ["a()", "b()"]);
        // From `printf 'a()' | openssl dgst -sha256 -binary | base64`.
        assert!(policy(&["a()"]).contains("'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"));
    }

    #[test]
    fn a_page_carries_its_title_as_text_and_its_body_as_markup() {
        let page = Template::parse(INDEX, "/sub").unwrap().page(
            "home",
            "R & D",
            "“<b>”",
            &["first/a-1.wasm".to_owned()],
            "<p>hello</p>",
        );
        assert!(page.contains("<title>R &amp; D</title>"));
        assert!(page.contains("content=\"“&lt;b&gt;”\""));
        assert!(page.contains("<div id=\"app\"><p>hello</p></div>"));
        assert!(page.contains("<link rel=soon as=fetch crossorigin href=\"/sub/first/a-1.wasm\">"));
        assert!(page.contains("<html data-base=\"/sub\" data-edition=\"__edition__\" lang=en>"));
    }

    #[test]
    fn a_page_keeps_its_own_sheet_and_the_shared_ones() {
        let head = "<link href=/site-1.css rel=stylesheet><link href=/page-home-2.css rel=stylesheet><link rel=icon>";
        assert_eq!(
            own_sheets("<link href=/later-a-3.css rel=stylesheet>", "a"),
            "<link href=/later-a-3.css rel=later>"
        );
        let of_chapters = "<link href=/later-ring-4.css rel=stylesheet><link href=/later-ids-5.css rel=stylesheet>";
        assert_eq!(own_sheets(of_chapters, "embed ring"), "<link href=/later-ring-4.css rel=later>");
        assert_eq!(own_sheets(head, "home"), head);
        let early = "<link crossorigin href=/m.js rel=modulepreload><link as=fetch href=/m.wasm rel=preload>";
        assert_eq!(own_sheets(early, "home"), "<link as=fetch href=/m.wasm rel=soon>");
        assert_eq!(own_sheets(head, "embed home"), head);
        assert_eq!(own_sheets(head, "chat"), "<link href=/site-1.css rel=stylesheet><link rel=icon>");
    }

    #[test]
    fn marks_lose_the_names_of_components_and_nothing_else() {
        assert_eq!(
            without_component_names("<!--<[a::B<c::D>]>--><p>[x]</p><!--<#>-->y<!--</#>--><!--</[a::B<c::D>]>-->"),
            "<!--<[]>--><p>[x]</p><!--<#>-->y<!--</#>--><!--</[]>-->"
        );
    }
}
