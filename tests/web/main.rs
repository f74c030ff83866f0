//! Tests in the browser: one binary, because each costs a browser's start.
#![cfg(target_arch = "wasm32")]

mod crash;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
