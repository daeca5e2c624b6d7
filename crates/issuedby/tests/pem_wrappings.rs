//! PEM text inside another text: read where that text has one reading alone, and a private key inside it is never missed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use issuedby::input::{CertificateInput, Form, InputError, InputKind, Wrapping};
use issuedby::limits::MAX_PEM_SIZE;
use issuedby::pem::{
    PemErrorKind as Kind, certificates, encode_certificate, single_certificate, unwrapped_certificate,
};
use issuedby::trusted_edge::{ConnectionFacts, TrustedEdge};
use issuedby::{CaCertificate, Fingerprint, Reason};
use issuedby_test_support::repository;

const ONE: &str = "-----BEGIN CERTIFICATE-----\nMAIFAA==\n-----END CERTIFICATE-----\n";
const ONE_DER: &[u8] = &[0x30, 0x02, 0x05, 0x00];
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";

fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'-' => "-".to_owned(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A text in each wrapping.
fn wrapped(text: &str) -> Vec<(Wrapping, String)> {
    let base64 = STANDARD.encode(text);
    let escaped = text.replace('\n', "\\n");
    vec![
        (Wrapping::Base64, base64.clone()),
        (Wrapping::Base64, format!("\u{FEFF} {}\r\n", base64.replace('t', "t\r\n"))),
        (Wrapping::Base64, STANDARD.encode(text.replace('\n', " "))),
        (Wrapping::Escapes, escaped.clone()),
        (Wrapping::Escapes, format!("\"{escaped}\"")),
        (Wrapping::Escapes, format!("'{}'\n", text.replace('\n', "\\r\\n"))),
        (Wrapping::Escapes, format!("\"{}\"", text.replace('\n', "\\\\n").replace('=', "\\u003d"))),
        (Wrapping::PercentEncoding, percent_encoded(text)),
        (Wrapping::PercentEncoding, text.replace(' ', "%20").replace('\n', "%0a")),
        (Wrapping::PercentEncoding, text.bytes().map(|byte| format!("%{byte:02x}")).collect()),
        (Wrapping::WhiteSpace, text.replace('\n', " ")),
        (Wrapping::WhiteSpace, text.replace('\n', "")),
        (Wrapping::WhiteSpace, text.replace('\n', "\n\t")),
        (Wrapping::WhiteSpace, format!("  {}", text.replace("MA", "M\nA "))),
        (Wrapping::WhiteSpace, format!("\"{}\"", text.trim_end())),
    ]
}

fn read(text: &str) -> Result<CertificateInput<'_>, InputError> {
    CertificateInput::read(text.as_bytes(), InputKind::Bytes)
}

#[test]
fn each_wrapping_gives_the_certificate_inside() {
    for (wrapping, text) in wrapped(ONE) {
        let found = read(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((found.form(), found.count()), (Form::WrappedPem(wrapping), 1), "{text}");
        assert_eq!(CertificateInput::read(text.as_bytes(), InputKind::Text).as_ref(), Ok(&found), "{text}");
        assert_eq!(found.into_certificates().next().as_deref(), Some(ONE_DER), "{text}");
        assert_eq!(unwrapped_certificate(text.as_bytes()).as_deref(), Ok(ONE_DER), "{text}");
        // The strict reader does not take them.
        assert!(
            single_certificate(text.as_bytes()).is_err() && certificates(text.as_bytes()).is_err(),
            "{text}"
        );
    }
}

#[test]
fn several_blocks_keep_their_order() {
    let other = ONE.replace("MAIFAA==", "MAA=");
    for (wrapping, text) in wrapped(&format!("{ONE}{other}")) {
        let found = read(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(found.form(), Form::WrappedPem(wrapping), "{text}");
        let all: Vec<_> = found.clone().into_certificates().map(|der| der.into_owned()).collect();
        assert_eq!(all, [ONE_DER.to_vec(), vec![0x30, 0x00]], "{text}");
        // The lines of the contents are not those of the file, and no command of OpenSSL reads the file.
        let error = found.into_client().expect_err("two clients");
        assert_eq!(error, InputError::Several { count: 2, line: 0 });
        assert!(!error.to_string().contains("line") && !error.to_string().contains("FILE"), "{error}");
        assert!(unwrapped_certificate(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_private_key_in_a_wrapping_is_noticed() {
    for both in [format!("{ONE}{KEY}"), format!("{KEY}{ONE}")] {
        for (_, text) in wrapped(&both) {
            let found = read(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert!(found.has_private_key() && found.count() == 1, "{text}");
            let error = unwrapped_certificate(text.as_bytes()).expect_err("a key");
            assert_eq!(error.kind(), &Kind::PrivateKeyFound { label: "PRIVATE KEY".to_owned() }, "{text}");
            let error = CaCertificate::from_pem(text.as_bytes()).expect_err("a key");
            assert_eq!(error.reason(), Reason::PrivateKeyFound, "{text}");
        }
    }
    for (_, text) in wrapped(KEY) {
        assert_eq!(read(&text).expect_err("a key").code(), "private_key_found", "{text}");
        let error = unwrapped_certificate(text.as_bytes()).expect_err("a key");
        assert_eq!(error.code(), "private_key_found", "{text}");
    }
}

#[test]
fn a_ca_is_loaded_from_each_wrapping() {
    let pem = std::fs::read_to_string(repository().join("tests/certs/ca.pem")).expect("a sample");
    let der = single_certificate(pem.as_bytes()).expect("a sample");
    let expected = CaCertificate::from_der(&der).expect("a CA").fingerprint();
    let mut texts = wrapped(&encode_certificate(&der));
    // With the text before it that OpenSSL prints.
    texts.push((Wrapping::Base64, STANDARD.encode(&pem)));
    for (_, text) in texts {
        let ca = CaCertificate::from_pem(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(ca.fingerprint(), expected);
    }
}

/// Whatever has two readings, or none as a whole, is not read.
#[test]
fn nothing_is_guessed() {
    let base64 = STANDARD.encode(ONE);
    for text in [
        // Something else stands beside it.
        format!("tls.crt: {base64}"),
        format!("{base64}#"),
        format!("{base64},{base64}"),
        format!("a\n{}", ONE.replace('\n', " ")),
        format!("{} a", ONE.replace('\n', " ")),
        format!("cert=\"{}\"", ONE.replace('\n', "\\n")),
        format!("\"{}", ONE.replace('\n', "\\n")),
        format!("'{}\"", ONE.replace('\n', "\\n")),
        format!("{{\"a\":\"{}\"}}", ONE.replace('\n', "\\n")),
        format!("a{}", percent_encoded(ONE)),
        // A second wrapping.
        STANDARD.encode(&base64),
        percent_encoded(&percent_encoded(ONE)),
        STANDARD.encode(ONE.replace('\n', "\\n")),
        // Blanks that are not ASCII, and characters that base64 does not have.
        ONE.replace('\n', "\u{A0}"),
        format!("  {}", ONE.replace("MAI", "M\u{200B}AI")),
        format!("  {}", ONE.replace("MAI", "M!AI")),
        format!("  {}", ONE.replace("MAIFAA==", "MAIFAB==")),
        format!("  {}", ONE.replace("MAIFAA==", "MAIFAA")),
        // Damaged encodings.
        base64[..base64.len() - 3].to_owned(),
        percent_encoded(ONE).replace("%20", "%2"),
        percent_encoded(ONE).replace("%20", "%G0"),
        percent_encoded(ONE).replace("%20", "+"),
        percent_encoded(ONE).replace("%0A", "\n"),
        percent_encoded(ONE).replace("%0A", "%00"),
        percent_encoded(ONE).replace("%0A", "%C2%A0"),
        ONE.replace('\n', "\\x0a"),
        ONE.replace('\n', "\\u2028"),
        ONE.replace('\n', "\\\\\\n"),
        // Blocks that do not end as they begin.
        ONE.replace('\n', " ").replace("END CERTIFICATE", "END CERT"),
        ONE.replace('\n', " ").replace("-----END", "---- END"),
        format!("{} -----BEGIN CERTIFICATE-----", ONE.replace('\n', " ")),
        ONE.replace('\n', " ").replace("MAIFAA==", "MAIFAA== -----BEGIN CERTIFICATE-----"),
    ] {
        let error = read(&text).err().unwrap_or_else(|| panic!("{text} is read"));
        assert!(!error.remedy().is_empty(), "{text}");
        assert!(unwrapped_certificate(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn the_trusted_edge_believes_no_wrapping() {
    let pem = std::fs::read_to_string(repository().join("tests/certs/client.pem")).expect("a sample");
    let fingerprint = Fingerprint::of(&single_certificate(pem.as_bytes()).expect("a sample"));
    let options = format!("{{\"edgeFingerprints\":[\"{fingerprint}\"]}}");
    let edge = TrustedEdge::from_json(options.as_bytes()).expect("options");
    let believed =
        |text: &str| edge.decide(&ConnectionFacts::new().client_certificate(text.as_bytes())).is_believed();
    assert!(believed(&pem));
    for (_, text) in wrapped(&encode_certificate(&single_certificate(pem.as_bytes()).expect("a sample"))) {
        assert!(read(&text).is_ok());
        assert!(!believed(&text), "{text}");
    }
}

#[test]
fn a_large_text_is_not_unwrapped() {
    let text = STANDARD.encode(format!("{ONE}{}", "\n".repeat(MAX_PEM_SIZE)));
    assert!(read(&text).is_err() && unwrapped_certificate(text.as_bytes()).is_err());
    let text = STANDARD.encode(format!("{ONE}{}", "\n".repeat(MAX_PEM_SIZE / 2)));
    assert!(read(&text).is_ok());
}

/// Each of these takes minutes when any step looks twice at what it has passed.
#[test]
fn hostile_wrappings_take_linear_time() {
    for piece in [
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE----- MAA= -----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\\n",
        "-----BEGIN%20",
        "%2D",
        "\\",
        "LS0tLS1CRUdJTiBDRVJU",
        "-----BEGIN A----- ",
        "\u{2014}BEGIN CERT\n",
        "> -----BEGIN -----\n",
        "{\"-----BEGIN ",
    ] {
        let text = piece.repeat(MAX_PEM_SIZE / piece.len());
        let _ = read(&text);
        let _ = unwrapped_certificate(text.as_bytes());
        let after = format!("-----BEGIN CERTIFICATE-----\n{}", &text[..text.len() / 2]);
        assert!(read(&after).is_err() || piece.contains("END CERT"));
    }
}
