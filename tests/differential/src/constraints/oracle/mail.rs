//! rfc822Name: a mailbox, a host whose mailboxes are meant, or with a dot in front the hosts below a domain.

use super::Match;
use super::domain::{inside, is_sound, labels};
use crate::constraints::case::Side;

/// The characters that a local part can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Characters {
    /// Those of an IA5String.
    Ascii,
    /// All, as in an emailAddress of another string type. They are no part of the host, which decides under most bases.
    All,
}

/// A mailbox in parts.
struct Mailbox {
    /// The local part without the quoting.
    local: Vec<u8>,
    /// The local part as it was written.
    written: Vec<u8>,
    /// The labels of the host.
    host: Vec<Vec<u8>>,
}

/// True if a base is neither a mailbox nor a domain. No text at all is nothing of the three.
pub(super) fn is_faulty_base(base: &[u8]) -> bool {
    // In a local part it is a character like any other (RFC 5322 section 3.2.3).
    if base.rsplit(|&byte| byte == b'@').next().is_some_and(|host| host.contains(&b'*')) {
        return true;
    }
    match base.contains(&b'@') {
        true => mailbox(base, Characters::Ascii).is_none(),
        false => !is_sound(base),
    }
}

pub(super) fn matches(name: &[u8], base: &[u8], side: Side, characters: Characters) -> Match {
    let written = name;
    let Some(name) = mailbox(name, characters) else { return Match::Uncertain };
    // As in a dNSName, a final dot is in no name that is permitted.
    if side == Side::Permitted && written.ends_with(b".") {
        return Match::Outside;
    }
    if let Some(base) = mailbox(base, Characters::Ascii) {
        // Some character beyond ASCII could be mapped to one of the base.
        if side == Side::Excluded && name.host == base.host && !name.local.is_ascii() {
            return Match::Uncertain;
        }
        // Only the host knows whether quoting or letter case in a local part mean anything (RFC 5321 section 2.4).
        let local = match side {
            Side::Permitted => name.written == base.written,
            Side::Excluded => name.local.eq_ignore_ascii_case(&base.local),
        };
        return inside(local && name.host == base.host);
    }
    match base.strip_prefix(b".") {
        Some(domain) => {
            let domain = labels(domain).unwrap_or_default();
            inside(name.host.len() > domain.len() && name.host.ends_with(&domain))
        }
        None => inside(labels(base).is_some_and(|host| host == name.host)),
    }
}

/// The host of a mailbox, where a text is one.
pub fn host(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    mailbox(text, Characters::Ascii).map(|mailbox| mailbox.host)
}

/// Mailbox of RFC 5321 section 4.1.2, with a domain as its host.
fn mailbox(text: &[u8], characters: Characters) -> Option<Mailbox> {
    let at = text.iter().rposition(|&byte| byte == b'@')?;
    let written = &text[..at];
    let local = match written.strip_prefix(b"\"") {
        Some(quoted) => unquote(quoted.strip_suffix(b"\"")?, characters)?,
        None => dot_string(written, characters)?,
    };
    Some(Mailbox { local, written: written.to_vec(), host: labels(&text[at + 1..])? })
}

fn dot_string(text: &[u8], characters: Characters) -> Option<Vec<u8>> {
    let is_atom = |atom: &[u8]| {
        let is_text = |byte: &u8| {
            byte.is_ascii_alphanumeric()
                || b"!#$%&'*+-/=?^_`{|}~".contains(byte)
                || characters == Characters::All && !byte.is_ascii()
        };
        !atom.is_empty() && atom.iter().all(is_text)
    };
    text.split(|&byte| byte == b'.').all(is_atom).then(|| text.to_vec())
}

fn unquote(text: &[u8], characters: Characters) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        let byte = match byte {
            b'\\' => *bytes.next()?,
            b'"' => return None,
            byte => byte,
        };
        if !(0x20..0x7f).contains(&byte) && (byte.is_ascii() || characters == Characters::Ascii) {
            return None;
        }
        plain.push(byte);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::oracle::Match::{Inside, Outside, Uncertain};

    fn on_both(name: &str, base: &str) -> (Match, Match) {
        let on = |side| matches(name.as_bytes(), base.as_bytes(), side, Characters::Ascii);
        (on(Side::Permitted), on(Side::Excluded))
    }

    #[test]
    fn the_examples_of_the_rfc() {
        assert_eq!(on_both("root@example.com", "root@example.com"), (Inside, Inside));
        assert_eq!(on_both("any@example.com", "example.com"), (Inside, Inside));
        assert_eq!(on_both("any@host.example.com", "example.com"), (Outside, Outside));
        assert_eq!(on_both("any@host.example.com", ".example.com"), (Inside, Inside));
        assert_eq!(on_both("any@example.com", ".example.com"), (Outside, Outside));
    }

    #[test]
    fn a_local_part_is_exact_to_permit_and_loose_to_exclude() {
        assert_eq!(on_both("ROOT@example.com", "root@EXAMPLE.com"), (Outside, Inside));
        assert_eq!(on_both("\"root\"@example.com", "root@example.com"), (Outside, Inside));
        assert_eq!(on_both("\"r\\oot\"@example.com", "root@example.com"), (Outside, Inside));
        assert_eq!(on_both("other@example.com", "root@example.com"), (Outside, Outside));
    }

    #[test]
    fn the_last_at_sign_ends_the_local_part() {
        assert_eq!(on_both("\"a@b.example\"@example.com", "example.com"), (Inside, Inside));
        assert_eq!(on_both("a@b.example@example.com", "example.com"), (Uncertain, Uncertain));
        assert_eq!(on_both("example.com", "example.com"), (Uncertain, Uncertain));
    }
}
