//! Why options cannot be used, where, and what to write instead.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::nearest::{near, nearest};
use super::options::{ALLOW_UNAUTHENTICATED_REQUESTS, CERT_ISSUER_DN};
use crate::limits::{MAX_CERT_ISSUER_DNS, MAX_OPTIONS_SIZE};
use crate::name::{Name, NameTextError};
use crate::quoted::Quoted;

/// Options that the policy cannot be made with.
///
/// The code is stable; the sentence that `Display` writes is for the operator, printable ASCII, and may change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OptionError {
    kind: OptionErrorKind,
    option: Option<&'static str>,
    element: Option<usize>,
    name_error: Option<Box<NameTextError>>,
    suggestion: Option<Box<str>>,
    message: Box<str>,
}

impl OptionError {
    /// What is wrong.
    pub fn kind(&self) -> OptionErrorKind {
        self.kind
    }

    /// The stable code of [`Self::kind`].
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The option that is wrong; none where it is the whole, or an option that there is not.
    pub fn option(&self) -> Option<&'static str> {
        self.option
    }

    /// Which of several names in `certIssuerDN`, from 1.
    pub fn element(&self) -> Option<usize> {
        self.element
    }

    /// What is wrong with a name, and at which character.
    pub fn name_error(&self) -> Option<&NameTextError> {
        self.name_error.as_deref()
    }

    /// What to write instead: the value of `certIssuerDN`, or the name of the nearest option.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// The error for an option that is none of `known`, whatever it is an option of: it suggests the nearest.
    ///
    /// For those who read other options than the policy's, so that a misspelt one is told alike everywhere.
    pub fn unknown_option(written: &str, known: &[&str]) -> Self {
        let nearest = nearest(written, known);
        let written = Quoted(written);
        let message = match nearest {
            Some(nearest) => {
                format!("there is no option {written}, the nearest that there is is `{nearest}`")
            }
            None => format!("there is no option {written}"),
        };
        Self {
            suggestion: nearest.map(Into::into),
            ..Self::new(OptionErrorKind::UnknownOption, None, message)
        }
    }

    /// The error for a scenario that is none of `known`: it suggests the nearest, if one is near, and lists all.
    ///
    /// For the packages that bring scenarios for the tests of handlers, so that a misspelt one is told alike.
    pub fn unknown_scenario(written: &str, known: &[&str]) -> Self {
        let near = near(written, known);
        let mut message = format!("there is no scenario {}", Quoted(written));
        if let Some(near) = near {
            message.push_str(&format!(", the nearest that there is is `{near}`"));
        }
        message.push_str(&format!("; write one of {}", known.join(", ")));
        Self {
            suggestion: near.map(Into::into),
            ..Self::new(OptionErrorKind::UnknownScenario, None, message)
        }
    }

    pub(super) fn too_large(bytes: usize) -> Self {
        let message = format!("expected at most {MAX_OPTIONS_SIZE} bytes of options, found {bytes}");
        Self::new(OptionErrorKind::TooLarge, None, message)
    }

    pub(super) fn not_json(error: &serde_json::Error) -> Self {
        let message = format!("expected the options as a JSON object, found no JSON: {error}");
        Self::new(OptionErrorKind::NotJson, None, message)
    }

    pub(super) fn not_an_object(found: &str) -> Self {
        let message = format!("expected the options as a JSON object, found {found}");
        Self::new(OptionErrorKind::NotAnObject, None, message)
    }

    pub(super) fn duplicate(option: &'static str) -> Self {
        let message = format!("expected `{option}` once, found it twice; remove one of the two");
        Self::new(OptionErrorKind::DuplicateOption, Some(option), message)
    }

    pub(super) fn wrong_type(
        option: &'static str,
        element: Option<usize>,
        expected: &str,
        found: &str,
    ) -> Self {
        let remedy = match (found, element) {
            ("null", None) => "; leave the option out to have its default",
            ("a string", _) if option == ALLOW_UNAUTHENTICATED_REQUESTS => {
                "; write it without quotation marks"
            }
            _ => "",
        };
        let message = format!("expected {expected} {}, found {found}{remedy}", Place { option, element });
        Self { element, ..Self::new(OptionErrorKind::WrongType, Some(option), message) }
    }

    /// `subjects` are those of the CAs at hand, as text.
    pub(super) fn required(subjects: &[String]) -> Self {
        let mut message =
            format!("{CERT_ISSUER_DN} is required while {ALLOW_UNAUTHENTICATED_REQUESTS} is false; ");
        match subjects {
            [] => message.push_str(
                "set it to what `openssl x509 -noout -subject -nameopt RFC2253 -in FILE` prints for the CA certificate",
            ),
            [subject] => message.push_str(&format!("the CA's is {}", Quoted(subject))),
            several => {
                const SHOWN: usize = 4;
                let shown: Vec<_> = several.iter().take(SHOWN).map(|one| Quoted(one).to_string()).collect();
                message.push_str(&format!("those of the CAs are {}", shown.join(", ")));
                message.push_str(if several.len() > SHOWN { ", ..." } else { "" });
            }
        }
        Self {
            suggestion: subjects.first().map(|subject| subject.as_str().into()),
            ..Self::of_names(OptionErrorKind::CertIssuerDnRequired, None, message)
        }
    }

    pub(super) fn empty(element: Option<usize>) -> Self {
        let place = Place { option: CERT_ISSUER_DN, element };
        let message = format!("expected a name {place}, found an empty one; every issuer has a name");
        Self::of_names(OptionErrorKind::CertIssuerDnEmpty, element, message)
    }

    pub(super) fn no_names() -> Self {
        let message = format!(
            "expected a name in `{CERT_ISSUER_DN}`, found an empty array; leave the option out to accept any issuer"
        );
        Self::of_names(OptionErrorKind::CertIssuerDnEmpty, None, message)
    }

    pub(super) fn malformed(element: Option<usize>, error: NameTextError) -> Self {
        let place = Place { option: CERT_ISSUER_DN, element };
        let message = format!("the name {place} cannot be read: {error}");
        Self {
            name_error: Some(Box::new(error)),
            ..Self::of_names(OptionErrorKind::CertIssuerDnMalformed, element, message)
        }
    }

    /// `subject` is that of a CA, which the name is when it is read backwards.
    pub(super) fn reversed(element: Option<usize>, subject: Name<'_>) -> Self {
        let (place, text) = (Place { option: CERT_ISSUER_DN, element }, subject.to_string());
        let message = format!(
            "the name {place} is that of a CA in the opposite order, which matches no certificate: it looks like the \
             default output of openssl; write {}",
            Quoted(&text)
        );
        Self {
            suggestion: Some(text.into()),
            ..Self::of_names(OptionErrorKind::CertIssuerDnReversed, element, message)
        }
    }

    pub(super) fn too_many(count: usize) -> Self {
        let message =
            format!("expected at most {MAX_CERT_ISSUER_DNS} names in `{CERT_ISSUER_DN}`, found {count}");
        Self::of_names(OptionErrorKind::TooManyCertIssuerDns, None, message)
    }

    fn of_names(kind: OptionErrorKind, element: Option<usize>, message: String) -> Self {
        Self { element, ..Self::new(kind, Some(CERT_ISSUER_DN), message) }
    }

    fn new(kind: OptionErrorKind, option: Option<&'static str>, message: String) -> Self {
        Self { kind, option, element: None, name_error: None, suggestion: None, message: message.into() }
    }
}

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for OptionError {}

/// What is wrong with options.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OptionErrorKind {
    /// `certIssuerDN` has an empty name in it, or is an empty array.
    CertIssuerDnEmpty,
    /// A name in `certIssuerDN` cannot be read.
    CertIssuerDnMalformed,
    /// Enforcing needs `certIssuerDN`.
    CertIssuerDnRequired,
    /// A name in `certIssuerDN` is the subject of a CA in the opposite order of RDNs.
    CertIssuerDnReversed,
    /// An option is there twice.
    DuplicateOption,
    /// The options are JSON, but no object.
    NotAnObject,
    /// The options are not JSON.
    NotJson,
    /// The options are larger than a limit.
    TooLarge,
    /// More names in `certIssuerDN` than a limit.
    TooManyCertIssuerDns,
    /// There is no such option.
    UnknownOption,
    /// There is no scenario of this name.
    UnknownScenario,
    /// An option has a value of another type.
    WrongType,
}

impl OptionErrorKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::CertIssuerDnEmpty,
        Self::CertIssuerDnMalformed,
        Self::CertIssuerDnRequired,
        Self::CertIssuerDnReversed,
        Self::DuplicateOption,
        Self::NotAnObject,
        Self::NotJson,
        Self::TooLarge,
        Self::TooManyCertIssuerDns,
        Self::UnknownOption,
        Self::UnknownScenario,
        Self::WrongType,
    ];

    /// The stable code: lower case, words joined by `_`. Codes are never changed or used again.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CertIssuerDnEmpty => "cert_issuer_dn_empty",
            Self::CertIssuerDnMalformed => "cert_issuer_dn_malformed",
            Self::CertIssuerDnRequired => "cert_issuer_dn_required",
            Self::CertIssuerDnReversed => "cert_issuer_dn_reversed",
            Self::DuplicateOption => "duplicate_option",
            Self::NotAnObject => "not_an_object",
            Self::NotJson => "not_json",
            Self::TooLarge => "too_large",
            Self::TooManyCertIssuerDns => "too_many_cert_issuer_dns",
            Self::UnknownOption => "unknown_option",
            Self::UnknownScenario => "unknown_scenario",
            Self::WrongType => "wrong_type",
        }
    }
}

/// Where a value stands: ``in `certIssuerDN` `` or ``as element 2 of `certIssuerDN` ``.
pub(super) struct Place {
    pub(super) option: &'static str,
    pub(super) element: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.element {
            Some(element) => write!(f, "as element {element} of `{}`", self.option),
            None => write!(f, "in `{}`", self.option),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_option_of_whatever_is_quoted_and_the_nearest_suggested() {
        let error = OptionError::unknown_option("time`\n", &["now", "chain"]);
        assert_eq!((error.code(), error.option(), error.suggestion()), ("unknown_option", None, Some("now")));
        assert_eq!(error.to_string(), r"there is no option `time\60\0A`, the nearest that there is is `now`");
        assert_eq!(OptionError::unknown_option("time", &[]).suggestion(), None);
    }

    #[test]
    fn the_beginning_of_one_scenario_alone_suggests_it() {
        let known =
            ["not-yet-valid", "other-ca", "via-intermediate", "renewed-ca", "server-only", "second-ca"];
        for (written, meant) in [
            ("other", Some("other-ca")),
            ("not_yet", Some("not-yet-valid")),
            ("Via", Some("via-intermediate")),
            ("se", None),
            ("ca", None),
            ("wrong-ca", None),
            ("-", None),
        ] {
            assert_eq!(OptionError::unknown_scenario(written, &known).suggestion(), meant, "{written}");
        }
    }

    #[test]
    fn an_unknown_scenario_is_quoted_and_the_nearest_suggested_if_it_is_near() {
        let known = ["valid", "not-yet-valid", "v1"];
        for (written, near) in [
            ("vald", Some("valid")),
            ("NotYetValid", Some("not-yet-valid")),
            ("not_yet_valid", Some("not-yet-valid")),
            ("v2", Some("v1")),
            ("revoked", None),
            ("", None),
        ] {
            let error = OptionError::unknown_scenario(written, &known);
            assert_eq!((error.code(), error.suggestion()), ("unknown_scenario", near), "{written}");
            assert!(error.to_string().ends_with("write one of valid, not-yet-valid, v1"), "{error}");
        }
        assert!(OptionError::unknown_scenario("`\n", &known).to_string().contains(r"`\60\0A`"));
    }
}
