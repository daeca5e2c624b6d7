//! Name constraints: which names a CA may certify (ARCHITECTURE, "Name constraints"; RFC 5280 section 4.2.1.10).

pub mod case;
mod random;
pub mod reference;
mod small;

use std::collections::BTreeSet;

use issuedby::{Reason, Status, Verifier};
use issuedby_generator::der;
use issuedby_generator::time::Instant;

use self::case::{Presented, Subtrees};
pub use self::random::random;
use crate::names::reference::{Attribute, Value};
use crate::{Bound, check_time, expect_same, toy_signature};

/// Checks every small name of each form against every small base of it, permitted and excluded.
///
/// # Errors
///
/// The first case about which code and reference disagree.
pub fn exhaustive(bound: Bound) -> Result<usize, String> {
    let mut cases = 0;
    for (names, bases) in small::every_form(bound) {
        let leaves: Vec<Leaf> = names.into_iter().map(Leaf::of).collect();
        for base in bases {
            let (one, none) = (vec![base], Vec::new());
            for subtrees in [
                Subtrees { permitted: one.clone(), excluded: none.clone() },
                Subtrees { permitted: none, excluded: one },
            ] {
                let verifier = toy_signature::verifier(&subtrees.ca())
                    .map_err(|error| format!("the CA is not loaded: {error}, for {subtrees:02x?}"))?;
                for leaf in &leaves {
                    check(&verifier, &subtrees, leaf)?;
                    cases += 1;
                }
            }
        }
    }
    Ok(cases)
}

/// A certificate and the names in it.
struct Leaf {
    names: Vec<Presented>,
    der: Vec<u8>,
}

impl Leaf {
    fn of(names: Vec<Presented>) -> Self {
        Self { der: case::leaf(&names), names }
    }
}

/// The verdict has the reasons of the reference, and is a SUCCESS where it has none.
fn check(verifier: &Verifier, subtrees: &Subtrees, leaf: &Leaf) -> Result<(), String> {
    let verdict = verifier.evaluate(Some(&leaf.der), check_time(NOW));
    let found: BTreeSet<Reason> = verdict.reasons().map(|entry| entry.reason).collect();
    let reasons = reference::reasons(subtrees, &leaf.names);
    let status = if reasons.is_empty() { Status::Success } else { Status::Failed };
    let is_authentic = verdict.reasons().all(|entry| entry.authenticated);
    expect_same("the verdict", &(verdict.status(), found, is_authentic), &(status, reasons, true), || {
        format!("{:02x?} under {subtrees:02x?}", leaf.names)
    })
}

/// 2026-06-01, when every certificate of the generator is valid.
const NOW: Instant = Instant(1_780_272_000);

/// An attribute whose value is a UTF8String.
pub(crate) fn utf8(oid: &'static str, text: &str) -> Attribute {
    Attribute { oid, value: Value { tag: der::UTF8_STRING, contents: text.as_bytes().to_vec() } }
}
