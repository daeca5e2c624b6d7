//! Errors of input from which no certificate was read.

use alloc::borrow::Cow;
use core::fmt;

use crate::client_cert::{ClientCertError, ClientCertErrorKind};
use crate::diagnosis::LooksLike;
use crate::error_details::ErrorDetails;
use crate::pem::{PemError, PemErrorKind};
use crate::reason::Reason;

/// Input that holds no certificate, or not exactly one.
///
/// The code is stable; the sentence that `Display` writes is for people and may change.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum InputError {
    /// As PEM.
    Pem(PemError),
    /// As RFC 9440 text.
    ClientCert(ClientCertError),
    /// In no form at all.
    NoCertificate(LooksLike),
    /// Several certificates that are not one client's and the CAs above it.
    Several {
        /// The number.
        count: usize,
        /// The line of the second one, from 1; 0 in PEM text inside another text.
        line: usize,
    },
}

impl InputError {
    /// The stable name of what is wrong: [`PemError::code`], [`ClientCertError::code`], `several_certificates` or
    /// `malformed`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Pem(error) => error.code(),
            Self::ClientCert(error) => error.code(),
            Self::NoCertificate(_) => Reason::Malformed.code(),
            Self::Several { .. } => Reason::SeveralCertificates.code(),
        }
    }

    /// The reason of a verdict about such input: `malformed`, or `too_large` where a limit was passed.
    pub fn reason(&self) -> Reason {
        match self {
            Self::Pem(error) if *error.kind() == PemErrorKind::TooLarge => Reason::TooLarge,
            Self::ClientCert(error) if error.kind() == ClientCertErrorKind::TooLarge => Reason::TooLarge,
            _ => Reason::Malformed,
        }
    }

    /// The found input, and the place, without the remedy.
    pub fn without_remedy(&self) -> impl fmt::Display + '_ {
        WithoutRemedy(self)
    }

    /// The step that mends it. In the commands, `FILE` stands for the file that was read, and `FILE.pem` for the file that
    /// they write.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Pem(error) => error.remedy(),
            Self::ClientCert(error) => error.remedy(),
            Self::NoCertificate(found) => found.remedy(),
            // OpenSSL cannot read the file.
            Self::Several { line: 0, .. } => "give one client's certificate, alone or with the CAs above it",
            Self::Several { .. } => {
                "give one client's certificate, alone or with the CAs above it: `openssl x509 -in FILE -out FILE.pem` writes the first"
            }
        }
    }
}

/// The found input, and the place; then, after a semicolon, [`InputError::remedy`].
impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.without_remedy(), self.remedy())
    }
}

/// The half of the sentence before the remedy.
struct WithoutRemedy<'a>(&'a InputError);

impl fmt::Display for WithoutRemedy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            InputError::Pem(error) => error.without_remedy().fmt(f),
            InputError::ClientCert(error) => error.without_remedy().fmt(f),
            InputError::NoCertificate(found) => {
                write!(f, "found {found}, expected a certificate in DER, PEM or RFC 9440 text")
            }
            InputError::Several { count, line: 0 } => {
                write!(f, "found {count} certificates, expected one client's, alone or with the CAs above it")
            }
            InputError::Several { count, line } => write!(
                f,
                "found {count} certificates, the second on line {line}, expected one client's, alone or with the CAs above it"
            ),
        }
    }
}

impl core::error::Error for InputError {}

impl ErrorDetails for InputError {
    fn code(&self) -> &'static str {
        Self::code(self)
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(Self::remedy(self)))
    }

    fn position(&self) -> Option<usize> {
        match self {
            Self::Pem(error) => error.position(),
            Self::ClientCert(error) => error.position(),
            Self::NoCertificate(_) | Self::Several { .. } => None,
        }
    }
}

impl From<PemError> for InputError {
    fn from(error: PemError) -> Self {
        Self::Pem(error)
    }
}

impl From<ClientCertError> for InputError {
    fn from(error: ClientCertError) -> Self {
        Self::ClientCert(error)
    }
}
