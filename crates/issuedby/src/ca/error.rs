//! Why a CA certificate could not be loaded.

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::certificate::ParseError;
use crate::name::NameError;
use crate::pem::{PemError, PemErrorKind};
use crate::reason::Reason;

/// A CA certificate that could not be loaded: the reason code and what was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnfitCa {
    reason: Reason,
    /// What was found; empty when the reason's own sentence says it all.
    found: String,
}

impl UnfitCa {
    pub(crate) fn new(reason: Reason, found: String) -> Self {
        Self { reason, found }
    }

    pub(crate) fn plain(reason: Reason) -> Self {
        Self { reason, found: String::new() }
    }

    pub(crate) fn malformed_subject(error: &NameError) -> Self {
        Self::new(Reason::MalformedSubject, format!("its subject: {error}"))
    }

    /// The reason code.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        self.reason.remedy()
    }
}

/// One sentence: the reason, and what was found.
impl fmt::Display for UnfitCa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found.is_empty() {
            true => f.write_str(self.reason.sentence()),
            false => f.write_str(&self.found),
        }
    }
}

impl core::error::Error for UnfitCa {}

impl From<ParseError> for UnfitCa {
    fn from(error: ParseError) -> Self {
        Self::new(error.reason(), format!("{error}"))
    }
}

impl From<PemError> for UnfitCa {
    fn from(error: PemError) -> Self {
        let reason = match error.kind() {
            PemErrorKind::PrivateKeyFound { .. } => Reason::PrivateKeyFound,
            PemErrorKind::SeveralCertificates { .. } => Reason::SeveralCertificates,
            PemErrorKind::TooLarge => Reason::TooLarge,
            PemErrorKind::NotPem { .. }
            | PemErrorKind::NoCertificate { .. }
            | PemErrorKind::Pkcs7
            | PemErrorKind::TrustedCertificate => Reason::PemExpected,
            _ => Reason::Malformed,
        };
        Self::new(reason, format!("{error}"))
    }
}
