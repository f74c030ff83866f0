//! Running other programs, and failing with a sentence that a person can act on.

use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitStatus, Stdio};

/// Why a command of ours stopped.
#[derive(Debug)]
pub struct Failure(String);

/// What a step comes to.
pub type Outcome = Result<(), Failure>;

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self(sentence)
    }
}

impl From<&str> for Failure {
    fn from(sentence: &str) -> Self {
        Self(sentence.to_owned())
    }
}

/// Says which file or program an input/output error is about.
pub trait About<T> {
    /// Puts `what` (“reading Cargo.lock”) before the error's own words.
    fn about(self, what: impl fmt::Display) -> Result<T, Failure>;
}

impl<T, E: fmt::Display> About<T> for Result<T, E> {
    fn about(self, what: impl fmt::Display) -> Result<T, Failure> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}

/// A program with its arguments, to be run in the repository's top folder.
pub fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(crate::folders::top()).stdin(Stdio::null());
    command
}

/// As one would type it.
pub fn spelled(command: &Command) -> String {
    let mut words: Vec<String> = command
        .get_envs()
        .filter(|(name, _)| *name != "PATH")
        .filter_map(|(name, value)| Some((name, value?)))
        .map(|(name, value)| format!("{}={}", name.display(), quoted(&value.to_string_lossy())))
        .collect();
    words.push(command.get_program().display().to_string());
    words.extend(command.get_args().map(|word| quoted(&word.to_string_lossy())));
    words.join(" ")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains(|letter: char| letter.is_whitespace() || "*?$".contains(letter)) {
        format!("'{word}'")
    } else {
        word.to_owned()
    }
}

/// Runs a program whose output the person sees as it comes.
pub fn run(mut command: Command) -> Outcome {
    let status = command.status().about(format_args!("cannot start `{}`", command.get_program().display()))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", spelled(&command)).into()) }
}

/// Runs a program and hands on each line that it prints, on either stream, as it comes.
pub fn watch(mut command: Command, mut line: impl FnMut(&str)) -> Result<ExitStatus, Failure> {
    let (reader, writer) = std::io::pipe().about("making a pipe")?;
    let both = writer.try_clone().about("making a pipe")?;
    let mut process = command
        .stdout(both)
        .stderr(writer)
        .spawn()
        .about(format_args!("cannot start `{}`", command.get_program().display()))?;
    // It holds both ends for writing; while it is there, the pipe does not end.
    drop(command);
    for bytes in BufReader::new(reader).split(b'\n') {
        line(&String::from_utf8_lossy(&bytes.about("reading what a program prints")?));
    }
    process.wait().about("waiting for a program to end")
}

/// What a program prints, or `None` where it is missing or fails.
pub fn output(mut command: Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
