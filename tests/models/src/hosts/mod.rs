//! Host canonicalisation: which domain a request names (ARCHITECTURE, "The edge", `DomainName::from_host`).

mod random;
mod reference;

use std::collections::BTreeMap;

use issuedby_registry::{DomainName, HostError};

pub use self::random::random;
pub use self::reference::{Host, domain, host};

use crate::{Bound, expect_same, sequences};

/// Letters of both cases, what separates labels and ports, digits, the `x` of `0x7f`, and characters that no host has;
/// the last ones become `.` and `k` where Unicode is normalized.
const SYMBOLS: [&str; 14] = ["a", "A", "-", ".", ":", "0", "x", " ", "%", "[", "]", "é", "。", "\u{212a}"];

/// Every text of at most this many symbols.
const fn longest(bound: Bound) -> usize {
    match bound {
        Bound::Test => 4,
        Bound::Command => 6,
    }
}

/// Every text of at most this many symbols is compared with every other one.
const LONGEST_OF_PAIRS: usize = 3;

/// Checks every text up to the bound, and the equality of all pairs of the shorter ones.
///
/// # Errors
///
/// The first text about which code and reference disagree.
pub fn exhaustive(bound: Bound) -> Result<usize, String> {
    let mut cases = 0;
    sequences::for_each(&SYMBOLS, longest(bound), |symbols| {
        cases += 1;
        check(symbols.concat().as_bytes())
    })?;
    // One byte of a character alone is not UTF-8.
    for byte in 0..=u8::MAX {
        for text in [vec![byte], vec![b'a', byte], vec![byte, b'a'], vec![b'a', byte, b'a']] {
            cases += 1;
            check(&text)?;
        }
    }
    Ok(cases + every_pair()?)
}

/// Two spellings are one domain exactly where the reference reads one name from both.
fn every_pair() -> Result<usize, String> {
    let mut spellings = Vec::new();
    for symbols in sequences::all(&SYMBOLS, LONGEST_OF_PAIRS) {
        let text = symbols.concat();
        if let (Ok(found), Host::Domain(name)) =
            (DomainName::from_host(text.as_bytes()), host(text.as_bytes()))
        {
            spellings.push((text, found, name));
        }
    }
    let mut values: BTreeMap<&str, &DomainName> = BTreeMap::new();
    for (text, found, name) in &spellings {
        let first = *values.entry(name).or_insert(found);
        expect_same("one value", &(first == found), &true, || format!("{text:?}"))?;
        for (other_text, other, other_name) in &spellings {
            let context = || format!("{text:?} and {other_text:?}");
            expect_same("equality", &(found == other), &(name == other_name), context)?;
        }
    }
    Ok(spellings.len() * spellings.len())
}

/// Compares everything that reads a host with the reference, for one text.
pub(crate) fn check(text: &[u8]) -> Result<(), String> {
    let context = || format!("{:?}", String::from_utf8_lossy(text));
    let found = DomainName::from_host(text);
    let said = match &found {
        Ok(name) => Host::Domain(name.as_str().to_owned()),
        Err(HostError::Port) => Host::BadPort,
        Err(_) => Host::NotADomain,
    };
    expect_same("from_host", &said, &host(text), context)?;

    let server_name = DomainName::from_server_name(text).ok().map(|name| name.as_str().to_owned());
    expect_same("from_server_name", &server_name, &domain(text), context)?;

    if let Ok(name) = &found {
        let again = DomainName::from_host(name.as_str().as_bytes());
        expect_same("from_host, twice", &again, &found, context)?;
    }
    match std::str::from_utf8(text) {
        Ok(text) => check_text(text),
        Err(_) => Ok(()),
    }
}

/// The same for the reader of what people write, which maps other scripts: of that there is no model here, but one
/// name has one spelling.
fn check_text(text: &str) -> Result<(), String> {
    let context = || format!("{text:?}");
    let parsed = DomainName::parse(text).ok();
    if text.is_ascii() {
        let found = parsed.as_ref().map(|name| name.as_str().to_owned());
        let without_dot = text.strip_suffix('.').unwrap_or(text);
        expect_same("parse", &found, &domain(without_dot.as_bytes()), context)?;
    }
    let canonical = DomainName::from_canonical(text).ok();
    let is_canonical = parsed.as_ref().is_some_and(|name| name.as_str() == text);
    expect_same("from_canonical", &canonical, &parsed.clone().filter(|_| is_canonical), context)?;
    let Some(name) = parsed else { return Ok(()) };
    let spelling = name.as_str();
    expect_same("parse, twice", &DomainName::parse(spelling).as_ref(), &Ok(&name), context)?;
    expect_same("from_canonical of it", &DomainName::from_canonical(spelling).as_ref(), &Ok(&name), context)?;
    expect_same("from_host of it", &DomainName::from_host(spelling.as_bytes()).as_ref(), &Ok(&name), context)
}
