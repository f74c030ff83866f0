//! `cargo xtask serve`: the site while one works on it.

use std::net::TcpListener;

use crate::arguments::Arguments;
use crate::command::{About as _, Outcome, program};
use crate::{command, tools};

const DEFAULT_PORT: u16 = 8080;

/// Not where `cargo xtask build` bundles: a site that is being served must not change what is being built.
const DIST: &str = "target/serve";

/// Installs what is missing, builds, serves, and rebuilds on change until it is interrupted.
pub fn run(mut arguments: Arguments) -> Outcome {
    let port = match arguments.value("--port")? {
        Some(port) => port.parse().about(format_args!("--port takes a number from 1 to 65535, not “{port}”"))?,
        None => DEFAULT_PORT,
    };
    let release = arguments.flag("--release");
    arguments.finish()?;

    check_free(port)?;
    if !tools::for_the_site(&[])? {
        println!("npm was not found: the WebAssembly is served unoptimised. Everything works, it is only larger.");
    }
    println!(
        "Building, about two minutes the first time; then the site is at http://127.0.0.1:{port}/ (Ctrl+C ends it)"
    );

    let port = port.to_string();
    let mut trunk =
        program("trunk", &["serve", "--features", "whole", "--address", "127.0.0.1", "--port", &port, "--dist", DIST]);
    if release {
        trunk.arg("--release");
    }
    trunk.env("PATH", tools::search_path()?);
    run_trunk(trunk)
}

/// Fails with a way out where something else listens already; Trunk would say so only after the build.
fn check_free(port: u16) -> Outcome {
    TcpListener::bind(("127.0.0.1", port)).map(drop).map_err(|error| {
        format!(
            "port {port} cannot be used ({error}); end what runs there, or choose another: `cargo xtask serve --port {}`",
            port.saturating_add(1)
        )
        .into()
    })
}

/// Trunk reads `NO_COLOR` as a boolean and stops at the `1` that the convention allows.
pub fn run_trunk(mut trunk: std::process::Command) -> Outcome {
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    command::run(trunk)
}
