//! uniformResourceIdentifier: the host of a URI, read character by character (RFC 3986 section 3.2).

use super::host::{HostBase, Labels, base_text, ends_with, is_more_than_a_host, labels, without_final_dot};
use super::{Contents, Form, List, Touch};

pub(super) struct Uri;

/// The host, where the URI has a name for one.
pub(super) struct HostOfUri(Option<(Labels, HasFinalDot)>);

#[derive(Clone, Copy, Eq, PartialEq)]
enum HasFinalDot {
    No,
    Yes,
}

/// `scheme "://" [userinfo "@"] host [":" port]`, and then the end or one of `/`, `?`, `#`.
fn host_of(uri: &str) -> Option<(Labels, HasFinalDot)> {
    if uri.chars().any(|found| !found.is_ascii_graphic() || found == '\\') {
        return None;
    }
    let (scheme, after) = uri.split_at(uri.find(':')?);
    let mut characters = scheme.chars();
    let is_scheme = characters.next()?.is_ascii_alphabetic()
        && characters.all(|found| found.is_ascii_alphanumeric() || ['+', '-', '.'].contains(&found));
    let after = after.strip_prefix("://").filter(|_| is_scheme)?;
    let authority: String = after.chars().take_while(|found| !['/', '?', '#'].contains(found)).collect();

    let parts: Vec<&str> = authority.split('@').collect();
    let host_and_port = match parts.as_slice() {
        [host_and_port] => host_and_port,
        [user, host_and_port] if user.chars().all(is_in_user_information) => host_and_port,
        _ => return None,
    };
    let (host, port) = match host_and_port.find(':') {
        Some(colon) => (&host_and_port[..colon], &host_and_port[colon + 1..]),
        None => (*host_and_port, ""),
    };
    if !port.chars().all(|found| found.is_ascii_digit()) {
        return None;
    }
    let labels = labels(without_final_dot(host))?;
    let is_address = labels.last().is_some_and(|last| is_hexadecimal_number(last));
    let has_final_dot = if host.ends_with('.') { HasFinalDot::Yes } else { HasFinalDot::No };
    (!is_address).then_some((labels, has_final_dot))
}

/// unreserved, sub-delims, `%` and `:`.
fn is_in_user_information(found: char) -> bool {
    found.is_ascii_alphanumeric() || "-._~!$&'()*+,;=%:".contains(found)
}

/// `0x7f000001`, and `0x` alone.
fn is_hexadecimal_number(label: &str) -> bool {
    label.strip_prefix("0x").is_some_and(|digits| digits.chars().all(|digit| digit.is_ascii_hexdigit()))
}

/// A host is that host alone, a domain what is below it.
fn covers(base: &HostBase, name: &Labels) -> bool {
    match base {
        HostBase::Every => true,
        HostBase::Host(host) => name == host,
        HostBase::Below(domain) => ends_with(name, domain, 1),
    }
}

impl Form for Uri {
    type Base = HostBase;
    type Name = HostOfUri;

    fn base(contents: &Contents, list: List) -> Option<HostBase> {
        let Contents::Uri(text) = contents else { return None };
        let is_excluded = list == List::Excluded;
        if is_more_than_a_host(text) || (text.is_empty() && !is_excluded) {
            return None;
        }
        HostBase::read(base_text(text, is_excluded)?)
    }

    /// Every URI is a name of this form; without a host it is outside of everything.
    fn name(contents: &Contents) -> Option<HostOfUri> {
        let Contents::Uri(text) = contents else { return None };
        Some(HostOfUri(host_of(text)))
    }

    fn is_inside(name: &HostOfUri, base: &HostBase) -> bool {
        name.0.as_ref().is_some_and(|(host, dot)| *dot == HasFinalDot::No && covers(base, host))
    }

    fn touches(name: &HostOfUri, base: &HostBase) -> Touch {
        match name.0.as_ref().is_none_or(|(host, _)| covers(base, host)) {
            true => Touch::Yes,
            false => Touch::No,
        }
    }
}
