//! Domains, mailboxes and URIs as Go 1.19 reads and compares domains, mailboxes and URIs: `crypto/x509/verify.go`, `parser.go` and `net/url`.

use crate::constraints::case::GeneralName;
use crate::constraints::oracle::{self, Match};

/// `parseNameConstraintsExtension` does not refuse the base.
pub(super) fn is_readable_base(base: &GeneralName) -> bool {
    let is_domain = |text: &[u8]| reverse_labels(text.strip_prefix(b".").unwrap_or(text)).is_some();
    match base {
        GeneralName::Dns(text) => is_domain(text),
        GeneralName::Email(text) if text.contains(&b'@') => text.is_ascii() && mailbox(text).is_some(),
        GeneralName::Email(text) => is_domain(text),
        GeneralName::Uri(text) => is_domain(text) && !is_ip(text),
        GeneralName::Ip(bytes) => matches!(bytes.len(), 8 | 32) && oracle::has_contiguous_mask(bytes),
        _ => true,
    }
}

/// `parseSANExtension` does not refuse the name.
pub(super) fn is_readable_name(name: &GeneralName) -> bool {
    match name {
        GeneralName::Dns(text) | GeneralName::Email(text) => text.is_ascii(),
        GeneralName::Uri(text) => {
            text.is_ascii()
                && host(text).is_some_and(|host| host.is_empty() || reverse_labels(host).is_some())
        }
        GeneralName::Ip(bytes) => matches!(bytes.len(), 4 | 16),
        _ => true,
    }
}

/// `isValid` can compare the name with constraints, whichever they are.
pub(super) fn is_comparable_name(name: &GeneralName) -> bool {
    match name {
        GeneralName::Dns(text) => reverse_labels(text).is_some(),
        GeneralName::Email(text) => mailbox(text).is_some(),
        _ => true,
    }
}

/// `matchDomainConstraint`.
pub(super) fn match_domain(name: &[u8], base: &[u8]) -> Match {
    if base.is_empty() {
        return Match::Inside;
    }
    let Some(name) = reverse_labels(name) else { return Match::Uncertain };
    let (base, at_least) = match base.strip_prefix(b".") {
        Some(base) => (base, 1),
        None => (base, 0),
    };
    let Some(base) = reverse_labels(base) else { return Match::Uncertain };
    let equal = base.iter().zip(&name).all(|(base, name)| base.eq_ignore_ascii_case(name));
    inside(name.len() >= base.len() + at_least && equal)
}

/// `matchEmailConstraint`.
pub(super) fn match_mailbox(name: &[u8], base: &[u8]) -> Match {
    let Some((local, domain)) = mailbox(name) else { return Match::Uncertain };
    if !base.contains(&b'@') {
        return match_domain(domain, base);
    }
    match mailbox(base) {
        Some((base, base_domain)) => inside(local == base && domain.eq_ignore_ascii_case(base_domain)),
        None => Match::Uncertain,
    }
}

/// `matchURIConstraint`.
pub(super) fn match_uri(name: &[u8], base: &[u8]) -> Match {
    let Some(host) = host(name).filter(|host| !host.is_empty()) else { return Match::Uncertain };
    if host.starts_with(b"[") || is_ip(without_port(host)) {
        return Match::Uncertain;
    }
    match_domain(without_port(host), base)
}

fn inside(inside: bool) -> Match {
    if inside { Match::Inside } else { Match::Outside }
}

fn without_port(host: &[u8]) -> &[u8] {
    host.iter().rposition(|&byte| byte == b':').map_or(host, |colon| &host[..colon])
}

/// `net.ParseIP`, of IPv4: those of IPv6 stand in brackets.
fn is_ip(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::IpAddr>().is_ok())
}

/// `domainToReverseLabels`: an empty label in front of others is passed over.
fn reverse_labels(domain: &[u8]) -> Option<Vec<&[u8]>> {
    if domain == b"." {
        return None;
    }
    let domain = domain.strip_prefix(b".").unwrap_or(domain);
    if domain.is_empty() {
        return Some(Vec::new());
    }
    let labels: Vec<_> = domain.rsplit(|&byte| byte == b'.').collect();
    let is_label = |label: &&[u8]| !label.is_empty() && label.iter().all(|byte| (33..=126).contains(byte));
    labels.iter().all(is_label).then_some(labels)
}

/// `parseRFC2821Mailbox`: the local part without quotes, and the domain.
fn mailbox(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut local = Vec::new();
    let mut rest = text;
    if let Some(quoted) = text.strip_prefix(b"\"") {
        rest = quoted;
        loop {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            match byte {
                b'"' => break,
                b'\\' => {
                    let (&escaped, after) = rest.split_first()?;
                    rest = after;
                    if !matches!(escaped, 1..=9 | 11 | 12 | 14..=127) {
                        return None;
                    }
                    local.push(escaped);
                }
                1..=8 | 11 | 12 | 14..=31 | 32 | 33 | 35..=91 | 93..=127 => local.push(byte),
                _ => return None,
            }
        }
    } else {
        while let Some((&byte, after)) = rest.split_first() {
            match byte {
                b'\\' => {
                    let (&escaped, after) = after.split_first()?;
                    local.push(escaped);
                    rest = after;
                }
                _ if byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte) => {
                    local.push(byte);
                    rest = after;
                }
                _ => break,
            }
        }
        let dots =
            local.starts_with(b".") || local.ends_with(b".") || local.windows(2).any(|two| two == b"..");
        if local.is_empty() || dots {
            return None;
        }
    }
    let domain = rest.strip_prefix(b"@")?;
    reverse_labels(domain).map(|_| (local, domain))
}

/// The `Host` of `url.Parse`, empty where the URI has none; nothing where it cannot be parsed.
///
/// Percent signs in the path are not looked at: no case has any.
fn host(uri: &[u8]) -> Option<&[u8]> {
    let end = uri.iter().position(|&byte| byte == b'#').unwrap_or(uri.len());
    let uri = &uri[..end];
    if uri.iter().any(u8::is_ascii_control) {
        return None;
    }
    let (scheme, rest) = split_scheme(uri)?;
    let end = rest.iter().position(|&byte| byte == b'?').unwrap_or(rest.len());
    let rest = &rest[..end];
    if !rest.starts_with(b"/") {
        let segment = rest.split(|&byte| byte == b'/').next().unwrap_or_default();
        return (!scheme.is_empty() || !segment.contains(&b':')).then_some(&[]);
    }
    if !rest.starts_with(b"//") || scheme.is_empty() && rest.starts_with(b"///") {
        return Some(&[]);
    }
    let authority = &rest[2..];
    let end = authority.iter().position(|&byte| byte == b'/').unwrap_or(authority.len());
    let authority = &authority[..end];
    let host = match authority.iter().rposition(|&byte| byte == b'@') {
        Some(at) if authority[..at].iter().all(is_in_user_information) => &authority[at + 1..],
        Some(_) => return None,
        None => authority,
    };
    is_host(host).then_some(host)
}

/// `getScheme`: the scheme, which may be empty, and the rest.
fn split_scheme(uri: &[u8]) -> Option<(&[u8], &[u8])> {
    for (index, &byte) in uri.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => (),
            b'0'..=b'9' | b'+' | b'-' | b'.' if index > 0 => (),
            b':' if index > 0 => return Some((&uri[..index], &uri[index + 1..])),
            b':' => return None,
            _ => break,
        }
    }
    Some((&[], uri))
}

fn is_in_user_information(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(byte)
}

/// `parseHost`, without escapes: `%` and two digits for a character of ASCII is an error.
fn is_host(host: &[u8]) -> bool {
    let port_at = match host.starts_with(b"[") {
        true => host.iter().rposition(|&byte| byte == b']').map(|bracket| bracket + 1),
        false => Some(host.iter().rposition(|&byte| byte == b':').unwrap_or(host.len())),
    };
    let Some(port) = port_at.map(|port_at| &host[port_at..]) else { return false };
    let is_port = match port.split_first() {
        Some((b':', digits)) => digits.iter().all(u8::is_ascii_digit),
        Some(_) => false,
        None => true,
    };
    is_port
        && host.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!$&'()*+,;=:[]<>\"-_.~".contains(byte))
}
