//! What two tables of numbers have not in common.

/// A number or a word of a lab: which one, and what it says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reading {
    /// What it is a reading of, such as `Keys on s3`; the same in both runs.
    pub name: String,
    /// What it says.
    pub says: String,
}

/// Something that is not the same in both.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Difference {
    /// What it is a reading of.
    pub name: String,
    /// What it says in each; `None` where it is not there.
    pub says: [Option<String>; 2],
}

/// All readings that differ: those of the first in its order, then those that only the second has.
#[must_use]
pub fn between(one: &[Reading], two: &[Reading]) -> Vec<Difference> {
    let mut found = Vec::new();
    for reading in one {
        let other = says(two, &reading.name);
        if other != Some(&reading.says) {
            found.push(Difference {
                name: reading.name.clone(),
                says: [Some(reading.says.clone()), other.map(str::to_owned)],
            });
        }
    }
    for reading in two.iter().filter(|reading| says(one, &reading.name).is_none()) {
        found.push(Difference { name: reading.name.clone(), says: [None, Some(reading.says.clone())] });
    }
    found
}

fn says<'a>(readings: &'a [Reading], name: &str) -> Option<&'a str> {
    readings.iter().find(|reading| reading.name == name).map(|reading| reading.says.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(all: &[(&str, &str)]) -> Vec<Reading> {
        all.iter().map(|(name, says)| Reading { name: (*name).to_owned(), says: (*says).to_owned() }).collect()
    }

    #[test]
    fn only_what_differs_is_found_and_what_is_missing_too() {
        let one = readings(&[("s0", "20"), ("s1", "30"), ("s2", "7")]);
        let two = readings(&[("s0", "20"), ("s2", "9"), ("s3", "1")]);
        let found = between(&one, &two);
        let found: Vec<_> =
            found.iter().map(|d| (d.name.as_str(), d.says[0].as_deref(), d.says[1].as_deref())).collect();
        assert_eq!(found, [("s1", Some("30"), None), ("s2", Some("7"), Some("9")), ("s3", None, Some("1"))]);
    }

    #[test]
    fn the_same_has_no_differences() {
        let all = readings(&[("a", "1"), ("b", "")]);
        assert_eq!(between(&all, &all), []);
        assert_eq!(between(&[], &[]), []);
    }
}
