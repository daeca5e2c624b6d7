//! A warning about a CA certificate: its code, its severity, and the software that refuses its clients.

use std::fmt;

use issuedby::{CaWarning, UnixTime};

use crate::ca_name::CaName;
use crate::cert_id::CertId;

/// A warning about a CA certificate, or a note.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LintWarning {
    /// A warning of the core.
    Ca(CaWarning),
    /// Its extended key usage has anyExtendedKeyUsage and not clientAuth.
    EkuAnyPurposeOnly,
    /// It has expired.
    Expired {
        /// Its last second.
        not_after: UnixTime,
    },
    /// It expires within [`EXPIRES_SOON_DAYS`](crate::limits::EXPIRES_SOON_DAYS).
    ExpiresSoon {
        /// Its last second.
        not_after: UnixTime,
        /// The number of whole days that are left.
        days: u64,
    },
    /// Another CA issued it.
    Intermediate,
    /// The signature on it is made with MD5, or with a hash older than that.
    Md5Signature,
    /// It is not valid yet.
    NotYetValid {
        /// Its first second.
        not_before: UnixTime,
    },
    /// Its certificate policies cannot be read: they could be those of a public CA.
    PoliciesUnreadable,
    /// It belongs to a public CA.
    PublicCa(PublicCaEvidence),
    /// The account has another certificate with its subject and its key.
    Renewal {
        /// The identifier of that certificate.
        id: CertId,
        /// Its name.
        name: CaName,
    },
    /// The account has another certificate with its subject, and another key.
    Rotation {
        /// The identifier of that certificate.
        id: CertId,
        /// Its name.
        name: CaName,
    },
    /// The signature on it is made with SHA-1.
    Sha1Signature,
}

/// The severity of a warning.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// It is refused, unless the operator insists.
    Error,
    /// It is accepted, and should be known; refused where warnings are.
    Warning,
    /// It is as it should be, and good to know.
    Note,
}

/// The evidence that a CA is a public one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PublicCaEvidence {
    /// Its key is that of a CA that browsers trust.
    Key {
        /// The name of that CA, as the list of browsers has it.
        known_as: String,
    },
    /// It has a policy of the CA/Browser Forum, which only public CAs assert.
    Policy {
        /// The object identifier, dotted.
        oid: String,
    },
}

/// Software that verifies client certificates.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Stack {
    /// `crypto/x509` of Go, with the CA among the roots and clientAuth asked for.
    Go,
    /// This one.
    Issuedby,
    /// OpenSSL, with the CA in its store and the purpose sslclient, and what builds on it: nginx, HAProxy, Apache.
    OpenSsl,
}

impl LintWarning {
    /// The stable name: lower case, words joined by `_`. Names are never changed or used again.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Ca(warning) => warning.code(),
            Self::EkuAnyPurposeOnly => "eku_any_purpose_only",
            Self::Expired { .. } => "ca_has_expired",
            Self::ExpiresSoon { .. } => "ca_expires_soon",
            Self::Intermediate => "intermediate",
            Self::Md5Signature => "md5_signature",
            Self::NotYetValid { .. } => "ca_is_not_valid_yet",
            Self::PoliciesUnreadable => "policies_unreadable",
            Self::PublicCa(_) => "public_ca",
            Self::Renewal { .. } => "renewal",
            Self::Rotation { .. } => "rotation",
            Self::Sha1Signature => "sha1_signature",
        }
    }

    /// Its severity.
    pub fn severity(&self) -> Severity {
        match self {
            Self::PublicCa(_) => Severity::Error,
            Self::Ca(_)
            | Self::EkuAnyPurposeOnly
            | Self::Expired { .. }
            | Self::ExpiresSoon { .. }
            | Self::Md5Signature
            | Self::NotYetValid { .. }
            | Self::PoliciesUnreadable
            | Self::Sha1Signature => Severity::Warning,
            Self::Intermediate | Self::Renewal { .. } | Self::Rotation { .. } => Severity::Note,
        }
    }

    /// The forecast: who will refuse the clients of this CA because of this, though nothing is wrong with them. Others
    /// may as well.
    pub fn refused_by(&self) -> &'static [Stack] {
        match self {
            Self::Ca(CaWarning::EkuLacksClientAuth) => &[Stack::Go, Stack::OpenSsl],
            Self::Ca(CaWarning::NameConstraintsVerifyNoLeaf) => &[Stack::Issuedby],
            Self::EkuAnyPurposeOnly | Self::Intermediate => &[Stack::OpenSsl],
            Self::Expired { .. } | Self::NotYetValid { .. } => &[Stack::Go, Stack::Issuedby, Stack::OpenSsl],
            Self::Ca(_)
            | Self::ExpiresSoon { .. }
            | Self::Md5Signature
            | Self::PoliciesUnreadable
            | Self::PublicCa(_)
            | Self::Renewal { .. }
            | Self::Rotation { .. }
            | Self::Sha1Signature => &[],
        }
    }

    /// The step that mends it; `None` for a note.
    pub fn remedy(&self) -> Option<&'static str> {
        let remedy = match self {
            Self::Ca(CaWarning::EkuLacksClientAuth) | Self::EkuAnyPurposeOnly => {
                "issue the CA certificate again without an extended key usage, or with clientAuth in it"
            }
            Self::Ca(CaWarning::NameConstraintsVerifyNoLeaf | CaWarning::NameConstraintsRefuseSomeNames) => {
                "issue the CA certificate again with name constraints that RFC 5280 section 4.2.1.10 allows"
            }
            Self::Ca(CaWarning::RepeatedInBundle) => "remove the copies from the bundle",
            Self::Expired { .. } => "upload the renewed CA certificate",
            Self::ExpiresSoon { .. } => "renew the CA, and upload the new certificate beside this one",
            Self::NotYetValid { .. } => "wait, or check the clock of this machine",
            Self::PoliciesUnreadable => {
                "make sure that it is a CA of your own, and issue its certificate again"
            }
            Self::PublicCa(_) => {
                "run a CA of your own for your clients; insist only if you know whom this one certifies"
            }
            Self::Md5Signature | Self::Sha1Signature => "issue the CA certificate again with SHA-256",
            Self::Ca(_) | Self::Intermediate | Self::Renewal { .. } | Self::Rotation { .. } => return None,
        };
        Some(remedy)
    }
}

/// The message: the fact and its consequence, in one sentence.
impl fmt::Display for LintWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The core says it for both kinds of extended key usage; here it is known which one this is.
            Self::Ca(CaWarning::EkuLacksClientAuth) => {
                f.write_str("Go and OpenSSL will refuse clients of this CA: its extended key usage lacks clientAuth")
            }
            Self::Ca(other) => other.fmt(f),
            Self::EkuAnyPurposeOnly => f.write_str(
                "OpenSSL will refuse clients of this CA: its extended key usage has anyExtendedKeyUsage and lacks \
                 clientAuth",
            ),
            Self::Expired { .. } => {
                f.write_str("the CA certificate has expired: no client of this CA is verified")
            }
            Self::ExpiresSoon { days, .. } => {
                let plural = if *days == 1 { "" } else { "s" };
                write!(f, "the CA certificate expires in {days} day{plural}: no client is verified after that")
            }
            Self::Intermediate => f.write_str(
                "another CA issued this certificate: it is trusted by itself here, while OpenSSL wants its issuer too \
                 (unless run with -partial_chain)",
            ),
            Self::NotYetValid { .. } => {
                f.write_str("the CA certificate is not valid yet: until then no client of this CA is verified")
            }
            Self::PoliciesUnreadable => f.write_str(
                "the certificate policies cannot be read: they do not say whether this is a public CA, from which anyone \
                 can get a certificate",
            ),
            Self::PublicCa(evidence) => {
                let why = "this is a public CA, anyone can get a certificate from it, and with one would be let in:";
                match evidence {
                    PublicCaEvidence::Key { known_as } => write!(f, "{why} its key is that of `{known_as}`"),
                    PublicCaEvidence::Policy { oid } => {
                        write!(f, "{why} it has the CA/Browser Forum's policy {oid}")
                    }
                }
            }
            Self::Renewal { id, name } => write!(
                f,
                "the account has this CA already, with the same key in another certificate: `{name}`, {id}; each \
                 verifies the clients that its own dates and name constraints allow"
            ),
            Self::Rotation { id, name } => write!(
                f,
                "the account has a CA of the same name with another key: `{name}`, {id}; while it is rotated, clients \
                 of both are verified"
            ),
            Self::Md5Signature => f.write_str(
                "the CA certificate is signed with MD5 or an older hash: this product does not check that signature, but software \
                 that does will refuse it",
            ),
            Self::Sha1Signature => f.write_str(
                "the CA certificate is signed with SHA-1: this product does not check that signature, but software that does \
                 will refuse it",
            ),
        }
    }
}
