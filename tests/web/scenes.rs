//! A reader's own scenes as files, links and what the browser keeps; and the presentation of a lab that is none of the book's.

use moving_parts::present::own::file::{self, Include};
use moving_parts::present::own::{Fault, LONGEST_TEXT, MOST_SCENES, Own, Written, store};
use wasm_bindgen_test::wasm_bindgen_test;

const SLUG: &str = "consistent-hashing";

fn written(title: &str) -> Written {
    Written {
        lab: "ring".to_owned(),
        title: title.to_owned(),
        text: "“ü” & <b>\n日本語 \u{1f600}".to_owned(),
        notes: "only for me".to_owned(),
        code: "AQpriv".to_owned(),
        public: "AQpub".to_owned(),
        ..Written::default()
    }
}

#[wasm_bindgen_test]
fn what_is_written_is_read_again() {
    let scenes = vec![written("a"), Written { public: "AQpriv".to_owned(), ..written("b") }];
    assert_eq!(file::read(&file::write(SLUG, &scenes, Include::ALL), SLUG), Ok(scenes.clone()));
    assert_eq!(file::of_code(&file::to_code(SLUG, &scenes, Include::ALL), SLUG), Ok(scenes));
    assert_eq!(file::read(&file::write(SLUG, &[], Include::ALL), SLUG), Ok(Vec::new()));
}

#[wasm_bindgen_test]
fn what_was_typed_and_noted_is_handed_on_only_when_asked_for() {
    let scenes = [written("a")];
    let json = file::write(SLUG, &scenes, Include::default());
    assert!(!json.contains("AQpriv") && !json.contains("only for me"), "{json}");
    let read = file::read(&json, SLUG).unwrap();
    assert_eq!((read[0].code.as_str(), read[0].is_private(), read[0].notes.as_str()), ("AQpub", false, ""));
    let with_notes = file::write(SLUG, &scenes, Include { notes: true, private: false });
    assert!(with_notes.contains("only for me") && !with_notes.contains("AQpriv"));
}

#[wasm_bindgen_test]
fn what_is_not_whole_is_refused_with_its_reason() {
    let json = file::write(SLUG, &[written("a")], Include::ALL);
    for cut in [0, 1, json.len() / 2, json.len() - 1] {
        let cut = json.get(..cut).unwrap_or("{");
        assert_eq!(file::read(cut, SLUG), Err(Fault::Damaged), "{cut}");
    }
    for other in ["null", "3", "\"x\"", "[]", "{}", "{\"format\":3}"] {
        assert_eq!(file::read(other, SLUG), Err(Fault::NotScenes), "{other}");
    }
    assert_eq!(file::read(&json, "chat"), Err(Fault::OtherChapter(SLUG.to_owned())));
    assert_eq!(file::read(&json.replace("\"version\": 1", "\"version\": 2"), SLUG), Err(Fault::Newer));
    assert_eq!(file::read(&json.replace("AQpriv", "A?"), SLUG), Err(Fault::NoMoment));
    let long = Written { text: "x".repeat(LONGEST_TEXT + 1), ..written("a") };
    assert_eq!(file::read(&file::write(SLUG, &[long], Include::ALL), SLUG), Err(Fault::TooLong));
    let many = vec![written("a"); MOST_SCENES + 1];
    assert_eq!(file::read(&file::write(SLUG, &many, Include::ALL), SLUG), Err(Fault::TooMany));
    assert_eq!(file::of_code("%%%", SLUG), Err(Fault::Damaged));
    assert_eq!(file::of_code(&"A".repeat(300_000), SLUG), Err(Fault::TooLarge));
}

#[wasm_bindgen_test]
fn what_is_kept_in_a_damaged_store_is_said_and_a_list_replaces_it() {
    let storage = gloo::utils::window().local_storage().unwrap().unwrap();
    let key = [store::PREFIX, "damaged"].concat();
    storage.set_item(&key, "{ rubbish").unwrap();
    assert_eq!(store::load("damaged"), (Own::default(), Some(Fault::Damaged)));
    let own = Own::of(vec![written("a")]);
    assert!(store::keep("damaged", &own));
    assert_eq!(store::load("damaged"), (own.clone(), None));
    let kept = storage.get_item(&key).unwrap().unwrap();
    assert_eq!(file::read(&kept, "damaged").map(|scenes| scenes.len()), Ok(1));
    assert!(store::keep("damaged", &Own::default()));
    assert_eq!(storage.get_item(&key).unwrap(), None, "an empty list leaves nothing behind");
}
