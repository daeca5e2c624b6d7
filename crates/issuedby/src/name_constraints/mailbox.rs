//! Mailboxes (RFC 5321 section 4.1.2), and the constraints on them (RFC 5280 section 4.2.1.10).

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::host;

/// The base of an rfc822Name constraint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum MailboxBase {
    /// Every mailbox: in an excluded subtree alone.
    All,
    /// One mailbox.
    Mailbox { local: String, host: String },
    /// Every mailbox on this host.
    Host(String),
    /// Every mailbox on a host below this domain; the leading dot is not kept.
    Below(String),
}

impl MailboxBase {
    /// `user@host`, `host`, `.domain`, or nothing. The final dot is gone already.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::All);
        }
        if let Some(domain) = text.strip_prefix('.') {
            return host::is_host_name(domain).then(|| Self::Below(domain.to_ascii_lowercase()));
        }
        if text.contains('@') {
            let mailbox = Mailbox::parse(text).filter(|mailbox| mailbox.has_plain_host())?;
            return Some(Self::Mailbox {
                local: mailbox.local.to_owned(),
                host: mailbox.host.to_ascii_lowercase(),
            });
        }
        host::is_host_name(text).then(|| Self::Host(text.to_ascii_lowercase()))
    }

    /// Tells whether the rule of RFC 5280 puts the mailbox inside. The local part has a letter case (RFC 5321 section 2.4).
    pub(super) fn contains(&self, mailbox: Mailbox<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Mailbox { local, host } => mailbox.local == local && host::is_same(mailbox.host, host),
            Self::Host(host) => host::is_same(mailbox.host, host),
            // Beyond ASCII, labels may differ for some readers and not for others: such a host is in no domain.
            Self::Below(domain) => mailbox.has_plain_host() && host::is_below(mailbox.host, domain),
        }
    }

    /// Tells whether the mailbox might be inside: without letter case, quotes and a final dot. `None` where characters beyond
    /// ASCII leave it open.
    pub(super) fn touches(&self, mailbox: Mailbox<'_>) -> Option<bool> {
        if matches!(self, Self::All) {
            return Some(true);
        }
        if !mailbox.host.is_ascii() {
            return None;
        }
        let found = host::relative(mailbox.host);
        match self {
            Self::All => Some(true),
            Self::Host(host) => Some(host::is_same(found, host)),
            Self::Below(domain) => Some(host::is_below(found, domain)),
            Self::Mailbox { host, .. } if !host::is_same(found, host) => Some(false),
            Self::Mailbox { .. } if !mailbox.local.is_ascii() => None,
            Self::Mailbox { local, .. } => Some(unquoted(local).eq(unquoted(mailbox.local))),
        }
    }
}

/// The characters of a local part in lower case, without quotes and backslashes: `"a\b"` and `ab` are one mailbox.
fn unquoted(local: &str) -> impl Iterator<Item = char> + '_ {
    local.chars().filter(|found| !matches!(found, '"' | '\\')).map(|found| found.to_ascii_lowercase())
}

/// A mailbox of a certificate: what stands before the last `@`, and after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Mailbox<'a> {
    local: &'a str,
    host: &'a str,
}

impl<'a> Mailbox<'a> {
    /// Reads a mailbox; characters beyond ASCII may stand in either part, white space only in a quoted local part, and
    /// control characters nowhere.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (local, host) = text.rsplit_once('@')?;
        let is_mailbox = is_local_part(local) && is_host(host);
        is_mailbox.then_some(Self { local, host })
    }

    fn has_plain_host(self) -> bool {
        host::is_host_name(self.host)
    }
}

/// A dot-atom, or a quoted string in which quotes and backslashes have a backslash before them.
fn is_local_part(local: &str) -> bool {
    match local.strip_prefix('"') {
        None => {
            let is_atom = |found: char| is_text_beyond_ascii(found) || is_ascii_atom(found);
            local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom))
        }
        Some(rest) => rest.strip_suffix('"').is_some_and(is_quoted),
    }
}

/// A character of an atom (RFC 5322 section 3.2.3).
fn is_ascii_atom(found: char) -> bool {
    found.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(found)
}

/// A character that may stand wherever RFC 6531 allows characters beyond ASCII. A line separator or a no-break space ends
/// a mailbox for some readers.
fn is_text_beyond_ascii(found: char) -> bool {
    !found.is_ascii() && !found.is_control() && !found.is_whitespace()
}

fn is_quoted(inside: &str) -> bool {
    let mut chars = inside.chars();
    while let Some(found) = chars.next() {
        match found {
            '\\' if chars.next().is_none_or(char::is_control) => return false,
            '"' => return false,
            _ if found.is_control() => return false,
            _ => {}
        }
    }
    true
}

/// A host name, maybe with a final dot; of one with characters beyond ASCII only the characters are looked at.
fn is_host(host: &str) -> bool {
    let is_label = |found: char| found.is_ascii_alphanumeric() || matches!(found, '-' | '_' | '.');
    match host.is_ascii() {
        true => host::is_host_name(host::relative(host)),
        false => host.chars().all(|found| is_label(found) || is_text_beyond_ascii(found)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_end_at_the_last_at_sign() {
        for good in [
            "a@b",
            "a.b+c@Example.COM",
            "\"a@b c\"@example.com",
            "\"\\\"\"@b",
            "j\u{f6}rg@example.com",
            "a@b.",
            "*@b",
        ] {
            assert!(Mailbox::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            ".a@b",
            "a..b@c",
            "a b@c",
            "\"a@b",
            "\"a\"b\"@c",
            "\"a\\\"@b",
            "a@b..c",
            "a@[192.0.2.1]",
            "a@192.0.2.1",
            "a@b\0",
            "a\n@b",
            "a@b..",
            "<a@b>",
            "a@\u{fc} b",
            "a@b>\u{fc}",
            "a@b\u{a0}",
            "a\u{85}@b",
            "a\u{2028}@b",
            "\"a\u{85}\"@b",
        ] {
            assert_eq!(Mailbox::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_permitted_mailbox_has_letter_case_and_its_host_none() {
        let contains =
            |base, mailbox| MailboxBase::parse(base).unwrap().contains(Mailbox::parse(mailbox).unwrap());
        assert!(contains("Root@Example.com", "Root@example.COM"));
        assert!(!contains("root@example.com", "Root@example.com"));
        assert!(!contains("root@example.com", "\"root\"@example.com"));
        assert!(contains("example.com", "anyone@EXAMPLE.com") && !contains("example.com", "a@b.example.com"));
        assert!(contains(".example.com", "a@b.example.com") && !contains(".example.com", "a@example.com"));
        assert!(!contains("example.com", "a@example.com."));
        assert!(!contains(".example.com", "a@\u{fc}.example.com"));
    }

    #[test]
    fn an_excluded_mailbox_is_met_in_every_spelling() {
        let touches =
            |base, mailbox| MailboxBase::parse(base).unwrap().touches(Mailbox::parse(mailbox).unwrap());
        for spelling in
            ["root@example.com", "ROOT@Example.com.", "\"root\"@example.com", "\"r\\oot\"@example.com"]
        {
            assert_eq!(touches("root@example.com", spelling), Some(true), "{spelling}");
        }
        assert_eq!(touches("root@example.com", "roots@example.com"), Some(false));
        assert_eq!(touches("root@example.com", "r\u{f6}\u{f6}t@example.com"), None);
        assert_eq!(touches("root@example.com", "r\u{f6}\u{f6}t@example.org"), Some(false));
        assert_eq!(touches("example.com", "a@ex\u{e4}mple.com"), None);
        assert_eq!(touches("", "a@b"), Some(true));
    }

    #[test]
    fn an_empty_base_has_every_mailbox_inside() {
        let base = MailboxBase::parse("").unwrap();
        for mailbox in ["a@b", "\"a b\"@c.", "j\u{f6}rg@ex\u{e4}mple.com"] {
            let mailbox = Mailbox::parse(mailbox).unwrap();
            assert_eq!((base.contains(mailbox), base.touches(mailbox)), (true, Some(true)));
        }
    }
}
