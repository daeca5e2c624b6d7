//! dNSName: "any DNS name that can be constructed by simply adding zero or more labels to the left-hand side of the name
//! satisfies the name constraint".
//!
//! A final dot belongs to no name in the preferred syntax: a name with one is not permitted, and it is excluded as the
//! same name without.

use super::Match;
use crate::constraints::case::Side;

/// True if a base is a domain, with or without a dot in front, and no wildcard.
pub(super) fn is_sound(base: &[u8]) -> bool {
    labels(base.strip_prefix(b".").unwrap_or(base)).is_some()
}

/// True if a base is no domain. No text at all is the root, to which every name belongs; a dot in front asks for at
/// least one label more, as in the other forms.
pub(super) fn is_faulty_base(base: &[u8]) -> bool {
    !base.is_empty() && !is_sound(base)
}

pub(super) fn matches(name: &[u8], base: &[u8], side: Side) -> Match {
    let (base, at_least) = match base.strip_prefix(b".") {
        Some(base) => (base, 1),
        None => (base, 0),
    };
    let base = labels(base).unwrap_or_default();
    if side == Side::Permitted && name.ends_with(b".") {
        return Match::Outside;
    }
    if let Some(name) = labels(name) {
        return inside(name.ends_with(&base) && name.len() >= base.len() + at_least);
    }
    let Some(rest) = wildcard_rest(name).and_then(labels) else { return Match::Uncertain };
    // A wildcard stands for one label, whichever it is.
    let all = rest.ends_with(&base);
    let some = all || base.len() == rest.len() + 1 && base.ends_with(&rest) && at_least == 0;
    match side {
        Side::Permitted => inside(all),
        Side::Excluded => inside(some),
    }
}

pub(super) fn inside(inside: bool) -> Match {
    if inside { Match::Inside } else { Match::Outside }
}

/// The text behind the whole label `*` at the left-hand side.
pub fn wildcard_rest(name: &[u8]) -> Option<&[u8]> {
    name.strip_prefix(b"*.")
}

/// True if a text is a host name, a final dot aside.
pub fn is_host_name(text: &[u8]) -> bool {
    labels(text).is_some()
}

/// The labels of a host name in lower case, without a final dot. Underscores are in names everywhere, so that they
/// count as letters. A last label of digits alone is none (RFC 1123 section 2.1): the whole is an IPv4 address, or
/// nothing.
pub(super) fn labels(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let text = text.strip_suffix(b".").unwrap_or(text);
    if text.len() > 253 {
        return None;
    }
    let labels: Vec<_> = text.split(|&byte| byte == b'.').map(<[u8]>::to_ascii_lowercase).collect();
    let is_number = labels.last().is_some_and(|label| label.iter().all(u8::is_ascii_digit));
    (!is_number && labels.iter().all(|label| is_label(label))).then_some(labels)
}

fn is_label(label: &[u8]) -> bool {
    (1..=63).contains(&label.len())
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::oracle::Match::{Inside, Outside, Uncertain};

    fn on_both(name: &str, base: &str) -> (Match, Match) {
        let on = |side| matches(name.as_bytes(), base.as_bytes(), side);
        (on(Side::Permitted), on(Side::Excluded))
    }

    #[test]
    fn the_examples_of_the_rfc() {
        assert_eq!(on_both("www.host.example.com", "host.example.com"), (Inside, Inside));
        assert_eq!(on_both("host1.example.com", "host.example.com"), (Outside, Outside));
    }

    #[test]
    fn a_wildcard_is_excluded_where_one_expansion_is() {
        assert_eq!(on_both("*.example.com", "test.example.com"), (Outside, Inside));
        assert_eq!(on_both("*.example.com", "a.test.example.com"), (Outside, Outside));
        assert_eq!(on_both("*.test.example.com", "example.com"), (Inside, Inside));
    }

    #[test]
    fn spelling_decides_nothing_and_no_name_is_uncertain() {
        assert_eq!(on_both("A.Example", "a.eXample"), (Inside, Inside));
        assert_eq!(on_both("a.example.", "a.example"), (Outside, Inside));
        assert_eq!(on_both("a..example", "a.example"), (Uncertain, Uncertain));
        assert_eq!(on_both("10.1.2.3", "a.example"), (Uncertain, Uncertain));
        assert_eq!(on_both("xa.example", "a.example"), (Outside, Outside));
    }
}
