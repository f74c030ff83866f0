//! Lab 4: rules in a file, matched against requests.

use algorithms::limit::rules::{Allowance, LONGEST_FILE, read};
use simulation::kernel::text::{each, grouped};
use simulation::limiter::rules::{Command, EXAMPLE, EXAMPLE_JSON, LimiterRules, Outcome, SAMPLES, Scenario, written};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::chapters::scaffold;
use crate::controls::{FormField, form, give};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};

type Lab = Session<LimiterRules>;

fn start() -> Scenario {
    Scenario { file: None }
}

/// The lab in its section.
#[hook]
pub fn use_rules_lab() -> Html {
    let session = use_session::<LimiterRules>("rules", start);
    use_watch(&session);
    let is_alive = use_is_alive();
    // What stands in the editor while it differs from the file in force.
    let draft = use_state_eq(|| None::<AttrValue>);
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="rules">
                <div class="rules-sides">
                    <div class="rules-figure">
                        { file(lab) }
                        { editor(&session, lab, &draft) }
                    </div>
                    <div class="rules-requests">
                        { requests(&session) }
                        { outcomes(lab) }
                        { counters(lab) }
                    </div>
                </div>
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "rules",
        "Which rule is it?",
        "A request is a list of keys and values; the file says which limit counts for it. Send one three times and watch which \
         line decides.",
        is_alive,
        inside,
    )
}

/// The file in force, line by line, with the rule marked that counted last.
fn file(lab: &LimiterRules) -> Html {
    let found = lab.outcomes().last().and_then(|outcome| outcome.rule);
    let lines = lab.file().lines().enumerate().map(|(index, line)| {
        let number = index as u32 + 1;
        let is_found = found.is_some_and(|(found, _)| found == number);
        html! {
            <li key={index} class={is_found.then_some("is-found")}>
                <code>{ line.to_owned() }</code>
                if is_found {
                    <span class="rules-found">{ "◂ decided" }</span>
                }
            </li>
        }
    });
    html! {
        <div class="rules-file" tabindex="0" role="group" aria-label="The rules in force">
            <ol>{ for lines }</ol>
        </div>
    }
}

/// Where the reader writes other rules. What is wrong with them is said at once; they stay where they are.
fn editor(session: &Lab, lab: &LimiterRules, draft: &UseStateHandle<Option<AttrValue>>) -> Html {
    let text = (**draft).clone().unwrap_or_else(|| AttrValue::from(lab.file().to_owned()));
    let fault = read(&text).err();
    let line = fault.as_ref().and_then(|fault| text.lines().nth(fault.line.saturating_sub(1) as usize));
    let setter = draft.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok()) {
            setter.set(Some(field.value().into()));
        }
    });
    let take = |text: AttrValue| {
        let (session, draft) = (session.clone(), draft.clone());
        Callback::from(move |_: MouseEvent| {
            if session.command(Command::SetRules(text.to_string())) {
                draft.set(None);
            }
        })
    };
    let is_same = *text == *lab.file();
    let (says, class) = match &fault {
        Some(fault) => (fault.to_string(), "rules-fault"),
        None if is_same => ("These rules are in force.".to_owned(), "rules-well"),
        None => ("These rules can be read. They are not in force yet.".to_owned(), "rules-well"),
    };
    html! {
        <details class="lab-controls rules-editor">
            <summary>{ "Write your own rules, in YAML or JSON" }</summary>
            <label>
                <span>{ "Rules, up to " }{ grouped(LONGEST_FILE as u64) }{ " bytes" }</span>
                <textarea rows="12" spellcheck="false" autocomplete="off" value={text.clone()} {oninput}
                    aria-invalid={fault.is_some().to_string()} aria-describedby="rules-says" />
            </label>
            <p id="rules-says" class={class} role="status">{ says }</p>
            if let Some(line) = line {
                <pre class="rules-line"><code>{ line.chars().take(120).collect::<String>() }</code></pre>
            }
            <div class="lab-row">
                <button type="button" class="button-main" disabled={fault.is_some() || is_same} onclick={take(text)}>
                    { "Use these rules" }
                </button>
                <button type="button" class="button-small" onclick={take(EXAMPLE_JSON.into())}>{ "The same as JSON" }</button>
                <button type="button" class="button-small" onclick={take(EXAMPLE.into())}>{ "Back to the first rules" }</button>
            </div>
        </details>
    }
}

/// Requests to send: the lab's own, and the reader's.
fn requests(session: &Lab) -> Html {
    let send = html! { <button type="submit">{ "Send" }</button> };
    let own = |text: &str| Ok(Command::Send(text.to_owned()));
    html! {
        <div class="rules-send">
            <h3>{ "Send a request" }</h3>
            <div class="lab-row">
                { for SAMPLES.map(|sample| html! {
                    <button key={sample} type="button" class="button-small rules-sample" onclick={give(session, Command::Send(sample.to_owned()))}>
                        { sample }
                    </button>
                }) }
            </div>
            { form(session, FormField::line("Your own: key=value, key=value", "user=ada, path=/login", 26), send, own) }
            <div class="lab-row">
                <button type="button" class="button-small" onclick={give(session, Command::Wait(1))}>{ "A second passes" }</button>
                <button type="button" class="button-small" onclick={give(session, Command::Wait(60))}>{ "A minute passes" }</button>
            </div>
        </div>
    }
}

/// What the last requests met, the newest first.
fn outcomes(lab: &LimiterRules) -> Html {
    let outcome = |outcome: &Outcome| {
        let (mark, class) = if outcome.passed() { ("✓", "is-allowed") } else { ("✗", "is-denied") };
        let status = outcome.answer().map_or(200, |answer| answer.status);
        let rule = match outcome.rule {
            None => "no rule is for it".to_owned(),
            Some((line, Allowance::Unlimited)) => format!("line {line}: no limit"),
            Some((line, Allowance::Limited { requests, unit })) => {
                let left = outcome.decision.map_or(0, |decision| decision.remaining);
                let shadow = if outcome.shadow { ", shadow mode" } else { "" };
                format!("line {line}: {requests} {}, {left} left{shadow}", each(unit.name()))
            }
        };
        html! {
            <>
                <span aria-hidden="true">{ mark }</span>
                <span><strong class={class}>{ status }</strong>{ " " }<bdi>{ written(&outcome.descriptor) }</bdi><br />{ rule }</span>
            </>
        }
    };
    let all = lab.outcomes().iter().enumerate().rev();
    html! {
        <ul class="rules-outcomes">
            if lab.outcomes().is_empty() {
                <li class="hint">{ "What became of it stands here." }</li>
            }
            { for all.map(|(index, each)| html! { <li key={index}>{ outcome(each) }</li> }) }
        </ul>
    }
}

/// The counters in the service's store: one for each descriptor, not for each rule.
fn counters(lab: &LimiterRules) -> Html {
    if lab.counters().is_empty() {
        return Html::default();
    }
    let row = |counter: &simulation::limiter::rules::Counter| {
        let Allowance::Limited { requests, unit } = counter.allowance else { return Html::default() };
        html! {
            <tr key={counter.name.clone()}>
                <th scope="row"><code>{ counter.name.clone() }</code></th>
                <td class="number">{ counter.window.count(lab.now()) }{ " of " }{ requests }{ " " }{ each(unit.name()) }</td>
            </tr>
        }
    };
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label="Counters">
            <table class="rules-counters">
                <caption>{ "Counters in the store" }</caption>
                <tbody>{ for lab.counters().iter().map(row) }</tbody>
            </table>
        </div>
    }
}
