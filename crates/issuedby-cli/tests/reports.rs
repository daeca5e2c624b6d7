//! Inputs of reports: each gets its answer, with the name or the number that its owner needs in the message.

mod common;

use common::issuedby;
use issuedby_test_support::{report_cases, repository};
use serde_json::Value;

/// A report, and what it must get.
struct Report {
    folder: &'static str,
    /// `SUCCESS` or `FAILED`; `CA` where the CA itself is refused.
    status: &'static str,
    /// The first reason, or the CA's.
    reason: &'static str,
    /// The text that the message must contain.
    says: &'static [&'static str],
    /// An option that turns the refusal into a SUCCESS.
    option: Option<&'static str>,
}

const fn report(
    folder: &'static str,
    status: &'static str,
    reason: &'static str,
    says: &'static [&'static str],
) -> Report {
    Report { folder, status, reason, says, option: None }
}

const UNUSUAL: Option<&str> = Some("--allow-unusual-serial");

const REPORTS: &[Report] = &[
    report("01-nc-email-in-subject-permitted", "FAILED", "name_constraints_violated", &["emailAddress"]),
    report("02-ca-nc-inner-trailing", "CA", "ca_name_constraints_malformed", &["nameConstraints"]),
    report("02-ca-nc-min0", "SUCCESS", "", &[]),
    report("02-ca-nc-order", "CA", "ca_name_constraints_malformed", &["nameConstraints"]),
    report(
        "03-critical-san-unreadable",
        "FAILED",
        "unknown_critical_extension",
        &["2.5.29.17", "subjectAltName"],
    ),
    report("03-critical-sct", "FAILED", "unknown_critical_extension", &["1.3.6.1.4.1.11129.2.4.2"]),
    report("04-ext-oid-pad", "FAILED", "malformed", &["OBJECT IDENTIFIER"]),
    report("05-ca-pathlen-256", "SUCCESS", "", &[]),
    report("05-notafter-before-notbefore", "FAILED", "expired", &["1969-08-19T00:28:22Z"]),
    report("06-issuer-unique-id", "FAILED", "unsupported_by_verifier", &["webpki", "unique identifier"]),
    Report {
        option: UNUSUAL,
        ..report("07-serial-20-octets-high-bit", "FAILED", "invalid_serial", &["top bit"])
    },
    report(
        "08-critical-policies-leaf",
        "FAILED",
        "unsupported_by_verifier",
        &["webpki", "certificatePolicies"],
    ),
    report("01-utctime-no-seconds", "FAILED", "malformed", &["no seconds", "expected a UTCTime"]),
    report("09-129-rdns", "FAILED", "too_large", &["one RDN too many", "at most 128"]),
    report("09-issuer-reversed", "FAILED", "no_matching_ca", &["in the opposite order", "did sign it"]),
    report("13c-pss-maxsalt", "FAILED", "signature_algorithm_unsupported", &["a salt of 222 bytes"]),
    report(
        "26l-two-unknown-critical",
        "FAILED",
        "unknown_critical_extension",
        &["2 critical extensions", "1.3.6.1.4.1.99999.1.2", "1.3.6.1.4.1.99999.1.3"],
    ),
    report("28b-selfsigned-req-x509", "FAILED", "is_a_ca", &["self-signed", "as the CA"]),
    report("39n-ecdsa-null", "FAILED", "signature_algorithm_unsupported", &["NULL", "RFC 5758"]),
    report("41-keytool-ca-no-bc", "CA", "not_a_ca", &["no basicConstraints", "bc:c=ca:true"]),
    Report { option: UNUSUAL, ..report("10-negative-serial", "FAILED", "invalid_serial", &["negative"]) },
    report("16-pkcs7-in-certificate", "CA", "pem_expected", &["PKCS #7", "pkcs7 -print_certs"]),
    report("20d-spaces-for-newlines", "SUCCESS", "", &[]),
    report("20j-base64-of-pem", "SUCCESS", "", &[]),
    report("21c-xfcc", "FAILED", "malformed", &["Envoy's x-forwarded-client-cert"]),
    report(
        "26e-critical-policies-leaf",
        "FAILED",
        "unsupported_by_verifier",
        &["webpki", "certificatePolicies"],
    ),
    report("31-uri-nc", "SUCCESS", "", &[]),
    report(
        "31c-dns-nc-outside",
        "FAILED",
        "name_constraints_violated",
        &["client.dc1.consul", "consul.local"],
    ),
    report(
        "31k-mail-nc-subject-email",
        "FAILED",
        "name_constraints_violated",
        &["mallory@evil.test", "example.com"],
    ),
    report("32-intermediate", "FAILED", "no_matching_ca", &["Example Issuing CA 1"]),
    report("40r-sha1", "FAILED", "signature_algorithm_unsupported", &["sha1WithRSAEncryption"]),
];

/// When the reports were made.
const AT: &str = "2026-11-29T07:45:00Z";

fn verify(folder: &str, more: &[&str]) -> common::Run {
    let file = |name: &str| repository().join("tests/reports").join(folder).join(name).display().to_string();
    // The CA that was given there is the root.
    let ca = if folder == "32-intermediate" { file("root.pem") } else { file("ca.pem") };
    let leaf = file("leaf.pem");
    let mut arguments = vec!["verify", "--format", "json", "--at", AT, "--ca", &ca];
    arguments.extend(more);
    arguments.push(&leaf);
    issuedby(&arguments)
}

#[test]
fn every_report_gets_its_answer() {
    for report in REPORTS {
        let run = verify(report.folder, &[]);
        if report.status == "CA" {
            run.stdout_is_an_error();
            assert!(run.err.contains(report.reason), "{}: {}", report.folder, run.err);
            assert!(report.says.iter().all(|text| run.err.contains(text)), "{}: {}", report.folder, run.err);
            continue;
        }
        let verdict: Value =
            serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}: {}", report.folder, run.err));
        let (status, reason) = (&verdict["status"], verdict["reason"].as_str().unwrap_or_default());
        assert_eq!((status.as_str(), reason), (Some(report.status), report.reason), "{}", report.folder);
        let message = verdict["message"].as_str().expect("a message");
        assert!(report.says.iter().all(|text| message.contains(text)), "{}: {message}", report.folder);
    }
    report_cases("cli/reports", REPORTS.len(), 31);
}

#[test]
fn an_unusual_serial_number_passes_by_its_option_alone() {
    for report in REPORTS.iter().filter(|report| report.status == "FAILED") {
        let run = verify(report.folder, &["--allow-unusual-serial"]);
        let accepted = run.out.starts_with("{\"status\":\"SUCCESS\"");
        assert_eq!(accepted, report.option.is_some(), "{}: {}", report.folder, run.out);
    }
}
