//! Files that are offered as a CA.

use crate::algorithm::{self, Algorithm, Hash};
use crate::authority::{self, Authority};
use crate::ca_case::{CaCase, Format, warning};
use crate::certificate::Certificate;
use crate::der;
use crate::extension::{CRL_SIGN, Extension, KEY_CERT_SIGN, directory, dns, email, uri};
use crate::key;
use crate::name::Name;
use crate::oid;
use crate::pem;

pub(super) fn cases() -> Vec<CaCase> {
    [files(), broken(), unfit(), fit(), unwise()].into_iter().flatten().collect()
}

pub(super) fn refused_pem(id: &str, description: &str, file: impl AsRef<[u8]>, code: &'static str) -> CaCase {
    CaCase::refused(&format!("ca/{id}"), description, Format::Pem, file.as_ref().to_vec(), code)
}

/// Files that are not exactly one PEM certificate.
fn files() -> Vec<CaCase> {
    let ca = pem::certificate(&authority::example().der);
    let other = pem::certificate(&authority::other().der);
    let key = pem::block("PRIVATE KEY", &pem::decode(include_str!("../../keys/p256-ca.pem")));
    vec![
        refused_pem("der-for-pem", "DER where PEM is wanted", authority::example().der, "pem_expected"),
        refused_pem("empty-file", "an empty file", "", "pem_expected"),
        refused_pem(
            "text-only",
            "text without a PEM block",
            "CN=example-ca,O=Example,C=US\n",
            "pem_expected",
        ),
        refused_pem(
            "two-certificates",
            "two certificates",
            [ca.as_str(), &other].concat(),
            "several_certificates",
        ),
        refused_pem("one-twice", "one certificate twice", ca.repeat(2), "several_certificates"),
        refused_pem(
            "with-key",
            "a certificate and a private key",
            [ca.as_str(), &key].concat(),
            "private_key_found",
        ),
        refused_pem(
            "key-first",
            "a private key and a certificate",
            [key.as_str(), &ca].concat(),
            "private_key_found",
        ),
        refused_pem("key-alone", "a private key", key, "private_key_found"),
        CaCase::repeated(
            "ca/mebibyte-of-zeros",
            "1 MiB of zero bytes",
            Format::Pem,
            (0, 1 << 20),
            "pem_expected",
        ),
        CaCase::repeated(
            "ca/over-a-mebibyte",
            "one byte more than 1 MiB",
            Format::Pem,
            (b'\n', (1 << 20) + 1),
            "too_large",
        ),
        CaCase::repeated(
            "ca/der-mebibyte-of-zeros",
            "1 MiB of zero bytes as DER",
            Format::Der,
            (0, 1 << 20),
            "too_large",
        ),
    ]
}

/// Certificates that cannot be read.
fn broken() -> Vec<CaCase> {
    let whole = authority::example().der;
    let refused = |id: &str, description: &str, file: &[u8], code| {
        CaCase::refused(&format!("ca/{id}"), description, Format::Der, file.to_vec(), code)
    };
    let cut = &whole[..whole.len() - 1];
    let longer = [whole.as_slice(), &[0]].concat();
    let damaged = pem::certificate(&whole).replacen("MII", "M*I", 1);
    vec![
        refused("der-empty", "no bytes as DER", &[], "malformed"),
        refused("der-truncated", "the last byte is missing", cut, "malformed"),
        refused("der-trailing", "a zero byte behind the certificate", &longer, "trailing_data"),
        refused("pem-for-der", "PEM where DER is wanted", pem::certificate(&whole).as_bytes(), "malformed"),
        refused_pem(
            "pem-truncated",
            "the certificate in the PEM block is cut",
            pem::certificate(cut),
            "malformed",
        ),
        refused_pem(
            "pem-trailing",
            "a zero byte behind the certificate in the PEM block",
            pem::certificate(&longer),
            "trailing_data",
        ),
        refused_pem("pem-damaged", "a character that is not base64", damaged, "malformed"),
        refused_pem(
            "duplicate-extension",
            "an extension twice",
            changed(|ca| ca.extended(Extension::unknown(1)).extended(Extension::unknown(1))),
            "duplicate_extension",
        ),
    ]
}

/// Certificates that cannot be a CA here.
fn unfit() -> Vec<CaCase> {
    let example = authority::example();
    let with_key = |public_key: Vec<u8>| changed(|ca| ca.with(|ca| ca.public_key = public_key));
    let rsa1024 = Authority::root(Name::example("weak-ca"), key::rsa1024_weak());
    vec![
        refused_pem(
            "a-leaf",
            "a client certificate",
            pem::certificate(&example.issue(&example.client())),
            "not_a_ca",
        ),
        refused_pem(
            "no-basic-constraints",
            "no basicConstraints",
            changed(|ca| ca.without(oid::BASIC_CONSTRAINTS)),
            "not_a_ca",
        ),
        refused_pem(
            "basic-constraints-false",
            "basicConstraints with cA FALSE by default",
            changed(|ca| {
                ca.replacing(Extension::new(oid::BASIC_CONSTRAINTS, der::sequence::<Vec<u8>>(&[])).critical())
            }),
            "not_a_ca",
        ),
        refused_pem(
            "crl-sign-only",
            "keyUsage without keyCertSign",
            changed(|ca| ca.replacing(Extension::key_usage(CRL_SIGN))),
            "ca_key_cert_sign_missing",
        ),
        refused_pem(
            "version-1",
            "version 1",
            changed(|ca| {
                ca.with(|ca| {
                    ca.version.clear();
                    ca.extensions.clear();
                })
            }),
            "ca_unsupported_version",
        ),
        refused_pem(
            "unknown-critical",
            "a critical extension that no one knows",
            changed(|ca| ca.extended(Extension::unknown(1).critical())),
            "ca_unknown_critical_extension",
        ),
        refused_pem(
            "empty-subject",
            "no subject",
            changed(|ca| ca.with(|ca| ca.subject = Name::empty())),
            "ca_empty_subject",
        ),
        refused_pem("rsa1024", "RSA with 1024 bits", pem::certificate(&rsa1024.der), "ca_key_too_weak"),
        refused_pem(
            "secp256k1",
            "curve secp256k1",
            with_key(key::foreign_public("secp256k1")),
            "ca_key_unsupported",
        ),
        refused_pem(
            "explicit-curve",
            "P-256 with explicit parameters",
            with_key(key::foreign_public("p256-explicit")),
            "ca_key_unsupported",
        ),
        refused_pem(
            "compressed-point",
            "a compressed point",
            with_key(key::p256_ca().compressed_public()),
            "ca_key_unsupported",
        ),
        refused_pem(
            "ed25519-identity",
            "an Ed25519 point for which anybody can sign",
            with_key(super::leaf_key::ed25519_identity()),
            "ca_key_unsupported",
        ),
        refused_pem(
            "unique-identifier",
            "an issuerUniqueID, which webpki does not read",
            changed(|ca| ca.with(|ca| ca.unique_identifiers = der::implicit(1, &[0, 0xaa]))),
            "unsupported_by_verifier",
        ),
        refused_pem(
            "subject-of-129-rdns",
            "a subject of more RDNs than are read",
            changed(|ca| ca.with(|ca| ca.subject = Name::Attributes(vec![Name::attribute("O", "x"); 129]))),
            "too_large",
        ),
        refused_pem(
            "alternative-names-unreadable-critical",
            "a critical subjectAltName with a name of no form",
            changed(|ca| {
                ca.extended(Extension::subject_alternative_names(&[vec![0x89, 1, b'x']]).critical())
            }),
            "ca_unknown_critical_extension",
        ),
        refused_pem(
            "policy-constraints-unreadable",
            "policyConstraints that hold nothing",
            changed(|ca| {
                let value = der::sequence::<Vec<u8>>(&[]);
                ca.extended(Extension::new(oid::POLICY_CONSTRAINTS, value).critical())
            }),
            "malformed",
        ),
        refused_pem(
            "subject-key-identifier-unreadable-critical",
            "a critical subjectKeyIdentifier that is NULL",
            changed(|ca| {
                ca.without(oid::SUBJECT_KEY_IDENTIFIER)
                    .extended(Extension::new(oid::SUBJECT_KEY_IDENTIFIER, der::null()).critical())
            }),
            "ca_unknown_critical_extension",
        ),
        refused_pem(
            "authority-key-identifier-unreadable-critical",
            "a critical authorityKeyIdentifier with a field that it does not have",
            changed(|ca| {
                let value = der::sequence(&[der::implicit(3, &[0])]);
                ca.without(oid::AUTHORITY_KEY_IDENTIFIER)
                    .extended(Extension::new(oid::AUTHORITY_KEY_IDENTIFIER, value).critical())
            }),
            "ca_unknown_critical_extension",
        ),
        refused_pem("dsa", "DSA", with_key(key::foreign_public("dsa1024")), "ca_key_unsupported"),
        refused_pem(
            "rsa-pss-key",
            "an RSA key for RSASSA-PSS only",
            with_key(key::rsa2048_ca().public_as(algorithm::without_parameters(oid::RSASSA_PSS))),
            "ca_key_unsupported",
        ),
    ]
}

/// CAs that load without a warning.
fn fit() -> Vec<CaCase> {
    let example = authority::example();
    let text = pem::certificate(&example.der);
    let loads = |id: &str, description: &str, file: String| {
        CaCase::loads(&format!("ca/{id}"), description, Format::Pem, file.into_bytes(), &[])
    };
    let of = |id: &str, description: &str, key: &'static key::Key| {
        loads(id, description, pem::certificate(&Authority::root(Name::example("some-ca"), key).der))
    };
    vec![
        loads("plain", "an ordinary CA", text.clone()),
        CaCase::loads("ca/der", "an ordinary CA as DER", Format::Der, example.der.clone(), &[]),
        loads(
            "text-around",
            "text before and behind the PEM block",
            format!("Subject: ...\n\n{text}\nthe end\n"),
        ),
        loads("crlf", "lines that end as on Windows", text.replace('\n', "\r\n")),
        loads("intermediate", "an intermediate", pem::certificate(&authority::intermediate().der)),
        loads(
            "expired",
            "an expired CA loads; it refuses later",
            pem::certificate(&authority::expired().der),
        ),
        loads("no-key-usage", "no keyUsage", changed(|ca| ca.without(oid::KEY_USAGE))),
        loads(
            "path-length-0",
            "pathLenConstraint 0",
            changed(|ca| {
                let value = der::sequence(&[der::boolean_true(), der::integer(&[0])]);
                ca.replacing(Extension::new(oid::BASIC_CONSTRAINTS, value).critical())
            }),
        ),
        loads(
            "path-length-256",
            "pathLenConstraint 256",
            changed(|ca| {
                let value = der::sequence(&[der::boolean_true(), der::integer(&[1, 0])]);
                ca.replacing(Extension::new(oid::BASIC_CONSTRAINTS, value).critical())
            }),
        ),
        loads(
            "path-length-beyond-64-bits",
            "pathLenConstraint of 2^72",
            changed(|ca| {
                let value =
                    der::sequence(&[der::boolean_true(), der::integer(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0])]);
                ca.replacing(Extension::new(oid::BASIC_CONSTRAINTS, value).critical())
            }),
        ),
        loads(
            "policy-constraints",
            "critical policyConstraints",
            changed(|ca| {
                let value = der::sequence(&[der::implicit(0, &[0]), der::implicit(1, &[0])]);
                ca.extended(Extension::new(oid::POLICY_CONSTRAINTS, value).critical())
            }),
        ),
        loads(
            "directory-constraints",
            "name constraints on directory names",
            constrained(&[directory(&Name::new(&[("C", "US")]).to_der())]),
        ),
        loads("email-constraints", "name constraints on mailboxes", constrained(&[email("example.com")])),
        loads("uri-constraints", "name constraints on hosts of URIs", constrained(&[uri(".example.com")])),
        loads("minimum-0-written", "a name constraint whose minimum of 0 is written out", {
            with_subtrees(&[der::sequence(&[dns("example.com"), der::implicit(0, &[0])])])
        }),
        loads(
            "eku-client",
            "extKeyUsage clientAuth",
            changed(|ca| ca.extended(Extension::extended_key_usage(&[oid::CLIENT_AUTH]))),
        ),
        loads(
            "dns-constraints",
            "name constraints on hosts",
            changed(|ca| ca.extended(Extension::name_constraints(&[dns("example.com")], &[]))),
        ),
        loads("own-signature-wrong", "its own signature is wrong: a trust anchor's proves nothing", {
            pem::certificate(&example.certificate.sign(key::p256_twin_ca()))
        }),
        loads(
            "own-signature-sha1",
            "its own signature is SHA-1: a trust anchor's proves nothing",
            changed(|ca| {
                ca.replacing(Extension::key_usage(KEY_CERT_SIGN))
                    .with(|ca| ca.algorithm = Some(Algorithm::ecdsa(Hash::Sha1)))
            }),
        ),
        of("rsa2048", "RSA with 2048 bits", key::rsa2048_ca()),
        of("rsa3072", "RSA with 3072 bits", key::rsa3072_ca()),
        of("p384", "curve P-384", key::p384_ca()),
        of("p521", "curve P-521", key::p521_ca()).on_aws_lc_rs_only(),
        of("ed25519", "Ed25519", key::ed25519_ca()),
    ]
}

/// CAs that load with a warning.
fn unwise() -> Vec<CaCase> {
    let warned = |id: &str, description: &str, file: String, code| {
        CaCase::loads(&format!("ca/{id}"), description, Format::Pem, file.into_bytes(), &[code])
    };
    let us = Name::new(&[("C", "US")]).to_der();
    vec![
        warned(
            "eku-server-only",
            "extKeyUsage serverAuth only",
            changed(|ca| ca.extended(Extension::extended_key_usage(&[oid::SERVER_AUTH]))),
            warning::EKU_LACKS_CLIENT_AUTH,
        ),
        warned(
            "directory-minimum-1",
            "a name constraint on directory names whose minimum is not 0",
            with_subtrees(&[der::sequence(&[directory(&us), der::implicit(0, &[1])])]),
            warning::NAME_CONSTRAINTS_VERIFY_NO_LEAF,
        ),
    ]
}

/// The example CA after a change, signed by itself, as PEM.
pub(super) fn changed(change: impl FnOnce(Certificate) -> Certificate) -> String {
    let ca = authority::example();
    pem::certificate(&change(ca.certificate.clone()).sign(ca.key()))
}

/// The example CA with these permitted general names, as PEM.
fn constrained(permitted: &[Vec<u8>]) -> String {
    changed(|ca| ca.extended(Extension::name_constraints(permitted, &[])))
}

/// The example CA with these permitted subtrees, DER, as PEM.
pub(super) fn with_subtrees(subtrees: &[Vec<u8>]) -> String {
    let value = der::sequence(&[der::explicit(0, &der::concatenate(subtrees))]);
    changed(|ca| ca.extended(Extension::new(oid::NAME_CONSTRAINTS, value).critical()))
}
