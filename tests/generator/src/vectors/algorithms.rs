//! Every signature algorithm and key type that is accepted.

use crate::algorithm::{Algorithm, Hash};
use crate::authority::Authority;
use crate::case::Case;
use crate::key::{self, Key};
use crate::name::Name;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        accepted("p256-sha256", key::p256_ca(), Algorithm::ecdsa(Hash::Sha256)),
        accepted("p256-sha384", key::p256_ca(), Algorithm::ecdsa(Hash::Sha384)),
        accepted("p256-sha512", key::p256_ca(), Algorithm::ecdsa(Hash::Sha512)).on_aws_lc_rs_only(),
        accepted("p384-sha256", key::p384_ca(), Algorithm::ecdsa(Hash::Sha256)),
        accepted("p384-sha384", key::p384_ca(), Algorithm::ecdsa(Hash::Sha384)),
        accepted("p384-sha512", key::p384_ca(), Algorithm::ecdsa(Hash::Sha512)).on_aws_lc_rs_only(),
        accepted("p521-sha256", key::p521_ca(), Algorithm::ecdsa(Hash::Sha256)).on_aws_lc_rs_only(),
        accepted("p521-sha384", key::p521_ca(), Algorithm::ecdsa(Hash::Sha384)).on_aws_lc_rs_only(),
        accepted("p521-sha512", key::p521_ca(), Algorithm::ecdsa(Hash::Sha512)).on_aws_lc_rs_only(),
        accepted("ed25519", key::ed25519_ca(), Algorithm::ed25519()),
        accepted("rsa3072-pkcs1-sha256", key::rsa3072_ca(), Algorithm::pkcs1(Hash::Sha256)),
        accepted("rsa3072-pss-sha256", key::rsa3072_ca(), Algorithm::pss(Hash::Sha256)),
    ];
    for (name, hash) in [("sha256", Hash::Sha256), ("sha384", Hash::Sha384), ("sha512", Hash::Sha512)] {
        let rsa = key::rsa2048_ca();
        cases.push(accepted(&format!("rsa2048-pkcs1-{name}"), rsa, Algorithm::pkcs1(hash)));
        cases.push(accepted(&format!("rsa2048-pss-{name}"), rsa, Algorithm::pss(hash)));
        // RFC 4055 section 2.1: NULL and absent are equivalent, in either place.
        for (spelling, nulls) in
            [("no-null", (false, false)), ("null-in-hash", (true, false)), ("null-in-mask", (false, true))]
        {
            let algorithm = Algorithm::pss_spelled(hash, nulls);
            cases.push(accepted(&format!("rsa2048-pss-{name}-{spelling}"), rsa, algorithm));
        }
    }
    cases.extend([
        leaf_key("p384", key::p384_ca()),
        leaf_key("p521", key::p521_ca()).on_aws_lc_rs_only(),
        leaf_key("ed25519", key::ed25519_ca()),
        leaf_key("rsa2048", key::rsa2048_client()),
    ]);
    cases
}

fn accepted(name: &str, key: &'static Key, algorithm: Algorithm) -> Case {
    let ca = Authority::root(Name::example("algorithm-ca"), key);
    let client = ca.client().with(|client| client.algorithm = Some(algorithm));
    let description = format!("a signature that is accepted: {name}");
    Case::success(&format!("algorithm/{name}"), &description, ca.issue(&client)).under(&[&ca])
}

fn leaf_key(name: &str, key: &Key) -> Case {
    let ca = crate::authority::example();
    let description = format!("a client's own key that is accepted: {name}");
    Case::success(&format!("algorithm/leaf-{name}"), &description, ca.issue(&ca.client_of(key)))
}
