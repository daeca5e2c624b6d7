//! The usual names of object identifiers: extensions, key purposes, policies, algorithms, curves, types of otherName.
//!
//! One table for verdicts, errors and programs, so that a message says `ML-DSA-65 (2.16.840.1.101.3.4.3.18)` where a number
//! alone sends its reader to a search engine. The types of attributes in names have a table of their own, because RFC 4514
//! fixes what they print as.

mod table;

use core::fmt;

use crate::name::OidText;
use table::OID_NAMES;

/// The usual name of an object identifier, given as its content bytes, without the prefix of its standard (`id-kp-`).
///
/// ```
/// assert_eq!(issuedby::oid_name::of(&[0x55, 0x1d, 0x0f]), Some("keyUsage"));
/// ```
pub fn of(contents: &[u8]) -> Option<&'static str> {
    let key = key(contents);
    let position = OID_NAMES.binary_search_by(|row| row.key.cmp(&key)).ok()?;
    OID_NAMES.get(position).map(|row| row.name)
}

/// An object identifier with its usual name: `keyUsage (2.5.29.15)`; the number alone where it has none.
///
/// Content bytes that are no object identifier print as `#` and hexadecimal, cut short.
#[derive(Clone, Copy, Debug)]
pub struct NamedOid<'a>(pub &'a [u8]);

impl fmt::Display for NamedOid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match of(self.0) {
            Some(name) => write!(f, "{name} ({})", OidText(self.0)),
            None => OidText(self.0).fmt(f),
        }
    }
}

/// An object identifier and its usual name.
#[derive(Debug)]
struct OidName {
    /// The key of the search: comparing numbers is several times as fast as comparing slices.
    key: u128,
    name: &'static str,
    /// The number as the table has it.
    #[cfg(test)]
    dotted: &'static str,
}

/// The most content bytes of an identifier in the table: a key has one byte more, for their count.
const MAX_KNOWN_SIZE: u32 = 15;

/// The content bytes from the left, and their count in the last byte: keys are in the order of the bytes. 0 for no bytes, and
/// for more than any identifier of the table has.
const fn key(contents: &[u8]) -> u128 {
    let mut key = Key::EMPTY;
    let mut rest = contents;
    while let [byte, more @ ..] = rest
        && key.size <= MAX_KNOWN_SIZE
    {
        key = key.push(number(*byte));
        rest = more;
    }
    key.finish()
}

/// The key of an identifier in dotted decimal.
const fn key_of_dotted(dotted: &str) -> u128 {
    let mut key = Key::EMPTY;
    let mut first = None;
    let mut arc = 0;
    let mut is_second = false;
    let mut rest = dotted.as_bytes();
    loop {
        match rest {
            [digit @ b'0'..=b'9', more @ ..] => {
                arc = arc * 10 + number(*digit - b'0');
                rest = more;
                continue;
            }
            [b'.', more @ ..] => rest = more,
            _ => {}
        }
        match first {
            None => {
                first = Some(arc);
                is_second = true;
            }
            // The first two arcs share a number (X.690 section 8.19.4).
            Some(first) if is_second => {
                key = key.push_arc(first * 40 + arc);
                is_second = false;
            }
            Some(_) => key = key.push_arc(arc),
        }
        if rest.is_empty() {
            return key.finish();
        }
        arc = 0;
    }
}

/// A key in the making.
#[derive(Clone, Copy)]
struct Key {
    bytes: u128,
    size: u32,
}

impl Key {
    const EMPTY: Self = Self { bytes: 0, size: 0 };

    const fn push(self, byte: u128) -> Self {
        Self { bytes: self.bytes << 8 | byte, size: self.size.saturating_add(1) }
    }

    /// Base 128, the highest digit first, all but the last with their top bit set (X.690 section 8.19.2).
    const fn push_arc(self, arc: u128) -> Self {
        let mut key = self;
        let mut digits = 1;
        while digits < MAX_KNOWN_SIZE && arc >> (7 * digits) != 0 {
            digits += 1;
        }
        while digits > 1 {
            digits -= 1;
            key = key.push(0x80 | arc >> (7 * digits) & 0x7f);
        }
        key.push(arc & 0x7f)
    }

    const fn finish(self) -> u128 {
        match MAX_KNOWN_SIZE.checked_sub(self.size) {
            Some(unused @ 0..MAX_KNOWN_SIZE) => {
                let [a, b, c, d] = self.size.to_be_bytes();
                let size = u128::from_be_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d]);
                self.bytes << (8 * unused + 8) | size
            }
            Some(_) | None => 0,
        }
    }
}

/// The conversion that a constant function may call.
const fn number(byte: u8) -> u128 {
    u128::from_be_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, byte])
}

const fn row(dotted: &'static str, name: &'static str) -> OidName {
    OidName {
        key: key_of_dotted(dotted),
        name,
        #[cfg(test)]
        dotted,
    }
}

#[cfg(test)]
mod tests;
