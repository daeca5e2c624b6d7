//! Findings by kind: a few of each are named, and the others are counted.

use std::fmt;

use issuedby::ErrorDetails;
use issuedby_registry::RegistryError;

use crate::limits::MAX_NAMED_FINDINGS;
use crate::observe::events::{self, EventName};
use crate::observe::log::Log;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
    /// Some clients are not served, or not for long, or others could take over what the edge relies on.
    Warning,
    /// Nothing can be served.
    Error,
}

impl Level {
    /// The level of its event: `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A finding: something that an operator should mend.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    level: Level,
    event: EventName,
    message: String,
    remedy: String,
}

impl Finding {
    /// Its severity.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The stable name of its kind and of its event.
    pub fn event(&self) -> &'static str {
        self.event.as_str()
    }

    /// The sentence that says what was found.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The remedy; empty where another finding of the kind says it.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    pub(crate) fn log(&self, log: &Log) {
        let sentence = self.to_string();
        match self.level {
            Level::Warning => log.warning(self.event, &sentence),
            Level::Error => log.error(self.event, &sentence),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match self.remedy.as_str() {
            "" => Ok(()),
            remedy => write!(f, "; {remedy}"),
        }
    }
}

/// A kind of finding.
#[derive(Debug)]
pub(super) struct Kind {
    level: Level,
    event: EventName,
    /// The plural, for "and 12 other ...".
    plural: &'static str,
}

impl Kind {
    pub(super) const fn warning(event: EventName, plural: &'static str) -> Self {
        Self { level: Level::Warning, event, plural }
    }

    pub(super) const fn error(event: EventName, plural: &'static str) -> Self {
        Self { level: Level::Error, event, plural }
    }
}

/// Findings by kind: the first of each, and how many others there are.
#[derive(Default)]
pub(super) struct Findings {
    kinds: Vec<(&'static Kind, Vec<Finding>, usize)>,
}

impl Findings {
    /// Adds a finding: its message and its remedy. They are made only where there is room for it.
    pub(super) fn add(&mut self, kind: &'static Kind, sentences: impl FnOnce() -> (String, String)) {
        let place = self.kinds.iter().position(|(known, ..)| known.event == kind.event);
        if place.is_none() {
            self.kinds.push((kind, Vec::new(), 0));
        }
        let last = self.kinds.len().saturating_sub(1);
        let Some((_, named, others)) = self.kinds.get_mut(place.unwrap_or(last)) else { return };
        if named.len() >= MAX_NAMED_FINDINGS {
            *others += 1;
            return;
        }
        let (message, remedy) = sentences();
        named.push(Finding { level: kind.level, event: kind.event, message, remedy });
    }

    /// Errors first.
    pub(super) fn into_vec(self) -> Vec<Finding> {
        let kinds = self.kinds.into_iter().flat_map(|(kind, named, others)| {
            let rest = (others > 0).then(|| Finding {
                level: kind.level,
                event: kind.event,
                message: format!("and {others} other {}", kind.plural),
                remedy: String::new(),
            });
            named.into_iter().chain(rest)
        });
        let mut all: Vec<_> = kinds.collect();
        all.sort_by_key(|finding| finding.level != Level::Error);
        all
    }
}

/// The remedy of an error, as a finding has it.
pub(super) fn remedy_of(error: &RegistryError) -> String {
    error.remedy().unwrap_or_default().into_owned()
}

/// The kind of a check that could not be made.
pub(super) static CHECK_INCOMPLETE: Kind =
    Kind::warning(events::CHECK_INCOMPLETE, "checks that were not made");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_kind_a_few_are_named_and_the_others_are_counted() {
        static FIRST: Kind = Kind::warning(EventName::of_test("first"), "first ones");
        static SECOND: Kind = Kind::error(EventName::of_test("second"), "second ones");
        let mut findings = Findings::default();
        for number in 0..MAX_NAMED_FINDINGS + 12 {
            findings.add(&FIRST, || (number.to_string(), "mend it".to_owned()));
            if number < MAX_NAMED_FINDINGS {
                findings.add(&SECOND, || (number.to_string(), String::new()));
            }
        }
        let all = findings.into_vec();
        let sentences: Vec<_> = all.iter().map(Finding::to_string).collect();
        assert_eq!(sentences[..2], ["0", "1"], "errors come first");
        assert_eq!(sentences[MAX_NAMED_FINDINGS..][..2], ["0; mend it", "1; mend it"]);
        assert_eq!(sentences[2 * MAX_NAMED_FINDINGS..], ["and 12 other first ones"]);
    }
}
