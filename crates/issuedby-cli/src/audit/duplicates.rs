//! Certificates that stand in several files, keys in several certificates, and serial numbers given twice.

use std::collections::{BTreeMap, HashMap};

use issuedby::{Certificate, Fingerprint};

/// The most different certificates among which duplicates are looked for. Each takes up to 200 bytes in the table, where
/// it, its key and its serial number have an entry, and the bytes of its source.
const MAX_CERTIFICATES: usize = 200_000;

/// The most bytes of their sources: 16 MiB, which is 84 for each of the most certificates. A path may have 4 KiB.
const MAX_SOURCES_SIZE: usize = 16 << 20;

/// The most groups of duplicates of which the sources are kept.
const MAX_GROUPS: usize = 64;

/// The most sources of one group that are kept.
const MAX_SOURCES: usize = 8;

/// Half a SHA-256: enough to tell things apart.
type Digest = [u8; 16];

/// The duplicates among the certificates that were added.
#[derive(Default)]
pub(super) struct Duplicates {
    /// Everything that was seen, with the first certificate that has it.
    seen: HashMap<Digest, Seen>,
    sources: Sources,
    pub(super) certificates: Groups,
    pub(super) keys: Groups,
    pub(super) serial_numbers: Groups,
    /// The number of certificates that were not looked at.
    pub(super) not_looked_at: u64,
}

struct Seen {
    first: u32,
    count: u32,
}

/// A thing that several certificates or files have in common.
#[derive(Default)]
pub(super) struct Groups {
    /// The number of groups.
    pub(super) count: u64,
    /// The first of them, in the order of their first members.
    shown: BTreeMap<u32, Group>,
}

/// Those that have one thing in common.
#[derive(Default)]
pub(super) struct Group {
    pub(super) count: u64,
    /// The first of them.
    pub(super) sources: Vec<String>,
}

impl Groups {
    pub(super) fn shown(&self) -> impl Iterator<Item = &Group> {
        self.shown.values()
    }

    /// One more that has what the certificate number `first`, from `first_source`, has.
    fn add(&mut self, seen: &Seen, first_source: &str, source: &str) {
        self.count += u64::from(seen.count == 2);
        if !self.shown.contains_key(&seen.first) && (seen.count > 2 || self.shown.len() >= MAX_GROUPS) {
            return;
        }
        let group = self.shown.entry(seen.first).or_default();
        if group.count == 0 {
            *group = Group { count: 1, sources: vec![first_source.to_owned()] };
        }
        group.count += 1;
        if group.sources.len() < MAX_SOURCES {
            group.sources.push(source.to_owned());
        }
    }
}

impl Duplicates {
    pub(super) fn add(&mut self, certificate: &Certificate<'_>, source: &str) {
        let fingerprint = half(certificate.fingerprint());
        if !self.sources.has_room_for(source) && !self.seen.contains_key(&fingerprint) {
            self.not_looked_at += 1;
            return;
        }
        let number = self.sources.len();
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        if !look_up(&mut self.seen, fingerprint, number, &mut self.certificates, &self.sources, source) {
            // Its key and its serial number were counted with the first.
            return;
        }
        self.sources.push(source);
        let key = half(Fingerprint::of(certificate.public_key_info()));
        look_up(&mut self.seen, key, number, &mut self.keys, &self.sources, source);
        if let Ok(issuer) = certificate.issuer() {
            // No issuer contains another one with a serial number: the length comes first.
            let issuer = issuer.normal_form();
            let length = issuer.len().to_be_bytes();
            let serial_number = [&length[..], &issuer, certificate.serial_number()].concat();
            let serial_number = half(Fingerprint::of(&serial_number));
            look_up(&mut self.seen, serial_number, number, &mut self.serial_numbers, &self.sources, source);
        }
    }
}

/// Looks something up, and notes it. True if it is new.
fn look_up(
    seen: &mut HashMap<Digest, Seen>,
    digest: Digest,
    number: u32,
    groups: &mut Groups,
    sources: &Sources,
    source: &str,
) -> bool {
    let entry = seen.entry(digest).or_insert(Seen { first: number, count: 0 });
    entry.count = entry.count.saturating_add(1);
    if entry.count > 1 {
        groups.add(entry, sources.of(entry.first), source);
    }
    entry.count == 1
}

fn half(fingerprint: Fingerprint) -> Digest {
    fingerprint.as_bytes().first_chunk().copied().unwrap_or_default()
}

/// The source of each certificate, one after the other: a text each would take twice as much.
#[derive(Default)]
struct Sources {
    text: String,
    ends: Vec<usize>,
}

impl Sources {
    fn len(&self) -> usize {
        self.ends.len()
    }

    /// True while one more source stays within both limits.
    fn has_room_for(&self, source: &str) -> bool {
        self.len() < MAX_CERTIFICATES && self.text.len() + source.len() <= MAX_SOURCES_SIZE
    }

    fn push(&mut self, source: &str) {
        self.text.push_str(source);
        self.ends.push(self.text.len());
    }

    fn of(&self, number: u32) -> &str {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        let start =
            number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(number).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sources_take_no_more_than_their_limit() {
        let mut sources = Sources::default();
        let path = "x".repeat(4_096);
        while sources.has_room_for(&path) {
            sources.push(&path);
        }
        assert_eq!(sources.text.len(), MAX_SOURCES_SIZE);
        assert!(sources.len() < MAX_CERTIFICATES);
        assert!(!sources.has_room_for("y"));
        assert_eq!(sources.of(4_095), path);
    }

    #[test]
    fn certificates_for_whose_source_there_is_no_room_are_counted() {
        let certificates = ["a", "b"].map(|name| {
            let key = rcgen::KeyPair::generate().expect("a key");
            let leaf = rcgen::CertificateParams::new([name.to_owned()]).expect("a name");
            leaf.self_signed(&key).expect("a certificate").der().to_vec()
        });
        let [first, second] =
            certificates.each_ref().map(|der| Certificate::from_der(der).expect("a certificate"));
        let mut duplicates = Duplicates::default();
        let path = "x".repeat(MAX_SOURCES_SIZE / 2 + 1);
        duplicates.add(&first, &path);
        duplicates.add(&second, &path);
        assert_eq!((duplicates.sources.len(), duplicates.not_looked_at), (1, 1));
        // One that was seen needs no room.
        duplicates.add(&first, &path);
        assert_eq!((duplicates.certificates.count, duplicates.not_looked_at), (1, 1));
        duplicates.add(&second, "y");
        assert_eq!((duplicates.sources.len(), duplicates.not_looked_at), (2, 1));
    }

    #[test]
    fn short_sources_are_limited_by_their_number() {
        let mut sources = Sources::default();
        while sources.has_room_for("x") {
            sources.push("x");
        }
        assert_eq!(sources.len(), MAX_CERTIFICATES);
    }
}
