//! A caution: something about a certificate that deserves the attention of whoever reviews it.

use alloc::string::{String, ToString};
use core::fmt;

use super::Refusal;
use crate::ca::{CaError, CaWarning};
use crate::error_details::ErrorDetails;
use crate::name::NameWarning;

/// Something about a certificate that deserves attention: a code, a sentence, and what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caution {
    source: CautionSource,
    code: &'static str,
    message: String,
    remedy: Option<&'static str>,
}

/// The part of this crate that knows it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CautionSource {
    /// The verifier: it refuses the certificate as a client's, whatever the CA and the time.
    Verification,
    /// The certificate cannot be loaded as a CA, though it is one.
    Loading,
    /// A warning about a CA that can be used.
    Ca,
    /// A warning about the subject or the issuer.
    Name,
    /// The review of the certificate alone: no verdict depends on it.
    Review,
}

impl Caution {
    /// The part of this crate that knows it.
    pub fn source(&self) -> CautionSource {
        self.source
    }

    /// The stable code: that of a reason, of a CA's warning, of a name's warning, or of a [`ReviewCaution`].
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// A sentence for people, in printable ASCII, without a final period.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The step that mends it; `None` where there is none.
    pub fn remedy(&self) -> Option<&'static str> {
        self.remedy
    }

    pub(super) fn of_refusal(refusal: &Refusal) -> Self {
        Self {
            source: CautionSource::Verification,
            code: refusal.reason.code(),
            message: refusal.message.clone(),
            remedy: Some(refusal.remedy),
        }
    }

    pub(super) fn of_loading(error: &CaError) -> Self {
        Self {
            source: CautionSource::Loading,
            code: error.code(),
            message: error.to_string(),
            remedy: Some(error.remedy()),
        }
    }

    pub(super) fn of_ca(warning: CaWarning) -> Self {
        let message = warning.sentence().to_string();
        Self { source: CautionSource::Ca, code: warning.code(), message, remedy: None }
    }

    /// `label` is `subject` or `issuer`.
    pub(super) fn of_name(label: &str, warning: &NameWarning) -> Self {
        let message = alloc::format!("{label}: {warning}");
        Self { source: CautionSource::Name, code: warning.kind().code(), message, remedy: None }
    }

    pub(super) fn of_review(kind: ReviewCaution, message: String) -> Self {
        Self { source: CautionSource::Review, code: kind.code(), message, remedy: Some(kind.remedy()) }
    }
}

/// The sentence.
impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The cautions of [`CautionSource::Review`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ReviewCaution {
    /// An end entity has no extended key usage.
    EkuMissing,
    /// An end entity has anyExtendedKeyUsage.
    EkuAnyPurpose,
    /// A CA has no keyUsage.
    KeyUsageMissing,
    /// A keyUsage has no bit.
    KeyUsageEmpty,
    /// A keyUsage has a bit that the kind of key cannot serve.
    KeyUsageUnfitForKey,
    /// keyCertSign without cA TRUE.
    CertSignWithoutCa,
    /// A pathLenConstraint without cA TRUE.
    PathLengthWithoutCa,
    /// A CA has basicConstraints that are not critical.
    BasicConstraintsNotCritical,
    /// Neither a subject nor a subjectAltName.
    NoName,
    /// The names stand in the subject alone.
    AlternativeNamesMissing,
    /// An empty subject, and a subjectAltName that is not critical.
    AlternativeNamesNotCritical,
    /// A name in the subjectAltName with characters that mislead.
    MisleadingAlternativeName,
    /// A CA has no subjectKeyIdentifier.
    SubjectKeyIdentifierMissing,
    /// A certificate of another issuer has no authorityKeyIdentifier.
    AuthorityKeyIdentifierMissing,
    /// notAfter is before notBefore.
    NeverValid,
    /// notAfter is the date that stands for no end.
    NoEnd,
    /// A long validity.
    LongValidity,
    /// A CA certificate that is signed with MD5 or an older hash.
    Md5Signature,
    /// A CA certificate that is signed with SHA-1.
    Sha1Signature,
    /// An extension that cannot be read.
    UnreadableExtension,
}

impl ReviewCaution {
    /// Every one, in the order in which an inspection gives them.
    pub const ALL: &'static [Self] = &[
        Self::EkuMissing,
        Self::EkuAnyPurpose,
        Self::KeyUsageMissing,
        Self::KeyUsageEmpty,
        Self::KeyUsageUnfitForKey,
        Self::CertSignWithoutCa,
        Self::PathLengthWithoutCa,
        Self::BasicConstraintsNotCritical,
        Self::NoName,
        Self::AlternativeNamesMissing,
        Self::AlternativeNamesNotCritical,
        Self::MisleadingAlternativeName,
        Self::SubjectKeyIdentifierMissing,
        Self::AuthorityKeyIdentifierMissing,
        Self::NeverValid,
        Self::NoEnd,
        Self::LongValidity,
        Self::Md5Signature,
        Self::Sha1Signature,
        Self::UnreadableExtension,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::EkuMissing => "eku_missing",
            Self::EkuAnyPurpose => "eku_any_purpose",
            Self::KeyUsageMissing => "key_usage_missing",
            Self::KeyUsageEmpty => "key_usage_empty",
            Self::KeyUsageUnfitForKey => "key_usage_unfit_for_key",
            Self::CertSignWithoutCa => "cert_sign_without_ca",
            Self::PathLengthWithoutCa => "path_length_without_ca",
            Self::BasicConstraintsNotCritical => "basic_constraints_not_critical",
            Self::NoName => "no_name",
            Self::AlternativeNamesMissing => "alternative_names_missing",
            Self::AlternativeNamesNotCritical => "alternative_names_not_critical",
            Self::MisleadingAlternativeName => "misleading_alternative_name",
            Self::SubjectKeyIdentifierMissing => "subject_key_identifier_missing",
            Self::AuthorityKeyIdentifierMissing => "authority_key_identifier_missing",
            Self::NeverValid => "never_valid",
            Self::NoEnd => "no_end",
            Self::LongValidity => "long_validity",
            Self::Md5Signature => "md5_signature",
            Self::Sha1Signature => "sha1_signature",
            Self::UnreadableExtension => "unreadable_extension",
        }
    }

    /// The step that mends it, as an imperative sentence without a final period.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::EkuMissing | Self::EkuAnyPurpose => {
                "issue it again with `extendedKeyUsage = clientAuth` alone"
            }
            Self::KeyUsageMissing => "issue it again with `keyUsage = critical, keyCertSign, cRLSign`",
            Self::KeyUsageEmpty | Self::KeyUsageUnfitForKey | Self::CertSignWithoutCa => {
                "issue it again with `keyUsage = critical, digitalSignature`, or as a CA with keyCertSign and cRLSign"
            }
            Self::PathLengthWithoutCa => "issue it again without a pathLenConstraint",
            Self::BasicConstraintsNotCritical => "issue it again with `basicConstraints = critical, CA:TRUE`",
            Self::NoName | Self::AlternativeNamesMissing => {
                "issue it again with the client's name in a subjectAltName, such as `subjectAltName = URI:...`"
            }
            Self::AlternativeNamesNotCritical => "issue it again with `subjectAltName = critical, ...`",
            Self::MisleadingAlternativeName => "read the name byte by byte before it is trusted",
            Self::SubjectKeyIdentifierMissing => "issue it again with `subjectKeyIdentifier = hash`",
            Self::AuthorityKeyIdentifierMissing => "issue it again with `authorityKeyIdentifier = keyid`",
            Self::NeverValid | Self::NoEnd | Self::LongValidity => {
                "issue it again for as long as its key is looked after, and renew it"
            }
            Self::Md5Signature | Self::Sha1Signature => "issue it again with SHA-256",
            Self::UnreadableExtension => "have the software that issued it mended, and issue it again",
        }
    }
}
