//! rfc822Name, emailAddress and SmtpUTF8Mailbox.

use super::host::{HostBase, Labels, base_text, ends_with, is_more_than_a_host, labels, without_final_dot};
use super::{Contents, Form, List, Touch};

pub(super) struct Mail;

pub(super) enum Base {
    Hosts(HostBase),
    Mailbox { local: String, host: Labels },
}

pub(super) struct Mailbox {
    local: String,
    host: Host,
}

enum Host {
    Ascii {
        labels: Labels,
        has_final_dot: bool,
    },
    /// With characters beyond ASCII.
    Other,
}

impl Mailbox {
    /// The parts before the last `@`, and after it (RFC 5321 section 4.1.2, RFC 6531 section 3.3).
    fn read(text: &str) -> Option<Self> {
        let at = text.rfind('@')?;
        let (local, host) = (&text[..at], &text[at + 1..]);
        let host = match host.is_ascii() {
            true => {
                Host::Ascii { labels: labels(without_final_dot(host))?, has_final_dot: host.ends_with('.') }
            }
            false => host.chars().all(is_in_host).then_some(Host::Other)?,
        };
        is_local_part(local).then(|| Self { local: local.to_owned(), host })
    }
}

fn is_in_host(found: char) -> bool {
    matches!(found, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.') || is_beyond_ascii(found)
}

/// The characters that RFC 6531 adds to atoms, without those that end a mailbox for some readers.
fn is_beyond_ascii(found: char) -> bool {
    !found.is_ascii() && !found.is_whitespace() && !found.is_control()
}

/// Atoms between dots, or a quoted string.
fn is_local_part(local: &str) -> bool {
    let characters: Vec<char> = local.chars().collect();
    match characters.as_slice() {
        ['"', inside @ .., '"'] => is_quoted(inside),
        ['"', ..] => false,
        _ => local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_in_atom)),
    }
}

/// RFC 5322 section 3.2.3.
fn is_in_atom(found: char) -> bool {
    const SPECIAL: &str = "!#$%&'*+-/=?^_`{|}~";
    matches!(found, 'a'..='z' | 'A'..='Z' | '0'..='9') || SPECIAL.contains(found) || is_beyond_ascii(found)
}

/// No control character, no quote, and a backslash only before another character.
fn is_quoted(inside: &[char]) -> bool {
    match inside {
        [] => true,
        ['\\', next, rest @ ..] => !next.is_control() && is_quoted(rest),
        ['\\' | '"', ..] => false,
        [first, rest @ ..] => !first.is_control() && is_quoted(rest),
    }
}

/// A local part without letter case, quotes and backslashes.
fn plain(local: &str) -> String {
    local
        .chars()
        .filter(|found| !['"', '\\'].contains(found))
        .map(|found| found.to_ascii_lowercase())
        .collect()
}

impl Form for Mail {
    type Base = Base;
    type Name = Mailbox;

    /// `user@host`, `host`, `.domain`; empty in an excluded subtree alone. A `*` in a permitted local part is itself.
    fn base(contents: &Contents, list: List) -> Option<Base> {
        let Contents::Mail(text) = contents else { return None };
        let is_excluded = list == List::Excluded;
        let checked = match text.rfind('@') {
            Some(at) if !is_excluded => &text[at + 1..],
            _ => text,
        };
        if !text.is_ascii() || is_more_than_a_host(checked) || (text.is_empty() && !is_excluded) {
            return None;
        }
        let text = base_text(text, is_excluded)?;
        if text.starts_with('.') || !text.contains('@') {
            return HostBase::read(text).map(Base::Hosts);
        }
        match Mailbox::read(text)? {
            Mailbox { local, host: Host::Ascii { labels, has_final_dot: false } } => {
                Some(Base::Mailbox { local, host: labels })
            }
            _ => None,
        }
    }

    fn name(contents: &Contents) -> Option<Mailbox> {
        let Contents::Mail(text) = contents else { return None };
        Mailbox::read(text)
    }

    /// Without a final dot, and a host in ASCII. The local part has a letter case.
    fn is_inside(name: &Mailbox, base: &Base) -> bool {
        let Host::Ascii { labels, has_final_dot: false } = &name.host else { return false };
        match base {
            Base::Hosts(HostBase::Every) => true,
            Base::Hosts(HostBase::Host(host)) => labels == host,
            Base::Hosts(HostBase::Below(domain)) => ends_with(labels, domain, 1),
            Base::Mailbox { local, host } => labels == host && name.local == *local,
        }
    }

    fn touches(name: &Mailbox, base: &Base) -> Touch {
        let labels = match &name.host {
            _ if matches!(base, Base::Hosts(HostBase::Every)) => return Touch::Yes,
            Host::Ascii { labels, .. } => labels,
            Host::Other => return Touch::Open,
        };
        let is_touched = match base {
            Base::Hosts(HostBase::Every) => true,
            Base::Hosts(HostBase::Host(host)) => labels == host,
            Base::Hosts(HostBase::Below(domain)) => ends_with(labels, domain, 1),
            Base::Mailbox { host, .. } if labels != host => false,
            Base::Mailbox { .. } if !name.local.is_ascii() => return Touch::Open,
            Base::Mailbox { local, .. } => plain(local) == plain(&name.local),
        };
        if is_touched { Touch::Yes } else { Touch::No }
    }
}
