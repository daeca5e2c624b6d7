//! Errors about a CA certificate that could not be loaded, with remedies.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::certificate::ParseError;
use crate::certificate::extensions::NAME_CONSTRAINTS;
use crate::diagnosis::LooksLike;
use crate::error_details::ErrorDetails;
use crate::name::NameError;
use crate::pem::{PemError, PemErrorKind, is_request};
use crate::reason::Reason;

/// A CA certificate that could not be loaded: the reason code, what was found, and what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CaError {
    reason: Reason,
    /// The fault; empty when the reason's own sentence says it all.
    found: String,
    remedy: &'static str,
    /// The byte of what was loaded at which it is wrong.
    position: Option<usize>,
}

impl CaError {
    pub(crate) fn new(reason: Reason, found: String) -> Self {
        Self { reason, found, remedy: remedy_of(reason), position: None }
    }

    pub(crate) fn plain(reason: Reason) -> Self {
        Self::new(reason, String::new())
    }

    fn at(self, position: Option<usize>) -> Self {
        Self { position, ..self }
    }

    pub(crate) fn malformed_subject(error: &NameError) -> Self {
        Self::new(error.reason(Reason::MalformedSubject), format!("its subject: {error}"))
    }

    pub(crate) fn malformed_policies(error: &ParseError) -> Self {
        Self {
            reason: Reason::Malformed,
            found: format!("{error}"),
            remedy: "issue the CA certificate again with policy extensions that RFC 5280 section 4.2.1 allows",
            position: error.position(),
        }
    }

    /// Bytes in which no certificate was read: by what they seem to be, where that says more than the place
    /// at which reading ended.
    pub(crate) fn not_a_certificate(error: ParseError, der: &[u8]) -> Self {
        if error.is_about(NAME_CONSTRAINTS) {
            return Self::new(Reason::CaNameConstraintsMalformed, format!("{error}")).at(error.position());
        }
        let looks_like = match error.reason() {
            Reason::Malformed => error.looks_like().unwrap_or_else(|| LooksLike::of(der)),
            _ => LooksLike::Der,
        };
        let found = || format!("found {looks_like}, expected a certificate in DER");
        let malformed = |remedy| Self { reason: Reason::Malformed, found: found(), remedy, position: None };
        match looks_like {
            LooksLike::PrivateKey => Self {
                reason: Reason::PrivateKeyFound,
                found: found(),
                remedy: "give the CA's certificate, not its key; consider the key exposed if others could read this file, and replace both then",
                position: None,
            },
            LooksLike::Pem => malformed("load it as PEM text"),
            LooksLike::Pkcs12 | LooksLike::Pkcs7 => malformed(looks_like.remedy()),
            LooksLike::CertificateRequest => malformed(REQUEST_IN_DER),
            LooksLike::CertificateRevocationList
            | LooksLike::CertificateText
            | LooksLike::DerAsUtf8
            | LooksLike::DerInTextMode
            | LooksLike::DerReadAsText
            | LooksLike::Encrypted
            | LooksLike::FileName
            | LooksLike::GitLfsPointer
            | LooksLike::HtmlPage
            | LooksLike::HttpResponse
            | LooksLike::JavaKeystore
            | LooksLike::Json
            | LooksLike::OpenSsh => malformed(looks_like.remedy()),
            LooksLike::BareBase64
            | LooksLike::Base64Twice
            | LooksLike::ClientCert
            | LooksLike::EscapedBase64
            | LooksLike::FormEncodedPem
            | LooksLike::JsonWithPem
            | LooksLike::KubernetesSecret
            | LooksLike::MailQuotedPem
            | LooksLike::PemInBase64
            | LooksLike::PemWithOtherHyphens
            | LooksLike::PemWithTypography
            | LooksLike::PemWithoutBegin
            | LooksLike::PercentEncodedPem
            | LooksLike::Utf16
            | LooksLike::Xfcc => malformed("decode it first: the bytes of the certificate are wanted"),
            LooksLike::Binary | LooksLike::Der | LooksLike::Empty | LooksLike::Unknown => {
                Self::new(error.reason(), format!("{error}")).at(error.position())
            }
        }
    }

    /// The reason code.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The step that mends it, for the person who loads the CA; never empty. In its commands, `FILE` stands for the file
    /// that was read.
    pub fn remedy(&self) -> &'static str {
        self.remedy
    }
}

/// The fault in one sentence; the remedy is [`CaError::remedy`].
impl fmt::Display for CaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found.is_empty() {
            true => f.write_str(self.reason.sentence()),
            false => f.write_str(&self.found),
        }
    }
}

impl core::error::Error for CaError {}

impl ErrorDetails for CaError {
    fn code(&self) -> &'static str {
        self.reason.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.remedy))
    }

    /// The byte of the DER or of the PEM text, whichever was loaded.
    fn position(&self) -> Option<usize> {
        self.position
    }
}

impl From<PemError> for CaError {
    fn from(error: PemError) -> Self {
        let reason = match error.kind() {
            PemErrorKind::PrivateKeyFound { .. } => Reason::PrivateKeyFound,
            PemErrorKind::SeveralCertificates { .. } => Reason::SeveralCertificates,
            PemErrorKind::TooLarge | PemErrorKind::TooManyCertificates { .. } => Reason::TooLarge,
            PemErrorKind::NotPem { .. }
            | PemErrorKind::NoCertificate { .. }
            | PemErrorKind::Pkcs7
            | PemErrorKind::Pkcs7InCertificate
            | PemErrorKind::TrustedCertificate => Reason::PemExpected,
            _ => Reason::Malformed,
        };
        let remedy = match error.kind() {
            PemErrorKind::NoCertificate { labels }
                if labels.first().is_some_and(|label| is_request(label)) =>
            {
                REQUEST
            }
            PemErrorKind::NotPem { looks_like: LooksLike::CertificateRequest } => REQUEST_IN_DER,
            PemErrorKind::NotPem { looks_like: LooksLike::Binary | LooksLike::Unknown } => {
                "give the CA's certificate in PEM form: `openssl x509 -in FILE -noout -subject` must print its name"
            }
            _ => error.remedy(),
        };
        let position = error.position();
        Self { reason, found: format!("{}", error.without_remedy()), remedy, position }
    }
}

/// The commands make a CA certificate: the remedy for clients would make one that is not a CA's.
const REQUEST: &str = "a request is not a certificate yet: give the certificate that was made of it, or make one with the CA's own \
    key, `printf 'basicConstraints = critical, CA:TRUE\\nkeyUsage = critical, keyCertSign, cRLSign\\n' > ca.ext && \
    openssl x509 -req -in FILE -signkey CA.key -days 3650 -extfile ca.ext -out FILE.pem`";
const REQUEST_IN_DER: &str = "a request is not a certificate yet: give the certificate that was made of it, or make one with the \
    CA's own key, `printf 'basicConstraints = critical, CA:TRUE\\nkeyUsage = critical, keyCertSign, cRLSign\\n' > ca.ext && \
    openssl x509 -req -inform DER -in FILE -signkey CA.key -days 3650 -extfile ca.ext -out FILE.pem`";

/// The reason's own remedy, except where that is worded for a client's certificate.
fn remedy_of(reason: Reason) -> &'static str {
    match reason {
        Reason::Malformed => "ask whoever runs the CA for its certificate as it was issued",
        Reason::TooLarge => "give the CA's certificate alone; if this is it, issue a smaller one",
        Reason::TrailingData => "give exactly the CA's certificate and nothing after it",
        Reason::UnsupportedVersion => Reason::CaUnsupportedVersion.remedy(),
        Reason::DuplicateExtension => "issue the CA certificate again with each extension once",
        Reason::UnsupportedByVerifier => "issue the CA certificate again without unique identifiers",
        Reason::MalformedIssuer | Reason::MalformedSubject => {
            "issue the CA certificate again with well-formed names"
        }
        Reason::SignatureAlgorithmMismatch => {
            "issue the CA certificate again; its two algorithm fields must agree"
        }
        other => other.remedy(),
    }
}
