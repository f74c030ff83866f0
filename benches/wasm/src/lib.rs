//! The ring as JavaScript would use it, for `benches/npm.mjs`.

use algorithms::ring::Ring;
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
