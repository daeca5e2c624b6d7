//! The certificates that are presented along with the leaf: read for one diagnosis, never trusted.

use crate::algorithm::Algorithm;
use crate::authority::{self, Authority};
use crate::case::Case;
use crate::certificate::Certificate;
use crate::der;
use crate::extension::{Extension, dns};
use crate::key;
use crate::name::Name;
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    let (ca, intermediate, other) = (authority::example(), authority::intermediate(), authority::other());
    let leaf = || intermediate.issue(&intermediate.client());
    let filler = || other.der.clone();
    let no_matching = |id: &str, description: &str, chain: Vec<Vec<u8>>| {
        Case::unauthenticated(id, description, leaf(), &["no_matching_ca"]).along_with(chain)
    };
    let indirect = |id: &str, description: &str, chain: Vec<Vec<u8>>| {
        Case::unauthenticated(id, description, leaf(), &["not_directly_signed"]).along_with(chain)
    };
    // Another authority's subordinate of the intermediate's name and key: it did sign the leaf.
    let foreign = other.subordinate(intermediate.name(), key::p256_intermediate());
    // An authority of the intermediate's name that a loaded CA signed: it did not sign the leaf.
    let namesake = ca.subordinate(intermediate.name(), key::p256_other_ca());
    let not_a_ca = ca.issue(&intermediate.certificate.clone().without(oid::BASIC_CONSTRAINTS));
    let forged = intermediate.certificate.sign(key::p256_other_ca());
    let behind = |count: usize| {
        let mut chain: Vec<_> = (0..count).map(|_| filler()).collect();
        chain.push(intermediate.der.clone());
        chain
    };
    vec![
        indirect(
            "chain/not-directly-signed",
            "the presented intermediate is a loaded CA's and signed the leaf",
            vec![intermediate.der.clone()],
        ),
        Case::unauthenticated(
            "chain/algorithms-differ",
            "the presented intermediate signed the leaf, whose two algorithm fields differ: no signature is checked",
            {
                let client = intermediate.client();
                intermediate.issue(&client.with(|client| client.inner_algorithm = Some(Algorithm::ed25519().identifier)))
            },
            &["no_matching_ca", "signature_algorithm_mismatch"],
        )
        .along_with(vec![intermediate.der.clone()]),
        indirect(
            "chain/with-root",
            "the intermediate and its root are presented",
            vec![intermediate.der.clone(), ca.der.clone()],
        ),
        indirect("chain/sixteenth", "the intermediate is the last that is read", behind(15)),
        no_matching("chain/seventeenth", "the intermediate is the first that is not read", behind(16)),
        no_matching("chain/empty", "issued by an intermediate that is not presented", Vec::new()),
        no_matching(
            "chain/intermediate-of-another",
            "the presented intermediate signed the leaf, but no loaded CA signed it",
            vec![foreign.der],
        ),
        no_matching(
            "chain/intermediate-forged",
            "the presented intermediate names a loaded CA, which did not sign it",
            vec![forged],
        ),
        no_matching(
            "chain/intermediate-namesake",
            "the presented intermediate is a loaded CA's and did not sign the leaf",
            vec![namesake.der],
        ),
        no_matching(
            "chain/intermediate-not-a-ca",
            "what signed the leaf is a loaded CA's and not itself a CA",
            vec![not_a_ca],
        ),
        no_matching(
            "chain/ca-path-length-0",
            "the loaded CA may not issue CAs: no message says to load one of its",
            vec![intermediate.der.clone()],
        )
        .under(&[&changed(|ca| {
            ca.replacing(Extension::new(
                oid::BASIC_CONSTRAINTS,
                der::sequence(&[der::boolean_true(), der::integer(&[0])]),
            ))
        })]),
        no_matching(
            "chain/ca-expired",
            "the loaded CA is expired: no message says to load one of its",
            vec![intermediate.der.clone()],
        )
        .under(&[&authority::expired()]),
        indirect(
            "chain/ca-expired-ignored",
            "the loaded CA is expired, and its validity is ignored",
            vec![intermediate.der.clone()],
        )
        .under(&[&authority::expired()])
        .ignoring_ca_validity(),
        no_matching(
            "chain/ca-constrained",
            "the loaded CA has name constraints, which a loaded intermediate would no longer be under",
            vec![intermediate.der.clone()],
        )
        .under(&[&changed(|ca| ca.extended(Extension::name_constraints(&[dns("example.com")], &[])))]),
        no_matching(
            "chain/garbage",
            "what is presented along is not a certificate",
            vec![vec![0x30, 0x80], vec![]],
        ),
        Case::success("chain/unneeded", "the leaf is signed directly; the chain does not matter", {
            ca.issue(&ca.client())
        })
        .along_with(vec![ca.der.clone(), vec![0xff]]),
        Case::unauthenticated(
            "chain/own-root",
            "a self-made root presented along is not trusted",
            {
                let own = Authority::root(Name::example("own-ca"), key::p256_twin_ca());
                own.issue(&own.client())
            },
            &["no_matching_ca"],
        )
        .along_with(vec![Authority::root(Name::example("own-ca"), key::p256_twin_ca()).der]),
    ]
}

/// The example CA after a change, signed by itself.
fn changed(change: impl FnOnce(Certificate) -> Certificate) -> Authority {
    let ca = authority::example();
    Authority::self_signed(change(ca.certificate.clone()), ca.key())
}
