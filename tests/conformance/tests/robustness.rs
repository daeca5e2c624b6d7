//! Whatever the bytes: no panic, no acceptance, and a verdict that can be read.

use std::fs;

use issuedby::{Certificate, Status, UnixTime, Verifier, check_time, input, pem};
use issuedby_conformance::case::{bytes, lines};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::exercise::{ask_everything, check, evaluate};
use issuedby_conformance::mutation::{mutated, mutations, run};
use issuedby_conformance::outcome::{seconds, verifier};
use issuedby_conformance::template::NOW;
use issuedby_conformance::{counting, ledger};
use issuedby_test_support::{corpora, not_run, report_cases};
use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn no_input_of_the_fuzz_corpus_panics_or_is_accepted() {
    let suite = "robustness/fuzz-x509";
    let Some(folder) = corpora() else {
        return not_run(suite, "the certificate corpora");
    };
    let verifier = some_verifier();
    let inputs = lines(&folder.join("fuzz-x509.jsonl"));
    for line in &inputs {
        let input = bytes(&line["der"]);
        assert_eq!(evaluate(&verifier, &input, now()), Status::Failed, "{}", ledger::text(line, "sha256"));
        ask_everything(&input);
    }
    report_cases(suite, inputs.len(), counting::expected(suite));
}

#[test]
fn every_pem_file_is_read_and_inspected_and_none_is_accepted() {
    let suite = "robustness/pem";
    let Some(folder) = corpora() else {
        return not_run(suite, "the certificate corpora");
    };
    let stranger = some_verifier();
    let mut run = 0;
    for entry in fs::read_dir(folder.join("pem")).expect("the folder pem") {
        let path = entry.expect("an entry").path();
        let text = fs::read(&path).expect("a file");
        let name = path.display();
        assert_eq!(input::form(&text), input::Form::Pem, "{name}");
        let der = pem::single_certificate(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(pem::certificates(&text).as_deref(), Ok(&[der.clone()][..]), "{name}");
        assert_eq!(evaluate(&stranger, &der, now()), Status::Failed, "{name}");
        ask_everything(&der);
        evaluate_under_itself(&der);
        run += 1;
    }
    report_cases(suite, run, counting::expected(suite));
}

#[test]
fn a_leaf_cut_short_anywhere_is_malformed() {
    let (verifier, leaf) = issued();
    for length in 0..leaf.len() {
        let cut = &leaf[..length];
        let verdict = verifier.evaluate(Some(cut), now());
        assert_eq!(verdict.reason(), Some(issuedby::Reason::Malformed), "{length} bytes");
        check(&verdict);
        ask_everything(cut);
    }
}

#[test]
fn a_leaf_without_any_one_byte_is_refused() {
    let (verifier, leaf) = issued();
    for offset in 0..leaf.len() {
        let mut short = leaf.clone();
        short.remove(offset);
        assert_eq!(evaluate(&verifier, &short, now()), Status::Failed, "without byte {offset}");
        ask_everything(&short);
    }
}

#[test]
fn a_leaf_with_any_one_byte_doubled_is_refused() {
    let (verifier, leaf) = issued();
    for offset in 0..leaf.len() {
        let mut long = leaf.clone();
        long.insert(offset, leaf[offset]);
        assert_eq!(evaluate(&verifier, &long, now()), Status::Failed, "with byte {offset} twice");
        ask_everything(&long);
    }
}

#[test]
fn a_leaf_with_any_byte_set_to_an_extreme_is_refused() {
    let (verifier, leaf) = issued();
    for offset in 0..leaf.len() {
        for extreme in [0x00, 0x7f, 0x80, 0x84, 0xff] {
            let mut changed = leaf.clone();
            changed[offset] = extreme;
            let expected = if changed == leaf { Status::Success } else { Status::Failed };
            assert_eq!(evaluate(&verifier, &changed, now()), expected, "byte {offset} set to {extreme:02x}");
        }
    }
}

#[test]
fn a_mutated_leaf_is_refused() {
    let (verifier, leaf) = issued();
    run(mutations(), |mutations| {
        let mutated = mutated(&leaf, &mutations);
        let expected = if mutated == leaf { Status::Success } else { Status::Failed };
        prop_assert_eq!(evaluate(&verifier, &mutated, now()), expected);
        ask_everything(&mutated);
        Ok(())
    });
}

#[test]
fn a_mutated_ca_loads_or_does_not_and_its_verdicts_can_be_read() {
    let issuer = Issuer::new();
    let (ca, leaf) = (issuer.certificate(), issuer.issue(&issuer.client()));
    run(mutations(), |mutations| {
        let mutated = mutated(&ca, &mutations);
        ask_everything(&mutated);
        if let Ok(verifier) = self::verifier(&mutated) {
            evaluate(&verifier, &leaf, now());
        }
        Ok(())
    });
}

#[test]
fn random_bytes_are_refused() {
    let verifier = some_verifier();
    run(vec(any::<u8>(), 0..2048), |bytes| {
        prop_assert_eq!(evaluate(&verifier, &bytes, now()), Status::Failed);
        ask_everything(&bytes);
        let _ = input::certificate_der(&bytes);
        let _ = input::certificates_der(&bytes);
        Ok(())
    });
}

#[test]
fn a_chain_of_anything_changes_no_refusal_into_an_acceptance() {
    let issuer = Issuer::new();
    let stranger = Issuer::new();
    let verifier = some_verifier();
    let leaf = stranger.issue(&stranger.client());
    let (own, other) = (stranger.certificate(), issuer.certificate());
    let chain: Vec<&[u8]> = vec![&own, &[], &leaf, b"-----BEGIN", &other, &[0x30, 0x80], &own];
    for used in 0..=chain.len() {
        let verdict = verifier.evaluate_with_chain(Some(&leaf), now(), &chain[..used]);
        assert_eq!(verdict.status(), Status::Failed);
        check(&verdict);
    }
}

/// A certificate as its own CA, where it is fit for that: a CA is no client.
fn evaluate_under_itself(der: &[u8]) {
    let Ok(certificate) = Certificate::from_der(der) else { return };
    let Ok(verifier) = verifier(der) else { return };
    assert_eq!(evaluate(&verifier, der, certificate.not_before()), Status::Failed);
}

fn now() -> UnixTime {
    check_time(seconds(NOW))
}

fn some_verifier() -> Verifier {
    issued().0
}

/// A verifier and a leaf that it accepts.
fn issued() -> (Verifier, Vec<u8>) {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    let verifier = verifier(&issuer.certificate()).expect("a fit CA");
    assert_eq!(evaluate(&verifier, &leaf, now()), Status::Success);
    (verifier, leaf)
}
