//! The cases before bare webpki, on both providers: what is accepted here must be acceptable there, and what
//! webpki alone would accept is listed, so that every refusal of our own is known by name.

use std::collections::BTreeSet;
use std::time::Duration;

use issuedby_generator::case::Case;
use issuedby_generator::vectors;
use issuedby_test_support::report_cases;
use pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, aws_lc_rs, ring};

/// Successes that webpki alone refuses.
const OURS_TO_ACCEPT: &[&str] = &[
    // webpki lists one spelling of RSASSA-PSS.
    "algorithm/rsa2048-pss-sha256-no-null",
    "algorithm/rsa2048-pss-sha256-null-in-hash",
    "algorithm/rsa2048-pss-sha256-null-in-mask",
    "algorithm/rsa2048-pss-sha384-no-null",
    "algorithm/rsa2048-pss-sha384-null-in-hash",
    "algorithm/rsa2048-pss-sha384-null-in-mask",
    "algorithm/rsa2048-pss-sha512-no-null",
    "algorithm/rsa2048-pss-sha512-null-in-hash",
    "algorithm/rsa2048-pss-sha512-null-in-mask",
    // webpki refuses every constraint on directory names, mailboxes and URIs, and each with a minimum or maximum.
    "name-constraints/directory-all-any",
    "name-constraints/directory-both-inside",
    "name-constraints/directory-excluded-beyond-ascii-elsewhere",
    "name-constraints/directory-excluded-outside",
    "name-constraints/directory-minimum-1-empty-subject",
    "name-constraints/directory-permitted-alternative-inside",
    "name-constraints/directory-permitted-empty-subject",
    "name-constraints/directory-permitted-inside",
    "name-constraints/directory-permitted-inside-odd-spelling",
    "name-constraints/directory-permitted-inside-other-string-type",
    "name-constraints/email-asterisk-itself",
    "name-constraints/email-domain-inside",
    "name-constraints/email-excluded-outside",
    "name-constraints/email-host-inside",
    "name-constraints/email-host-quoted-at-sign",
    "name-constraints/email-mailbox-inside",
    "name-constraints/excluded-base-with-final-dot-outside",
    "name-constraints/maximum-absent",
    "name-constraints/minimum-0-written-inside",
    "name-constraints/minimum-1-absent",
    "name-constraints/several-forms-all-inside",
    "name-constraints/uri-domain-inside",
    "name-constraints/uri-excluded-outside",
    "name-constraints/uri-host-inside",
    "name-constraints/uri-host-odd-case-port-userinfo",
    // webpki compares the bytes of names.
    "name/issuer-case",
    "name/issuer-inner-spaces",
    "name/issuer-outer-spaces",
    "name/issuer-printable-string",
    "name/issuer-utf8-string",
];

/// Failures that webpki alone accepts.
const OURS_TO_REFUSE: &[&str] = &[
    // webpki does not look at the dates of an anchor.
    "candidates/65-expired",
    "candidates/only-expired-twin",
    "time/ca-expired",
    "time/ca-not-yet-valid",
    // webpki does not look at the client's own key.
    "leaf-key/dsa1024",
    "leaf-key/ed25519-identity",
    "leaf-key/ed448",
    "leaf-key/p192",
    "leaf-key/p256-compressed",
    "leaf-key/p256-explicit",
    "leaf-key/p256-point-of-p384",
    "leaf-key/rsa-even-modulus",
    "leaf-key/rsa-exponent-of-34-bits",
    "leaf-key/rsa-pss",
    "leaf-key/rsa-without-null",
    "leaf-key/rsa1024",
    "leaf-key/secp256k1",
    "leaf-key/unknown",
    "structure/public-key-cut",
    // webpki does not look into the subject.
    "name/subject-bad-utf8",
    "name/subject-empty-rdn",
    "name/subject-odd-bmp",
    "name/subject-without-value",
    // webpki counts no extensions, and compares only those that it knows.
    "profile/65-extensions",
    "structure/duplicate-unknown-extension",
    // webpki does not look at the leaf's keyUsage.
    "structure/key-usage-not-a-bit-string",
    "usage/key-agreement-only",
    "usage/key-cert-sign-only",
    // webpki takes any serial number.
    "structure/serial-negative",
    "structure/serial-of-21-octets",
    "structure/serial-zero",
    // webpki does not look at the subject's mailboxes, nor at SmtpUTF8Mailbox.
    "name-constraints/email-excluded-smtp-utf8-open",
    "name-constraints/email-host-smtp-utf8-outside",
    "name-constraints/subject-email-beside-other-form",
    "name-constraints/subject-email-excluded-inside",
    "name-constraints/subject-email-excluded-open",
    "name-constraints/subject-email-not-a-string",
    "name-constraints/subject-email-nul",
    "name-constraints/subject-email-outside",
    "name-constraints/subject-email-outside-bmp",
    "name-constraints/subject-email-outside-printable",
    "name-constraints/subject-email-outside-teletex",
    "name-constraints/subject-email-outside-utf8",
    // webpki reads an IPv4 address in IPv6 as IPv6 alone, takes any mask until it compares one, and makes more comparisons.
    "name-constraints/ip-excluded-mapped",
    "name-constraints/mask-with-a-hole-outside",
    "name-constraints/too-complex",
    // webpki takes any object identifier, and any name.
    "structure/extended-key-usage-padded",
    "structure/extension-identifier-cut",
    "structure/extension-identifier-empty",
    "structure/extension-identifier-padded",
    "structure/subject-of-129-rdns",
    // webpki takes any serial number.
    "structure/serial-of-21-octets-allowed",
    "structure/serial-top-bit",
    // webpki reads no alternative names and no constraints of a leaf unless it must, and no timestamps.
    "usage/alternative-names-address-critical",
    "usage/alternative-names-empty-critical",
    "usage/alternative-names-not-ascii-critical",
    "usage/alternative-names-unreadable-critical",
    "usage/name-constraints-unreadable-critical",
    "usage/timestamps-critical",
    // webpki does not know policies.
    "usage/policies-unreadable",
    "usage/policy-any-inhibited",
    "usage/policy-qualifier-identifier-padded",
    "usage/policy-qualifiers-empty",
    "usage/policy-qualifiers-unreadable",
    "usage/policy-required",
    "usage/policy-required-next",
    // An option of ours.
    "usage/absent-required",
];

/// Cases for aws-lc-rs alone that webpki accepts on ring: it does not look at the client's own key.
const OURS_TO_REFUSE_ON_RING: &[&str] = &["algorithm/leaf-p521"];

const AWS_LC_RS: &[&dyn SignatureVerificationAlgorithm] = &[
    aws_lc_rs::ECDSA_P256_SHA256,
    aws_lc_rs::ECDSA_P256_SHA384,
    aws_lc_rs::ECDSA_P256_SHA512,
    aws_lc_rs::ECDSA_P384_SHA256,
    aws_lc_rs::ECDSA_P384_SHA384,
    aws_lc_rs::ECDSA_P384_SHA512,
    aws_lc_rs::ECDSA_P521_SHA256,
    aws_lc_rs::ECDSA_P521_SHA384,
    aws_lc_rs::ECDSA_P521_SHA512,
    aws_lc_rs::ED25519,
    aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
    aws_lc_rs::RSA_PKCS1_2048_8192_SHA384,
    aws_lc_rs::RSA_PKCS1_2048_8192_SHA512,
    aws_lc_rs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    aws_lc_rs::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    aws_lc_rs::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
];

const RING: &[&dyn SignatureVerificationAlgorithm] = &[
    ring::ECDSA_P256_SHA256,
    ring::ECDSA_P256_SHA384,
    ring::ECDSA_P384_SHA256,
    ring::ECDSA_P384_SHA384,
    ring::ED25519,
    ring::RSA_PKCS1_2048_8192_SHA256,
    ring::RSA_PKCS1_2048_8192_SHA384,
    ring::RSA_PKCS1_2048_8192_SHA512,
    ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    ring::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    ring::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
];

#[test]
fn differences_from_bare_webpki_are_known() {
    let cases = vectors::cases();
    let (mut accepts, mut refuses) = (BTreeSet::new(), BTreeSet::new());
    for case in &cases {
        let expected = case.expect.status == "SUCCESS";
        match (expected, webpki_accepts(case, AWS_LC_RS)) {
            (true, false) => {
                accepts.insert(case.id.as_str());
            }
            (false, true) => {
                refuses.insert(case.id.as_str());
            }
            _ => (),
        }
    }
    assert_eq!(accepts, OURS_TO_ACCEPT.iter().copied().collect(), "successes that bare webpki refuses");
    assert_eq!(refuses, OURS_TO_REFUSE.iter().copied().collect(), "failures that bare webpki accepts");
    report_cases("generator/bare-webpki", cases.len(), cases.len());
}

#[test]
fn providers_are_those_that_accept() {
    for case in vectors::cases() {
        let on_aws_lc_rs = webpki_accepts(&case, AWS_LC_RS);
        let on_ring = webpki_accepts(&case, RING) && !OURS_TO_REFUSE_ON_RING.contains(&case.id.as_str());
        let differs = on_aws_lc_rs != on_ring;
        assert_eq!(differs, !case.providers.contains(&"ring"), "{}: the providers are wrong", case.id);
    }
}

fn webpki_accepts(case: &Case, algorithms: &[&dyn SignatureVerificationAlgorithm]) -> bool {
    let Some(leaf) = &case.leaf else { return false };
    let cas: Vec<_> = case.cas.iter().map(|ca| CertificateDer::from(ca.der.as_slice())).collect();
    let anchors: Vec<_> =
        cas.iter().map(|ca| anchor_from_trusted_cert(ca).expect("every CA of a case is an anchor")).collect();
    let leaf = CertificateDer::from(leaf.as_slice());
    let now =
        UnixTime::since_unix_epoch(Duration::from_secs(case.now.0.try_into().expect("not before 1970")));
    EndEntityCert::try_from(&leaf).is_ok_and(|leaf| {
        let usage = KeyUsage::client_auth();
        leaf.verify_for_usage(algorithms, &anchors, &[], now, usage, None, None).is_ok()
    })
}
