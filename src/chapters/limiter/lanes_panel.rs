//! What stands round the strips of the first lab: names, gauges, counts, and what can be set.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use simulation::kernel::text::{decimal, grouped, short_seconds};
use simulation::limiter::lanes::{Choice, Command, LIMIT, Lane, Limiter, LimiterLanes, Method, WINDOW, sentence};
use simulation::parts::bound::stops;
use yew::prelude::*;

use super::lanes_lab::{Lab, Put, Ruler, send};
use crate::controls::{choice, decimal_field, row, toggle};
use crate::widgets::legend::{legend, mark};

const LIMIT_STOPS: [u32; 7] = stops(LIMIT, [1, 2, 5, 10, 20, 50, 100]);
/// In seconds.
const WINDOW_STOPS: [u32; 6] = stops(WINDOW, [1, 2, 5, 10, 20, 30]);

const CHOICES: [Choice; 5] = [Choice::Meter, Choice::FirstHit, Choice::LogDenied, Choice::Inclusive, Choice::Exact];

/// What stands on both sides of the strips.
pub fn heads(session: &Lab, ruler: &Put) -> impl Fn() -> Html + 'static {
    let (session, ruler) = (session.clone(), Rc::clone(ruler));
    move || {
        session.with(|timeline| {
            let lab = timeline.state();
            let ruler = Ruler::of(&session, lab, &ruler);
            html! {
                <>
                    { for Method::ALL.map(|method| head(lab, method)) }
                    { for Method::ALL.map(|method| readout(lab, method, &ruler)) }
                    <p class="lanes-requests">{ "Requests" }</p>
                </>
            }
        })
    }
}

/// What stands below them.
pub fn settings(session: &Lab, ruler: &Put) -> impl Fn() -> Html + 'static {
    let (session, ruler) = (session.clone(), Rc::clone(ruler));
    move || {
        session.with(|timeline| {
            let lab = timeline.state();
            html! { <>{ marks(lab) }{ controls(&session, lab, &Ruler::of(&session, lab, &ruler)) }</> }
        })
    }
}

/// Changes when the settings have to be rendered again. While the lab plays, that is when they show something else.
pub fn settings_key(session: &Lab, ruler: &Put) -> impl Fn() -> u64 + 'static {
    let (session, ruler) = (session.clone(), Rc::clone(ruler));
    let (rendered, shown) = (Cell::new(0), RefCell::new(None));
    move || {
        let shows = session.with(|timeline| {
            let lab = timeline.state();
            Some((lab.scenario().clone(), lab.has_two_users(), ruler.get()))
        });
        let player = session.player();
        if !player.is_playing() || *shown.borrow() != shows {
            shown.replace(shows);
            rendered.set(player.generation());
        }
        rendered.get()
    }
}

fn marks(lab: &LimiterLanes) -> Html {
    let second = lab.has_two_users().then(|| (mark("lanes-passed is-second", "M-4 -4h8v8h-8z"), "passed, second user"));
    let first = [(mark("lanes-passed", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"), "passed")];
    let others = [
        (mark("lanes-denied", "M-4 -4l8 8m0-8l-8 8"), "turned away"),
        (mark("lanes-served", "M0 -5v10"), "leaves the queue"),
        (mark("lanes-span", "M-8 -6v12m0-6H8m0-6v12"), "what the limiter goes by now"),
    ];
    legend(first.into_iter().chain(second).chain(others))
}

/// A lane's name, and its limiters' state.
fn head(lab: &LimiterLanes, method: Method) -> Html {
    let lane = lab.lane(method);
    html! {
        <div key={method.name()} class="lanes-head" style={format!("--row:{}", method as usize + 2)}>
            <h3>{ method.name() }</h3>
            { for lane.limiters().iter().enumerate().map(|(user, limiter)| html! {
                <div key={user} class="lanes-gauge">{ gauge(lab, limiter) }<span>{ state(lab, limiter) }</span></div>
            }) }
        </div>
    }
}

/// How much is used up, as a level; a bucket of tokens shows what is left.
fn gauge(lab: &LimiterLanes, limiter: &Limiter) -> Html {
    let whole = u64::from(lab.scenario().limit) * 1_000;
    let used = limiter.used_per_mille(lab.now()).min(whole);
    let shown = if matches!(limiter, Limiter::Tokens(_)) { whole - used } else { used };
    let width = shown * 96 / whole;
    html! {
        <svg class="lanes-level" viewBox="0 0 100 14" preserveAspectRatio="xMinYMid" aria-hidden="true">
            <rect class="lanes-fill" x="2" y="2" width={width.to_string()} height="10" />
            <rect class="lanes-vessel" x="1" y="1" width="98" height="12" rx="2" />
        </svg>
    }
}

/// The same in words.
fn state(lab: &LimiterLanes, limiter: &Limiter) -> String {
    let (now, limit) = (lab.now(), lab.scenario().limit);
    let used = limiter.used_per_mille(now);
    let tenths = |per_mille: u64| decimal(per_mille / 100, 1);
    match limiter {
        Limiter::Tokens(bucket) => format!("{} of {limit} tokens", tenths(bucket.level_per_mille(now))),
        Limiter::Meter(_) => format!("level {} of {limit}", tenths(used)),
        Limiter::Queue(_) => format!("{} of {limit} waiting", used / 1_000),
        Limiter::Window(_) => format!("{} of {limit} in this window", used / 1_000),
        Limiter::Log(log) => format!("{} of {limit}; log of {}", used / 1_000, grouped(log.times().len() as u64)),
        Limiter::Counter(counter) => {
            let (previous, current) = counter.counts(now);
            format!("{previous} before, {current} now: {}", tenths(used))
        }
        Limiter::Tat(gcra) => match gcra.tat().saturating_sub(now) {
            0 => "TAT is past".to_owned(),
            ahead => format!("TAT {} ahead", short_seconds(ahead)),
        },
    }
}

/// What passed within the ruler, large; below it the worst window, which the ruler can be put on.
fn readout(lab: &LimiterLanes, method: Method, ruler: &Ruler) -> Html {
    let (lane, limit) = (lab.lane(method), lab.scenario().limit);
    let within = lane.served_within(ruler.from, ruler.length);
    let too_many = most_of_one_limit(lab, lane, ruler) > limit;
    let worst = lane.busiest(ruler.length).map(|found| (found.from, found.count));
    let onclick = worst.map(|(from, _)| ruler.put.reform(move |_: MouseEvent| from));
    let most = worst.map_or(0, |(_, count)| count as u32);
    html! {
        <div key={method.name()} class="lanes-readout" style={format!("--row:{}", method as usize + 2)} data-method={method.name()}>
            <p class={classes!("lanes-within", too_many.then_some("is-too-many"))}>
                <strong>{ within }</strong>
                <span>{ if too_many { "over the limit" } else { "in the ruler" } }</span>
            </p>
            <button type="button" class="button-small" disabled={worst.is_none()} {onclick}
                aria-label={format!("worst {most}: put the ruler on the busiest window of {}", method.name())}>
                { "worst " }{ most }
            </button>
            <p class="lanes-sum">{ lane.passed() }{ " of " }{ lab.requests() }{ " passed" }</p>
        </div>
    }
}

/// The most that one limit let pass within the ruler: where each user has a limit, that of the busier one.
fn most_of_one_limit(lab: &LimiterLanes, lane: &Lane, ruler: &Ruler) -> u32 {
    if !lab.scenario().per_user {
        return lane.served_within(ruler.from, ruler.length);
    }
    let within = ruler.from..ruler.from.saturating_add(ruler.length);
    let of_user = |user: u8| {
        let fates = lab.arrivals().iter().zip(lane.fates()).filter(|(arrival, _)| arrival.user == user);
        fates.filter(|(_, fate)| fate.served.is_some_and(|at| within.contains(&at))).count() as u32
    };
    of_user(0).max(of_user(1))
}

/// What can be sent and set.
fn controls(session: &Lab, lab: &LimiterLanes, ruler: &Ruler) -> Html {
    let scenario = lab.scenario();
    let place = ruler.clone();
    let latest = lab.end().saturating_sub(ruler.length);
    let player = session.player();
    let put = Callback::from(move |second: f64| {
        let to = second * 1_000_000.0;
        let is_there = (0.0..=latest as f64).contains(&to);
        if is_there {
            place.put.emit(to as u64);
        } else {
            player.say(format!("The ruler begins between second 0 and second {}.", in_field(latest)));
        }
        is_there
    });
    html! {
        <div class="lab-controls lanes-controls">
            <div class="lab-row">
                <button type="button" class="button-main" onclick={send(session, 0)}>{ "Send a request" }</button>
                <button type="button" onclick={send(session, 1)}>{ "Send as a second user" }</button>
                { choice(session, "Limit", &LIMIT_STOPS, scenario.limit, Command::SetLimit) }
                { choice(session, "in seconds", &WINDOW_STOPS, scenario.window_seconds, Command::SetWindow) }
                { decimal_field("Ruler from second", (0, (latest / 1_000_000) as u32), "0.1", in_field(ruler.from), &put) }
                { toggle(session, "a limit for each user", scenario.per_user, Command::SetPerUser) }
            </div>
            <details class="lanes-choices">
                <summary>{ "What libraries disagree on" }</summary>
                { for CHOICES.map(|choice| {
                    let on = scenario.choices.get(choice);
                    html! { <div key={sentence(choice, true)}>{ either(session, choice, on) }</div> }
                }) }
                <p class="hint">{ "Whatever you change, all requests so far are decided again, as if it had been so from the start." }</p>
            </details>
        </div>
    }
}

/// Microseconds as seconds, as a number field takes them.
fn in_field(micros: u64) -> String {
    decimal(micros / 100_000, 1).replace('\u{202f}', "")
}

/// A named choice with two sides.
fn either(session: &Lab, choice: Choice, on: bool) -> Html {
    let side = |to: bool| (short(choice, to), on == to, Command::Choose(choice, to));
    html! { <div class="lanes-choice"><span>{ name(choice) }</span>{ row(session, name(choice), [false, true].map(side)) }</div> }
}

const fn name(choice: Choice) -> &'static str {
    match choice {
        Choice::Meter => "Leaking bucket",
        Choice::FirstHit => "Fixed window begins",
        Choice::LogDenied => "Denied requests in the log",
        Choice::Inclusive => "A request exactly one window old",
        Choice::Exact => "Sliding counter’s estimate",
    }
}

const fn short(choice: Choice, on: bool) -> &'static str {
    match (choice, on) {
        (Choice::Meter, false) => "as a queue",
        (Choice::Meter, true) => "as a meter",
        (Choice::FirstHit, false) => "by the clock",
        (Choice::FirstHit, true) => "with the first request",
        (Choice::LogDenied, false) => "not written down",
        (Choice::LogDenied, true) => "written down",
        (Choice::Inclusive, false) => "no longer counts",
        (Choice::Inclusive, true) => "still counts",
        (Choice::Exact, false) => "rounded down",
        (Choice::Exact, true) => "exact",
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;
    use simulation::kernel::timeline::Timeline;
    use simulation::limiter::lanes::{Scenario, Traffic};

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        takes_all::<LimiterLanes>(
            &Scenario::default(),
            LIMIT_STOPS.map(Command::SetLimit).into_iter().chain(WINDOW_STOPS.map(Command::SetWindow)),
        );
    }

    #[test]
    fn with_a_limit_for_each_user_the_log_is_never_over_it_though_both_together_are() {
        let mut run = Timeline::<LimiterLanes>::new(Scenario::of(Traffic::TwoUsers), 1).unwrap();
        run.command(run.now(), Command::SetPerUser(true)).unwrap();
        run.seek(u64::MAX);
        let lab = run.state();
        let (lane, limit, length) = (lab.lane(Method::SlidingLog), lab.scenario().limit, lab.scenario().window());
        let ruler = |from| Ruler { from, length, put: Callback::noop() };
        let froms = || (0..=lab.end() - length).step_by(100_000);
        assert!(froms().all(|from| most_of_one_limit(lab, lane, &ruler(from)) <= limit));
        assert!(froms().any(|from| lane.served_within(from, length) > limit));
    }
}
