//! What a CA must be to be loaded, and what is only unwise.

use issuedby::{CaCertificate, Reason};

fn sample(name: &str) -> Vec<u8> {
    let path = issuedby_test_support::repository().join("tests/certs").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn refusal(pem: &[u8]) -> Reason {
    CaCertificate::from_pem(pem).expect_err("it is unfit").reason()
}

#[test]
fn each_unfit_file_has_its_own_code_and_a_remedy() {
    let expected = [
        ("client.pem", Reason::NotACa),
        ("ca.der", Reason::PemExpected),
        ("two-cas.pem", Reason::SeveralCertificates),
        ("ca-with-key.pem", Reason::PrivateKeyFound),
    ];
    for (name, reason) in expected {
        let error = CaCertificate::from_pem(&sample(name)).expect_err(name);
        assert_eq!(error.reason(), reason, "{name}");
        assert!(!error.remedy().is_empty() && !error.to_string().is_empty(), "{name}");
    }
    assert_eq!(refusal(&vec![0; 1 << 20]), Reason::PemExpected);
    assert_eq!(refusal(b""), Reason::PemExpected);
}

#[test]
fn a_fit_ca_shows_what_an_operator_needs() {
    let ca = CaCertificate::from_pem(&sample("ca.pem")).expect("fit");
    assert_eq!(ca.subject().to_string(), "CN=example-ca,O=Example,C=US");
    assert!(ca.warnings().is_empty() && ca.id().is_none());
    assert_eq!(ca.fingerprint(), ca.certificate().fingerprint());
    assert_eq!(CaCertificate::from_der(&sample("ca.der")).expect("fit").fingerprint(), ca.fingerprint());
}

#[test]
fn an_expired_ca_and_an_intermediate_load() {
    for name in ["ca-expired.pem", "ca-renewed.pem", "intermediate.pem", "ca-rsa.pem", "other-ca.pem"] {
        assert!(CaCertificate::from_pem(&sample(name)).is_ok(), "{name}");
    }
}

#[test]
fn octets_after_a_ca_in_der_are_refused() {
    let mut der = sample("ca.der");
    der.push(0);
    assert_eq!(CaCertificate::from_der(&der).expect_err("it trails").reason(), Reason::TrailingData);
}
