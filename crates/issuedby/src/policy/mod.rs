//! The policy `mtls-auth-inbound`: may this request pass, and who sent it? A pure function of an edge's report.
//!
//! ```
//! use issuedby::policy::Decision;
//! use issuedby::{EdgeReport, MtlsAuthInbound};
//!
//! let policy = MtlsAuthInbound::from_json(r#"{"certIssuerDN":"CN=example-ca,O=Example,C=US"}"#)?;
//! match policy.decide(&EdgeReport::none()) {
//!     Decision::Reject { problem, .. } => {
//!         assert_eq!((problem.status(), problem.code()), (401, "no_certificate"));
//!     }
//!     other => panic!("{other:?}"),
//! }
//! # Ok::<(), issuedby::policy::OptionError>(())
//! ```
//!
//! **Enforcing**, which is the default, refuses a request when nothing was presented, the verification failed,
//! the certificate cannot be read, or its issuer is none of `certIssuerDN`. **Pass-through**
//! (`allowUnauthenticatedRequests`) lets every request go on and says in the metadata whether, and with which
//! reason, enforcing would have refused it: that is what a staged rollout logs.
//!
//! The client that is refused learns the reason's code and its fixed sentence, never what is configured. That
//! stands in the `log` of a [`Decision`].

mod cert_issuer_dn;
mod closest_pair;
mod decision;
mod error;
mod log_line;
mod metadata;
mod options;
mod problem;
mod warning;

use alloc::vec::Vec;

use crate::ca::CaCertificate;
use crate::certificate::Certificate;
use crate::edge_headers::EdgeReport;
use crate::name::{Comparison, DistinguishedName, Name};
use crate::reason::Reason;
use crate::verdict::Status;

pub use decision::Decision;
pub use error::{OptionError, OptionErrorKind};
pub use metadata::Metadata;
pub use options::{ALLOW_UNAUTHENTICATED_REQUESTS, CERT_ISSUER_DN, PolicyOptions, Unauthenticated};
pub use problem::Problem;
pub use warning::{PolicyWarning, PolicyWarningKind};

use cert_issuer_dn::Issuers;

/// Tells whether the request had a user before the policy ran: an earlier policy may have made one.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum RequestUser {
    /// It had none: a verified client's subject becomes `request.user.sub`.
    #[default]
    Absent,
    /// It had one: its `sub` stays as it is.
    Present,
}

/// The policy with its options checked: it decides, and can no longer fail.
#[derive(Clone, Debug)]
pub struct MtlsAuthInbound {
    unauthenticated: Unauthenticated,
    issuers: Issuers,
    warnings: Vec<PolicyWarning>,
}

impl MtlsAuthInbound {
    /// The policy with these options.
    ///
    /// # Errors
    ///
    /// [`OptionError`]: enforcing without `certIssuerDN`, one that is empty or cannot be read, or too many.
    pub fn new(options: PolicyOptions) -> Result<Self, OptionError> {
        Self::for_cas(options, [])
    }

    /// The policy with the options of a JSON object: [`PolicyOptions::from_json`] and [`Self::new`].
    ///
    /// # Errors
    ///
    /// [`OptionError`], as those two.
    pub fn from_json(options: impl AsRef<[u8]>) -> Result<Self, OptionError> {
        Self::new(PolicyOptions::from_json(options)?)
    }

    /// As [`Self::new`], where the CAs are known whose clients will come: errors and warnings then carry the value
    /// to paste.
    ///
    /// A name that is no CA's subject is a warning, for a rotation may be under way, unless it is one in the
    /// opposite order: that matches never.
    ///
    /// # Errors
    ///
    /// As [`Self::new`], and for a name in the opposite order.
    pub fn for_cas<'c>(
        options: PolicyOptions,
        cas: impl IntoIterator<Item = &'c CaCertificate>,
    ) -> Result<Self, OptionError> {
        let cas: Vec<_> = cas.into_iter().collect();
        let (issuers, warnings) = Issuers::of(&options, &cas)?;
        Ok(Self { unauthenticated: options.unauthenticated(), issuers, warnings })
    }

    /// The warnings about the options.
    pub fn warnings(&self) -> &[PolicyWarning] {
        &self.warnings
    }

    /// Tells whether unauthenticated requests are refused or go on.
    pub fn unauthenticated(&self) -> Unauthenticated {
        self.unauthenticated
    }

    /// Tells whether `issuer` is one of `certIssuerDN`, or there is none to ask for. It allocates nothing for names of
    /// usual length.
    pub fn allows_issuer(&self, issuer: Name<'_>) -> bool {
        self.issuers.allow(issuer)
    }

    /// The name in `certIssuerDN` that comes closest to `issuer`, and how they compare; `None` where there is no
    /// name. It explains a refusal and decides nothing.
    pub fn closest_issuer(&self, issuer: Name<'_>) -> Option<(&DistinguishedName, Comparison)> {
        self.issuers.closest(issuer)
    }

    /// The name in `certIssuerDN` that is the subject of this certificate, also in the opposite order, where none is its
    /// issuer: the wrong one of its two names was copied. It explains a refusal and decides nothing.
    pub fn name_of_subject(&self, certificate: &Certificate<'_>) -> Option<&DistinguishedName> {
        let (subject, issuer) = (certificate.subject().ok()?, certificate.issuer().ok()?);
        match self.issuers.is_empty() || self.allows_issuer(issuer) {
            true => None,
            false => self.issuers.subject(subject),
        }
    }

    /// Decides about a request that has no user yet.
    pub fn decide(&self, report: &EdgeReport<'_>) -> Decision {
        self.decide_for(report, RequestUser::Absent)
    }

    /// Decides about a request.
    pub fn decide_for(&self, report: &EdgeReport<'_>, user: RequestUser) -> Decision {
        let certificate = report.certificate_der().and_then(|der| Certificate::from_der(der).ok());
        let reason = self.why_not(report, certificate.as_ref());
        let metadata = certificate.as_ref().map(|certificate| Metadata::new(certificate, report, reason));
        match (reason, metadata) {
            (None, Some(metadata)) => {
                let sub = match user {
                    RequestUser::Absent => metadata.subject().filter(|subject| !subject.is_empty()),
                    RequestUser::Present => None,
                };
                Decision::Allow { sub: sub.map(Into::into), metadata }
            }
            (reason, metadata) => {
                // Without a certificate there always is a reason; this one needs no trust in that.
                let reason = reason.unwrap_or(Reason::CertificateUnavailable);
                let log = log_line::of(reason, &self.issuers, certificate.as_ref());
                match self.unauthenticated {
                    Unauthenticated::Allow => Decision::PassThrough { reason, metadata, log },
                    Unauthenticated::Refuse => {
                        Decision::Reject { reason, problem: Problem::new(reason), log }
                    }
                }
            }
        }
    }

    /// The reason why enforcing refuses: the first that applies.
    fn why_not(&self, report: &EdgeReport<'_>, certificate: Option<&Certificate<'_>>) -> Option<Reason> {
        match (report.status(), certificate) {
            (Status::None, _) => Some(Reason::NoCertificate),
            (Status::Failed, _) => Some(report.reason().unwrap_or(Reason::Malformed)),
            (Status::Success, None) => Some(Reason::CertificateUnavailable),
            (Status::Success, Some(certificate)) => {
                let allowed = match certificate.issuer() {
                    Ok(issuer) => self.allows_issuer(issuer),
                    // It equals no name; where none is asked for, it need not.
                    Err(_) => self.issuers.is_empty(),
                };
                (!allowed).then_some(Reason::IssuerNotAllowed)
            }
        }
    }
}
