//! What the tests of chapters say of their scenes.

use simulation::kernel::moment::Moment;
use simulation::kernel::system::Registered;
use simulation::kernel::timeline::Timeline;

use super::scene::Scene;

/// The scene of this title.
pub fn scene<'a>(scenes: &'a [Scene], title: &str) -> &'a Scene {
    scenes.iter().find(|scene| scene.title == title).unwrap_or_else(|| panic!("no scene is called {title}"))
}

/// The run of a scene, as it opens.
pub fn opened<S: Registered>(scenes: &[Scene], title: &str) -> Timeline<S> {
    let code = scene(scenes, title).code().unwrap_or_else(|why| panic!("{title}: {why}"));
    let moment = Moment::decode(&code).unwrap_or_else(|why| panic!("{title}: {why}"));
    Timeline::open(moment).unwrap_or_else(|why| panic!("{title}: {why}"))
}

/// The run of a scene at its end.
pub fn ended<S: Registered>(scenes: &[Scene], title: &str) -> Timeline<S> {
    let mut run = opened::<S>(scenes, title);
    run.seek(run.end());
    run
}

/// A lecture has eight to twelve scenes, whose words fit on the projector and whose codes fit into a QR code.
pub fn fits_a_lecture(scenes: &[Scene]) {
    assert!((8..=12).contains(&scenes.len()), "{}", scenes.len());
    for scene in scenes {
        assert!(scene.title.len() <= 40, "{}", scene.title);
        assert!(scene.text.chars().count() <= 140, "{}: {}", scene.title, scene.text.chars().count());
        assert!(!scene.notes.is_empty(), "{}", scene.title);
        assert!(scene.code().is_ok_and(|code| code.len() < 300), "{}", scene.title);
    }
}
