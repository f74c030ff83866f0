//! `replay <link, code or file> [lab]`: runs a moment again and prints what happened in it.
//!
//! A line for each event, with its virtual time, then the hash of the state. The page prints the same at the end of a
//! transcript that is copied there: where the two differ, one of them is wrong.

use std::fmt;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

use simulation::kernel::moment::{self, Moment, MomentError};
use simulation::kernel::moment_file::{self, FileError};
use simulation::kernel::state_hash::state_line;
use simulation::kernel::system::Registered;
use simulation::kernel::timeline::Timeline;
use simulation::systems::{self, Visitor};

const HELP: &str = "\
Runs a moment of a lab again: prints a line for each event, with its virtual time, and the hash of the state.

  replay <what> [lab]

<what> is a link, the code in it, a JSON file that a lab saved, or - for any of these on standard input.
A link can hold several labs, named in it: #ring=...&rehash=... All are replayed, or the one that [lab] names.
";

/// So many steps are replayed at a time: a long transcript is printed as it goes.
const STEPS_AT_A_TIME: u64 = 10_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--help" | "-h" | "help"] => print(HELP),
        [what] => replay_all(what, None),
        [what, lab] => replay_all(what, Some(lab)),
        _ => {
            eprint!("{HELP}");
            return ExitCode::FAILURE;
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    io::stdout().write_all(text.as_bytes()).map_err(Failure::Output)
}

/// Why nothing, or not everything, was replayed.
enum Failure {
    /// The file, or standard input, can't be read.
    Input { name: String, error: io::Error },
    /// It looks like a file, and there is none.
    NoFile { name: String },
    /// Nothing can be printed.
    Output(io::Error),
    /// The link holds no moment, or not the one asked for.
    NoMoment { lab: Option<String> },
    /// The code, in a link under the name of its lab, does not open.
    Code { lab: String, error: MomentError },
    /// No system has the number that the code names.
    UnknownKind { kind: u8 },
    /// The file does not open.
    File(FileError),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input { name, error } => write!(f, "{name} can’t be read: {error}"),
            Self::NoFile { name } => write!(f, "There is no file {name}."),
            Self::Output(error) => write!(f, "nothing can be printed: {error}"),
            Self::NoMoment { lab: None } => {
                write!(f, "This link holds no moment of a lab: nothing like #ring=... stands at its end.")
            }
            Self::NoMoment { lab: Some(lab) } => write!(f, "This link holds no moment of a lab that it calls “{lab}”."),
            Self::Code { lab, error } if lab.is_empty() => write!(f, "{error}"),
            Self::Code { lab, error } => write!(f, "{lab}: {error}"),
            Self::UnknownKind { kind } => {
                write!(f, "This link belongs to a lab that does not exist here (number {kind}).")
            }
            Self::File(error) => write!(f, "{error}"),
        }
    }
}

/// What was given, after it was read.
enum Given {
    Json(String),
    /// The codes with the names of their labs; one that came without a link has no name.
    Codes(Vec<(String, String)>),
}

fn replay_all(what: &str, lab: Option<&str>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match given(what)? {
        Given::Json(text) => {
            let kind = systems::kind_of_file(&text).map_err(Failure::File)?;
            let file = FromFile { text: &text, out: &mut out };
            systems::visit(kind, file).unwrap_or(Err(Failure::UnknownKind { kind }))?;
        }
        Given::Codes(mut codes) => {
            codes.retain(|(name, _)| lab.is_none_or(|lab| lab == name || name.is_empty()));
            if codes.is_empty() {
                return Err(Failure::NoMoment { lab: lab.map(str::to_owned) });
            }
            for (name, code) in &codes {
                let failed = |error| Failure::Code { lab: name.clone(), error };
                let kind = moment::kind_of(code).map_err(failed)?;
                let code = FromCode { name, code, out: &mut out };
                systems::visit(kind, code).unwrap_or(Err(Failure::UnknownKind { kind }))?;
            }
        }
    }
    out.flush().map_err(Failure::Output)
}

fn given(what: &str) -> Result<Given, Failure> {
    let text = if what == "-" {
        read("standard input", io::stdin().lock())?
    } else if Path::new(what).is_file() {
        let failed = |error| Failure::Input { name: what.to_owned(), error };
        read(what, std::fs::File::open(what).map_err(failed)?)?
    } else {
        what.to_owned()
    };
    let text = text.trim();
    if text.starts_with('{') {
        return Ok(Given::Json(text.to_owned()));
    }
    if let Some((_, fragment)) = text.split_once('#') {
        return Ok(Given::Codes(codes_in(fragment)));
    }
    if text.contains("://") {
        return Err(Failure::NoMoment { lab: None });
    }
    // No code has a dot or a slash, and most names of files have.
    if text.contains(['.', '/', '\\']) {
        return Err(Failure::NoFile { name: text.to_owned() });
    }
    Ok(Given::Codes(vec![(String::new(), text.to_owned())]))
}

/// A byte more than the largest file, so that a larger one is known.
fn read(name: &str, source: impl io::Read) -> Result<String, Failure> {
    let mut text = String::new();
    let failed = |error| Failure::Input { name: name.to_owned(), error };
    source.take(moment_file::LARGEST as u64 + 1).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

/// `lab=code`, joined by `&`.
fn codes_in(fragment: &str) -> Vec<(String, String)> {
    let entries = fragment.split('&').filter_map(|entry| entry.split_once('='));
    entries.map(|(lab, code)| (lab.to_owned(), code.to_owned())).collect()
}

struct FromFile<'a, W> {
    text: &'a str,
    out: &'a mut W,
}

impl<W: Write> Visitor for FromFile<'_, W> {
    type Out = Result<(), Failure>;

    fn visit<S: Registered>(self) -> Self::Out {
        let moment = moment_file::read::<S>(self.text).map_err(Failure::File)?;
        let timeline = Timeline::open(moment).map_err(|error| Failure::Code { lab: String::new(), error })?;
        print_run(&timeline, "", self.out).map_err(Failure::Output)
    }
}

struct FromCode<'a, W> {
    name: &'a str,
    code: &'a str,
    out: &'a mut W,
}

impl<W: Write> Visitor for FromCode<'_, W> {
    type Out = Result<(), Failure>;

    fn visit<S: Registered>(self) -> Self::Out {
        let failed = |error| Failure::Code { lab: self.name.to_owned(), error };
        let timeline = Timeline::open(Moment::<S>::decode(self.code).map_err(failed)?).map_err(failed)?;
        print_run(&timeline, self.name, self.out).map_err(Failure::Output)
    }
}

/// What the run is, the transcript up to the moment, and the hash of its state.
fn print_run<S: Registered>(timeline: &Timeline<S>, lab: &str, out: &mut impl Write) -> io::Result<()> {
    let (position, end, seed) = (timeline.position(), timeline.end(), timeline.seed());
    let lab = if lab.is_empty() { String::new() } else { format!("{lab}: ") };
    writeln!(out, "{lab}{}, seed {seed}, step {position} of {end}", S::NAME)?;
    let mut from = 0;
    while from < position {
        let to = (from + STEPS_AT_A_TIME).min(position);
        for (_, now, event) in timeline.transcript(from, to) {
            writeln!(out, "{}  {event}", S::UNIT.show(now))?;
        }
        from = to;
    }
    writeln!(out, "{}", state_line(timeline.state()))
}
