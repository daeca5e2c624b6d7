//! The cost that the C binding adds to the core: the same questions to both, in one program and one run.
//!
//! `cargo bench -p issuedby-benches --bench c_abi`. The whole job beside OpenSSL is `bindings/c/bench/bench.c`.
#![allow(unsafe_code, reason = "the functions are called as C calls them")]

#[path = "../../bindings/c/src/lib.rs"]
#[allow(dead_code, unreachable_pub, reason = "the sources of the binding, of which some is called")]
mod binding;

use std::ptr;

use binding::ca_certificate::{issuedby_ca_certificate_free, issuedby_ca_certificate_from_pem};
use binding::failure::issuedby_result;
use binding::verdict::{issuedby_verdict_free, issuedby_verdict_json, issuedby_verdict_subject};
use binding::verifier::{
    issuedby_verifier, issuedby_verifier_evaluate, issuedby_verifier_new, issuedby_verifier_verify,
};
use issuedby::{CaCertificate, CaSet, Verifier, check_time, input};
use issuedby_benches::Comparison;

const CA: &[u8] = include_bytes!("../../tests/certs/ca.pem");
const CLIENT: &[u8] = include_bytes!("../../tests/certs/client.pem");
const STRANGER: &[u8] = include_bytes!("../../tests/certs/client-other-ca.pem");
const NOW: i64 = 1_800_000_000;

fn main() {
    let ca = CaCertificate::from_pem(CA).expect("a fit CA");
    let core = Verifier::new(CaSet::new([ca]).expect("its key is taken"));
    let c = Binding::new();
    let client = input::certificate_der(CLIENT).expect("a certificate");
    let stranger = input::certificate_der(STRANGER).expect("a certificate");
    let now = check_time(NOW);

    for (title, leaf) in [
        ("nothing presented", None),
        ("no_matching_ca", Some(&*stranger)),
        ("a P-256 leaf that is accepted", Some(&*client)),
    ] {
        let accepted = core.evaluate(leaf, now).verified();
        assert_eq!(accepted, c.verify(leaf), "{title}");
        let mut comparison = Comparison::default();
        comparison.reference("core: evaluate", || core.evaluate(leaf, now).verified());
        comparison.against("core: evaluate", "C: verify, without a verdict", || c.verify(leaf));
        comparison.against("core: evaluate", "core: evaluate, kept", || {
            core.evaluate(leaf, now).into_owned().verified()
        });
        comparison
            .against("core: evaluate", "C: evaluate and free", || c.evaluate(leaf, VerdictPart::Nothing));
        comparison.reference("core: evaluate and JSON", || core.evaluate(leaf, now).to_json().len());
        comparison.against("core: evaluate and JSON", "C: evaluate, JSON and free", || {
            c.evaluate(leaf, VerdictPart::Json)
        });
        comparison.reference("core: evaluate and subject", || {
            let verdict = core.evaluate(leaf, now);
            verdict
                .certificate()
                .and_then(|leaf| leaf.subject().ok())
                .map_or(0, |name| name.to_string().len())
        });
        comparison.against("core: evaluate and subject", "C: evaluate, subject and free", || {
            c.evaluate(leaf, VerdictPart::Subject)
        });
        comparison.report(title, passes());
    }
}

fn passes() -> usize {
    let arguments: Vec<String> = std::env::args().collect();
    let position = arguments.iter().position(|argument| argument == "--passes");
    position.and_then(|found| arguments.get(found + 1)?.parse().ok()).unwrap_or(301)
}

/// The part of a verdict that is read.
#[derive(Clone, Copy)]
enum VerdictPart {
    Json,
    Nothing,
    Subject,
}

/// A verifier as C has it, kept until the program ends.
struct Binding(*mut issuedby_verifier);

impl Binding {
    fn new() -> Self {
        let (mut ca, mut verifier) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the bytes, the array and the outputs are there until the calls return; the CA is not used again.
        unsafe {
            issuedby_ca_certificate_from_pem(CA.as_ptr().cast(), CA.len(), &mut ca, ptr::null_mut());
            let cas = [ca.cast_const()];
            issuedby_verifier_new(cas.as_ptr(), 1, 0, &mut verifier, ptr::null_mut());
            issuedby_ca_certificate_free(ca);
        }
        assert!(!verifier.is_null());
        Self(verifier)
    }

    fn verify(&self, leaf: Option<&[u8]>) -> bool {
        let (data, len) = parts(leaf);
        let nowhere = ptr::null_mut();
        // SAFETY: the verifier is a handle, and the leaf is there until the call returns.
        let result = unsafe {
            issuedby_verifier_verify(self.0, data, len, NOW, ptr::null(), 0, nowhere, ptr::null_mut())
        };
        result == issuedby_result::ISSUEDBY_OK
    }

    fn evaluate(&self, leaf: Option<&[u8]>, part: VerdictPart) -> usize {
        let (data, len) = parts(leaf);
        let mut verdict = ptr::null_mut();
        // SAFETY: the verifier is a handle, the leaf and the output are there until the call returns, and the verdict
        // is freed after its last use.
        unsafe {
            issuedby_verifier_evaluate(self.0, data, len, NOW, ptr::null(), 0, &mut verdict, ptr::null_mut());
            let read = match part {
                VerdictPart::Json => issuedby_verdict_json(verdict).len,
                VerdictPart::Nothing => 0,
                VerdictPart::Subject => issuedby_verdict_subject(verdict).len,
            };
            issuedby_verdict_free(verdict);
            read
        }
    }
}

/// A leaf as C passes it.
fn parts(leaf: Option<&[u8]>) -> (*const u8, usize) {
    leaf.map_or((ptr::null(), 0), |leaf| (leaf.as_ptr(), leaf.len()))
}
