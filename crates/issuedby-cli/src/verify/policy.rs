//! The policy with the issuers of the command line, which has its say after the core's verdict.

use std::ffi::OsString;

use issuedby::name::{Comparison, MatchLevel, Name};
use issuedby::policy::{Decision, OptionError, OptionErrorKind, PolicyOptions};
use issuedby::{DistinguishedName, EdgeReport, MtlsAuthInbound, Verdict};

use crate::ca_file::CaFile;
use crate::exit::Failure;
use crate::name_text;
use crate::terminal::Console;

const OPTION: &str = "--cert-issuer-dn";

/// The names of `--cert-issuer-dn`, read.
pub(super) struct Issuers {
    texts: Vec<String>,
    names: Vec<DistinguishedName>,
}

impl Issuers {
    /// Reads the names.
    ///
    /// # Errors
    ///
    /// One failure for each that cannot be read.
    pub(super) fn read(arguments: &[OsString]) -> Result<Self, Vec<Failure>> {
        let (mut issuers, mut failures) = (Self { texts: Vec::new(), names: Vec::new() }, Vec::new());
        for argument in arguments {
            match name_text::read(OPTION, argument.as_encoded_bytes()) {
                Ok(parsed) => {
                    issuers.names.push(parsed.into_name());
                    // What can be read is UTF-8.
                    issuers.texts.push(argument.to_string_lossy().into_owned());
                }
                Err(failure) => failures.push(failure),
            }
        }
        if failures.is_empty() { Ok(issuers) } else { Err(failures) }
    }

    /// The enforcing policy for clients of these CAs, where any name was given.
    ///
    /// # Errors
    ///
    /// A usage failure where a name can match no issuer, with the text to paste.
    pub(super) fn policy(self, cas: &[CaFile], console: &mut Console) -> Result<Option<Policy>, Failure> {
        if self.texts.is_empty() {
            return Ok(None);
        }
        let options = self.texts.into_iter().fold(PolicyOptions::new(), PolicyOptions::cert_issuer_dn);
        let policy = MtlsAuthInbound::for_cas(options, cas.iter().map(|file| &file.ca))
            .map_err(|error| unusable(&error))?;
        for warning in policy.warnings() {
            console.warning(&format!("{OPTION}: {warning}"));
        }
        Ok(Some(Policy { policy, expected: self.names }))
    }
}

fn unusable(error: &OptionError) -> Failure {
    let (sentence, code) = (error.to_string(), error.code());
    match error.kind() {
        OptionErrorKind::CertIssuerDnEmpty | OptionErrorKind::CertIssuerDnRequired => {
            let failure = Failure::usage(format!("{OPTION}: expected a name, found an empty one ({code})"));
            match error.suggestion() {
                Some(subject) => failure.help(format!("the CA's name is {subject}")),
                None => failure.help("every issuer has a name; issuedby inspect shows that of a CA"),
            }
        }
        _ => {
            // The core's sentence: what is wrong and, after the first semicolon, what to do.
            let (found, remedy) = sentence.split_once("; ").unwrap_or((&sentence, ""));
            let failure = Failure::usage(format!("{OPTION}: {found} ({code})"));
            match error.suggestion() {
                Some(to_paste) => failure.help(format!("paste instead: {to_paste}")),
                None => failure.help(remedy),
            }
        }
    }
}

/// The policy, and the names that it expects.
pub(super) struct Policy {
    policy: MtlsAuthInbound,
    expected: Vec<DistinguishedName>,
}

impl Policy {
    /// What becomes of a request whose client has this verdict.
    pub(super) fn decide(&self, verdict: &Verdict<'_>) -> Decision {
        self.policy.decide(&EdgeReport::from(verdict))
    }

    /// How many names are expected.
    pub(super) fn count(&self) -> usize {
        self.expected.len()
    }

    /// The expected name that is most like an issuer, compared with it.
    pub(super) fn nearest(&self, issuer: Name<'_>) -> Option<(&DistinguishedName, Comparison)> {
        let compared = self.expected.iter().map(|expected| (expected, expected.as_name().compare(issuer)));
        compared.min_by_key(|(_, comparison)| (distance(comparison.level()), comparison.differences().len()))
    }
}

const fn distance(level: MatchLevel) -> u8 {
    match level {
        MatchLevel::Identical | MatchLevel::Equal => 0,
        MatchLevel::Reordered => 1,
        MatchLevel::Regrouped => 2,
        MatchLevel::Different => 3,
    }
}
