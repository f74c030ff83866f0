//! Heavy work in slices, so that a page does not stand still while a million keys are hashed.
//!
//! What is heavy is a pure function of little: the positions of so many keys, Maglev's table for these servers. It is written as
//! a [`Work`] that is done in parts, and asked for through a [`Memo`], which keeps what was finished and what is under way. Where
//! nobody is in a hurry (natively, in tests, in a replay) a memo does all of the work at once. A page calls [`within`] a limit
//! of time: when it has passed, the memo says [`NotYet`], the system passes that on as it passes on any refusal, and the page
//! asks again for the very same thing a little later. By then some of the work is done, and at last all of it.
//!
//! So no system has to foresee what a command will need, and how the work is cut changes how long it takes, never what comes
//! out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::thread::LocalKey;

/// The work is not finished, and the time is over: the same has to be asked for again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotYet;

impl std::fmt::Display for NotYet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("This takes a little longer. Ask for it again.")
    }
}

impl std::error::Error for NotYet {}

/// How far work has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// What is being done, as in "Hashing keys".
    pub what: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// Out of so much.
    pub of: u64,
}

/// Until when work may go on.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What time it is, in milliseconds. It decides how much is done at once, and nothing else.
    pub now: fn() -> f64,
    /// When the time is over.
    pub until: f64,
}

thread_local! {
    static LIMIT: Cell<Option<Limit>> = const { Cell::new(None) };
    static UNFINISHED: Cell<Option<Progress>> = const { Cell::new(None) };
}

/// Does something within a limit of time.
///
/// # Errors
/// If it is not finished: what was returned means nothing then, and the same has to be asked for again.
pub fn within<R>(limit: Limit, ask: impl FnOnce() -> R) -> Result<R, Progress> {
    UNFINISHED.set(None);
    let before = LIMIT.replace(Some(limit));
    let answer = ask();
    LIMIT.set(before);
    UNFINISHED.take().map_or(Ok(answer), Err)
}

/// Whether what was asked for can't be answered within the limit: then its answer means nothing.
#[must_use]
pub fn is_unfinished() -> bool {
    UNFINISHED.get().is_some()
}

/// Whether there is a limit of time.
#[must_use]
pub(crate) fn are_limited() -> bool {
    LIMIT.get().is_some()
}

/// To be asked between two parts of work: whether to stop here for now, because the time is over. Then it is unfinished.
#[must_use]
pub(crate) fn pause(progress: impl FnOnce() -> Progress) -> bool {
    let is_over = LIMIT.get().is_some_and(|limit| (limit.now)() >= limit.until);
    if is_over {
        UNFINISHED.set(Some(progress()));
    }
    is_over
}

/// Work that is done in parts. What comes out does not depend on when they are done.
pub trait Work {
    /// What comes out.
    type Done;

    /// Does the next part: about a millisecond on a slow device, so some tenths on a fast one. Nothing once all is done.
    fn part(&mut self);

    /// How far it has come.
    fn progress(&self) -> Progress;

    /// What came out, once all is done.
    fn finish(self) -> Self::Done;

    /// About how much memory it takes, in bytes.
    fn bytes(done: &Self::Done) -> usize;
}

fn is_done(work: &impl Work) -> bool {
    let Progress { done, of, .. } = work.progress();
    done >= of
}

/// Who asks in slices takes turns with others, so more are hardly ever under way.
const MOST_UNDER_WAY: usize = 2;

/// What was worked out last, each by what it was worked out of; and the work that is under way. There must be room for all that
/// one command asks for, or it would never be done.
#[derive(Debug)]
pub struct Memo<K, W: Work> {
    /// The one asked for last is the last.
    kept: Vec<(K, Rc<W::Done>)>,
    /// The one done last is the last. A small thing that is asked for meanwhile does not undo a large one.
    under_way: Vec<(K, W)>,
    most_bytes: usize,
}

impl<K, W: Work> Memo<K, W> {
    /// One that keeps up to so many bytes, or one thing if that is larger.
    #[must_use]
    pub const fn of(most_bytes: usize) -> Self {
        Self { kept: Vec::new(), under_way: Vec::new(), most_bytes }
    }

    /// What is kept: from the longest ago to the one asked for last.
    pub fn kept(&self) -> impl Iterator<Item = &Rc<W::Done>> {
        self.kept.iter().map(|(_, done)| done)
    }

    fn find(&mut self, is_it: &impl Fn(&K) -> bool) -> Option<Rc<W::Done>> {
        let index = self.kept.iter().position(|(key, _)| is_it(key))?;
        let found = self.kept.remove(index);
        let done = Rc::clone(&found.1);
        self.kept.push(found);
        Some(done)
    }

    /// The work, as far as it was done, or from its beginning.
    fn take_up(&mut self, is_it: &impl Fn(&K) -> bool, begin: impl FnOnce(&Self) -> (K, W)) -> (K, W) {
        match self.under_way.iter().position(|(key, _)| is_it(key)) {
            Some(index) => self.under_way.remove(index),
            None => begin(self),
        }
    }

    /// Lays work aside that is to go on later. Of very much at a time, some is given up.
    fn put_aside(&mut self, key: K, work: W) {
        if self.under_way.len() == MOST_UNDER_WAY {
            self.under_way.remove(0);
        }
        self.under_way.push((key, work));
    }

    fn keep(&mut self, key: K, done: W::Done) -> Rc<W::Done> {
        let done = Rc::new(done);
        self.kept.push((key, Rc::clone(&done)));
        let mut bytes: usize = self.kept().map(|done| W::bytes(done)).sum();
        while bytes > self.most_bytes && self.kept.len() > 1 {
            bytes -= W::bytes(&self.kept.remove(0).1);
        }
        done
    }
}

/// What work gives: known from before, or worked out now. Which one it is tells `is_it`, by what it is worked out of; `begin` makes
/// that and the work itself, with what is known at hand.
///
/// # Errors
/// If that takes longer than the [limit](within).
pub fn ask<K, W: Work>(
    memo: &'static LocalKey<RefCell<Memo<K, W>>>,
    is_it: impl Fn(&K) -> bool,
    begin: impl FnOnce(&Memo<K, W>) -> (K, W),
) -> Result<Rc<W::Done>, NotYet> {
    if let Some(done) = memo.with_borrow_mut(|memo| memo.find(&is_it)) {
        return Ok(done);
    }
    let (key, mut work) = memo.with_borrow_mut(|memo| memo.take_up(&is_it, begin));
    while !is_done(&work) {
        work.part();
        if !is_done(&work) && pause(|| work.progress()) {
            memo.with_borrow_mut(|memo| memo.put_aside(key, work));
            return Err(NotYet);
        }
    }
    Ok(memo.with_borrow_mut(|memo| memo.keep(key, work.finish())))
}
