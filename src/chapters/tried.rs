//! What the tests of chapters share, and what is true of the scenes and the code of all of them. What is true of their pages is in
//! `tests/e2e/tests/journeys/book.rs`.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use algorithms::probe::Ran;
use simulation::kernel::moment::Moment;
use simulation::kernel::system::{Registered, System};
use simulation::kernel::timeline::Timeline;

use super::{NAMES, written};
use crate::lazy::Bring;
use crate::present::scene::Scene;
use crate::source::excerpt::{cut, excerpts};
use crate::source::listing::Listing;

/// The run of a scene, at its beginning.
pub fn run<S: Registered>(scenes: &[Scene], title: &str) -> Timeline<S> {
    let scene =
        scenes.iter().find(|scene| scene.title == title).unwrap_or_else(|| panic!("no scene is called {title}"));
    let code = scene.code().unwrap_or_else(|why| panic!("{title}: {why}"));
    let moment = Moment::decode(&code).unwrap_or_else(|why| panic!("{title}: {why}"));
    Timeline::open(moment).unwrap_or_else(|why| panic!("{title}: {why}"))
}

/// The same at its end.
pub fn at_end<S: Registered>(scenes: &[Scene], title: &str) -> Timeline<S> {
    let mut run = run::<S>(scenes, title);
    run.seek(run.end());
    run
}

/// The lines that ran in the last step as a panel shows them, with their values and how often each ran.
pub fn counted<S: System>(listing: &Listing, run: &Timeline<S>) -> Vec<(String, u64)> {
    let shown: Vec<_> = listing.code.iter().flat_map(excerpts).collect();
    let text = |ran: &Ran| {
        let excerpt = shown.iter().filter(|excerpt| excerpt.path == ran.line.file);
        let line = excerpt.flat_map(|excerpt| &excerpt.lines).find(|line| line.number == ran.line.number);
        let line = line.unwrap_or_else(|| panic!("{:?} ran and is not shown", ran.line));
        let values: Vec<String> = ran.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (format!("{} | {}", line.text.trim(), values.join(" ")), ran.times)
    };
    run.watched().iter().map(text).collect()
}

/// The same without how often.
pub fn marked<S: System>(listing: &Listing, run: &Timeline<S>) -> Vec<String> {
    counted(listing, run).into_iter().map(|(text, _)| text).collect()
}

/// What comes from a desk: natively at once.
fn brought<T>(bring: Bring<T>) -> &'static [T] {
    match pin!(bring()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(things)) => things,
        Poll::Ready(Err(_)) | Poll::Pending => panic!("natively nothing has to be loaded"),
    }
}

#[test]
fn a_lecture_has_eight_to_twelve_scenes_whose_words_fit() {
    for name in NAMES {
        let scenes = brought(written(name).unwrap().desk.scenes);
        assert!((8..=12).contains(&scenes.len()), "{name} has {}", scenes.len());
        for scene in scenes {
            assert!(scene.title.len() <= 40, "{name}: {}", scene.title);
            assert!(scene.text.chars().count() <= 140, "{}: {}", scene.title, scene.text.chars().count());
            assert!(!scene.notes.is_empty(), "{name}: {}", scene.title);
            assert!(scene.code().is_ok_and(|code| code.len() < 300), "{name}: {}", scene.title);
        }
    }
}

#[test]
fn every_function_that_is_named_is_there_and_short_enough_to_be_read() {
    for name in NAMES {
        for code in brought(written(name).unwrap().desk.code).iter().flat_map(|listing| listing.code) {
            let named = code.functions.iter().flat_map(|(file, names)| names.iter().map(move |name| (file, name)));
            for (file, function) in named {
                let excerpt = cut(*file, function).unwrap_or_else(|| panic!("{function} is not in {}", file.path));
                assert!((3..=60).contains(&excerpt.lines.len()), "{function} is {} lines", excerpt.lines.len());
                let head = format!("fn {}", function.rsplit("::").next().unwrap_or_default());
                assert!(excerpt.lines.iter().any(|line| line.text.contains(&head)), "{function}");
                assert!(excerpt.lines.iter().all(|line| !line.text.contains("probe!(")), "{function}");
            }
        }
    }
}
