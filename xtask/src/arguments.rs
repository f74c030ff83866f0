//! The command line: a command, then `--name value` and `--name`.

use crate::command::{Failure, Outcome};

/// What is left of the command line.
pub struct Arguments(Vec<String>);

impl FromIterator<String> for Arguments {
    fn from_iter<Words: IntoIterator<Item = String>>(words: Words) -> Self {
        Self(words.into_iter().collect())
    }
}

impl Arguments {
    /// The arguments that this process was started with.
    pub fn of_process() -> Self {
        std::env::args().skip(1).collect()
    }

    /// Takes the first word.
    pub fn command(&mut self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    /// Takes `--name`, and says whether it was there.
    pub fn flag(&mut self, name: &str) -> bool {
        match self.0.iter().position(|argument| argument == name) {
            Some(index) => {
                self.0.remove(index);
                true
            }
            None => false,
        }
    }

    /// Takes `--name value` or `--name=value`.
    pub fn value(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let joined = format!("{name}=");
        let Some(index) = self.0.iter().position(|argument| argument == name || argument.starts_with(&joined)) else {
            return Ok(None);
        };
        let argument = self.0.remove(index);
        if let Some(value) = argument.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if index < self.0.len() { Ok(Some(self.0.remove(index))) } else { Err(format!("{name} needs a value").into()) }
    }

    /// Takes all words that are left and name no option.
    pub fn words(&mut self) -> Vec<String> {
        let (words, options) = self.0.drain(..).partition(|argument| !argument.starts_with("--"));
        self.0 = options;
        words
    }

    /// Fails on whatever has not been taken.
    pub fn finish(self) -> Outcome {
        match self.0.first() {
            None => Ok(()),
            Some(argument) => Err(format!("“{argument}” means nothing here; see `cargo xtask help`").into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Arguments {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_value_is_taken_in_both_spellings() {
        let mut given = arguments(&["serve", "--port", "81", "--public-url=/a/"]);
        assert_eq!(given.command().as_deref(), Some("serve"));
        assert_eq!(given.value("--port").unwrap().as_deref(), Some("81"));
        assert_eq!(given.value("--public-url").unwrap().as_deref(), Some("/a/"));
        given.finish().unwrap();
    }

    #[test]
    fn words_are_taken_and_a_strange_option_stays() {
        let mut given = arguments(&["chromium::ring", "--bsuy", "firefox"]);
        assert_eq!(given.words(), ["chromium::ring", "firefox"]);
        assert!(given.finish().is_err());
    }

    #[test]
    fn a_missing_value_and_a_stranger_are_errors() {
        assert!(arguments(&["--port"]).value("--port").is_err());
        assert!(arguments(&["--prot", "81"]).finish().is_err());
    }
}
