//! The extensions that are read, each with what its contents must be seen as.

use super::{Case, ca, issued, seen};
use crate::extension::{CRL_SIGN, DIGITAL_SIGNATURE, Extension, KEY_CERT_SIGN, directory, dns, ip, uri};
use crate::name::Name;
use crate::{authority, der, key, oid};

const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
const AUTHORITY_INFORMATION_ACCESS: &str = "1.3.6.1.5.5.7.1.1";

pub(super) fn cases() -> Vec<Case> {
    [usage(), of_cas(), pointers(), policies(), identifiers()].into_iter().flatten().collect()
}

fn usage() -> Vec<Case> {
    vec![
        seen(
            "usage/eku-missing",
            "no extended key usage: any purpose",
            issued(|leaf| leaf.without(oid::EXTENDED_KEY_USAGE)),
            &["eku_missing"],
            &["\"extendedKeyUsage\":null", "found no extended key usage, expected clientAuth"],
        ),
        seen(
            "usage/eku-any",
            "clientAuth and anyExtendedKeyUsage",
            issued(|leaf| {
                leaf.replacing(Extension::extended_key_usage(&[
                    oid::CLIENT_AUTH,
                    oid::ANY_EXTENDED_KEY_USAGE,
                ]))
            }),
            &["eku_any_purpose"],
            &["\"extendedKeyUsage\":[\"clientAuth\",\"anyExtendedKeyUsage\"]"],
        ),
        seen(
            "usage/eku-server",
            "serverAuth alone: the verifier's own words",
            issued(|leaf| leaf.replacing(Extension::extended_key_usage(&[oid::SERVER_AUTH]))),
            &["not_for_client_authentication"],
            &["\"extendedKeyUsage\":[\"serverAuth\"]"],
        ),
        seen(
            "usage/eku-unnamed",
            "a purpose without a usual name",
            issued(|leaf| leaf.replacing(Extension::extended_key_usage(&[oid::CLIENT_AUTH, "2.999.1"]))),
            &[],
            &["\"extendedKeyUsage\":[\"clientAuth\",\"2.999.1\"]"],
        ),
        seen(
            "usage/key-usage-empty",
            "a keyUsage without a bit",
            issued(|leaf| leaf.replacing(Extension::new(oid::KEY_USAGE, der::bit_string(&[])).critical())),
            &["key_usage_forbids_digital_signature", "key_usage_empty"],
            &["\"keyUsage\":[]"],
        ),
        seen(
            "usage/cert-sign-in-leaf",
            "keyCertSign without cA TRUE",
            issued(|leaf| leaf.replacing(Extension::key_usage(DIGITAL_SIGNATURE | KEY_CERT_SIGN))),
            &["cert_sign_without_ca"],
            &["\"keyUsage\":[\"digitalSignature\",\"keyCertSign\"]"],
        ),
        seen(
            "usage/path-length-in-leaf",
            "a pathLenConstraint without cA TRUE",
            issued(|leaf| {
                leaf.extended(Extension::new(oid::BASIC_CONSTRAINTS, der::sequence(&[der::integer(&[0])])))
            }),
            &["path_length_without_ca"],
            &["\"basicConstraints\":{\"ca\":false,\"pathLength\":0}", "\"pathLength\":0"],
        ),
        seen(
            "usage/ca-in-leaf",
            "a client's certificate with cA TRUE",
            issued(|leaf| leaf.extended(Extension::ca())),
            &["ca_key_cert_sign_missing", "is_a_ca"],
            &["\"isCa\":true"],
        ),
        seen(
            "usage/unknown-critical",
            "a critical extension that is not known: its bytes, and the verifier's own words",
            issued(|leaf| leaf.extended(Extension::unknown(7).critical())),
            &["unknown_critical_extension"],
            &[
                "{\"oid\":\"1.3.6.1.4.1.32473.7\",\"name\":null,\"critical\":true,\"size\":2,\"value\":\"05:00\",\"error\":null}",
            ],
        ),
    ]
}

fn of_cas() -> Vec<Case> {
    vec![
        seen(
            "ca/key-usage-missing",
            "a CA without a keyUsage",
            ca(|ca| ca.without(oid::KEY_USAGE)),
            &["key_usage_missing"],
            &["\"keyUsage\":null", "RFC 5280 section 4.2.1.3"],
        ),
        seen(
            "ca/not-critical",
            "basicConstraints that are not critical",
            ca(|ca| {
                ca.replacing(Extension::new(oid::BASIC_CONSTRAINTS, der::sequence(&[der::boolean_true()])))
            }),
            &["basic_constraints_not_critical"],
            &["\"isCa\":true"],
        ),
        seen(
            "ca/no-subject-key-identifier",
            "a CA without a subjectKeyIdentifier",
            ca(|ca| ca.without(oid::SUBJECT_KEY_IDENTIFIER)),
            &["subject_key_identifier_missing"],
            &["\"subjectKeyIdentifier\":null"],
        ),
        seen(
            "ca/eku",
            "a CA whose extended key usage lacks clientAuth",
            ca(|ca| ca.extended(Extension::extended_key_usage(&[oid::SERVER_AUTH]))),
            &["eku_lacks_client_auth"],
            &["\"warnings\":[\"eku_lacks_client_auth\"]"],
        ),
        seen(
            "ca/constraints",
            "name constraints, of which one cannot be evaluated",
            ca(|ca| {
                let permitted = [dns("example.org"), ip(&[10, 0, 0, 0, 255, 0, 0, 0]), dns("*.example.net")];
                ca.extended(Extension::name_constraints(&permitted, &[uri("evil.example.org")]))
            }),
            &["name_constraints_refuse_some_names"],
            &[
                "{\"type\":\"dNSName\",\"base\":\"example.org\",\"fault\":null}",
                "{\"type\":\"iPAddress\",\"base\":\"10.0.0.0/8\",\"fault\":null}",
                "{\"type\":\"dNSName\",\"base\":\"*.example.net\",\"fault\":\"wildcard\"}",
                "\"excluded\":[{\"type\":\"uniformResourceIdentifier\",\"base\":\"evil.example.org\",\"fault\":null}]",
            ],
        ),
        seen(
            "ca/policies",
            "a CA that asks for a policy of its own",
            ca(|ca| {
                let constraints = der::sequence(&[der::implicit(0, &[0]), der::implicit(1, &[5])]);
                ca.extended(Extension::new(oid::POLICY_CONSTRAINTS, constraints).critical())
                    .extended(Extension::new(oid::INHIBIT_ANY_POLICY, der::integer(&[0])).critical())
            }),
            &[],
            &[
                "\"policyConstraints\":{\"requireExplicitPolicy\":0,\"inhibitPolicyMapping\":5}",
                "\"inhibitAnyPolicy\":0",
            ],
        ),
        seen(
            "ca/intermediate-without-authority",
            "a CA below another, without an authorityKeyIdentifier",
            authority::example().issue(&super::root().with(|ca| ca.subject = Name::example("below"))),
            &["authority_key_identifier_missing"],
            &["found no authorityKeyIdentifier"],
        ),
        seen(
            "ca/list-signer",
            "a CA that signs lists alone",
            ca(|ca| ca.replacing(Extension::key_usage(CRL_SIGN))),
            &["ca_key_cert_sign_missing"],
            &["\"keyUsage\":[\"cRLSign\"]"],
        ),
    ]
}

/// `[0] { fullName [0] names }`
fn full_name(names: &[Vec<u8>]) -> Vec<u8> {
    der::explicit(0, &der::explicit(0, &der::concatenate(names)))
}

fn pointers() -> Vec<Case> {
    let crl = || uri("http://crl.example.org/ca.crl");
    let issuer = directory(&Name::example("crl-issuer").to_der());
    // keyCompromise and cACompromise.
    let reasons = der::implicit(1, &[5, 0x60]);
    let relative = der::explicit(0, &der::explicit(1, &der::null()));
    let points = der::sequence(&[
        der::sequence(&[full_name(&[crl(), uri("ldap://ldap.example.org/cn=ca")])]),
        der::sequence(&[full_name(&[crl()]), reasons, der::explicit(2, &issuer)]),
        der::sequence(&[relative]),
    ]);
    let access = |method: &str, place| der::sequence(&[der::object_identifier(method), place]);
    let places = der::sequence(&[
        access("1.3.6.1.5.5.7.48.1", uri("http://ocsp.example.org")),
        access("1.3.6.1.5.5.7.48.2", uri("http://ca.example.org/ca.cer")),
        access("2.999.2", dns("other.example.org")),
    ]);
    vec![
        seen(
            "pointer/crl",
            "CRL distribution points of every kind",
            issued(|leaf| leaf.extended(Extension::new(CRL_DISTRIBUTION_POINTS, points))),
            &[],
            &[
                "\"value\":\"http://crl.example.org/ca.crl\"},{\"type\":\"uniformResourceIdentifier\",\"value\":\"ldap://ldap.example.org/cn=ca\"}]",
                "\"reasons\":[\"keyCompromise\",\"cACompromise\"]",
                "\"crlIssuer\":[{\"type\":\"directoryName\",\"value\":\"CN=crl-issuer,O=Example,C=US\"}]",
                "\"relativeName\":\"#05:00\"",
            ],
        ),
        seen(
            "pointer/issuer-information",
            "an OCSP responder, the issuer's certificate, and a method without a usual name",
            issued(|leaf| leaf.extended(Extension::new(AUTHORITY_INFORMATION_ACCESS, places))),
            &[],
            &[
                "{\"method\":\"ocsp\",\"type\":\"uniformResourceIdentifier\",\"value\":\"http://ocsp.example.org\"}",
                "{\"method\":\"caIssuers\",\"type\":\"uniformResourceIdentifier\",\"value\":\"http://ca.example.org/ca.cer\"}",
                "{\"method\":\"2.999.2\",\"type\":\"dNSName\",\"value\":\"other.example.org\"}",
            ],
        ),
    ]
}

fn policies() -> Vec<Case> {
    let qualifier = |kind: &str, value: Vec<u8>| der::sequence(&[der::object_identifier(kind), value]);
    let bmp: Vec<u8> = "Gr\u{fc}n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let notice = |text: Vec<u8>| der::sequence(&[text]);
    let qualifiers = der::sequence(&[
        qualifier("1.3.6.1.5.5.7.2.1", der::element(der::IA5_STRING, b"http://example.org/cps")),
        qualifier("1.3.6.1.5.5.7.2.2", notice(der::element(der::UTF8_STRING, b"For tests alone"))),
        qualifier("1.3.6.1.5.5.7.2.2", notice(der::element(der::BMP_STRING, &bmp))),
        qualifier("2.999.3", der::null()),
    ]);
    let list = der::sequence(&[
        der::sequence(&[der::object_identifier("2.999.4"), qualifiers]),
        der::sequence(&[der::object_identifier("2.5.29.32.0")]),
    ]);
    vec![seen(
        "policy/qualifiers",
        "policies with qualifiers of every kind",
        issued(|leaf| leaf.extended(Extension::new(oid::CERTIFICATE_POLICIES, list))),
        &[],
        &[
            "{\"oid\":\"2.999.4\",\"name\":null,\"qualifiers\":[{\"type\":\"cps\",\"value\":\"http://example.org/cps\"}",
            "{\"type\":\"unotice\",\"value\":\"For tests alone\"},{\"type\":\"unotice\",\"value\":\"Gr\\u00fcn\"}",
            "{\"type\":\"2.999.3\",\"value\":\"#05:00\"}",
            "{\"oid\":\"2.5.29.32.0\",\"name\":\"anyPolicy\",\"qualifiers\":[]}",
        ],
    )]
}

fn identifiers() -> Vec<Case> {
    let whole = der::sequence(&[
        der::implicit(0, &key::p256_ca().identifier()),
        der::explicit(1, &directory(&Name::example("root").to_der())),
        der::implicit(2, &[0x00, 0x9c, 0x50]),
    ]);
    vec![
        seen(
            "identifier/authority",
            "an authorityKeyIdentifier with the issuer and the serial number of its certificate",
            issued(|leaf| leaf.replacing(Extension::new(oid::AUTHORITY_KEY_IDENTIFIER, whole))),
            &[],
            &[
                "\"authorityCertIssuer\":[{\"type\":\"directoryName\",\"value\":\"CN=root,O=Example,C=US\"}]",
                "\"authorityCertSerialNumber\":\"9C:50\"",
                "\"authorityKeyIdentifier\":\"0C:4A:F4:3A",
            ],
        ),
        seen(
            "identifier/authority-missing",
            "no authorityKeyIdentifier",
            issued(|leaf| leaf.without(oid::AUTHORITY_KEY_IDENTIFIER)),
            &["authority_key_identifier_missing"],
            &["\"authorityKeyIdentifier\":null"],
        ),
    ]
}
