//! Copies of the state along the way, so that going back does not mean starting again.

use crate::kernel::system::System;
use crate::kernel::time::Micros;

/// A state, and where in the run it stood.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot<S> {
    pub system: S,
    pub now: Micros,
    pub position: u64,
}

/// Snapshots at multiples of a stride. When there are too many, every second one goes and the stride doubles: their
/// number and their memory stay bounded however long the run is, and they stay spread over all of it.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoints<S> {
    kept: Vec<Snapshot<S>>,
    stride: u64,
    bytes: usize,
}

impl<S: System> Checkpoints<S> {
    const MOST: usize = 128;
    /// Room for one large set of keys that a command brought, and as many states as are kept otherwise.
    const MOST_BYTES: usize = 36 << 20;

    pub(crate) fn every(stride: u64) -> Self {
        Self { kept: Vec::new(), stride: stride.max(1), bytes: 0 }
    }

    /// Keeps a copy if one is due here.
    pub(crate) fn offer(&mut self, system: &S, now: Micros, position: u64) {
        let last = self.kept.last().map_or(0, |snapshot| snapshot.position);
        if !position.is_multiple_of(self.stride) || position <= last {
            return;
        }
        self.bytes += bytes_after(self.kept.last(), system);
        self.kept.push(Snapshot { system: system.clone(), now, position });
        while self.kept.len() > Self::MOST || (self.bytes > Self::MOST_BYTES && self.kept.len() > 1) {
            self.thin_out();
        }
    }

    /// The last one before `position`.
    pub(crate) fn before(&self, position: u64) -> Option<&Snapshot<S>> {
        let index = self.kept.partition_point(|snapshot| snapshot.position < position);
        self.kept[..index].last()
    }

    /// Forgets what lies after `position`.
    pub(crate) fn forget_after(&mut self, position: u64) {
        self.kept.retain(|snapshot| snapshot.position <= position);
        self.count_bytes();
    }

    fn thin_out(&mut self) {
        self.stride = self.stride.saturating_mul(2);
        let stride = self.stride;
        self.kept.retain(|snapshot| snapshot.position.is_multiple_of(stride));
        self.count_bytes();
    }

    fn count_bytes(&mut self) {
        let before = std::iter::once(None).chain(self.kept.iter().map(Some));
        self.bytes = before.zip(&self.kept).map(|(before, snapshot)| bytes_after(before, &snapshot.system)).sum();
    }
}

/// About how many bytes a state takes that is kept after another one.
fn bytes_after<S: System>(before: Option<&Snapshot<S>>, system: &S) -> usize {
    before.map_or_else(|| system.bytes(), |before| system.bytes_beside(&before.system))
}
