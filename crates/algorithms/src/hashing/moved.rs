//! Which arcs change hands when a ring changes.
//!
//! Both rings cut the circle at their nodes. Between two neighbouring cuts nothing happens: all positions there have one
//! owner before and one after. Walking the cuts of both rings side by side, as a merge sort does, finds every arc whose
//! owner differs, in O(V) and without a look at a single key.

use crate::hashing::ring::{Point, Ring, ServerId};
use crate::position::Position;
use crate::probe;
use crate::probe::Probe;

/// An arc whose owner changed: the positions clockwise after `after`, up to and with `upto`.
///
/// Where `after == upto`, it is the whole circle. Neighbouring arcs with the same owners are one.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct MovedArc {
    /// The arc starts just after this position.
    pub after: Position,
    /// It ends with this one.
    pub upto: Position,
    /// Who owned it; `None` if the ring was empty.
    pub from: Option<ServerId>,
    /// Who owns it now; `None` if the ring is empty.
    pub to: Option<ServerId>,
}

/// The arcs whose owner in `after` is not the owner in `before`, clockwise from the first cut after zero.
///
/// Servers are compared by their id, so `after` should have grown out of `before`.
#[must_use]
pub fn moved_arcs(before: &Ring, after: &Ring) -> Vec<MovedArc> {
    moved_arcs_watched(before, after, &mut ())
}

/// [`moved_arcs`], reporting to a probe.
#[must_use]
pub fn moved_arcs_watched(before: &Ring, after: &Ring, probe: &mut impl Probe) -> Vec<MovedArc> {
    let (old, new) = (before.points(), after.points());
    let mut arcs: Vec<MovedArc> = Vec::new();
    let Some(mut previous) = last_cut(old, new) else {
        return arcs;
    };
    let (mut i, mut j) = (0, 0);
    while let Some(cut) = next_cut(&old[i..], &new[j..]) {
        let (from, to) = (owner_from(old, i), owner_from(new, j));
        probe!(probe, cut = cut, from = named(before, from), to = named(after, to));
        if from != to {
            probe!(probe);
            match arcs.last_mut() {
                Some(last) if last.upto == previous && last.from == from && last.to == to => last.upto = cut,
                _ => arcs.push(MovedArc { after: previous, upto: cut, from, to }),
            }
        }
        i += count_at(&old[i..], cut);
        j += count_at(&new[j..], cut);
        probe!(probe, i = i, j = j);
        previous = cut;
    }
    join_over_zero(&mut arcs);
    probe!(probe, arcs = arcs.len());
    arcs
}

fn last_cut(old: &[Point], new: &[Point]) -> Option<Position> {
    old.last().into_iter().chain(new.last()).map(|point| point.position).max()
}

fn next_cut(old: &[Point], new: &[Point]) -> Option<Position> {
    old.first().into_iter().chain(new.first()).map(|point| point.position).min()
}

/// The owner of the arc that ends at or before point `index`; past the last point it is the first point's.
fn owner_from(points: &[Point], index: usize) -> Option<ServerId> {
    points.get(index).or(points.first()).map(|point| point.server)
}

/// For who watches.
fn named(ring: &Ring, owner: Option<ServerId>) -> &str {
    owner.map_or("nobody", |server| ring.name(server))
}

fn count_at(points: &[Point], cut: Position) -> usize {
    points.iter().take_while(|point| point.position == cut).count()
}

/// The first arc may be the continuation, past zero, of the last.
fn join_over_zero(arcs: &mut Vec<MovedArc>) {
    if let [first, .., last] = arcs.as_mut_slice()
        && last.upto == first.after
        && (last.from, last.to) == (first.from, first.to)
    {
        first.after = last.after;
        arcs.pop();
    }
}
