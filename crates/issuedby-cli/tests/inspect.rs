//! `issuedby inspect`: what a certificate claims.

mod common;

use common::*;
use serde_json::{Value, json};

fn inspect_json(name: &str) -> Value {
    let run = issuedby(&["inspect", "--format", "json", name]).exits(0).stderr_is_empty();
    assert!(run.out.is_ascii() && run.out.ends_with('\n') && run.out.lines().count() == 1, "{}", run.out);
    serde_json::from_str(&run.out).expect("JSON")
}

#[test]
fn json_has_every_key_in_its_order() {
    let facts = inspect_json("client.pem");
    let keys: Vec<_> = facts.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "subject",
            "issuer",
            "serialNumber",
            "notBefore",
            "notAfter",
            "sha256Fingerprint",
            "spkiSha256Fingerprint",
            "certIssuerDN",
            "version",
            "key",
            "signatureAlgorithm",
            "isCa",
            "basicConstraints",
            "pathLength",
            "keyUsage",
            "extendedKeyUsage",
            "subjectAlternativeNames",
            "nameConstraints",
            "certificatePolicies",
            "policyConstraints",
            "inhibitAnyPolicy",
            "crlDistributionPoints",
            "authorityInfoAccess",
            "authorityKeyIdentifier",
            "authorityCertIssuer",
            "authorityCertSerialNumber",
            "subjectKeyIdentifier",
            "extensions",
            "defects",
            "alarms",
            "cautions",
            "loadableAsCa",
            "neverVerifies",
            "truncated",
            "bytes",
            "trailingBytes",
            "clientCertLength",
        ]
    );
}

#[test]
fn what_a_verdict_says_too_is_the_same() {
    let verdict: Value = serde_json::from_str(&verdict(&der("client.pem"))).expect("JSON");
    let facts = inspect_json("client.pem");
    for (key, value) in verdict["certificate"].as_object().expect("an object") {
        assert_eq!(&facts[key], value, "{key}");
    }
}

#[test]
fn a_client_s_issuer_is_what_to_paste_and_a_ca_s_subject() {
    assert_eq!(
        inspect_json("client-via-intermediate.pem")["certIssuerDN"],
        "CN=example-intermediate,O=Example,C=US"
    );
    assert_eq!(inspect_json("intermediate.pem")["certIssuerDN"], "CN=example-intermediate,O=Example,C=US");
    assert_eq!(inspect_json("intermediate.pem")["issuer"], "CN=example-ca,O=Example,C=US");
}

#[test]
fn usage_key_and_signature_are_named() {
    let facts = inspect_json("client.pem");
    assert_eq!(facts["key"], json!({ "kind": "ECDSA P-256", "bits": 256 }));
    assert_eq!(facts["signatureAlgorithm"], "ecdsa-with-SHA256");
    assert_eq!(facts["keyUsage"], json!(["digitalSignature"]));
    assert_eq!(facts["extendedKeyUsage"], json!(["clientAuth"]));
    let key_usage = json!({
        "oid": "2.5.29.15", "name": "keyUsage", "critical": true, "size": 4, "value": null, "error": null,
    });
    assert_eq!(facts["extensions"][0], key_usage);
    assert_eq!(facts["loadableAsCa"]["code"], "not_a_ca");
    assert_eq!(facts["loadableAsCa"]["warnings"], json!([]));
    assert_eq!(facts["bytes"], der("client.pem").len());
    assert_eq!(facts["clientCertLength"], issuedby::ClientCert::encode(&der("client.pem")).len());
    let facts = inspect_json("client-rsa.pem");
    assert_eq!(facts["key"], json!({ "kind": "RSA", "bits": 2048 }));
    assert_eq!(facts["signatureAlgorithm"], "sha256WithRSAEncryption");
    let facts = inspect_json("client-v1.pem");
    assert_eq!((&facts["version"], &facts["keyUsage"]), (&json!(1), &Value::Null));
    assert_eq!(facts["defects"], json!(["unsupported_version"]));
    let facts = inspect_json("ca.pem");
    assert_eq!((&facts["isCa"], &facts["loadableAsCa"]["code"]), (&json!(true), &Value::Null));
    assert_eq!(inspect_json("client-sha1.pem")["signatureAlgorithm"], "ecdsa-with-SHA1");
    assert_eq!(inspect_json("client-unknown-critical.pem")["extensions"][4]["name"], Value::Null);
}

#[test]
fn people_read_what_speaks_against_it() {
    issuedby(&["inspect", "client.pem"])
        .exits(0)
        .stdout_has("read as PEM")
        .stdout_has("nothing against it")
        .stdout_has("fits");
    issuedby(&["inspect", "client.der"]).exits(0).stdout_has("read as DER");
    issuedby(&["inspect", "client-expired.pem"])
        .exits(0)
        .stdout_has("no: the certificate expired on 2026-03-01");
    issuedby(&["inspect", "client-server-only.pem"]).exits(0).stdout_has("not_for_client_authentication");
    issuedby(&["inspect", "client-negative-serial.pem"])
        .exits(0)
        .stdout_has("defect")
        .stdout_has("invalid_serial");
    issuedby(&["inspect", "ca.pem"]).exits(0).stdout_has("can be loaded").stdout_has("(is_a_ca)");
    issuedby(&["inspect", "client-unicode.pem"]).exits(0).stdout_has("O=M\u{fc}ller & S\u{f6}hne,C=DE");
    let text = issuedby::ClientCert::encode(&der("client.pem"));
    with_input(&["inspect", "-"], text.as_bytes())
        .exits(0)
        .stdout_has("standard input")
        .stdout_has("read as RFC 9440");
}

#[test]
fn each_certificate_of_a_file_is_shown() {
    let run = issuedby(&["inspect", "two-cas.pem"])
        .exits(0)
        .stdout_has("two-cas.pem#1  ")
        .stdout_has("two-cas.pem#2  ");
    assert_eq!(run.out.matches("certIssuerDN").count(), 2);
    let run = issuedby(&["inspect", "--format=json", "two-cas.pem"]).exits(0);
    let lines: Vec<_> = run.out.lines().collect();
    assert!(lines[0].starts_with("{\"source\":\"two-cas.pem#1\",\"subject\":"), "{}", lines[0]);
    assert!(lines[1].starts_with("{\"source\":\"two-cas.pem#2\",\"subject\":"), "{}", lines[1]);
}

#[test]
fn what_is_not_a_certificate_says_where_it_ends_to_be_one() {
    let run =
        issuedby(&["inspect", "client-trailing.der"]).exits(1).stderr_has("byte").stderr_has("trailing_data");
    assert!(run.out.lines().next().is_some_and(|line| line.contains("and trailing data: ")), "{}", run.out);
    assert!(run.out.contains("trailing_data: there are bytes after"), "{}", run.out);
    let run = issuedby(&["inspect", "--format=json", "client-trailing.der"]).exits(1);
    run.stdout_is_an_error();
    let run = issuedby(&["inspect", "README.md"]).exits(1).stderr_has("found other text");
    assert!(!run.err.contains("asn1parse"), "{}", run.err);
    issuedby(&["inspect", "client-truncated.der"]).exits(1).stderr_has("byte").stderr_has("help: ");
}

#[test]
fn constraints_and_names_are_listed_with_what_is_wrong() {
    let repository = issuedby_test_support::repository();
    let file = |name: &str| repository.join("tests/reports").join(name).display().to_string();
    let facts = |name: &str| -> Value {
        let run = issuedby(&["inspect", "--format", "json", &file(name)]).exits(0);
        serde_json::from_str(&run.out).expect("JSON")
    };
    let permitted =
        serde_json::json!([{ "type": "uniformResourceIdentifier", "base": "example.org", "fault": null }]);
    assert_eq!(facts("31-uri-nc/ca.pem")["nameConstraints"]["permitted"], permitted);
    assert_eq!(facts("31-uri-nc/leaf.pem")["nameConstraints"], Value::Null);
    let names =
        serde_json::json!([{ "type": "uniformResourceIdentifier", "value": "spiffe://example.org/web" }]);
    assert_eq!(facts("31-uri-nc/leaf.pem")["subjectAlternativeNames"], names);
    let unreadable = facts("02-ca-nc-order/ca.pem");
    assert!(unreadable["nameConstraints"]["error"].is_string(), "{unreadable}");
    assert_eq!(unreadable["loadableAsCa"]["code"], "ca_name_constraints_malformed");

    let run = issuedby(&["inspect", &file("31-uri-nc/ca.pem")]).exits(0);
    assert!(run.out.contains("permits uniformResourceIdentifier example.org"), "{}", run.out);
}

#[test]
fn a_constraint_that_cannot_be_evaluated_says_why() {
    // permittedSubtrees [0] { GeneralSubtree { dNSName `*.a` } }
    let wildcard = b"\x30\x09\xa0\x07\x30\x05\x82\x03*.a";
    let mut ca = rcgen::CertificateParams::default();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    ca.custom_extensions.push(rcgen::CustomExtension::from_oid_content(&[2, 5, 29, 30], wildcard.to_vec()));
    let pem = ca.self_signed(&rcgen::KeyPair::generate().expect("a key")).expect("a certificate").pem();
    let scratch = common::Scratch::new();
    let file = scratch.file("ca.pem", pem);
    let run = issuedby(&["inspect", "--format", "json", &file]).exits(0);
    let facts: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(facts["nameConstraints"]["permitted"][0]["fault"], "wildcard");
    assert_eq!(facts["loadableAsCa"]["warnings"], serde_json::json!(["name_constraints_refuse_some_names"]));
    let run = issuedby(&["inspect", &file]).exits(0);
    assert!(run.out.contains("permits dNSName *.a: cannot be evaluated"), "{}", run.out);
}

/// The codes of a list of reasons.
fn codes(list: &Value) -> Vec<&str> {
    list.as_array().expect("an array").iter().map(|entry| entry["code"].as_str().expect("a code")).collect()
}

/// Each sample, and each report: `verify` refuses it for every reason that `inspect` says holds always.
#[test]
fn inspect_says_what_verify_always_refuses() {
    let report = |name: &str| {
        let repository = issuedby_test_support::repository();
        repository.join("tests/reports").join(name).join("leaf.pem").display().to_string()
    };
    for (file, expected) in [
        ("client.pem".to_owned(), &[][..]),
        ("client-expired.pem".to_owned(), &[]),
        ("client-other-ca.pem".to_owned(), &[]),
        ("client-tampered.pem".to_owned(), &[]),
        ("client-v1.pem".to_owned(), &["unsupported_version"]),
        ("client-negative-serial.pem".to_owned(), &["invalid_serial"]),
        ("client-sha1.pem".to_owned(), &["signature_algorithm_unsupported"]),
        ("client-server-only.pem".to_owned(), &["not_for_client_authentication"]),
        ("client-unknown-critical.pem".to_owned(), &["unknown_critical_extension"]),
        ("client-is-a-ca.pem".to_owned(), &["is_a_ca"]),
        ("ca.pem".to_owned(), &["is_a_ca", "key_usage_forbids_digital_signature"]),
        (report("40r-sha1"), &["signature_algorithm_unsupported"]),
        (report("08-critical-policies-leaf"), &["unsupported_by_verifier"]),
        (report("31c-dns-nc-outside"), &[]),
    ] {
        let facts = inspect_json(&file);
        let never = &facts["neverVerifies"];
        assert_eq!(codes(never), expected, "{file}");
        for at in ["2026-06-01T00:00:00Z", AT] {
            let run = issuedby(&["verify", "--format=json", "--at", at, "--ca", "ca.pem", &file]);
            let verdict: Value = serde_json::from_str(&run.out).expect("JSON");
            let refused = codes(&verdict["reasons"]);
            assert!(expected.iter().all(|code| refused.contains(code)), "{file}: {refused:?}");
        }
        let text = issuedby(&["inspect", &file]).exits(0).out;
        assert_eq!(text.contains("no: verify always refuses it"), !expected.is_empty(), "{file}: {text}");
        for entry in never.as_array().expect("an array") {
            let (message, remedy) = (entry["message"].as_str(), entry["remedy"].as_str());
            assert!(message.is_some_and(|text| !text.is_empty()), "{entry}");
            assert!(remedy.is_some_and(|text| text.is_ascii() && !text.contains("upload")), "{entry}");
        }
    }
}

#[test]
fn the_remedy_is_that_of_the_cause_as_verify_gives_it() {
    let facts = inspect_json("client-sha1.pem");
    assert_eq!(facts["neverVerifies"][0]["code"], "signature_algorithm_unsupported");
    assert_eq!(facts["neverVerifies"][0]["remedy"], remedy(&der("client-sha1.pem")));
}

#[test]
fn a_file_that_cannot_be_a_ca_says_why_and_what_to_do() {
    let facts = inspect_json("client.pem");
    let loadable = &facts["loadableAsCa"];
    assert!(loadable["message"].as_str().is_some_and(|text| text.contains("basicConstraints")), "{loadable}");
    assert!(
        loadable["remedy"].as_str().is_some_and(|text| text.contains("give the certificate")),
        "{loadable}"
    );
    let facts = inspect_json("ca.pem");
    assert_eq!(
        facts["loadableAsCa"],
        json!({ "code": null, "warnings": [], "message": null, "remedy": null })
    );
}

/// Extensions, purposes, policies and the key of a certificate, as AD CS and public CAs write them.
#[test]
fn numbers_stand_beside_their_names() {
    let scratch = common::Scratch::new();
    let mut leaf = rcgen::CertificateParams::default();
    // SmartcardLogon, EKCertificate, and one without a name.
    leaf.extended_key_usages = [&[1, 3, 6, 1, 4, 1, 311, 20, 2, 2][..], &[2, 23, 133, 8, 1], &[2, 999, 1]]
        .map(|oid| rcgen::ExtendedKeyUsagePurpose::Other(oid.to_vec()))
        .to_vec();
    // The DER of { 2.23.140.1.2.2 } and { anyPolicy }, and of a template that nothing here reads.
    let policies = b"\x30\x12\x30\x08\x06\x06\x67\x81\x0c\x01\x02\x02\x30\x06\x06\x04\x55\x1d\x20\x00";
    let custom =
        |oid: &[u64], content: &[u8]| rcgen::CustomExtension::from_oid_content(oid, content.to_vec());
    leaf.custom_extensions.push(custom(&[2, 5, 29, 32], policies));
    leaf.custom_extensions.push(custom(&[1, 3, 6, 1, 4, 1, 311, 21, 7], b"\x30\x00"));
    let pem = leaf.self_signed(&rcgen::KeyPair::generate().expect("a key")).expect("a certificate").pem();
    let file = scratch.file("leaf.pem", pem);
    let facts = inspect_json(&file);
    assert_eq!(facts["extendedKeyUsage"], json!(["msSmartcardLogin", "tcg-kp-EKCertificate", "2.999.1"]));
    let expected = json!([
        { "oid": "2.23.140.1.2.2", "name": "CA/Browser Forum organization validated", "qualifiers": [] },
        { "oid": "2.5.29.32.0", "name": "anyPolicy", "qualifiers": [] },
    ]);
    assert_eq!(facts["certificatePolicies"], expected);
    let template = json!({
        "oid": "1.3.6.1.4.1.311.21.7", "name": "msCertificateTemplate", "critical": false,
        "size": 2, "value": "30:00", "error": null,
    });
    assert!(facts["extensions"].as_array().expect("an array").contains(&template), "{facts}");
    issuedby(&["inspect", &file])
        .exits(0)
        .stdout_has("policies            CA/Browser Forum organization validated (2.23.140.1.2.2)\n")
        .stdout_has("anyPolicy (2.5.29.32.0)\n");
}

/// A certificate with an extension that no verdict can do without: what can be read is shown, and the exit status stands.
#[test]
fn what_can_be_read_is_shown_beside_an_unreadable_extension() {
    // The keyUsage of the sample, with a BIT STRING that has bits set where it says that there are none.
    let broken = replaced(&der("client.pem"), b"\x03\x02\x07\x80", b"\x03\x02\x07\xff");
    let run = with_input(&["inspect", "-"], &broken).exits(1).stderr_has("malformed");
    for shown in
        ["clientAuth", "unreadable: the keyUsage at byte", "4 bytes: 03:02:07:FF", "unreadable_extension"]
    {
        assert!(run.out.contains(shown), "{shown}: {}", run.out);
    }
    let run = with_input(&["inspect", "--format=json", "-"], &broken).exits(1);
    let facts: Value = serde_json::from_str(run.out.lines().next().expect("a line")).expect("JSON");
    assert_eq!(facts["extensions"][0]["value"], "03:02:07:FF");
    assert!(facts["extensions"][0]["error"]["offset"].is_u64(), "{facts}");
    assert_eq!(codes(&facts["neverVerifies"]), ["malformed"]);
    assert_eq!(codes(&facts["cautions"])[0], "malformed");
    assert!(!codes(&facts["cautions"]).contains(&"key_usage_missing"), "{facts}");
}
