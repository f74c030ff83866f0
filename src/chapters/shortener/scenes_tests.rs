//! Every scene opens, and is as its words say.

use simulation::kernel::system::Registered;
use simulation::kernel::timeline::Timeline;
use simulation::shortener::flow::Task;

use super::*;
use crate::chapters::tried::at_end;

/// A scene's run at its end, which is not too many clicks away.
fn ended<S: Registered>(title: &str) -> Timeline<S> {
    let run: Timeline<S> = at_end(SCENES, title);
    let stride = SCENES.iter().find(|scene| scene.title == title).map_or(1, |scene| scene.stride);
    assert!(run.end() / u64::from(stride) <= 24, "{title} takes {} clicks", run.end() / u64::from(stride));
    run
}

#[test]
fn two_ways_lead_to_a_code_and_a_snowflake_is_too_long() {
    let code = |title: &str| ended::<Shortener>(title).state().shortened().map(flow::Row::code);
    assert_eq!(code("Two ways to a short code").as_deref(), Some("zn9edcu"));
    assert_eq!(code("Why not a Snowflake?").map(|code| code.len()), Some(11));
    let run = ended::<Division>("Where zn9edcu comes from");
    assert_eq!((run.end(), run.state().code().as_str()), (7, "zn9edcu"));
}

#[test]
fn lengths_are_as_the_notes_say() {
    let mut run = ended::<CodeLength>("How long must it be?");
    let digits = [0, 1, 2, 3].map(|position| {
        run.seek(position);
        run.state().scenario().digits()
    });
    assert_eq!(digits, [7, 10, 7, 8]);
    let mut run = ended::<CodeLength>("A century of links");
    run.seek(97);
    assert_eq!(run.state().digits_used(), 8);
    run.seek(96);
    assert_eq!(run.state().digits_used(), 7);
}

#[test]
fn links_collide_as_the_words_say() {
    let run = ended::<Shortener>("A collision");
    let Task::Shorten(ways) = &run.state().task else { panic!("it shortens") };
    assert!(ways.0.hops.iter().any(|hop| hop.says.starts_with("taken by")));
    let md5 = ended::<CodeCollisions>("A hundred thousand links");
    assert_eq!((md5.state().counts().urls, md5.state().counts().collisions), (100_000, 23));
    let crc = ended::<CodeCollisions>("CRC32 never collides here");
    assert_eq!(crc.state().counts().collisions, 0);
}

#[test]
fn clicks_are_answered_as_the_words_say() {
    let run = ended::<Shortener>("Follow it back");
    let said: Vec<String> = run.transcript(0, run.end()).into_iter().map(|(_, _, event)| event.to_string()).collect();
    let at =
        |text: &str| said.iter().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {said:?}"));
    assert!(at("a miss") < at("a hit") && at("a hit") < at("404"));
    let found = ended::<Shortener>("Five thousand clicks").state().tally;
    assert!(found.cache * 2 > found.clicks && found.clicks == 5_000, "{found:?}");
    let permanent = ended::<Shortener>("301 or 302?").state().tally;
    assert!(permanent.seen() < found.seen() && permanent.database <= found.database, "{permanent:?}");
}
