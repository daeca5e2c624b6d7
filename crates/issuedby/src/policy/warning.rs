//! A warning about options that can be used.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::error::Place;
use super::options::CERT_ISSUER_DN;
use crate::diagnosis::Quoted;
use crate::name::{Comparison, DistinguishedName, Name};

/// A warning about options that can be used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicyWarning {
    kind: PolicyWarningKind,
    element: Option<usize>,
    suggestion: Option<String>,
    message: String,
}

impl PolicyWarning {
    /// The kind of the warning.
    pub fn kind(&self) -> PolicyWarningKind {
        self.kind
    }

    /// The stable code of [`Self::kind`].
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The position in `certIssuerDN`, counted from 1, where that has several names.
    pub fn element(&self) -> Option<usize> {
        self.element
    }

    /// The step that mends it.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    pub(super) fn slash_form(element: Option<usize>, name: &DistinguishedName) -> Self {
        let (place, text) = (Place { option: CERT_ISSUER_DN, element }, name.to_string());
        let message = format!(
            "the name {place} is in the slash form, which cannot express every name; write {}",
            Quoted(&text)
        );
        Self { kind: PolicyWarningKind::LegacySlashForm, element, suggestion: Some(text), message }
    }

    /// The name of a root, for example, in place of that of the CA below it, which issues the clients' certificates.
    pub(super) fn issuer_of_ca(element: Option<usize>, name: &DistinguishedName, subject: Name<'_>) -> Self {
        let (place, text) = (Place { option: CERT_ISSUER_DN, element }, subject.to_string());
        let message = format!(
            "the name {place}, {}, is that of the CA which issued the CA {subject}; clients have the direct issuer: write {subject}",
            Quoted(name),
            subject = Quoted(&text)
        );
        Self { kind: PolicyWarningKind::NoMatchingCa, element, suggestion: Some(text), message }
    }

    /// `subject` is that of the CA which comes closest.
    pub(super) fn no_matching_ca(
        element: Option<usize>,
        name: &DistinguishedName,
        subject: Name<'_>,
        comparison: &Comparison,
    ) -> Self {
        let (place, text) = (Place { option: CERT_ISSUER_DN, element }, subject.to_string());
        let mut message = format!("the name {place}, {}, is the subject of no CA", Quoted(name));
        // The text to paste is the name of that CA.
        if comparison.suggestion().is_none() || comparison.sides_look_exchanged() {
            message.push_str(&format!("; the CA that comes closest is {}", Quoted(&text)));
        }
        if let Some(hint) = comparison.hint() {
            message.push_str(&format!("; {hint}"));
        }
        Self { kind: PolicyWarningKind::NoMatchingCa, element, suggestion: Some(text), message }
    }
}

impl fmt::Display for PolicyWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The kind of a warning.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PolicyWarningKind {
    /// A name in `certIssuerDN` is in the slash form of old OpenSSL.
    LegacySlashForm,
    /// A name in `certIssuerDN` is the subject of none of the CAs.
    NoMatchingCa,
}

impl PolicyWarningKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::LegacySlashForm, Self::NoMatchingCa];

    /// The stable code: lower case, words joined by `_`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LegacySlashForm => "legacy_slash_form",
            Self::NoMatchingCa => "no_matching_ca",
        }
    }
}
