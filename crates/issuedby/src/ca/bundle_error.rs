//! The error of a bundle of CAs: every certificate of it that cannot be one.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::CaError;
use crate::diagnosis::Quoted;
use crate::error_details::ErrorDetails;
use crate::name::DistinguishedName;
use crate::reason::Reason;

/// The most unfit certificates in the sentence of an error; [`CaBundleError::unfit`] has them all.
const SHOWN: usize = 8;

/// A bundle from which no CAs were loaded: every certificate of it that is unfit, or the fault of the text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CaBundleError {
    /// The fault of the text, or that of the first unfit certificate.
    first: CaError,
    unfit: Vec<UnfitCertificate>,
    /// The number of certificates in the bundle.
    count: usize,
}

/// A certificate of a bundle that cannot be a CA.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnfitCertificate {
    pub(super) number: usize,
    pub(super) line: Option<usize>,
    pub(super) subject: Option<DistinguishedName>,
    pub(super) error: CaError,
}

impl UnfitCertificate {
    /// Its number in the text, counted from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The line of its BEGIN, counted from 1; `None` where the text is PEM inside another text.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// Its subject, where it can be read.
    pub fn subject(&self) -> Option<&DistinguishedName> {
        self.subject.as_ref()
    }

    /// The reason, the message and the remedy. The position is a byte of the certificate's DER; a byte of the text where the
    /// base64 cannot be read.
    pub fn error(&self) -> &CaError {
        &self.error
    }
}

/// The certificate and its fault, as `certificate 2 on line 25 (CN=a): it is not a CA (not_a_ca)`.
impl fmt::Display for UnfitCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, line, subject, error } = self;
        write!(f, "certificate {number}")?;
        if let Some(line) = line {
            write!(f, " on line {line}")?;
        }
        if let Some(subject) = subject {
            write!(f, " ({})", Quoted(subject))?;
        }
        write!(f, ": {error} ({})", error.reason())
    }
}

impl CaBundleError {
    pub(super) fn of_text(error: CaError) -> Self {
        Self { first: error, unfit: vec![], count: 0 }
    }

    /// At least one is unfit.
    pub(super) fn of_unfit(unfit: Vec<UnfitCertificate>, count: usize) -> Self {
        let first = match unfit.first() {
            Some(first) => first.error.clone(),
            None => CaError::plain(Reason::NotACa),
        };
        Self { first, unfit, count }
    }

    /// The reason of the first unfit certificate, or that of the text.
    pub fn reason(&self) -> Reason {
        self.first.reason()
    }

    /// Every unfit certificate, in the order of the text; empty if the certificates of the text cannot be separated, or
    /// must not be read because a private key stands beside them.
    pub fn unfit(&self) -> &[UnfitCertificate] {
        &self.unfit
    }

    /// The step that mends it; never empty. Each unfit certificate has its own.
    pub fn remedy(&self) -> &'static str {
        let remedy = self.first.remedy();
        match self.unfit.iter().all(|unfit| unfit.error.remedy() == remedy) {
            true => remedy,
            false => "leave these certificates out of the bundle, or do what the remedy of each says",
        }
    }
}

/// The fault in one sentence, with the first few certificates; the remedy is [`CaBundleError::remedy`].
impl fmt::Display for CaBundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unfit.is_empty() {
            return write!(f, "{}", self.first);
        }
        let (unfit, count) = (self.unfit.len(), self.count);
        write!(f, "found {unfit} unfit of {count} certificates, expected CAs only: ")?;
        for (position, one) in self.unfit.iter().take(SHOWN).enumerate() {
            write!(f, "{}{one}", if position == 0 { "" } else { "; " })?;
        }
        match unfit.checked_sub(SHOWN) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "; and {more} more"),
        }
    }
}

impl core::error::Error for CaBundleError {}

impl ErrorDetails for CaBundleError {
    fn code(&self) -> &'static str {
        self.first.reason().code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.remedy()))
    }

    /// The byte of the text, if the text is at fault; each unfit certificate has its own.
    fn position(&self) -> Option<usize> {
        if self.unfit.is_empty() { self.first.position() } else { None }
    }
}
