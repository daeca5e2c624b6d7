//! URI: "the constraint applies to the host part of the name"; a URI without an authority, or with an IP address as its
//! host, is refused.

use super::Match;
use super::domain::{inside, is_sound, labels};
use crate::constraints::case::Side;

/// True if a base is not a fully qualified domain name, with or without a dot in front.
pub(super) fn is_faulty_base(base: &[u8]) -> bool {
    !is_sound(base)
}

pub(super) fn matches(name: &[u8], base: &[u8], side: Side) -> Match {
    let Some(written) = host(name) else { return Match::Uncertain };
    // As in a dNSName, a final dot is in no name that is permitted.
    if side == Side::Permitted && written.ends_with(b".") {
        return Match::Outside;
    }
    let host = labels(written).unwrap_or_default();
    match base.strip_prefix(b".") {
        Some(domain) => {
            let domain = labels(domain).unwrap_or_default();
            inside(host.len() > domain.len() && host.ends_with(&domain))
        }
        None => inside(labels(base).is_some_and(|base| base == host)),
    }
}

/// The host of the authority of RFC 3986 section 3.2, where it is a host name.
pub fn host(uri: &[u8]) -> Option<&[u8]> {
    let colon = uri.iter().position(|&byte| byte == b':')?;
    let (scheme, rest) = (&uri[..colon], &uri[colon + 1..]);
    let in_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    if !scheme.first()?.is_ascii_alphabetic() || !scheme.iter().all(in_scheme) {
        return None;
    }
    let rest = rest.strip_prefix(b"//")?;
    let end = rest.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(rest.len());
    let authority = &rest[..end];
    let host = match authority.iter().position(|&byte| byte == b'@') {
        // Some readers take `\` for the end of the authority, so that what RFC 3986 does not allow there is uncertain.
        Some(at) if authority[..at].iter().all(is_in_user_information) => &authority[at + 1..],
        Some(_) => return None,
        None => authority,
    };
    let host = match host.iter().position(|&byte| byte == b':') {
        Some(colon) if host[colon + 1..].iter().all(u8::is_ascii_digit) => &host[..colon],
        Some(_) => return None,
        None => host,
    };
    labels(host).is_some().then_some(host)
}

/// A character of userinfo, RFC 3986 section 3.2.1.
fn is_in_user_information(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:".contains(byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::oracle::Match::{Inside, Outside, Uncertain};

    fn compare(name: &str, base: &str) -> Match {
        matches(name.as_bytes(), base.as_bytes(), Side::Excluded)
    }

    #[test]
    fn a_dot_in_front_asks_for_a_subdomain() {
        assert_eq!(compare("https://host.example.com/", "host.example.com"), Inside);
        assert_eq!(compare("https://my.host.example.com/", "host.example.com"), Outside);
        assert_eq!(compare("https://my.host.example.com/", ".host.example.com"), Inside);
        assert_eq!(compare("https://host.example.com/", ".host.example.com"), Outside);
    }

    #[test]
    fn the_host_is_that_of_the_authority() {
        assert_eq!(compare("HTTPS://user:p@Host.Example.com:8443?q", "host.example.com"), Inside);
        assert_eq!(compare("https://b.example/@host.example.com", "host.example.com"), Outside);
        assert_eq!(compare("https://b.example?@host.example.com", "host.example.com"), Outside);
        assert_eq!(compare("https://host.example.com.:/", "host.example.com"), Inside);
    }

    #[test]
    fn without_a_host_nothing_is_certain() {
        for uri in [
            "urn:x",
            "https:///x",
            "https://10.0.0.1/",
            "https://[::1]/",
            "//a.example/",
            "https://a%2eexample/",
            "https://a.example\\@b.example/",
            "https://a@b@a.example/",
        ] {
            assert_eq!(compare(uri, "a.example"), Uncertain, "{uri}");
        }
    }
}
