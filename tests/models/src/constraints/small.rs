//! The small names and bases of each form.

use issuedby_generator::{der, oid};

use super::case::{Contents, Presented};
use super::utf8;
use crate::names::reference::{Attribute, Structure, Value};
use crate::{Bound, sequences};

/// The names of each certificate, and the bases that each of them comes under.
type Form = (Vec<Vec<Presented>>, Vec<Contents>);

/// The five forms that RFC 5280 has rules for.
pub(super) fn every_form(bound: Bound) -> [Form; 5] {
    [dns(bound), mail(bound), uri(bound), address(bound), directory(bound)]
}

fn alternatives(names: impl IntoIterator<Item = Contents>) -> Vec<Vec<Presented>> {
    names.into_iter().map(|name| vec![Presented::Alternative(name)]).collect()
}

/// Every sequence of up to three labels, four with the command. Empty ones make leading, double and final dots.
fn dns(bound: Bound) -> Form {
    const LABELS: [&str; 8] = ["a", "aa", "A", "*", "", "b", "1", "-a"];
    let (labels, of_names, of_bases) = match bound {
        Bound::Test => (&LABELS[..5], 3, 2),
        Bound::Command => (&LABELS[..], 4, 3),
    };
    let texts = |longest| -> Vec<String> {
        sequences::all(labels, longest)
            .iter()
            .filter(|labels| !labels.is_empty())
            .map(|labels| labels.join("."))
            .collect()
    };
    let names = alternatives(texts(of_names).into_iter().map(Contents::Dns));
    let bases = texts(of_bases);
    // Below a domain of as many labels as a wildcard has with its own.
    let longer = sequences::all(&["a", "aa"], 3).into_iter().filter(|labels| labels.len() > of_bases);
    let bases: Vec<String> = bases.into_iter().chain(longer.map(|labels| labels.join("."))).collect();
    let below = bases.iter().map(|base| format!(".{base}"));
    let bases = bases.iter().cloned().chain(below).map(Contents::Dns).collect();
    (names, bases)
}

/// Every local part on every host, in each of the three places that a mailbox may stand in.
fn mail(bound: Bound) -> Form {
    const LOCALS: [&str; 12] =
        ["a", "A", "\"a\"", "*", "é", "a b", "", "b", "a..b", "\"a b\"", "\"\\a\"", "a\u{a0}"];
    const HOSTS: [&str; 11] = ["a", "A", "b.a", "a.", "é.a", "", ".a", "b.a.", "*.a", "1", "b.é"];
    let (locals, hosts) = match bound {
        Bound::Test => (&LOCALS[..6], &HOSTS[..6]),
        Bound::Command => (&LOCALS[..], &HOSTS[..]),
    };
    let mailboxes =
        || locals.iter().flat_map(|local| hosts.iter().map(move |host| format!("{local}@{host}")));
    let others = ["a", ".a", "", "a@b@a", "http://a", "a@http://a"].map(str::to_owned);
    let places: [fn(String) -> Presented; 3] = [
        |text| Presented::Alternative(Contents::Mail(text)),
        Presented::SmtpUtf8Mailbox,
        Presented::SubjectEmail,
    ];
    let names = mailboxes()
        .chain(others.clone())
        .flat_map(|text| places.iter().map(move |place| vec![place(text.clone())]))
        .collect();
    let hosts = hosts.iter().map(|host| (*host).to_owned());
    let below = [".a", ".b.a", ".a.", ".b.é"].map(str::to_owned);
    let bases = hosts.chain(below).chain(mailboxes()).chain(others).map(Contents::Mail).collect();
    (names, bases)
}

/// Every scheme with every user, host, port and rest.
fn uri(bound: Bound) -> Form {
    const HOSTS: [&str; 12] = ["a", "A", "b.a", "a.", "", ".a", "1", "0x1", "a.0X", "[::1]", "a%62", "é"];
    const SCHEMES: [&str; 7] = ["a://", "a:", "1a://", "a+1.-://", "", "://", "a:/"];
    const USERS: [&str; 7] = ["", "b@", "b\\@", "b@c@", "b:c@", "<@", "%@"];
    const PORTS: [&str; 5] = ["", ":80", ":x", ":", ":80:"];
    const RESTS: [&str; 8] = ["", "/@b.a", "#b", "?b@a", "\\", " ", "@a", "/é"];
    let few = |all: usize, few: usize| if bound == Bound::Test { few } else { all };
    let mut names = Vec::new();
    for scheme in &SCHEMES[..few(7, 3)] {
        for user in &USERS[..few(7, 3)] {
            for port in &PORTS[..few(5, 2)] {
                for rest in &RESTS[..few(8, 2)] {
                    names
                        .extend(HOSTS.map(|host| Contents::Uri(format!("{scheme}{user}{host}{port}{rest}"))));
                }
            }
        }
    }
    let below = [".b.a", ".a.", ".A", "*.a", "a://a", ".0x1"];
    let bases = HOSTS.iter().chain(&below).map(|base| Contents::Uri((*base).to_owned())).collect();
    (alternatives(names), bases)
}

/// Addresses that differ in the first and the last byte, as IPv4 and twice as IPv6; ranges with every mask of IPv4, and
/// masks around each boundary of IPv6; sizes that are none.
fn address(bound: Bound) -> Form {
    const BYTES: [u8; 6] = [10, 128, 0, 1, 127, 255];
    const MAPPED: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
    const NOT_MAPPED: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff];
    let mut names = Vec::new();
    let bytes = if bound == Bound::Test { &BYTES[..3] } else { &BYTES[..] };
    for &first in bytes {
        for &last in bytes {
            let address = [first, 0, 0, last];
            names.push(address.to_vec());
            names.push([MAPPED.as_slice(), &address].concat());
            names.push([NOT_MAPPED.as_slice(), &address].concat());
        }
    }
    names.extend([0, 3, 5, 8, 15, 17, 32].map(|size| vec![0; size]));

    let mut bases = Vec::new();
    for address in [[0, 0, 0, 0], [10, 0, 0, 1], [128, 0, 0, 255]] {
        for ones in (0..=32).step_by(if bound == Bound::Test { 4 } else { 1 }) {
            bases.push([address.as_slice(), &mask(4, ones)].concat());
        }
        for mask in [[0, 0, 0, 1], [255, 0, 255, 0], [127, 255, 255, 255], [255, 255, 255, 253]] {
            bases.push([address, mask].concat());
        }
        for prefix in [MAPPED, NOT_MAPPED] {
            for ones in [0, 1, 79, 80, 81, 95, 96, 97, 104, 127, 128] {
                bases.push([prefix.as_slice(), &address, &mask(16, ones)].concat());
            }
            bases.push([prefix.as_slice(), &address, &mask(15, 120), &[0x7f]].concat());
        }
    }
    bases.extend([0, 4, 7, 9, 16, 31, 33].map(|size| vec![0; size]));
    (alternatives(names.into_iter().map(Contents::Ip)), bases.into_iter().map(Contents::Ip).collect())
}

/// So many bytes, of which the first bits are 1.
pub(super) fn mask(size: usize, ones: usize) -> Vec<u8> {
    (0..size).map(|byte| (0..8).filter(|bit| byte * 8 + bit < ones).map(|bit| 0x80_u8 >> bit).sum()).collect()
}

/// Every name of up to two RDNs (three with the command) of these, as subject and in the subjectAltName.
fn directory(bound: Bound) -> Form {
    let of = |oid, tag, contents: &[u8]| Attribute { oid, value: Value { tag, contents: contents.to_vec() } };
    let (cn, o) = (oid::COMMON_NAME, oid::ORGANIZATION);
    let mut rdns: Vec<Vec<Attribute>> = vec![
        vec![utf8(cn, "a")],
        vec![of(cn, der::PRINTABLE_STRING, b"A ")],
        vec![utf8(o, "b")],
        vec![utf8(cn, "é")],
        vec![utf8(cn, "a"), utf8(o, "a")],
        vec![utf8(o, "A"), utf8(cn, "A")],
        vec![utf8(cn, "a"), utf8(o, "é")],
        vec![utf8(cn, "b")],
        vec![of(cn, der::TELETEX_STRING, b"\xe9")],
        vec![utf8(cn, "É")],
        vec![of(cn, der::OCTET_STRING, b"a")],
    ];
    if bound == Bound::Test {
        rdns.truncate(7);
    }
    let structures = |longest| -> Vec<Structure> {
        let symbols: Vec<_> = rdns.iter().collect();
        sequences::all(&symbols, longest)
            .into_iter()
            .map(|rdns| rdns.into_iter().cloned().collect())
            .collect()
    };
    let names = structures(if bound == Bound::Test { 2 } else { 3 });
    let subjects = names.iter().map(|name| vec![Presented::Subject(name.clone())]);
    let names =
        alternatives(names.iter().cloned().map(Contents::Directory)).into_iter().chain(subjects).collect();
    (names, structures(2).into_iter().map(Contents::Directory).collect())
}
