//! Progress in the browser's storage, and as a file.

use gloo::utils::window;
use moving_parts::progress::file::{self, Refused};
use moving_parts::progress::{ASIDE, PREFIX, Record, Trouble, all, change, erase, of};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

fn storage() -> Storage {
    window().local_storage().unwrap().unwrap()
}

fn put(chapter: &str, text: &str) {
    storage().set_item(&[PREFIX, chapter].concat(), text).unwrap();
}

fn kept(chapter: &str) -> Option<String> {
    storage().get_item(&[PREFIX, chapter].concat()).unwrap()
}

fn record(facts: &[(&str, u32)]) -> Record {
    let mut record = Record::default();
    for (name, value) in facts {
        record.set(name, *value);
    }
    record
}

#[wasm_bindgen_test]
fn a_change_is_made_to_what_another_tab_has_written_meanwhile() {
    storage().clear().unwrap();
    change("chapter-a", |record| record.set("read", 1)).unwrap();
    // As another tab would.
    put("chapter-a", "1\nread 1\nsolved.owner 4");
    change("chapter-a", |record| record.set("guess.ring", 60)).unwrap();
    assert_eq!(of("chapter-a"), Ok(record(&[("read", 1), ("solved.owner", 4), ("guess.ring", 60)])));
    storage().clear().unwrap();
}

#[wasm_bindgen_test]
fn what_nobody_can_read_is_set_aside_and_what_a_newer_version_wrote_is_left_alone() {
    storage().clear().unwrap();
    for text in ["first", "second"] {
        put("chapter-a", text);
        assert_eq!(of("chapter-a"), Ok(Record::default()));
    }
    put("chapter-b", "9\nwho knows");
    assert_eq!(of("chapter-b"), Err(Trouble::Newer));
    assert_eq!(change("chapter-b", |record| record.set("read", 1)), Err(Trouble::Newer));
    assert_eq!(kept("chapter-b").as_deref(), Some("9\nwho knows"));
    let (records, mut aside) = all().unwrap();
    aside.sort();
    let text = |index: usize| (aside[index].0.as_str(), aside[index].1.as_str());
    assert_eq!((text(0), text(1)), (("chapter-a.1", "first"), ("chapter-a.2", "second")));
    assert_eq!(records, [("chapter-b".to_owned(), Err(Trouble::Newer))]);
    // Erasing takes what this version may forget.
    assert_eq!(erase(), Err(Trouble::Newer));
    assert!(kept("chapter-b").is_some());
    assert!(storage().get_item(&format!("{ASIDE}chapter-a.1")).unwrap().is_none());
    storage().clear().unwrap();
}

#[wasm_bindgen_test]
fn a_file_holds_what_was_known() {
    let chapters = vec![
        ("chapter-a".to_owned(), record(&[("read", 1), ("guess.ring", 60)])),
        ("chapter-b".to_owned(), Record::default()),
    ];
    let aside = vec![("chapter-a.1".to_owned(), "a \"quoted\"\n</script>".to_owned())];
    let text = file::write(&chapters, &aside);
    assert_eq!(file::read(&text), Ok(chapters));
    let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(parsed["damaged"]["chapter-a.1"], "a \"quoted\"\n</script>");
}

#[wasm_bindgen_test]
fn other_files_are_refused_with_a_reason() {
    let good = file::write(&[("chapter-a".to_owned(), record(&[("read", 1)]))], &[]);
    let cases = [
        (String::new(), Refused::NoProgress),
        ("{}".to_owned(), Refused::NoProgress),
        ("null".to_owned(), Refused::NoProgress),
        (good.replace("progress\"", "scenes\""), Refused::NoProgress),
        (good.replace("\"version\":1", "\"version\":2"), Refused::Newer),
        (good.replace("\"version\":1", "\"version\":\"x\""), Refused::Damaged),
        (good.replace("chapter-a", "<b>"), Refused::Damaged),
        (good.replace("\"read\":1", "\"read\":1.5"), Refused::Damaged),
        (good.replace("\"read\":1", "\"read\":-1"), Refused::Damaged),
        (good.replace("\"read\"", "\"read me\""), Refused::Damaged),
        (good.replace("{\"read\":1}", "7"), Refused::Damaged),
        (good.clone() + &" ".repeat(file::LARGEST as usize), Refused::TooLarge),
    ];
    for (text, refused) in cases {
        assert_eq!(file::read(&text), Err(refused), "{}", &text[..text.len().min(120)]);
    }
    assert!(file::read(&good[..good.len() - 4]).is_err());
}
