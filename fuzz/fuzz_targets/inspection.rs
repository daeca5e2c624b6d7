//! An inspection reads whatever the strict parser reads, and as it does; what it says about verification is the verifier's
//! answer; it is bounded, and safe to print.
#![no_main]

use issuedby::inspection::{Caution, CautionSource};
use issuedby::limits::{MAX_EXTENSIONS, MAX_INSPECTED_ENTRIES};
use issuedby::{Certificate, Inspection};
use issuedby_fuzz::now;
use issuedby_fuzz::samples::VERIFIER;
use libfuzzer_sys::fuzz_target;

/// The most bytes of JSON for each byte of the input, and for every certificate.
const GROWTH: usize = 64;
const FIXED: usize = 64 * 1024;

fuzz_target!(|data: &[u8]| {
    let strict = Certificate::from_der(data);
    let Ok(inspection) = Inspection::of(data) else {
        assert!(Certificate::from_der_prefix(data).is_err(), "what the parser reads can be inspected");
        return;
    };
    assert_eq!(inspection.error(), strict.as_ref().err());
    if inspection.error().is_some() {
        assert!(
            !VERIFIER.evaluate(Some(data), now()).verified(),
            "no verdict is about what was read tolerantly"
        );
    }

    let refusals: Vec<_> = inspection.never_verifies().iter().map(|refusal| refusal.reason).collect();
    let permanent = VERIFIER.permanent_refusal(data);
    let expected: Vec<_> =
        permanent.iter().flat_map(|verdict| verdict.reasons().map(|entry| entry.reason)).collect();
    assert_eq!(refusals, expected);
    let of_verifier = |caution: &&Caution| caution.source() == CautionSource::Verification;
    let cautions = inspection.cautions().iter().filter(of_verifier).map(Caution::code);
    if !inspection.is_ca() {
        assert!(cautions.eq(refusals.iter().map(|reason| reason.code())));
    }
    for caution in inspection.cautions() {
        assert!(caution.message().bytes().all(|byte| matches!(byte, b' '..=b'~')), "{caution:?}");
    }
    assert!(inspection.extensions().len() <= MAX_EXTENSIONS + 1);
    assert!(inspection.alternative_names().is_none_or(|names| names.len() <= MAX_INSPECTED_ENTRIES));

    if let Ok(certificate) = strict {
        same_as_the_parser(&inspection, &certificate);
    }
    let json = inspection.to_json();
    assert!(json.is_ascii() && json.len() <= FIXED + GROWTH * data.len(), "{} bytes", json.len());
    serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
});

/// The tolerant reader differs from the strict one in nothing that the strict one reads.
fn same_as_the_parser(inspection: &Inspection<'_>, certificate: &Certificate<'_>) {
    assert_eq!(inspection.fingerprint(), certificate.fingerprint());
    assert_eq!(inspection.is_ca(), certificate.is_ca());
    assert_eq!(inspection.path_length(), certificate.path_length());
    assert_eq!(inspection.key_usage(), certificate.key_usage());
    assert_eq!(inspection.extended_key_usage(), certificate.extended_key_usage());
    assert_eq!(inspection.authority_key_identifier(), certificate.authority_key_identifier());
    assert_eq!(inspection.subject_key_identifier(), certificate.subject_key_identifier());
    let critical = inspection.extensions().iter().map(|extension| (extension.size, extension.critical));
    assert!(
        critical.eq(certificate.extensions().map(|extension| (extension.value.len(), extension.critical)))
    );
}
