//! A tab in Chromium or Firefox, over WebDriver BiDi.

use std::time::Duration;

use serde_json::{Value, json};

use crate::patience::look_until;
use crate::tab::{Locator, Tab};
use crate::{Browser, Element};

/// Runs in every document before its own scripts. What a browser only writes into its developer tools becomes an error in
/// the log, where [`Tab::errors`] finds it. What is still being loaded when a page is left does not come, which is no error.
const WATCH: &str = r"() => {
    let left = false;
    addEventListener('beforeunload', () => { left = true; });
    const error = console.error;
    console.error = (...what) => { if (!left) error.apply(console, what); };
    document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`the Content-Security-Policy forbids ${event.violatedDirective} ${event.blockedURI}`);
    });
    window.addEventListener('error', (event) => {
        const address = event.target?.src ?? event.target?.href;
        if (address) console.error(`could not load ${address}`);
    }, true);
}";

pub(crate) struct BidiTab<'browser> {
    browser: &'browser Browser,
    user: Value,
    context: String,
    is: Is,
}

/// What closing a tab takes along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    /// All that its person stored, and every other tab of theirs.
    First,
    /// Nothing more: one more tab of the same person.
    Another,
    /// Nothing at all: it belongs to a page.
    Frame,
}

impl<'browser> BidiTab<'browser> {
    pub(crate) fn open(browser: &'browser Browser) -> Result<Self, String> {
        let user = browser.command("browser.createUserContext", &json!({}))?;
        Self::open_for(browser, user["userContext"].clone(), Is::First)
    }

    fn open_for(browser: &'browser Browser, user: Value, is: Is) -> Result<Self, String> {
        let wanted = json!({ "type": "tab", "userContext": user });
        let tab = browser.command("browsingContext.create", &wanted)?;
        let context = tab["context"].as_str().unwrap_or_default().to_owned();
        let tab = Self { browser, user, context, is };
        tab.prepare(WATCH)?;
        Ok(tab)
    }

    fn command(&self, method: &str, mut parameters: Value) -> Result<Value, String> {
        parameters["context"] = self.context.clone().into();
        self.browser.command(method, &parameters)
    }

    /// Leaves a document and looks until the next one, of which this JavaScript is true, has loaded. The browser itself could be
    /// asked to answer then, but now and then Firefox loses the message that it waits for, and never does.
    fn leave_by(&self, method: &str, parameters: &Value, is_next: &str) -> Result<(), String> {
        const TRIES: usize = 3;
        const PATIENCE: Duration = Duration::from_secs(30);
        let has_come = format!("() => {is_next} && document.readyState === 'complete'");
        for _ in 0..TRIES {
            self.command(method, parameters.clone())?;
            // Between two documents there is nobody to answer.
            let come = || self.call(&has_come, &[]).is_ok_and(|come| come == true).then_some(());
            if look_until(PATIENCE, self.pause(), come).is_some() {
                return Ok(());
            }
        }
        Err(format!("{method} {parameters}: nothing came {TRIES} times in {PATIENCE:?}"))
    }
}

impl Tab for BidiTab<'_> {
    fn navigate(&self, url: &str) -> Result<(), String> {
        let left = self.call("() => location.href", &[])?;
        if left == url {
            // The empty page, which every tab begins with.
            return Ok(());
        }
        let is_next = format!("location.href !== {left}");
        self.leave_by("browsingContext.navigate", &json!({ "url": url, "wait": "none" }), &is_next)
    }

    fn reload(&self) -> Result<(), String> {
        self.call("() => { window.journeyReloads = true; }", &[])?;
        self.leave_by("browsingContext.reload", &json!({ "wait": "none" }), "!window.journeyReloads")
    }

    fn traverse(&self, steps: i32) -> Result<(), String> {
        self.command("browsingContext.traverseHistory", json!({ "delta": steps })).map(drop)
    }

    fn call(&self, function: &str, elements: &[&Element]) -> Result<Value, String> {
        let arguments: Vec<Value> = elements.iter().map(|element| json!({ "sharedId": element.id() })).collect();
        let declaration = format!("async (...given) => JSON.stringify(await ({function})(...given)) ?? 'null'");
        let answer = self.browser.command(
            "script.callFunction",
            &json!({
                "functionDeclaration": declaration,
                "arguments": arguments,
                "awaitPromise": true,
                "target": { "context": self.context },
            }),
        )?;
        match answer["result"]["value"].as_str() {
            Some(text) => serde_json::from_str(text).map_err(|error| error.to_string()),
            None => Err(answer["exceptionDetails"]["text"].to_string()),
        }
    }

    fn locate(&self, locator: Locator<'_>) -> Option<Element> {
        let locator = match locator {
            Locator::Css(selector) => json!({ "type": "css", "value": selector }),
            Locator::Role(role, name) => json!({ "type": "accessibility", "value": { "role": role, "name": name } }),
        };
        let found =
            self.command("browsingContext.locateNodes", json!({ "locator": locator, "maxNodeCount": 1 })).ok()?;
        Element::with_id(&found["nodes"][0]["sharedId"])
    }

    fn act(&self, source: Value) -> Result<(), String> {
        self.command("input.performActions", json!({ "actions": [source] })).map(drop)
    }

    fn viewport(&self, width: u32, height: u32) -> Result<(), String> {
        if self.is == Is::Frame {
            // It is as large as its page makes it.
            return Ok(());
        }
        let viewport = json!({ "viewport": { "width": width, "height": height }, "devicePixelRatio": 1.0 });
        self.command("browsingContext.setViewport", viewport).map(drop)
    }

    /// Of the whole page.
    fn picture(&self) -> Result<String, String> {
        let answer = self.command("browsingContext.captureScreenshot", json!({ "origin": "document" }))?;
        Ok(answer["data"].as_str().unwrap_or_default().to_owned())
    }

    fn prepare(&self, function: &str) -> Result<(), String> {
        let script = json!({ "functionDeclaration": function, "contexts": [self.context] });
        self.browser.command("script.addPreloadScript", &script).map(drop)
    }

    fn another(&self) -> Result<Box<dyn Tab + '_>, String> {
        Ok(Box::new(Self::open_for(self.browser, self.user.clone(), Is::Another)?))
    }

    fn frame(&self) -> Result<Box<dyn Tab + '_>, String> {
        let tree = self.browser.command("browsingContext.getTree", &json!({ "root": self.context }))?;
        let frame = tree["contexts"][0]["children"][0]["context"].as_str().ok_or("the page has no frame")?;
        let (browser, user, context) = (self.browser, self.user.clone(), frame.to_owned());
        Ok(Box::new(Self { browser, user, context, is: Is::Frame }))
    }

    fn errors(&self) -> Vec<String> {
        // Any answer comes after the events that were sent before it.
        let _ = self.browser.command("browsingContext.getTree", &json!({ "root": self.context }));
        self.browser
            .take_events("log.entryAdded")
            .iter()
            .map(|event| &event["params"])
            .filter(|entry| entry["level"] == "error")
            .map(|entry| entry["text"].as_str().unwrap_or("an error without text").to_owned())
            .collect()
    }
}

impl Drop for BidiTab<'_> {
    fn drop(&mut self) {
        let closed = match self.is {
            Is::First => self.browser.command("browser.removeUserContext", &json!({ "userContext": self.user })),
            Is::Another => self.command("browsingContext.close", json!({})),
            Is::Frame => return,
        };
        if let (Err(error), false) = (closed, std::thread::panicking()) {
            panic!("the page does not close: {error}");
        }
    }
}
