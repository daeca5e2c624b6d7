//! Each kind of a text that is not the PEM that was asked for: its code, its message and its remedy.

use std::collections::BTreeSet;

use issuedby::input::{InputError, LooksLike};
use issuedby::limits::MAX_PEM_SIZE;
use issuedby::pem::{PemError, PemErrorKind as Kind, certificates, single_certificate};

const ONE: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";

fn refused(text: impl AsRef<[u8]>) -> PemError {
    single_certificate(text.as_ref()).expect_err("a refusal")
}

fn block(label: &str) -> String {
    ONE.replace("CERTIFICATE", label)
}

/// A real text of each kind, with the code that has been published for it and the line.
fn one_of_each() -> Vec<(PemError, &'static str, usize)> {
    let pkcs7 = "\x30\x0b\x06\x09\x2a\u{86}\x48\u{86}\u{f7}\x0d\x01\x07\x02";
    let pkcs7: Vec<u8> = pkcs7.chars().map(|byte| u8::try_from(byte).expect("Latin-1")).collect();
    let pkcs7_in_certificate = issuedby::pem::encode_certificate(&pkcs7);
    vec![
        (refused(ONE.replace("MAA=", "MA!=")), "bad_base64", 2),
        (refused(ONE.replace("CERTIFICATE-----\nM", "CERTIFICATE----\nM")), "bad_boundary", 1),
        (refused(ONE.replace("MAA=\n", "")), "empty_block", 1),
        (refused(ONE.replace("MAA=", "Proc-Type: 4,ENCRYPTED\n\nMAA=")), "encapsulated_headers", 2),
        (refused(ONE.replace("END CERTIFICATE", "END PKCS7")), "label_mismatch", 3),
        (refused(ONE.replace("-----BEGIN CERTIFICATE-----\n", "")), "missing_begin", 2),
        (refused(ONE.replace("-----END CERTIFICATE-----\n", "")), "missing_end", 1),
        (refused(block("PUBLIC KEY")), "no_certificate", 1),
        (refused("<html>"), "not_pem", 1),
        (refused(block("PKCS7")), "pkcs7", 1),
        (refused(pkcs7_in_certificate), "pkcs7_in_certificate", 1),
        (refused(block("PRIVATE KEY")), "private_key_found", 1),
        (refused(ONE.repeat(2)), "several_certificates", 4),
        (refused("a".repeat(MAX_PEM_SIZE + 1)), "too_large", 1),
        (refused(block("TRUSTED CERTIFICATE")), "trusted_certificate", 1),
    ]
}

#[test]
fn each_kind_has_the_published_code_of_its_own_and_a_line() {
    let errors = one_of_each();
    for (error, code, line) in &errors {
        assert_eq!((error.code(), error.kind().code(), error.line()), (*code, *code, *line), "{error}");
    }
    let codes: BTreeSet<_> = errors.iter().map(|(_, code, _)| *code).collect();
    assert_eq!(codes.len(), errors.len());
}

#[test]
fn each_sentence_says_expected_found_and_remedy_in_ascii() {
    for (error, code, _) in one_of_each() {
        let (sentence, message) = (error.to_string(), error.without_remedy().to_string());
        assert!(message.contains("found "), "{code}: {message}");
        assert_eq!(sentence, format!("{message}; {}", error.remedy()));
        assert!(!error.remedy().is_empty() && sentence.is_ascii(), "{sentence}");
        let input = InputError::from(error.clone());
        assert_eq!((input.code(), input.remedy(), input.to_string()), (code, error.remedy(), sentence));
    }
}

/// Each of them wants another command, though the kind is one.
#[test]
fn a_broken_boundary_has_the_remedy_of_its_damage() {
    let two = format!("{}{ONE}", ONE.trim_end());
    let remedies: BTreeSet<&str> = [
        (two.clone(), "awk '"),
        (ONE.replace('\n', "\\n"), "printf '%b"),
        (ONE.replace('\n', " "), "python3 -c"),
        (ONE.replace("-----BEGIN", "  -----BEGIN"), "[[:space:]]*//"),
        (ONE.replace("CERTIFICATE-----\nM", "CERTIFICATE----\nM"), "sed -E 's/^[^A-Z]*(BEGIN|END)"),
        (ONE.replace("CERTIFICATE-----\nM", "CERTIFICATE \u{2014}\nM"), "sed -E 's/^.*(BEGIN|END)"),
        (ONE.replace("BEGIN CERTIFICATE-----\nM", "BEGIN A--B-----\nM"), "export the certificate anew"),
    ]
    .into_iter()
    .map(|(text, words)| {
        let error = refused(&text);
        assert_eq!(error.kind(), &Kind::BadBoundary, "{text:?}");
        assert!(error.remedy().contains(words), "{}", error.remedy());
        error.remedy()
    })
    .collect();
    assert_eq!(remedies.len(), 7);
    assert_eq!(certificates(two.as_bytes()).expect_err("a refusal").line(), 3);
}

#[test]
fn a_cut_off_last_group_is_not_a_bad_character() {
    let found = |body: &str| refused(ONE.replace("MAA=", body)).to_string();
    assert!(found("MAA").contains("found an incomplete last group"), "{}", found("MAA"));
    assert!(found("MAIFA").contains("found an incomplete last group"), "{}", found("MAIFA"));
    assert!(found("MA!=").contains("found `!`"), "{}", found("MA!="));
    assert!(found("MAB=").contains("found `B` with unused bits set"), "{}", found("MAB="));
    assert!(found("MAA\u{e9}").contains("found byte 0xC3"), "{}", found("MAA\u{e9}"));
}

#[test]
fn a_public_key_and_a_request_have_remedies_of_their_own() {
    for (label, words) in [
        ("PUBLIC KEY", "a public key is not a certificate"),
        ("RSA PUBLIC KEY", "a public key is not a certificate"),
        ("CERTIFICATE REQUEST", "a request is not a certificate yet"),
        ("NEW CERTIFICATE REQUEST", "a request is not a certificate yet"),
        ("X509 CRL", "a revocation list is not a certificate"),
        ("X509 ATTRIBUTE CERTIFICATE", "give the file whose"),
    ] {
        let error = refused(block(label));
        assert!(error.remedy().starts_with(words), "{}", error.remedy());
        assert!(error.to_string().contains(&format!("`{label}`")), "{error}");
    }
}

/// A text that has the line somewhere else than at the start of a line holds PEM, and says so.
#[test]
fn each_other_form_has_the_command_that_makes_pem_of_it() {
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let inside = ONE.replace("-----BEGIN", "cert: -----BEGIN").replace("-----END CERTIFICATE-----", "");
    for (text, looks_like, words) in [
        (inside.into_bytes(), LooksLike::Pem, "stand alone"),
        // Text in UTF-16 without the mark, whose first character is no hyphen.
        (utf16(&format!("a\n{}", ONE.replace('-', "_"))), LooksLike::Utf16, "iconv -f UTF-16"),
        (b"MIIBWzCCAQKgAwIBAgI\n".to_vec(), LooksLike::BareBase64, "base64 -d"),
        (ONE.replace(' ', "%20").replace('\n', "%0A").into_bytes(), LooksLike::PercentEncodedPem, "unquote"),
    ] {
        let error = refused(&text);
        assert_eq!(error.kind(), &Kind::NotPem { looks_like });
        assert!(error.remedy().contains(words), "{}", error.remedy());
        assert!(error.to_string().contains("found "), "{error}");
    }
}
