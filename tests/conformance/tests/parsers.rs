//! Two parsers read every leaf, ours and webpki's. Ours is never the laxer one, and where both read a leaf
//! they read the same: over the corpora, and over certificates changed at random that a provider which calls
//! every signature valid lets through to the last check.

use std::fs;
use std::sync::Arc;

use issuedby::{CaCertificate, CaSet, Certificate, Reason, ReasonGroup, Verifier, check_time, pem};
use issuedby_conformance::case::{all_cases, bytes, lines};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::extension;
use issuedby_conformance::mutation::{mutated, mutations, run};
use issuedby_conformance::outcome::seconds;
use issuedby_conformance::providers::Credulous;
use issuedby_conformance::template::{NOW, Template, extension_id, subject_alternative_name};
use issuedby_conformance::{bare_webpki, counting};
use issuedby_test_support::{corpora, not_run, report_cases};
use pki_types::CertificateDer;
use webpki::EndEntityCert;

#[test]
fn ours_is_never_laxer_than_webpki_over_the_corpora() {
    let inputs = every_input();
    let verifier = credulous(&Issuer::new());
    for input in &inputs {
        assert_not_laxer(&verifier, input);
        assert_same_fields(input);
    }
    if corpora().is_some() {
        report_cases("parsers/corpora", inputs.len(), counting::expected("parsers/corpora"));
    }
}

#[test]
fn ours_is_never_laxer_than_webpki_over_changed_certificates() {
    let issuer = Issuer::new();
    let verifier = credulous(&issuer);
    let leaf = issuer.issue(&rich_client(&issuer));
    assert!(verifier.evaluate(Some(&leaf), check_time(seconds(NOW))).verified());
    run(mutations(), |mutations| {
        let changed = mutated(&leaf, &mutations);
        assert_not_laxer(&verifier, &changed);
        assert_same_fields(&changed);
        Ok(())
    });
}

#[test]
fn the_parser_is_never_laxer_than_webpki_over_any_byte() {
    let issuer = Issuer::new();
    let verifier = credulous(&issuer);
    let leaf = issuer.issue(&rich_client(&issuer));
    for offset in 0..leaf.len() {
        for byte in [0x00, 0x01, 0x02, 0x05, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0xa0, 0xa3, 0xff] {
            let mut changed = leaf.clone();
            changed[offset] = byte;
            assert_not_laxer(&verifier, &changed);
            assert_same_fields(&changed);
        }
    }
}

/// Refused by webpki's parser means refused by our own checks, for a reason that they give themselves.
fn assert_not_laxer(verifier: &Verifier, leaf: &[u8]) {
    let Err(error) = bare_webpki::parse(leaf) else { return };
    let verdict = verifier.evaluate(Some(leaf), check_time(seconds(NOW)));
    assert!(!verdict.verified(), "webpki: {error:?}");
    let own = verdict.reasons().any(|entry| match entry.reason {
        Reason::SignatureAlgorithmMismatch
        | Reason::UnknownCriticalExtension
        | Reason::UnsupportedByVerifier => true,
        // A reading of ours, not webpki's error under another name.
        Reason::Malformed => Certificate::from_der(leaf).is_err(),
        reason => reason.group() == ReasonGroup::Structure,
    });
    assert!(own, "webpki: {error:?}, ours: {verdict:?}");
}

/// A certificate that both read has the same serial number, issuer, subject and key for both.
fn assert_same_fields(leaf: &[u8]) {
    let der = CertificateDer::from(leaf);
    let (Ok(theirs), Ok(ours)) = (EndEntityCert::try_from(&der), Certificate::from_der(leaf)) else { return };
    assert_eq!(theirs.serial(), ours.serial_number());
    assert_eq!(theirs.subject_public_key_info().as_ref(), ours.public_key_info());
    for (theirs, ours) in [(theirs.issuer(), ours.issuer()), (theirs.subject(), ours.subject())] {
        if let Ok(ours) = ours {
            assert_eq!(theirs, ours.rdn_sequence());
        }
    }
}

/// A verifier that lets every signature through.
fn credulous(issuer: &Issuer) -> Verifier {
    let ca = CaCertificate::from_der(&issuer.certificate()).expect("a fit CA");
    Verifier::new(CaSet::with_provider([ca], Arc::new(Credulous)).expect("a P-256 key"))
}

/// A client with every extension that a verdict depends on.
fn rich_client(issuer: &Issuer) -> Template {
    let template = issuer.client();
    template
        .with_extension(extension(extension_id::BASIC_CONSTRAINTS, true, &[0x30, 0]))
        .with_extension(extension(extension_id::KEY_USAGE, true, &[0x03, 2, 7, 0x80]))
        .with_extension(subject_alternative_name(&[(0x82, b"client.example.com"), (0x87, &[192, 0, 2, 7])]))
        .with_extension(extension(extension_id::UNKNOWN, false, &[0x05, 0]))
}

/// Every certificate and every input of the corpora.
fn every_input() -> Vec<Vec<u8>> {
    let (cases, _) = all_cases();
    let mut inputs: Vec<Vec<u8>> =
        cases.into_iter().flat_map(|case| [vec![case.leaf, case.ca], case.chain].concat()).collect();
    let Some(folder) = corpora() else {
        not_run("parsers/corpora", "the certificate corpora");
        return inputs;
    };
    inputs.extend(lines(&folder.join("fuzz-x509.jsonl")).iter().map(|line| bytes(&line["der"])));
    for entry in fs::read_dir(folder.join("pem")).expect("the folder pem") {
        let text = fs::read(entry.expect("an entry").path()).expect("a file");
        inputs.extend(pem::certificates(&text).expect("PEM"));
    }
    inputs
}
