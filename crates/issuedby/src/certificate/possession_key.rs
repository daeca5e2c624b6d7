//! The key with which a client shows that the certificate that it presents is its own.

use super::key;
use super::key_sizes::KeyFitness;
use super::parse;
use crate::reason::Reason;
use crate::tag;
use core::fmt;

/// The SubjectPublicKeyInfo of the certificate that a client presented, DER with its SEQUENCE header: for the signature
/// over the handshake (RFC 8446 section 4.4.3) and for nothing else. `None` where no key can be found.
///
/// A certificate that [`Certificate`](super::Certificate) reads gives the key that every verification uses, so that a
/// SUCCESS can never rest on the possession of another key. One that it cannot read gives what
/// [`public_key_info_by_structure`] finds; the verdict about it is FAILED whatever that is, because
/// [`Verifier`](crate::Verifier) reads the same bytes with the same strict parser.
pub fn possession_key(presented: &[u8]) -> Option<&[u8]> {
    match parse::certificate(presented) {
        Ok(fields) => Some(fields.public_key_info.of(presented)),
        Err(_) => public_key_info_by_structure(presented),
    }
}

/// The SubjectPublicKeyInfo of a certificate that may be malformed, with its SEQUENCE header: found by tags
/// and lengths, without a look at the contents of what is before it or at anything behind it.
///
/// It is evidence of nothing but where a key stands: use [`possession_key`]. For every certificate that is read
/// strictly it gives the same bytes. It takes the same time for any input: eight headers, no copy, no recursion.
///
/// Longer forms of a length than needed are taken (X.690 section 8.1.3.5), since they have one meaning; indefinite
/// lengths are not. The certificate may be cut off, and anything may follow it, but the key must be whole.
pub fn public_key_info_by_structure(der: &[u8]) -> Option<&[u8]> {
    let certificate = descend(der)?;
    let mut rest = descend(certificate)?;
    if rest.first() == Some(&tag::CONTEXT_0_CONSTRUCTED) {
        (_, rest) = element(rest, tag::CONTEXT_0_CONSTRUCTED)?;
    }
    // serialNumber, signature, issuer, validity, subject (RFC 5280 section 4.1).
    for tag in [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, tag::SEQUENCE, tag::SEQUENCE] {
        (_, rest) = element(rest, tag)?;
    }
    element(rest, tag::SEQUENCE).map(|(public_key_info, _)| public_key_info)
}

/// The reason why a key of this kind or size is not accepted: `key_too_weak`, `key_unsupported`, or `malformed` where it cannot be
/// read. `None` for one that is.
pub fn key_defect(public_key_info: &[u8]) -> Option<Reason> {
    let Some(algorithm) = key::algorithm_of(public_key_info) else {
        return Some(Reason::Malformed);
    };
    match algorithm.fitness() {
        KeyFitness::Fit => None,
        KeyFitness::TooWeak => Some(Reason::KeyTooWeak),
        KeyFitness::Unsupported => Some(Reason::KeyUnsupported),
    }
}

/// The description of a key, for people: `RSA 1024 bits`, `EC on the curve 1.3.132.0.10`. At most one object identifier of it is
/// shown.
pub fn describe_key(public_key_info: &[u8]) -> impl fmt::Display + '_ {
    key::describe(public_key_info)
}

/// The contents of the SEQUENCE at the start, as much of them as there is.
fn descend(der: &[u8]) -> Option<&[u8]> {
    let (header, length) = header(der, tag::SEQUENCE)?;
    let contents = der.get(header..)?;
    Some(contents.get(..length).unwrap_or(contents))
}

/// The element at the start, with its header, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (header, length) = header(der, tag)?;
    der.split_at_checked(header.checked_add(length)?)
}

/// Lengths of the header and of the contents, for this identifier byte and a definite length of at most four bytes.
fn header(der: &[u8], tag: u8) -> Option<(usize, usize)> {
    match der {
        [found, short @ 0..=0x7f, ..] if *found == tag => Some((2, usize::from(*short))),
        [found, long @ 0x81..=0x84, rest @ ..] if *found == tag => {
            let count = usize::from(*long & 0x7f);
            let length = rest.get(..count)?.iter().fold(0_u32, |length, byte| length << 8 | u32::from(*byte));
            Some((count.saturating_add(2), usize::try_from(length).ok()?))
        }
        _ => None,
    }
}
