//! What is noted of a reader without being asked: which chapters were opened, and which read to their end.

use std::cell::RefCell;

use super::{change, of, record};
use crate::life;
use crate::sight::Sight;

thread_local! {
    /// The end of the chapter that is shown.
    static END: RefCell<Option<Sight>> = const { RefCell::new(None) };
}

/// Watches the page that is shown, in place of the one before. Browser only.
pub fn watch() {
    END.take();
    let Some(slug) = life::chapter() else {
        return;
    };
    note(&slug, record::OPENED);
    if let Ok(Some(end)) = gloo::utils::document().query_selector(".sources") {
        let sight = Sight::of(&end, "0px", move |seen| {
            if seen {
                note(&slug, record::READ);
            }
        });
        END.set(Some(sight));
    }
}

/// Notes a fact that is not noted yet. What can't be kept is not worth a message here: the reader did not ask for it.
fn note(slug: &str, fact: &str) {
    if of(slug).is_ok_and(|record| record.get(fact).is_none()) {
        let _ = change(slug, |record| record.set(fact, 1));
    }
}
