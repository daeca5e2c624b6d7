//! A domain at which a gateway serves an account.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::net::IpAddr;

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
use issuedby::ErrorDetails;

use crate::limits::{MAX_DOMAIN_CHARACTERS, MAX_DOMAIN_TEXT_SIZE};
use crate::quoted::Quoted;

/// A domain name in its one normal form: A-labels in lower case without a final dot.
///
/// Input is normalized as UTS #46 says, non-transitional (RFC 5891 section 5), so that `Bücher.example.`
/// and `xn--bcher-kva.example` are one domain. Labels are of letters, digits and inner hyphens (STD 3).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DomainName(String);

impl DomainName {
    /// Reads a domain name as people write it.
    ///
    /// # Errors
    ///
    /// [`DomainNameError`] for an address, a URL, a wildcard, and for any other text that names no host.
    pub fn parse(text: &str) -> Result<Self, DomainNameError> {
        let refused = |kind| DomainNameError { kind, text: text.to_owned() };
        if text.len() > MAX_DOMAIN_TEXT_SIZE {
            return Err(refused(DomainNameErrorKind::TooLong));
        }
        let host = text.strip_suffix('.').unwrap_or(text);
        if host.is_empty() {
            return Err(refused(DomainNameErrorKind::Empty));
        }
        if host.starts_with("*.") {
            return Err(refused(DomainNameErrorKind::Wildcard));
        }
        if is_address(host) {
            return Err(refused(DomainNameErrorKind::Address));
        }
        if host_of_url(host).is_some() {
            return Err(refused(DomainNameErrorKind::NotAHostAlone));
        }
        let normalized = Uts46::new()
            .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Ignore)
            .map_err(|_| refused(DomainNameErrorKind::Malformed))?;
        // Only now: full stops of other scripts have become this one.
        let normalized = normalized.strip_suffix('.').unwrap_or(&normalized);
        if is_address(normalized) {
            return Err(refused(DomainNameErrorKind::Address));
        }
        if normalized.split('.').any(str::is_empty) {
            return Err(refused(DomainNameErrorKind::Malformed));
        }
        if normalized.len() > MAX_DOMAIN_CHARACTERS || normalized.split('.').any(|label| label.len() > 63) {
            return Err(refused(DomainNameErrorKind::TooLong));
        }
        Ok(Self(normalized.to_owned()))
    }

    /// Takes a domain name that is already in its normal form: what [`Self::as_str`] gave.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`]; and [`DomainNameErrorKind::NotNormal`] for every other spelling of a name.
    pub fn from_canonical(text: &str) -> Result<Self, DomainNameError> {
        let name = Self::parse(text)?;
        match name.as_str() == text {
            true => Ok(name),
            false => Err(DomainNameError { kind: DomainNameErrorKind::NotNormal, text: text.to_owned() }),
        }
    }

    /// The name in its normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The account of the domain.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum DomainKind {
    /// The account's own name: it must be activated before the gateway serves it.
    Custom,
    /// A name below one that the gateway's operator holds: it serves its account at once.
    Managed,
}

impl DomainKind {
    /// The stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Custom => "custom",
            Self::Managed => "managed",
        }
    }

    /// The state in which a domain of this kind begins.
    pub const fn first_state(self) -> DomainState {
        match self {
            Self::Custom => DomainState::Pending,
            Self::Managed => DomainState::Active,
        }
    }
}

impl fmt::Display for DomainKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// The state of a domain: a gateway serves it, or does not.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum DomainState {
    /// Clients at this domain are verified against the account's CAs.
    Active,
    /// The proof that the account controls the domain is still to come. No client is verified there.
    Pending,
}

impl DomainState {
    /// The stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
        }
    }
}

impl fmt::Display for DomainState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// The error of a text that is not the name of a domain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DomainNameError {
    kind: DomainNameErrorKind,
    text: String,
}

impl DomainNameError {
    /// The kind of error.
    pub fn kind(&self) -> DomainNameErrorKind {
        self.kind
    }
}

impl fmt::Display for DomainNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = Quoted(&self.text);
        match self.kind {
            DomainNameErrorKind::Address => write!(
                f,
                "found the address {shown}, expected a domain name: clients do not send one in the handshake (RFC \
                 6066 section 3)"
            ),
            DomainNameErrorKind::Empty => f.write_str("found an empty text, expected a domain name"),
            DomainNameErrorKind::Malformed => write!(
                f,
                "found {shown}, expected a domain name of labels of letters, digits and inner hyphens between dots"
            ),
            DomainNameErrorKind::NotAHostAlone => {
                write!(f, "found {shown}, expected a domain name alone")
            }
            DomainNameErrorKind::NotNormal => write!(
                f,
                "found {shown}, which is not the normal form of a domain name: A-labels in lower case without a final dot"
            ),
            DomainNameErrorKind::TooLong => write!(
                f,
                "found {shown}, expected a domain name of at most {MAX_DOMAIN_CHARACTERS} characters in labels of at most 63"
            ),
            DomainNameErrorKind::Wildcard => {
                write!(f, "found {shown}, expected the name of one domain")
            }
        }
    }
}

impl Error for DomainNameError {}

impl ErrorDetails for DomainNameError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        match self.kind {
            DomainNameErrorKind::NotAHostAlone | DomainNameErrorKind::NotNormal => {
                self.suggestion().map(|name| format!("give `{name}`").into())
            }
            DomainNameErrorKind::Wildcard => Some("add each domain by its name".into()),
            _ => None,
        }
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        let name = match self.kind {
            DomainNameErrorKind::NotAHostAlone => {
                host_of_url(&self.text).and_then(|host| DomainName::parse(host).ok())
            }
            DomainNameErrorKind::NotNormal => DomainName::parse(&self.text).ok(),
            _ => None,
        };
        name.map(|name| name.as_str().to_owned().into())
    }
}

/// The kinds of error in the name of a domain.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum DomainNameErrorKind {
    /// It is an IP address.
    Address,
    /// There is nothing.
    Empty,
    /// It is not a host name, also not in another script.
    Malformed,
    /// It is a URL, or has a port or a path.
    NotAHostAlone,
    /// It is a domain name in another spelling than its normal form, where only that is taken.
    NotNormal,
    /// It or one of its labels is too long.
    TooLong,
    /// It begins with `*.`.
    Wildcard,
}

impl DomainNameErrorKind {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Address => "domain_is_an_address",
            Self::Empty => "domain_empty",
            Self::Malformed => "domain_malformed",
            Self::NotAHostAlone => "domain_not_alone",
            Self::NotNormal => "domain_not_normal",
            Self::TooLong => "domain_too_long",
            Self::Wildcard => "domain_is_a_wildcard",
        }
    }
}

/// An address in any of its forms. A name whose last label is a number, decimal or with `0x` hexadecimal, is read as one
/// by every URL parser (WHATWG URL, "ends in a number").
fn is_address(text: &str) -> bool {
    let text = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(text);
    let last = text.rsplit('.').next().unwrap_or(text).to_ascii_lowercase();
    let is_decimal = !last.is_empty() && last.bytes().all(|digit| digit.is_ascii_digit());
    let hexadecimal = last.strip_prefix("0x");
    let is_hexadecimal =
        hexadecimal.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    text.parse::<IpAddr>().is_ok() || is_decimal || is_hexadecimal
}

/// The host of a URL, if the text has more than a host.
fn host_of_url(text: &str) -> Option<&str> {
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = after_scheme.split(['/', '?', '#', ':']).next().unwrap_or_default();
    (host.len() < text.len()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_domain_has_one_normal_form() {
        for (text, normal) in [
            ("example.com", "example.com"),
            ("API.Example.COM.", "api.example.com"),
            ("Bücher.example", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
            ("bu\u{308}cher.example", "xn--bcher-kva.example"),
            ("straße.example", "xn--strae-oqa.example"),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("ｅｘａｍｐｌｅ.com", "example.com"),
            ("localhost", "localhost"),
            ("r3---sn-a.example", "r3---sn-a.example"),
            ("1.example", "1.example"),
            ("0xa.example", "0xa.example"),
            ("a.0xg", "a.0xg"),
        ] {
            let name = DomainName::parse(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(name.as_str(), normal);
            assert_eq!(DomainName::parse(name.as_str()), Ok(name));
        }
        let longest = ["a".repeat(63).as_str(); 3].join(".") + "." + &"b".repeat(61);
        assert_eq!(longest.len(), MAX_DOMAIN_CHARACTERS);
        assert!(DomainName::parse(&longest).is_ok());
    }

    #[test]
    fn only_the_normal_form_is_canonical() {
        for text in ["example.com", "xn--bcher-kva.example", "localhost", "1.example"] {
            assert_eq!(DomainName::from_canonical(text), DomainName::parse(text), "{text}");
        }
        for text in [
            "Example.com",
            "example.com.",
            "Bücher.example",
            "ｅxample.com",
            "例え。テスト",
            "a\u{ad}.example",
        ] {
            assert!(DomainName::parse(text).is_ok(), "{text}");
            let error = DomainName::from_canonical(text).expect_err(text);
            assert_eq!(error.kind().code(), "domain_not_normal", "{error}");
        }
        assert_eq!(DomainName::from_canonical("a..").expect_err("no name").kind().code(), "domain_malformed");
    }

    #[test]
    fn what_names_no_host_is_refused_by_its_fault() {
        let long_label = "a".repeat(64) + ".example";
        let long_name = ["a"; 128].join(".");
        for (text, code) in [
            ("", "domain_empty"),
            (".", "domain_empty"),
            ("*.example.com", "domain_is_a_wildcard"),
            ("192.0.2.1", "domain_is_an_address"),
            ("[2001:db8::1]", "domain_is_an_address"),
            ("2001:db8::1", "domain_is_an_address"),
            ("１９２.0.2.1", "domain_is_an_address"),
            ("0x7f000001", "domain_is_an_address"),
            ("1.0x10", "domain_is_an_address"),
            ("0xa.0XB.", "domain_is_an_address"),
            ("a.0x", "domain_is_an_address"),
            ("https://api.example.com/v1", "domain_not_alone"),
            ("api.example.com:443", "domain_not_alone"),
            ("api.example.com/", "domain_not_alone"),
            ("a..b", "domain_malformed"),
            ("a.example..", "domain_malformed"),
            (".example", "domain_malformed"),
            ("-a.example", "domain_malformed"),
            ("a_b.example", "domain_malformed"),
            ("a b", "domain_malformed"),
            ("a\0.example", "domain_malformed"),
            ("xn--a", "domain_malformed"),
            ("\u{200d}.example", "domain_malformed"),
            (&long_label, "domain_too_long"),
            (&long_name, "domain_too_long"),
            (&"ü".repeat(MAX_DOMAIN_TEXT_SIZE), "domain_too_long"),
        ] {
            let error = DomainName::parse(text).expect_err(text);
            assert_eq!(error.kind().code(), code, "{error}");
        }
        let error = DomainName::parse("https://API.example.com:8443/v1").expect_err("a URL");
        assert_eq!(error.suggestion().as_deref(), Some("api.example.com"), "{error}");
    }
}
