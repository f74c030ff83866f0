//! Writes the finished site: `prerender <bundle> <mark> <site> <public-url>`.
//!
//! The bundle is Trunk's output, in which `<mark>` stands for the address that the site will have. Each route becomes a
//! page of its own, already rendered, so that it reads before the WebAssembly is there, and without it. What the pages say is
//! collected in the index of the search.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
#[path = "prerender/chunks.rs"]
mod chunks;
#[cfg(not(target_arch = "wasm32"))]
#[path = "prerender/contents.rs"]
mod contents;
#[cfg(not(target_arch = "wasm32"))]
#[path = "prerender/frames.rs"]
mod frames;
#[cfg(not(target_arch = "wasm32"))]
#[path = "prerender/index.rs"]
mod index;
#[cfg(not(target_arch = "wasm32"))]
#[path = "prerender/markup.rs"]
mod markup;
#[cfg(not(target_arch = "wasm32"))]
#[path = "prerender/offline.rs"]
mod offline;

#[cfg(not(target_arch = "wasm32"))]
#[path = "prerender/template.rs"]
mod template;
#[cfg(not(target_arch = "wasm32"))]
#[path = "prerender/terms.rs"]
mod terms;

#[cfg(not(target_arch = "wasm32"))]
#[tokio::main(flavor = "current_thread")]
async fn main() -> std::process::ExitCode {
    native::main().await
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::fs;
    use std::io;
    use std::path::Path;
    use std::process::ExitCode;

    use moving_parts::app::{App, AppProps, Frame, FrameProps};
    use moving_parts::book::CHAPTERS;
    use moving_parts::chapters;
    use moving_parts::life::Life;
    use moving_parts::route::Route;
    use moving_parts::router;
    use yew::LocalServerRenderer;

    use crate::chunks::Chunks;
    use crate::template::Template;
    use crate::{chunks, contents, frames, index, markup, offline, terms};

    pub async fn main() -> ExitCode {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let [bundle, mark, site, public_url] = arguments.as_slice() else {
            eprintln!("error: it is `prerender <bundle> <mark> <site> <public-url>`");
            return ExitCode::FAILURE;
        };
        let local = tokio::task::LocalSet::new();
        let written = local.run_until(write_site(Path::new(bundle), mark, Path::new(site), public_url));
        match written.await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: prerendering into {site}: {error}");
                ExitCode::FAILURE
            }
        }
    }

    async fn write_site(bundle: &Path, mark: &str, site: &Path, public_url: &str) -> io::Result<()> {
        if site.exists() {
            fs::remove_dir_all(site)?;
        }
        copy_assets(bundle, site)?;
        let chunks = Chunks::read(bundle)?;
        let index = fs::read_to_string(bundle.join("index.html"))?.replace(mark, public_url);
        let base = public_url.trim_end_matches('/');
        let template = Template::parse(&index, base).map_err(io::Error::other)?;

        router::set_base(base);

        let mut pages = Vec::new();
        for route in routes() {
            let page = LocalServerRenderer::<App>::with_props(AppProps { route });
            pages.push((route, contents::with_anchors(&page.render().await)));
        }
        let entries: Vec<_> = pages.iter().flat_map(|(route, body)| index::entries(*route, body)).collect();
        let (find, content) = index::file(&entries);
        fs::write(site.join(&find), content)?;
        for (route, body) in pages {
            let path = site.join(file_of(route));
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut body = contents::with_contents(&body);
            if route.chapter().is_some() {
                body = terms::linked(&body, base);
            }
            let body =
                markup::with_values(&markup::without_indentation(&index::named(&body, &format!("{public_url}{find}"))));
            // A chapter that is not written shows its picture from the map.
            let is_unwritten = route.chapter().is_some_and(|chapter| !chapter.is_written);
            let sheet = if is_unwritten { Route::Home.name() } else { route.name() };
            let files = chunks.of(&[chunks::of_page(route)]);
            fs::write(path, template.page(sheet, &route.title(), route.description(), &files, &body))?;
        }
        write_frames(site, &template, &chunks).await?;
        offline::write(site)
    }

    /// A page for each lab of each chapter, for frames of other pages: `embed/<chapter>/<lab>/`.
    async fn write_frames(site: &Path, template: &Template, chunks: &Chunks) -> io::Result<()> {
        for chapter in &CHAPTERS {
            let files = chunks.of(&[chunks::of_page(Route::of(chapter)), "embed"]);
            for (index, part) in
                chapters::written(chapter.name).map_or(&[][..], |written| written.parts).iter().enumerate()
            {
                if matches!(part.life(), Life::Still) {
                    continue;
                }
                let props = FrameProps { slug: chapter.slug, index };
                let body = LocalServerRenderer::<Frame>::with_props(props).render().await;
                for (lab, title) in frames::labs(&body) {
                    let folder = site.join("embed").join(chapter.slug).join(lab);
                    fs::create_dir_all(&folder)?;
                    let title = format!("{title} · {}", Route::of(chapter).title());
                    let page = template.page(
                        &format!("embed {}", chapter.name),
                        &title,
                        chapter.question,
                        &files,
                        &frames::marked(&body, lab),
                    );
                    fs::write(folder.join("index.html"), frames::framed(&page, chapter.slug, lab))?;
                }
            }
        }
        Ok(())
    }

    /// Every address that the site answers, and the page for all others.
    fn routes() -> Vec<Route> {
        let chapters = CHAPTERS.iter().map(Route::of);
        [Route::Home].into_iter().chain(chapters).chain([Route::Glossary, Route::NotFound]).collect()
    }

    /// Where a static host looks for the page.
    fn file_of(route: Route) -> String {
        match route {
            Route::Home => "index.html".to_owned(),
            Route::Chapter { slug } => format!("{slug}/index.html"),
            Route::Glossary => "glossary/index.html".to_owned(),
            Route::NotFound => "404.html".to_owned(),
        }
    }

    /// Everything in the bundle but its only page and the list of its chunks.
    fn copy_assets(from: &Path, to: &Path) -> io::Result<()> {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                copy_assets(&entry.path(), &target)?;
            } else if entry.file_name() != "index.html" && entry.file_name() != chunks::LIST {
                fs::copy(entry.path(), target)?;
            }
        }
        Ok(())
    }
}
