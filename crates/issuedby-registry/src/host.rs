//! The domain that a request or a handshake names.
//!
//! Both are text from a stranger. It is read once, here; whoever serves uses the [`DomainName`] and never the text, so
//! that account, site and upstream cannot be chosen by different spellings of one name.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use issuedby::ErrorDetails;

use crate::domain::DomainName;
use crate::limits::{MAX_DOMAIN_CHARACTERS, MAX_PORT_DIGITS};

impl DomainName {
    /// Reads the `Host` field of an HTTP request, its `:authority`, or the authority of its target (RFC 9110 section 7.2).
    ///
    /// ASCII letters are lower-cased. One `:` with at most [`MAX_PORT_DIGITS`] digits is removed, then one final dot. The
    /// rest must be a domain name in its normal form: nothing else is mapped or decoded. The port is checked (0 to 65535, or
    /// empty: RFC 9110 section 4.2.1) and otherwise ignored.
    ///
    /// # Errors
    ///
    /// [`HostError`] for every other text: user information, an IP address, `%`, and bytes beyond ASCII among them.
    pub fn from_host(host: &[u8]) -> Result<Self, HostError> {
        let (name, port) = match host.iter().position(|byte| *byte == b':') {
            None => (host, None),
            Some(colon) => (host.get(..colon).unwrap_or_default(), host.get(colon.saturating_add(1)..)),
        };
        if !port.is_none_or(is_port) {
            return Err(HostError::Port);
        }
        read(name.strip_suffix(b".").unwrap_or(name))
    }

    /// Reads the server name of a TLS handshake (RFC 6066 section 3): ASCII letters are lower-cased, and the result must
    /// be a domain name in its normal form. A final dot is not allowed there.
    ///
    /// # Errors
    ///
    /// [`HostError::NotADomain`] for every other text.
    pub fn from_server_name(name: &[u8]) -> Result<Self, HostError> {
        read(name)
    }
}

/// Nothing is mapped but the case of ASCII letters.
fn read(name: &[u8]) -> Result<DomainName, HostError> {
    if name.len() > MAX_DOMAIN_CHARACTERS || !name.is_ascii() {
        return Err(HostError::NotADomain);
    }
    let name = name.to_ascii_lowercase();
    let text = std::str::from_utf8(&name).map_err(|_| HostError::NotADomain)?;
    DomainName::from_canonical(text).map_err(|_| HostError::NotADomain)
}

/// The digits alone: `u16::from_str` would take a sign too.
fn is_port(digits: &[u8]) -> bool {
    let value = digits.iter().try_fold(0_u32, |value, digit| {
        digit.is_ascii_digit().then(|| value.saturating_mul(10).saturating_add(u32::from(*digit - b'0')))
    });
    digits.len() <= MAX_PORT_DIGITS && value.is_some_and(|value| value <= u32::from(u16::MAX))
}

/// A text that names no host which a gateway can serve.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum HostError {
    /// The name is not a domain name in its normal form.
    NotADomain,
    /// The text after the first `:` is not a port.
    Port,
}

/// The texts of one error: the message, the remedy, and both in one sentence.
struct Texts {
    message: &'static str,
    remedy: &'static str,
    both: &'static str,
}

macro_rules! texts {
    ($message:literal, $remedy:literal) => {
        Texts { message: $message, remedy: $remedy, both: concat!($message, "; ", $remedy) }
    };
}

impl HostError {
    const fn texts(self) -> Texts {
        match self {
            Self::NotADomain => texts!(
                "the host of the request is not a domain name",
                "send a name such as `api.example.com`, with `xn--` labels for other scripts, and at most one final dot"
            ),
            Self::Port => texts!(
                "the port in the host of the request is not a number from 0 to 65535 in at most 5 digits",
                "leave it out, or send it as in `api.example.com:8443`"
            ),
        }
    }

    /// The message and the remedy in one sentence, without the text itself: for the response to a client.
    pub const fn message_and_remedy(self) -> &'static str {
        self.texts().both
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.texts().message)
    }
}

impl Error for HostError {}

impl ErrorDetails for HostError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotADomain => "host_not_a_domain",
            Self::Port => "host_port_malformed",
        }
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(self.texts().remedy.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_host_is_one_domain() {
        let longest = ["a".repeat(63).as_str(); 3].join(".") + "." + &"b".repeat(61);
        for (host, domain) in [
            ("api.example", "api.example"),
            ("API.Example", "api.example"),
            ("api.example.", "api.example"),
            ("api.example:", "api.example"),
            ("api.example:0", "api.example"),
            ("api.example:65535", "api.example"),
            ("API.EXAMPLE.:00443", "api.example"),
            ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
            ("localhost:8443", "localhost"),
            (&format!("{longest}.:65535"), &longest),
        ] {
            let read =
                DomainName::from_host(host.as_bytes()).unwrap_or_else(|error| panic!("{host}: {error}"));
            assert_eq!(read.as_str(), domain, "{host}");
        }
        assert_eq!(
            DomainName::from_server_name(b"API.Example").map(|name| name.to_string()).as_deref(),
            Ok("api.example")
        );
    }

    #[test]
    fn what_is_no_host_is_refused_by_its_fault() {
        let long = "a.".repeat(127) + "a";
        for (host, code) in [
            ("", "host_not_a_domain"),
            (".", "host_not_a_domain"),
            (":443", "host_not_a_domain"),
            ("a.example..", "host_not_a_domain"),
            ("a.EXAMPLE..", "host_not_a_domain"),
            ("a.example..:443", "host_not_a_domain"),
            ("a..example", "host_not_a_domain"),
            ("user@a.example", "host_not_a_domain"),
            ("a%2eexample", "host_not_a_domain"),
            ("a.example/", "host_not_a_domain"),
            ("a.example\0", "host_not_a_domain"),
            (" a.example", "host_not_a_domain"),
            ("a。example", "host_not_a_domain"),
            ("Bücher.example", "host_not_a_domain"),
            ("\u{212a}.example", "host_not_a_domain"),
            ("xn--a.example", "host_not_a_domain"),
            ("127.0.0.1:80", "host_not_a_domain"),
            ("0x7f.1", "host_not_a_domain"),
            ("[::1]", "host_port_malformed"),
            ("[::1]:443", "host_port_malformed"),
            ("a.example:+443", "host_port_malformed"),
            ("a.example:-0", "host_port_malformed"),
            ("a.example:65536", "host_port_malformed"),
            ("a.example:000443", "host_port_malformed"),
            ("a.example:443:443", "host_port_malformed"),
            ("a.example:443.", "host_port_malformed"),
            ("user:443@a.example", "host_port_malformed"),
            (&long, "host_not_a_domain"),
        ] {
            assert_eq!(
                DomainName::from_host(host.as_bytes()).map_err(|error| error.code()),
                Err(code),
                "{host}"
            );
        }
        assert_eq!(DomainName::from_host(b"a.example\xff"), Err(HostError::NotADomain));
        assert_eq!(
            DomainName::from_server_name(b"a.example."),
            Err(HostError::NotADomain),
            "RFC 6066 section 3"
        );
        assert_eq!(DomainName::from_server_name(b"a.example:443"), Err(HostError::NotADomain));
    }
}
