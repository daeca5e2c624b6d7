//! The host of a URI (RFC 3986 section 3.2.2), and the constraints on it (RFC 5280 section 4.2.1.10).

use alloc::string::String;

use super::host;

/// The base of a uniformResourceIdentifier constraint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum HostBase {
    /// Every host: in an excluded subtree alone.
    All,
    /// This host and no other.
    Host(String),
    /// Every host below this domain; the leading dot is not kept.
    Below(String),
}

impl HostBase {
    /// `host`, `.domain`, or nothing. The final dot is gone already.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::All);
        }
        match text.strip_prefix('.') {
            Some(domain) => host::is_host_name(domain).then(|| Self::Below(domain.to_ascii_lowercase())),
            None => host::is_host_name(text).then(|| Self::Host(text.to_ascii_lowercase())),
        }
    }

    pub(super) fn contains(&self, found: &str) -> bool {
        match self {
            Self::All => true,
            Self::Host(host) => host::is_same(found, host),
            Self::Below(domain) => host::is_below(found, domain),
        }
    }

    /// As [`Self::contains`], whether the host has a final dot or not.
    pub(super) fn touches(&self, found: &str) -> bool {
        self.contains(host::relative(found))
    }
}

/// The host name of a URI, maybe with a final dot.
///
/// `None` where there is none to compare: no scheme, no authority, an empty host, an IP address, percent-encoding. RFC
/// 5280: "the application MUST reject the certificate."
pub(super) fn host_of(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    // Browsers take `\` for `/`, and others take white space away: such a text has more than one host.
    let is_plain = uri.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let after = rest.strip_prefix("//").filter(|_| is_scheme && is_plain)?;
    let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = match authority.split_once('@') {
        Some((_, more)) if more.contains('@') => return None,
        // Some readers end the authority at a character that RFC 3986 does not have there.
        Some((user, _)) if !user.bytes().all(is_in_user_information) => return None,
        Some((_, host_and_port)) => host_and_port,
        None => authority,
    };
    let host = match host_and_port.split_once(':') {
        Some((_, port)) if !port.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        Some((host, _)) => host,
        None => host_and_port,
    };
    let name = host::relative(host);
    (host::is_host_name(name) && !ends_in_hexadecimal(name)).then_some(host)
}

/// A character of `userinfo` (RFC 3986 section 3.2.1).
fn is_in_user_information(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:".contains(&byte)
}

/// Tells whether browsers and `inet_aton` take the host for an IPv4 address, as `0x7f000001` and `127.0.0x1`.
fn ends_in_hexadecimal(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default().as_bytes();
    matches!(last, [b'0', b'x' | b'X', digits @ ..] if digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_what_every_reader_takes_for_it() {
        for (uri, host) in [
            ("spiffe://example.org/web", "example.org"),
            ("https://user:pw@Example.org:8443/a@b?c#d", "Example.org"),
            ("https://example.org", "example.org"),
            ("https://example.org?x", "example.org"),
            ("https://example.org#x", "example.org"),
            ("ldap+x-y.z://example.org.:/", "example.org."),
            ("spiffe://trust-domain", "trust-domain"),
        ] {
            assert_eq!(host_of(uri), Some(host), "{uri}");
        }
    }

    #[test]
    fn without_one_plain_host_there_is_none() {
        for uri in [
            "",
            "example.org",
            "urn:uuid:1",
            "mailto:a@example.org",
            "https:/example.org/",
            "https:///path",
            "https://",
            "https://@/",
            "https://:443/",
            "https://192.0.2.1/",
            "https://[2001:db8::1]/",
            "https://a@b@example.org/",
            "https://example%2eorg/",
            "https://example.org\\@evil.test/",
            "https://exam ple.org/",
            "//example.org/",
            "1a://example.org/",
            "https://example.org:80a/",
            "https://a..b/",
            "https://*.example.org/",
            "https://example.org:1:2/",
            "https://ex\tample.org/",
            "https://example.org../",
            "https://evil.test\"@example.org/",
            "https://[::1]@example.org/",
            "https://0x7f000001/",
            "https://127.0.0X1./",
        ] {
            assert_eq!(host_of(uri), None, "{uri}");
        }
    }

    #[test]
    fn a_host_is_itself_and_a_domain_is_below() {
        let contains = |base, host| HostBase::parse(base).unwrap().contains(host);
        assert!(contains("example.org", "EXAMPLE.org") && !contains("example.org", "a.example.org"));
        assert!(contains(".example.org", "a.b.example.org") && !contains(".example.org", "example.org"));
        assert!(!contains("example.org", "example.org."));
        assert!(HostBase::parse("example.org").unwrap().touches("example.org."));
        for bad in ["https://example.org", "example.org:443", "192.0.2.1", "..a", "a/", "."] {
            assert_eq!(HostBase::parse(bad), None, "{bad}");
        }
    }
}
