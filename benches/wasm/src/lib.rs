//! The ring, Snowflakes, limiters and base 62 as JavaScript would use them, for `benches/npm.mjs`.

use algorithms::codes::base62::{LONGEST, decode, encode};
use algorithms::hashing::ring::Ring;
use algorithms::ids::layout::Layout;
use algorithms::ids::snowflake::{OnRollback, Snowflake};
use algorithms::limit::Quota;
use algorithms::limit::gcra::Gcra;
use algorithms::limit::token_bucket::TokenBucket;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A ring behind JavaScript's object.
#[wasm_bindgen]
#[derive(Clone, Default)]
pub struct WasmRing(Ring);

#[wasm_bindgen]
impl WasmRing {
    /// A ring without a server.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a server; `false` if the ring refuses.
    pub fn add(&mut self, name: &str, virtual_nodes: u32) -> bool {
        self.0.add(name, virtual_nodes).is_ok()
    }

    /// Removes a server; `false` if there is none of the name.
    pub fn remove(&mut self, name: &str) -> bool {
        self.0.remove(name).is_ok()
    }

    /// The owner of a key.
    #[must_use]
    pub fn owner(&self, key: &str) -> Option<String> {
        self.0.owner(key.as_bytes()).ok().map(str::to_owned)
    }
}

/// A token bucket behind JavaScript's object.
#[wasm_bindgen]
#[derive(Clone)]
pub struct WasmBucket(TokenBucket);

#[wasm_bindgen]
impl WasmBucket {
    /// A full bucket of so many tokens, which fills up in so many microseconds; `undefined` if there can't be one.
    #[must_use]
    pub fn of(tokens: u32, microseconds: u32) -> Option<Self> {
        let quota = Quota::new(tokens, microseconds.into()).ok()?;
        TokenBucket::new(tokens, quota).ok().map(Self)
    }

    /// Whether a request may pass at this time, in microseconds.
    pub fn ask(&mut self, now: f64) -> bool {
        self.0.ask(now as u64, 1, &mut ()).is_ok_and(|decision| decision.allowed)
    }
}

/// GCRA behind JavaScript's object.
#[wasm_bindgen]
#[derive(Clone)]
pub struct WasmGcra(Gcra);

#[wasm_bindgen]
impl WasmGcra {
    /// A limiter of so many requests in so many microseconds; `undefined` if there can't be one.
    #[must_use]
    pub fn of(requests: u32, microseconds: u32) -> Option<Self> {
        let quota = Quota::new(requests, microseconds.into()).ok()?;
        Gcra::new(requests, quota).ok().map(Self)
    }

    /// Whether a request may pass at this time, in microseconds.
    pub fn ask(&mut self, now: f64) -> bool {
        self.0.ask(now as u64, 1, &mut ()).is_ok_and(|decision| decision.allowed)
    }
}

/// A machine that makes Snowflakes, behind JavaScript's object.
#[wasm_bindgen]
pub struct WasmSnowflake(Snowflake);

#[wasm_bindgen]
impl WasmSnowflake {
    /// A machine of this number in data centre 0, if there is room for it.
    #[must_use]
    pub fn of(machine: u32) -> Option<Self> {
        Snowflake::new(Layout::SNOWFLAKE, 0, machine.into(), OnRollback::Refuse).ok().map(Self)
    }

    /// The next ID while the clock reads `now_ms`, as a `BigInt`; none if it has to wait.
    pub fn next_id(&mut self, now_ms: f64) -> Option<u64> {
        self.0.next_id(now_ms.max(0.0) as u64).ok()
    }
}

/// A whole number in base 62, as JavaScript has it: exact up to 2^53.
#[wasm_bindgen]
#[must_use]
pub fn base62_encode(number: f64) -> String {
    encode(number as u64)
}

/// Writes numbers in base 62 where JavaScript can read them, so that no text is made on both sides.
#[wasm_bindgen]
#[derive(Default)]
pub struct WasmCode([u8; LONGEST]);

#[wasm_bindgen]
impl WasmCode {
    /// Nothing is written yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Where in the [`wasm_memory`] the characters are.
    #[must_use]
    pub fn address(&self) -> *const u8 {
        self.0.as_ptr()
    }

    /// Writes a number; how many characters it has.
    pub fn write(&mut self, number: f64) -> usize {
        let code = encode(number as u64);
        self.0[..code.len()].copy_from_slice(code.as_bytes());
        code.len()
    }
}

/// The module's memory.
#[wasm_bindgen]
#[must_use]
pub fn wasm_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// Many of them at once, with a space between them.
#[wasm_bindgen]
#[must_use]
pub fn base62_encode_all(numbers: &[f64]) -> String {
    let mut codes = String::new();
    for number in numbers {
        codes += &encode(*number as u64);
        codes.push(' ');
    }
    codes.truncate(codes.trim_ascii_end().len());
    codes
}

/// A text of seven characters for a number, without any work: what it takes to cross over.
#[wasm_bindgen]
#[must_use]
pub fn bridge(number: f64) -> String {
    let text = if number < 0.0 { "-------" } else { "+++++++" };
    text.to_owned()
}

/// The number of a code; nothing if it is none.
#[wasm_bindgen]
#[must_use]
pub fn base62_decode(code: &str) -> Option<f64> {
    decode(code).ok().map(|number| number as f64)
}
