//! The fields beside the extensions: version, serial number, dates, key, algorithms.

use super::{Case, Expect, ca, issued, leaf, root, seen};
use crate::algorithm::{Algorithm, Hash};
use crate::extension::{DIGITAL_SIGNATURE, Extension};
use crate::time::Time;
use crate::{authority, der, key, oid, pem};

pub(super) fn cases() -> Vec<Case> {
    [ordinary(), numbers(), dates(), keys(), no_certificates()].into_iter().flatten().collect()
}

fn ordinary() -> Vec<Case> {
    vec![
        seen(
            "field/client",
            "a client's certificate about which there is nothing to say",
            issued(|leaf| leaf),
            &[],
            &["\"subject\":\"CN=client-1,O=Example,C=US\"", "\"neverVerifies\":[]", "\"cautions\":[]"],
        ),
        seen(
            "field/ca",
            "a CA certificate about which there is nothing to say, though it never verifies as a client's",
            ca(|ca| ca),
            &[],
            &[
                "\"isCa\":true",
                "\"basicConstraints\":{\"ca\":true,\"pathLength\":null}",
                "\"code\":\"is_a_ca\"",
            ],
        ),
        seen(
            "field/intermediate",
            "an intermediate CA",
            authority::intermediate().der,
            &["long_validity"],
            &["\"certIssuerDN\":\"CN=example-intermediate,O=Example,C=US\""],
        ),
        seen(
            "field/sample",
            "the sample of a client: its name stands in the subject alone, and it is valid for long",
            authority::example().issue(&authority::example().client()),
            &["alternative_names_missing", "long_validity"],
            &["\"subjectAlternativeNames\":null", "found a validity of 74 years, expected fewer than 5"],
        ),
    ]
}

fn numbers() -> Vec<Case> {
    vec![
        seen(
            "field/version-1",
            "version 1 has no extensions: that is said once, and not as each that is missing",
            issued(|mut leaf| {
                leaf.version = Vec::new();
                leaf.extensions = Vec::new();
                leaf
            }),
            &["unsupported_version"],
            &["\"version\":1", "\"extensions\":[]", "\"defects\":[\"unsupported_version\"]"],
        ),
        seen(
            "field/serial-negative",
            "a negative serial number",
            issued(|leaf| leaf.with(|leaf| leaf.serial = vec![0x80])),
            &["invalid_serial"],
            &["\"serialNumber\":\"-80\""],
        ),
        seen(
            "field/serial-21",
            "a serial number of 21 bytes",
            issued(|leaf| leaf.with(|leaf| leaf.serial = vec![0x11; 21])),
            &["invalid_serial"],
            &["20 bytes"],
        ),
        seen(
            "field/trailing",
            "bytes after the certificate",
            [issued(|leaf| leaf), b"abc".to_vec()].concat(),
            &["trailing_data"],
            &["\"trailingBytes\":3", "\"defects\":[\"trailing_data\"]"],
        ),
        seen(
            "field/duplicate-extension",
            "an extension that stands twice",
            issued(|leaf| leaf.extended(Extension::unknown(1)).extended(Extension::unknown(1))),
            &["duplicate_extension"],
            &["\"oid\":\"1.3.6.1.4.1.32473.1\""],
        ),
    ]
}

fn dates() -> Vec<Case> {
    vec![
        seen(
            "date/turned",
            "notAfter before notBefore",
            issued(|leaf| leaf.valid("2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z")),
            &["never_valid"],
            &["found 2026-01-01T00:00:00Z as notAfter", "\"notBefore\":\"2027-01-01T00:00:00Z\""],
        ),
        seen(
            "date/no-end",
            "the date that stands for no end",
            issued(|leaf| leaf.valid("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z")),
            &["no_end"],
            &["9999-12-31T23:59:59Z"],
        ),
        seen(
            "date/five-years",
            "five years of a client's certificate are long",
            issued(|leaf| leaf.valid("2026-01-01T00:00:00Z", "2031-01-02T00:00:00Z")),
            &["long_validity"],
            &["found a validity of 5 years"],
        ),
        seen(
            "date/below-five-years",
            "a month less is not",
            issued(|leaf| leaf.valid("2026-01-01T00:00:00Z", "2030-12-01T00:00:00Z")),
            &[],
            &["\"notAfter\":\"2030-12-01T00:00:00Z\""],
        ),
        seen(
            "date/ca-25-years",
            "25 years of a CA are common",
            ca(|ca| ca.valid("2020-01-01T00:00:00Z", "2045-01-01T00:00:00Z")),
            &[],
            &["\"notAfter\":\"2045-01-01T00:00:00Z\""],
        ),
        seen(
            "date/ca-30-years",
            "30 are not",
            ca(|ca| ca.valid("2020-01-01T00:00:00Z", "2050-02-01T00:00:00Z")),
            &["long_validity"],
            &["found a validity of 30 years, expected fewer than 26"],
        ),
    ]
}

fn with_key(info: Vec<u8>) -> Vec<u8> {
    authority::example().issue(&leaf().with(|leaf| leaf.public_key = info))
}

fn keys() -> Vec<Case> {
    let sha1 = |certificate: crate::certificate::Certificate| {
        certificate.with(|certificate| certificate.algorithm = Some(Algorithm::ecdsa(Hash::Sha1)))
    };
    let pss = der::sequence(&[der::object_identifier(oid::RSASSA_PSS), der::sequence::<Vec<u8>>(&[])]);
    vec![
        seen(
            "key/rsa",
            "an RSA key of 2048 bits",
            with_key(key::rsa2048_client().public()),
            &[],
            &["\"key\":{\"kind\":\"RSA\",\"bits\":2048}"],
        ),
        seen(
            "key/rsa-weak",
            "an RSA key of 1024 bits",
            with_key(key::rsa1024_weak().public()),
            &["key_too_weak"],
            &["\"key\":{\"kind\":\"RSA\",\"bits\":1024}"],
        ),
        seen(
            "key/secp256k1",
            "a curve that is not accepted",
            with_key(key::foreign_public("secp256k1")),
            &["key_unsupported"],
            &[
                "\"key\":{\"kind\":\"ecPublicKey (1.2.840.10045.2.1), secp256k1 (1.3.132.0.10)\",\"bits\":null}",
            ],
        ),
        seen(
            "key/ed448",
            "an algorithm that is not accepted",
            with_key(key::foreign_public("ed448")),
            &["key_unsupported"],
            &["\"key\":{\"kind\":\"Ed448 (1.3.101.113)\",\"bits\":null}"],
        ),
        seen(
            "key/ed25519",
            "an Ed25519 key with a usage that it cannot serve",
            authority::example().issue(
                &leaf()
                    .with(|leaf| leaf.public_key = key::ed25519_ca().public())
                    .replacing(Extension::key_usage(DIGITAL_SIGNATURE | 0x0800)),
            ),
            &["key_usage_unfit_for_key"],
            &["found keyAgreement in the keyUsage", "Ed25519"],
        ),
        seen(
            "key/ecdsa-encipherment",
            "an ECDSA key with keyEncipherment, as templates for RSA keys have it",
            issued(|leaf| leaf.replacing(Extension::key_usage(DIGITAL_SIGNATURE | 0x2000))),
            &["key_usage_unfit_for_key"],
            &["found keyEncipherment in the keyUsage"],
        ),
        seen(
            "signature/sha1",
            "a client's certificate that is signed with SHA-1: the verifier's own words",
            authority::example().issue(&sha1(leaf())),
            &["signature_algorithm_unsupported"],
            &["\"signatureAlgorithm\":\"ecdsa-with-SHA1\""],
        ),
        seen(
            "signature/ca-sha1",
            "a CA certificate that is signed with SHA-1, which no verdict depends on",
            crate::authority::Authority::self_signed(sha1(root()), key::p256_ca()).der,
            &["sha1_signature"],
            &["found a signature with SHA-1, expected SHA-256 or better"],
        ),
        seen(
            "signature/ca-md5",
            "a CA certificate that names MD5",
            root().sign_with(
                &der::sequence(&[der::object_identifier("1.2.840.113549.1.1.4"), der::null()]),
                &[0; 64],
            ),
            &["md5_signature"],
            &["\"signatureAlgorithm\":\"md5WithRSAEncryption\""],
        ),
        seen(
            "signature/ca-pss-default",
            "RSASSA-PSS without a hash, which stands for SHA-1",
            root().sign_with(&pss, &[0; 64]),
            &["sha1_signature"],
            &["\"signatureAlgorithm\":\"RSASSA-PSS\""],
        ),
        seen(
            "key/ca-weak",
            "a CA with an RSA key of 1024 bits",
            authority::Authority::self_signed(
                root().with(|ca| ca.public_key = key::rsa1024_weak().public()),
                key::rsa1024_weak(),
            )
            .der,
            &["ca_key_too_weak"],
            &["\"loadableAsCa\":{\"code\":\"ca_key_too_weak\""],
        ),
    ]
}

fn no_certificates() -> Vec<Case> {
    let client = issued(|leaf| leaf);
    let error = |id, description, input, code, facts| Case {
        id,
        description,
        input,
        expect: Expect::Error(code),
        facts,
    };
    let cut_off = client[..client.len() - 1].to_vec();
    let no_seconds =
        issued(|leaf| leaf.with(|leaf| leaf.not_after = Time::raw(der::UTC_TIME, "2701010000Z")));
    let key = pem::decode(include_str!("../../keys/p256-ca.pem"));
    vec![
        error("none/cut-off", "a certificate without its last byte", cut_off, "malformed", &["expected"]),
        error("none/key", "a private key", key, "malformed", &["a private key"]),
        error("none/date", "a date without seconds", no_seconds, "malformed", &["no seconds"]),
    ]
}
