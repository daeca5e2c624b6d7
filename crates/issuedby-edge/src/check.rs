//! What keeps an edge that can start from serving: found by `issuedby edge --check`, at the start, and while it runs.

mod configured;
mod dates;
mod domains;
mod expiry;
mod permissions;
mod running;
mod sockets;

use std::ffi::OsStr;
use std::fmt;

use issuedby_registry::{AccountName, Registry, shell};

use crate::certificates::ServerCertificates;
use crate::clock;
use crate::config::Config;
use crate::descriptors;
use crate::limits::MAX_NAMED_FINDINGS;
use crate::log::Log;
use crate::routes::Routes;

pub(crate) use running::RunningChecks;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
    /// Some clients are not served, or not for long, or others could take over what the edge relies on.
    Warning,
    /// Nothing can be served.
    Error,
}

impl Level {
    /// As events have it: `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something that an operator should mend.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    level: Level,
    event: &'static str,
    message: String,
    remedy: String,
}

impl Finding {
    /// How bad it is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The stable name of its kind, and of the event that says it.
    pub fn event(&self) -> &'static str {
        self.event
    }

    /// What was found, in a sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What mends it; empty where another finding of the kind says it.
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
struct Kind {
    level: Level,
    event: &'static str,
    /// Several of them, as "and 12 other ..." has them.
    plural: &'static str,
}

impl Kind {
    const fn warning(event: &'static str, plural: &'static str) -> Self {
        Self { level: Level::Warning, event, plural }
    }

    const fn error(event: &'static str, plural: &'static str) -> Self {
        Self { level: Level::Error, event, plural }
    }
}

/// Findings by kind: the first of each, and how many others there are.
#[derive(Default)]
struct Findings {
    kinds: Vec<(&'static Kind, Vec<Finding>, usize)>,
}

impl Findings {
    /// Takes a finding: its message and its remedy. They are made only where there is room for it.
    fn add(&mut self, kind: &'static Kind, sentences: impl FnOnce() -> (String, String)) {
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
    fn into_vec(self) -> Vec<Finding> {
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

static DESCRIPTORS_SHORT: Kind = Kind::warning("descriptors_short", "limits of file descriptors");
static CHECK_INCOMPLETE: Kind = Kind::warning("check_incomplete", "checks that were not made");

/// Everything that can be found before an edge listens.
pub(crate) fn before_start(
    config: &Config,
    certificates: &ServerCertificates,
    routes: &Routes,
    registry: &mut dyn Registry,
) -> Vec<Finding> {
    let mut findings = Findings::default();
    let now = expiry::comparable(clock::unix_seconds(), &mut findings);
    permissions::check(config, &mut findings);
    sockets::check(config, &mut findings);
    if let Some(sentences) = descriptors::shortage(config, descriptors::available()) {
        findings.add(&DESCRIPTORS_SHORT, || sentences);
    }
    configured::check(config, registry, &mut findings);
    domains::check(config, certificates, routes, registry, now, &mut findings);
    if let Some(now) = now {
        expiry::check_server_certificates(certificates, now, &mut findings);
        expiry::check_cas(config, registry, now, &mut findings);
    }
    findings.into_vec()
}

/// A command about something of an account in the registry of a configuration.
fn registry_command(config: &Config, command: &str, account: &str) -> String {
    let registry = config.resolve(config.registry.get_ref());
    let (account, registry) = (shell::quoted(OsStr::new(account)), shell::quoted_path(&registry));
    format!("`issuedby {command} --account {account} --registry {registry}`")
}

/// The command that activates a pending domain, and what must be so before.
pub(crate) fn activation(config: &Config, domain: &str, account: &AccountName) -> String {
    let command = registry_command(config, &format!("domain activate {domain}"), account.as_str());
    format!("after proof that the account controls it, run {command}")
}

/// The command that checks again.
fn check_again(config: &Config) -> String {
    format!(
        "then run `issuedby edge --config {} --check`, and restart the edge",
        shell::quoted_path(config.path())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_kind_a_few_are_named_and_the_others_are_counted() {
        static FIRST: Kind = Kind::warning("first", "first ones");
        static SECOND: Kind = Kind::error("second", "second ones");
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
