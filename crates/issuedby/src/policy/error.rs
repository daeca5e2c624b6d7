//! Errors of options, with place and remedy.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::options::{ALLOW_UNAUTHENTICATED_REQUESTS, CERT_ISSUER_DN};
use crate::diagnosis::Quoted;
use crate::did_you_mean::{closest_name, similar_name};
use crate::error_details::ErrorDetails;
use crate::limits::{MAX_CERT_ISSUER_DNS, MAX_OPTIONS_SIZE};
use crate::name::{Name, NameTextError};

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
    remedy: Option<Cow<'static, str>>,
    /// The error without its remedy.
    message: Box<str>,
}

impl OptionError {
    /// The kind of the error.
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

    /// The position in `certIssuerDN`, counted from 1, where that has several names.
    pub fn element(&self) -> Option<usize> {
        self.element
    }

    /// The error of a name, with its character.
    pub fn name_error(&self) -> Option<&NameTextError> {
        self.name_error.as_deref()
    }

    /// The text to write instead: the value of `certIssuerDN`, or the name of the closest option.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// The error for an option that is not in `known`, whatever it configures. It suggests the closest known one.
    ///
    /// For readers of other options than the policy's, so that every misspelt option gives the same error.
    pub fn unknown_option(written: &str, known: &[&str]) -> Self {
        let closest = closest_name(written, known);
        Self {
            suggestion: closest.map(Into::into),
            remedy: closest.map(|closest| format!("write `{closest}`, the closest one").into()),
            ..Self::new(
                OptionErrorKind::UnknownOption,
                None,
                format!("there is no option {}", Quoted(written)),
            )
        }
    }

    /// The error for a scenario that is not in `known`. It suggests a similar one, if there is one, and lists all.
    ///
    /// For the packages that bring scenarios for the tests of handlers, so that every misspelt one gives the same error.
    pub fn unknown_scenario(written: &str, known: &[&str]) -> Self {
        let similar = similar_name(written, known);
        let all = known.join(", ");
        let remedy = match similar {
            Some(similar) => format!("write `{similar}`, the closest one, or another one of {all}"),
            None => format!("write one of {all}"),
        };
        let message = format!("there is no scenario {}", Quoted(written));
        Self {
            suggestion: similar.map(Into::into),
            remedy: Some(remedy.into()),
            ..Self::new(OptionErrorKind::UnknownScenario, None, message)
        }
    }

    pub(super) fn too_large(bytes: usize) -> Self {
        let message = format!("found {bytes} bytes of options, expected at most {MAX_OPTIONS_SIZE}");
        Self::new(OptionErrorKind::TooLarge, None, message)
    }

    pub(super) fn not_json(error: &serde_json::Error) -> Self {
        let message = format!("found no JSON ({error}), expected the options as a JSON object");
        Self::new(OptionErrorKind::NotJson, None, message)
    }

    pub(super) fn not_an_object(found: &str) -> Self {
        let message = format!("found {found}, expected the options as a JSON object");
        Self::new(OptionErrorKind::NotAnObject, None, message)
    }

    pub(super) fn duplicate(option: &'static str) -> Self {
        let message = format!("found `{option}` twice, expected it once");
        Self::new(OptionErrorKind::DuplicateOption, Some(option), message)
            .with_remedy("remove one of the two")
    }

    pub(super) fn wrong_type(
        option: &'static str,
        element: Option<usize>,
        expected: &str,
        found: &str,
    ) -> Self {
        let message = format!("found {found} {}, expected {expected}", Place { option, element });
        let error = Self { element, ..Self::new(OptionErrorKind::WrongType, Some(option), message) };
        match (found, element) {
            ("null", None) => error.with_remedy("leave the option out to have its default"),
            ("a string", _) if option == ALLOW_UNAUTHENTICATED_REQUESTS => {
                error.with_remedy("write it without quotation marks")
            }
            _ => error,
        }
    }

    /// `subjects` are those of the CAs at hand, as text.
    pub(super) fn required(subjects: &[String]) -> Self {
        let message = format!("{CERT_ISSUER_DN} is required while {ALLOW_UNAUTHENTICATED_REQUESTS} is false");
        let remedy = match subjects {
            [] => String::from(
                "set it to what `openssl x509 -noout -subject -nameopt RFC2253 -in FILE` prints for the CA certificate",
            ),
            [subject] => format!("the CA's is {}", Quoted(subject)),
            several => {
                const MAX_LISTED: usize = 4;
                let listed: Vec<_> =
                    several.iter().take(MAX_LISTED).map(|one| Quoted(one).to_string()).collect();
                let more = if several.len() > MAX_LISTED { ", ..." } else { "" };
                format!("those of the CAs are {}{more}", listed.join(", "))
            }
        };
        Self {
            suggestion: subjects.first().map(|subject| subject.as_str().into()),
            remedy: Some(remedy.into()),
            ..Self::of_names(OptionErrorKind::CertIssuerDnRequired, None, message)
        }
    }

    pub(super) fn empty(element: Option<usize>) -> Self {
        let place = Place { option: CERT_ISSUER_DN, element };
        let message = format!("found an empty name {place}, and every issuer has a name");
        Self::of_names(OptionErrorKind::CertIssuerDnEmpty, element, message)
    }

    pub(super) fn no_names() -> Self {
        let message = format!("found an empty array in `{CERT_ISSUER_DN}`, expected at least one name");
        Self::of_names(OptionErrorKind::CertIssuerDnEmpty, None, message)
            .with_remedy("leave the option out to accept any issuer")
    }

    pub(super) fn malformed(element: Option<usize>, error: NameTextError) -> Self {
        let place = Place { option: CERT_ISSUER_DN, element };
        let message = format!("the name {place} cannot be read: {}", error.without_remedy());
        Self {
            remedy: Some(error.remedy_text()),
            suggestion: ErrorDetails::suggestion(&error).map(|text| (&*text).into()),
            name_error: Some(Box::new(error)),
            ..Self::of_names(OptionErrorKind::CertIssuerDnMalformed, element, message)
        }
    }

    /// `subject` is that of a CA, which the name is when it is read backwards.
    pub(super) fn reversed(element: Option<usize>, subject: Name<'_>) -> Self {
        let (place, text) = (Place { option: CERT_ISSUER_DN, element }, subject.to_string());
        let message = format!(
            "the name {place} is that of a CA in the opposite order, which matches no certificate: it looks like the \
             default output of openssl"
        );
        Self {
            remedy: Some(format!("write {}", Quoted(&text)).into()),
            suggestion: Some(text.into()),
            ..Self::of_names(OptionErrorKind::CertIssuerDnReversed, element, message)
        }
    }

    pub(super) fn too_many(count: usize) -> Self {
        let message =
            format!("found {count} names in `{CERT_ISSUER_DN}`, expected at most {MAX_CERT_ISSUER_DNS}");
        Self::of_names(OptionErrorKind::TooManyCertIssuerDns, None, message)
    }

    fn of_names(kind: OptionErrorKind, element: Option<usize>, message: String) -> Self {
        Self { element, ..Self::new(kind, Some(CERT_ISSUER_DN), message) }
    }

    fn with_remedy(self, remedy: &'static str) -> Self {
        Self { remedy: Some(Cow::Borrowed(remedy)), ..self }
    }

    fn new(kind: OptionErrorKind, option: Option<&'static str>, message: String) -> Self {
        let (element, name_error, suggestion, remedy) = (None, None, None, None);
        Self { kind, option, element, name_error, suggestion, remedy, message: message.into() }
    }
}

impl ErrorDetails for OptionError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        self.remedy.as_deref().map(Cow::Borrowed)
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        self.suggestion.as_deref().map(Cow::Borrowed)
    }

    /// The byte in the name, for a name that cannot be read.
    fn position(&self) -> Option<usize> {
        ErrorDetails::position(self.name_error.as_deref()?)
    }
}

/// The error; then, after a semicolon, its remedy.
impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.remedy {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for OptionError {}

/// The fault of options.
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

/// The place of a value: ``in `certIssuerDN` `` or ``as element 2 of `certIssuerDN` ``.
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
    fn an_unknown_option_is_quoted_and_the_closest_suggested() {
        let error = OptionError::unknown_option("time`\n", &["now", "chain"]);
        assert_eq!((error.code(), error.option(), error.suggestion()), ("unknown_option", None, Some("now")));
        assert_eq!(error.to_string(), r"there is no option `time\60\0A`; write `now`, the closest one");
        assert_eq!(OptionError::unknown_option("time", &[]).suggestion(), None);
    }

    #[test]
    fn an_unknown_scenario_is_quoted_and_a_similar_one_suggested() {
        let known = ["valid", "not-yet-valid", "v1"];
        for (written, similar) in [("vald", Some("valid")), ("v2", Some("v1")), ("revoked", None), ("", None)]
        {
            let error = OptionError::unknown_scenario(written, &known);
            assert_eq!((error.code(), error.suggestion()), ("unknown_scenario", similar), "{written}");
            assert!(error.to_string().ends_with("one of valid, not-yet-valid, v1"), "{error}");
        }
        assert!(OptionError::unknown_scenario("`\n", &known).to_string().contains(r"`\60\0A`"));
    }

    #[test]
    fn a_message_is_the_error_and_then_its_remedy() {
        let error = OptionError::duplicate(CERT_ISSUER_DN);
        assert_eq!(ErrorDetails::remedy(&error).as_deref(), Some("remove one of the two"));
        assert_eq!(error.to_string(), "found `certIssuerDN` twice, expected it once; remove one of the two");
    }
}
