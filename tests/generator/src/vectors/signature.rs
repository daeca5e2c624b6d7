//! Signatures that do not hold, and algorithms that do not fit or are not taken.

use crate::algorithm::{self, Algorithm, Hash, Scheme};
use crate::authority::{self, Authority};
use crate::case::Case;
use crate::certificate;
use crate::der;
use crate::key;
use crate::name::Name;
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    [invalid(), mismatched(), unsupported()].into_iter().flatten().collect()
}

fn invalid() -> Vec<Case> {
    let ca = authority::example();
    let algorithm = ca.key().algorithm();
    let part = ca.client().signed_part(&algorithm.identifier);
    let signature = ca.key().sign(algorithm.scheme, &part);
    let refused = |id: &str, description: &str, leaf: Vec<u8>| {
        Case::unauthenticated(&format!("signature/{id}"), description, leaf, &["signature_invalid"]).naming(0)
    };
    let with = |id: &str, description: &str, signature: &[u8]| {
        refused(id, description, certificate::assemble(&part, &algorithm.identifier, signature))
    };
    let flipped = |at: usize| {
        let mut flipped = signature.clone();
        flipped[at] ^= 1;
        flipped
    };
    let rsa = rsa_ca();
    let rsa_part = rsa.client().signed_part(&rsa.key().algorithm().identifier);
    let rsa_signature = rsa.key().sign(rsa.key().algorithm().scheme, &rsa_part);
    let rsa_with = |id: &str, description: &str, signature: &[u8]| {
        let identifier = rsa.key().algorithm().identifier;
        refused(id, description, certificate::assemble(&rsa_part, &identifier, signature)).under(&[&rsa])
    };
    let pss_signature = rsa.key().sign(Scheme::Pss(Hash::Sha256, 32), &rsa_part);
    let client = ca.client();
    vec![
        refused("subject-changed", "one bit of the subject flipped after signing", {
            client.sign_then_change(ca.key(), |part| {
                let subject = client.subject.to_der();
                let at = part.windows(subject.len()).position(|bytes| bytes == subject);
                part[at.expect("the subject") + subject.len() - 1] ^= 1;
            })
        }),
        with("r-changed", "one bit of r flipped", &flipped(10)),
        with("s-changed", "one bit of s flipped", &flipped(signature.len() - 1)),
        with("empty", "a signature without bytes", &[]),
        with("zeros", "r and s are both zero", &der::sequence(&[der::integer(&[0]), der::integer(&[0])])),
        with("ones", "r and s are both one", &der::sequence(&[der::integer(&[1]), der::integer(&[1])])),
        with("trailing-octet", "a byte behind the ECDSA value", &[signature.as_slice(), &[0]].concat()),
        with("cut", "the ECDSA value is cut", &signature[..signature.len() - 1]),
        refused("other-hash", "signed over SHA-384 and said to be over SHA-256", {
            client
                .clone()
                .with(|client| {
                    client.algorithm =
                        Some(Algorithm::ecdsa(Hash::Sha384).named(Algorithm::ecdsa(Hash::Sha256).identifier));
                })
                .sign(ca.key())
        }),
        refused("own-key", "signed with the client's own key", client.sign(key::p256_client())),
        refused("other-key-same-name", "issued by a CA with the same name and another key", {
            let twin = authority::twin();
            twin.issue(&twin.client())
        }),
        {
            let mut changed = rsa_signature.clone();
            changed[100] ^= 1;
            rsa_with("rsa-changed", "one bit of an RSA signature flipped", &changed)
        },
        rsa_with("rsa-zeros", "an RSA signature of zeros", &[0; 256]),
        rsa_with("rsa-short", "an RSA signature without its first byte", &rsa_signature[1..]),
        rsa_with("rsa-pss-as-pkcs1", "a PSS signature said to be PKCS#1 v1.5", &pss_signature),
        {
            let pss = Algorithm::pss(Hash::Sha256);
            let client = rsa.client().with(|client| {
                client.algorithm = Some(Algorithm { scheme: Scheme::Pss(Hash::Sha256, 20), ..pss });
            });
            refused("rsa-pss-salt", "a salt of 20 bytes said to be one of 32", rsa.issue(&client))
                .under(&[&rsa])
        },
        {
            let ed25519 = Authority::root(Name::example("example-ca"), key::ed25519_ca());
            let leaf = ed25519.client().sign_with(&Algorithm::ed25519().identifier, &[0; 64]);
            refused("ed25519-zeros", "an Ed25519 signature of zeros", leaf).under(&[&ed25519])
        },
    ]
}

/// Signatures that name one algorithm and are of another.
fn mismatched() -> Vec<Case> {
    let ca = authority::example();
    let rsa = rsa_ca();
    let sha256 = Algorithm::ecdsa(Hash::Sha256);
    let sha384 = Algorithm::ecdsa(Hash::Sha384);
    let refused = |id: &str, description: &str, leaf: Vec<u8>| {
        let id = format!("signature/{id}");
        Case::unauthenticated(&id, description, leaf, &["signature_algorithm_mismatch"]).naming(0)
    };
    vec![
        refused("inner-differs", "signed as the outer algorithm says, the inner one says another", {
            let client = ca.client().with(|client| client.inner_algorithm = Some(sha384.identifier.clone()));
            ca.issue(&client)
        }),
        refused("outer-differs", "signed as the inner algorithm says, the outer one says another", {
            let client = ca.client().with(|client| {
                client.inner_algorithm = Some(sha256.identifier.clone());
                client.algorithm = Some(sha256.clone().named(sha384.identifier.clone()));
            });
            ca.issue(&client)
        }),
        refused("rsa-under-ec", "an RSA signature, and the CA of that name has an EC key", {
            rsa_named_alike().issue(&rsa_named_alike().client())
        }),
        refused("ec-under-rsa", "an ECDSA signature, and the CA of that name has an RSA key", {
            let ec = Authority::root(rsa.name(), key::p256_ca());
            ec.issue(&ec.client())
        })
        .under(&[&rsa]),
        refused("ed25519-under-ec", "an Ed25519 signature, and the CA of that name has an EC key", {
            let ed25519 = Authority::root(Name::example("example-ca"), key::ed25519_ca());
            ed25519.issue(&ed25519.client())
        }),
    ]
}

/// Right signatures by algorithms that are not taken, and algorithms that no one knows.
fn unsupported() -> Vec<Case> {
    let ca = authority::example();
    let rsa = rsa_ca();
    let refused = |id: &str, description: &str, authority: &Authority, algorithm: Algorithm| {
        let client = authority.client().with(|client| client.algorithm = Some(algorithm));
        let id = format!("signature/{id}");
        Case::unauthenticated(
            &id,
            description,
            authority.issue(&client),
            &["signature_algorithm_unsupported"],
        )
        .under(&[authority])
        .naming(0)
    };
    let defaults = der::sequence(&[der::object_identifier(oid::RSASSA_PSS), der::sequence::<Vec<u8>>(&[])]);
    vec![
        refused("sha1-ecdsa", "ECDSA with SHA-1", &ca, Algorithm::ecdsa(Hash::Sha1)),
        refused("sha1-rsa", "RSA PKCS#1 v1.5 with SHA-1", &rsa, Algorithm::pkcs1(Hash::Sha1)),
        refused("sha1-pss", "RSASSA-PSS with SHA-1, written out", &rsa, Algorithm::pss(Hash::Sha1)),
        refused("sha1-pss-default", "RSASSA-PSS with its default parameters, which are SHA-1", &rsa, {
            Algorithm::pss(Hash::Sha1).named(defaults)
        }),
        refused("pss-salt-20", "RSASSA-PSS with SHA-256 and a salt of 20 bytes", &rsa, {
            Algorithm::pss_with_salt(Hash::Sha256, 20)
        }),
        refused("pss-salt-0", "RSASSA-PSS with SHA-256 and no salt", &rsa, {
            Algorithm::pss_with_salt(Hash::Sha256, 0)
        }),
        refused("ecdsa-null", "ECDSA with NULL parameters (RFC 5758: they must be absent)", &ca, {
            Algorithm::ecdsa(Hash::Sha256).named(algorithm::with_null("1.2.840.10045.4.3.2"))
        }),
        refused("unknown-algorithm", "a signature algorithm that no one knows", &ca, {
            Algorithm::ecdsa(Hash::Sha256).named(algorithm::without_parameters(oid::UNKNOWN))
        }),
    ]
}

fn rsa_ca() -> Authority {
    Authority::root(Name::example("example-rsa-ca"), key::rsa2048_ca())
}

fn rsa_named_alike() -> Authority {
    Authority::root(Name::example("example-ca"), key::rsa2048_ca())
}
