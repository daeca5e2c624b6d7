//! The most work that a CA and a leaf of 64 KiB each can cause.

use std::time::{Duration, Instant};

use issuedby_conformance::der::element;

use crate::constrained::*;

/// The time that two evaluations may take in a build without optimization, on a machine that does other things too. They take a
/// second; without a limit on comparisons the worst of these would take many minutes.
const MOST: Duration = Duration::from_secs(30);

/// The bytes of names in a certificate, below the 64 KiB of a whole one.
const ROOM: usize = 60_000;

/// As many names as fit.
fn fill(one: impl Fn(usize) -> Vec<u8>, room: usize) -> Vec<Vec<u8>> {
    let mut left = room;
    let fits = |name: &Vec<u8>| {
        // A constraint has the header of a SEQUENCE besides.
        let size = name.len() + 4;
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    (0..).map(one).take_while(fits).collect()
}

/// Prints how long one evaluation took, and gives its reasons.
fn measure(what: &str, permitted: &[Vec<u8>], excluded: &[Vec<u8>], names: &[Vec<u8>]) -> Vec<String> {
    let constrained = Constrained::new(&constraints(permitted, excluded));
    let leaf = constrained.leaf(client(), names);
    assert!((32_768..65_536).contains(&constrained.ca.len()) && (16_384..65_536).contains(&leaf.len()));
    let start = Instant::now();
    let codes = constrained.codes(&leaf);
    let took = start.elapsed();
    println!("{what}: {took:?} for two, {} and {} bytes, {codes:?}", constrained.ca.len(), leaf.len());
    assert!(took < MOST, "{what}: {took:?}");
    codes
}

fn assert_ends(what: &str, permitted: &[Vec<u8>], excluded: &[Vec<u8>], names: &[Vec<u8>]) {
    let codes = measure(what, permitted, excluded, names);
    assert!(codes.iter().any(|code| code == "name_constraints_too_complex"), "{what}: {codes:?}");
}

#[test]
fn short_names_end_at_the_limit() {
    let hosts = fill(|number| dns(&format!("h{number}")), ROOM);
    assert_ends("hosts", &hosts, &[], &fill(|_| dns("x"), ROOM));
    let many = fill(|_| email(""), ROOM);
    assert_ends("empty names", &[], &many, &fill(|_| element(0x81, b""), ROOM));
}

/// They agree up to their last RDN, and each pair costs one of the limit.
#[test]
fn directory_names_end_at_the_limit() {
    let long = |last: &str| {
        let rdn = || attribute(COMMON_NAME, UTF8, "\u{e4}".as_bytes());
        directory(&name(&[&[rdn()], &[rdn()], &[rdn()], &[attribute(COMMON_NAME, UTF8, last.as_bytes())]]))
    };
    let bases = fill(|number| long(&format!("{number:02}")), ROOM);
    assert_ends("short directory names, excluded", &[], &bases, &fill(|_| long("\u{f6}"), ROOM));
    assert_ends("short directory names, permitted", &bases, &[], &fill(|_| long("zz"), ROOM));
}

/// One RDN of as many attributes as there may be, which differ in the last of the sorted ones.
#[test]
fn wide_rdns_are_compared_in_bounded_time() {
    let wide = |last: u8| {
        let attribute = |high, low| attribute(COMMON_NAME, BMP, &[high, low]);
        let attributes = (0..=254).map(|low| attribute(0x4e, low)).chain([attribute(0x9e, last)]);
        directory(&name(&[&attributes.collect::<Vec<_>>()]))
    };
    let bases = fill(|number| wide(number as u8), ROOM / 2);
    let names = fill(|number| wide(0x80 | number as u8), ROOM);
    let codes = measure("wide RDNs", &bases, &bases, &names);
    assert!(!codes.is_empty());
}

#[test]
fn long_mailboxes_are_compared_in_bounded_time() {
    let quoted = |number: usize| email(&format!("\"{}\"@b", "\\a".repeat(20 + number % 3)));
    assert_ends("quoted mailboxes", &[], &fill(quoted, ROOM), &fill(|_| quoted(5), ROOM));
    let long = |number: usize| email(&format!("\"{}\"@b", "\\a".repeat(2_000 + number)));
    let codes = measure("long mailboxes", &[], &fill(long, ROOM), &fill(|number| long(99 + number), ROOM));
    assert_eq!(codes, ACCEPTED);
}

/// Nothing is counted for them, so that each must cost little.
#[test]
fn unreadable_names_cost_no_comparison() {
    let bases = fill(|_| email("b"), ROOM);
    let codes = measure("unreadable mailboxes", &bases, &[], &fill(|_| smtp_utf8(b""), ROOM));
    assert_eq!(codes, MALFORMED);
}

/// A leaf is parsed before its signature is checked: anybody may send one with constraints of its own.
#[test]
fn constraints_of_a_leaf_cost_little() {
    let constrained = Constrained::new(&constraints(&[dns("example.com")], &[]));
    let own = constraints(&[], &fill(|_| dns(""), ROOM));
    let own = issuedby_conformance::der::extension(&[0x55, 0x1d, 30], true, &own);
    let leaf = constrained.issuer.issue(&constrained.issuer.client().with_extension(own));
    let start = Instant::now();
    assert_eq!(constrained.codes(&leaf), ACCEPTED);
    println!("constraints of a leaf: {:?} for two, {} bytes", start.elapsed(), leaf.len());
    assert!(start.elapsed() < MOST);
}
