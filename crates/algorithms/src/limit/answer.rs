//! What the client is told: the status and the header fields of an HTTP answer.
//!
//! Whole seconds are rounded up: a client that waits so long is never too early. `RateLimit` and `RateLimit-Policy` are those
//! of the IETF draft; before its eighth edition it had three fields, `RateLimit-Limit`, `-Remaining` and `-Reset`, which many
//! services still send with an `X-` before them.
//!
//! Sources: R. Fielding and others, RFC 9110, section 10.2.3 (`Retry-After`); M. Nottingham, R. Fielding, RFC 6585, section 4
//! (429); R. Polli and others, *RateLimit header fields for HTTP*,
//! <https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/>.

use super::{Decision, Quota};

/// An HTTP answer without a body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Its name.
    pub reason: &'static str,
    /// Field names and values, in order.
    pub fields: Vec<(&'static str, String)>,
}

/// Says a decision by the policy called `name`, which must be plain ASCII without quotes.
#[must_use]
pub fn answer(name: &str, quota: Quota, decision: Decision) -> Answer {
    let (status, reason) = if decision.allowed { (200, "OK") } else { (429, "Too Many Requests") };
    let mut fields = vec![
        ("RateLimit-Policy", format!("\"{name}\";q={};w={}", quota.requests(), seconds(quota.period()))),
        ("RateLimit", format!("\"{name}\";r={};t={}", decision.remaining, seconds(decision.reset_after))),
    ];
    if !decision.allowed {
        fields.push(("Retry-After", seconds(decision.retry_after).to_string()));
    }
    Answer { status, reason, fields }
}

/// Microseconds in whole seconds, rounded up.
#[must_use]
pub const fn seconds(microseconds: u64) -> u64 {
    microseconds.div_ceil(1_000_000)
}
