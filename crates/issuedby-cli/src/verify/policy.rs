//! The policy with the issuers of the command line, which has its say after the core's verdict.

use std::ffi::OsString;

use issuedby::name::{Comparison, Name};
use issuedby::policy::{Decision, OptionError, OptionErrorKind, PolicyOptions};
use issuedby::{Certificate, DistinguishedName, EdgeReport, MtlsAuthInbound, Verdict};

use crate::cas::Ca;
use crate::failure::Failure;
use crate::name_text;
use crate::terminal::Console;

const OPTION: &str = "--cert-issuer-dn";

/// The names of `--cert-issuer-dn`, which can be read.
pub(super) struct Issuers(Vec<String>);

impl Issuers {
    /// Reads the names.
    ///
    /// # Errors
    ///
    /// One failure for each that cannot be read.
    pub(super) fn read(arguments: &[OsString]) -> Result<Self, Vec<Failure>> {
        let failures: Vec<_> = arguments
            .iter()
            .filter_map(|argument| name_text::read(OPTION, argument.as_encoded_bytes()).err())
            .collect();
        match failures.is_empty() {
            // What can be read is UTF-8.
            true => Ok(Self(arguments.iter().map(|it| it.to_string_lossy().into_owned()).collect())),
            false => Err(failures),
        }
    }

    /// The enforcing policy for clients of these CAs, where any name was given.
    ///
    /// # Errors
    ///
    /// A usage failure where there are too many names or an empty one.
    pub(super) fn policy(self, cas: &[Ca], console: &mut Console) -> Result<Option<Policy>, Failure> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let count = self.0.len();
        let options = self.0.into_iter().fold(PolicyOptions::new(), PolicyOptions::cert_issuer_dn);
        let policy = match MtlsAuthInbound::for_cas(options.clone(), cas.iter().map(|given| &given.ca)) {
            // Whoever asks why a client is refused is shown the difference, for each leaf.
            Err(error) if error.kind() == OptionErrorKind::CertIssuerDnReversed => {
                console.warning(&format!("{OPTION}: {error}"));
                MtlsAuthInbound::new(options)
            }
            other => other,
        };
        let policy = policy.map_err(|error| unusable(&error))?;
        for warning in policy.warnings() {
            console.warning(&format!("{OPTION}: {warning}"));
        }
        Ok(Some(Policy { policy, count }))
    }
}

fn unusable(error: &OptionError) -> Failure {
    let (sentence, code) = (error.to_string(), error.code());
    match error.kind() {
        OptionErrorKind::CertIssuerDnEmpty | OptionErrorKind::CertIssuerDnRequired => {
            let failure = Failure::usage(
                code,
                format!("{OPTION}: found an empty name, expected one with an RDN at least ({code})"),
            );
            match error.suggestion() {
                Some(subject) => failure.remedy(format!("the CA's name is {subject}")),
                None => failure.remedy("every issuer has a name; issuedby inspect shows that of a CA"),
            }
        }
        _ => {
            // The core's sentence: what is wrong and, after the first semicolon, what to do.
            let (found, remedy) = sentence.split_once("; ").unwrap_or((&sentence, ""));
            Failure::usage(code, format!("{OPTION}: {found} ({code})")).remedy(remedy).of(error)
        }
    }
}

/// The policy, and how many names it expects.
pub(super) struct Policy {
    policy: MtlsAuthInbound,
    count: usize,
}

impl Policy {
    /// The decision about a request whose client has this verdict.
    pub(super) fn decide(&self, verdict: &Verdict<'_>) -> Decision {
        self.policy.decide(&EdgeReport::from(verdict))
    }

    /// The number of names that are expected.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The expected name that is the certificate's subject in place of its issuer.
    pub(super) fn name_of_subject(&self, certificate: &Certificate<'_>) -> Option<&DistinguishedName> {
        self.policy.name_of_subject(certificate)
    }

    /// The expected name that is most like an issuer, compared with it.
    pub(super) fn closest(&self, issuer: Name<'_>) -> Option<(&DistinguishedName, Comparison)> {
        self.policy.closest_issuer(issuer)
    }
}
