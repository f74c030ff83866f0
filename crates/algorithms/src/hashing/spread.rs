//! How even a load is.
//!
//! The yardstick is the coefficient of variation: the standard deviation of the loads divided by their mean. With
//! unequal weights each load is first divided by the share that it was meant to get.

/// The measured coefficient of variation of `loads`, where server `i` was meant to get the part
/// `nodes[i] / sum(nodes)` of the total. Population form (divided by the number of servers).
///
/// `None` if there is no server, no node or no load to divide.
#[must_use]
pub fn measured(loads: &[u32], nodes: &[u32]) -> Option<f64> {
    let total: f64 = loads.iter().copied().map(f64::from).sum();
    let all_nodes: f64 = nodes.iter().copied().map(f64::from).sum();
    if loads.is_empty() || loads.len() != nodes.len() || total == 0.0 || nodes.contains(&0) {
        return None;
    }
    let squares = loads.iter().zip(nodes).map(|(&load, &own)| {
        let meant = total * f64::from(own) / all_nodes;
        let off = f64::from(load) / meant - 1.0;
        off * off
    });
    Some((squares.sum::<f64>() / loads.len() as f64).sqrt())
}

/// What theory expects of [`measured`], over all rings with these nodes per server.
///
/// With `N` random points on a circle, the share of a server that has `n` of them follows Beta(n, N - n): its relative
/// deviation is `sqrt((N - n) / (n (N + 1)))`. For `S` equal servers of `V` nodes that is `sqrt((S - 1) / (S V + 1))`.
///
/// `None` if there is no server or one has no node.
#[must_use]
pub fn expected(nodes: &[u32]) -> Option<f64> {
    if nodes.is_empty() || nodes.contains(&0) {
        return None;
    }
    let all: f64 = nodes.iter().copied().map(f64::from).sum();
    let variances = nodes.iter().copied().map(|own| {
        let own = f64::from(own);
        (all - own) / (own * (all + 1.0))
    });
    Some((variances.sum::<f64>() / nodes.len() as f64).sqrt())
}
