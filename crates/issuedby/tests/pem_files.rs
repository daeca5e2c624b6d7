//! PEM files as people have them: those that are read, and the errors about the others.

use issuedby::input::LooksLike;
use issuedby::limits::{MAX_PEM_LABEL_SIZE, MAX_PEM_SIZE};
use issuedby::pem::{PemError, PemErrorKind as Kind, certificates, encode_certificate, single_certificate};

const ONE: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
const ONE_DER: &[u8] = &[0x30, 0x00];
const OTHER: &str = "-----BEGIN CERTIFICATE-----\nMAIFAA==\n-----END CERTIFICATE-----\n";
const OTHER_DER: &[u8] = &[0x30, 0x02, 0x05, 0x00];
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";

fn single(text: impl AsRef<[u8]>) -> Result<Vec<u8>, Kind> {
    single_certificate(text.as_ref()).map_err(|error| error.kind().clone())
}

fn refused(text: impl AsRef<[u8]>) -> PemError {
    single_certificate(text.as_ref()).expect_err("a refusal")
}

fn block(label: &str) -> String {
    format!("-----BEGIN {label}-----\nMAA=\n-----END {label}-----\n")
}

#[test]
fn line_ends_blanks_width_and_byte_order_mark_do_not_matter() {
    for text in [
        OTHER.to_owned(),
        OTHER.replace('\n', "\r\n"),
        OTHER.replace('\n', "\r"),
        OTHER.replace('\n', "  \t\n"),
        OTHER.replace('\n', "\n\n"),
        OTHER.trim_end().to_owned(),
        OTHER.replace("MAIFAA==", "M\nAI\nF\nAA=\n="),
        format!("\u{FEFF}{OTHER}"),
        OTHER.replace("CERTIFICATE", "X509 CERTIFICATE"),
    ] {
        assert_eq!(single(&text).as_deref(), Ok(OTHER_DER), "{text:?}");
    }
}

#[test]
fn text_around_blocks_is_ignored() {
    let text = format!(
        "subject=/CN=a\n\n{ONE}--- not a block ---\nBEGIN CERTIFICATE\n# -----BEGIN X-----\n{OTHER}end\n"
    );
    assert_eq!(certificates(text.as_bytes()), Ok(vec![ONE_DER.to_vec(), OTHER_DER.to_vec()]));
    assert_eq!(
        single(b"\xFF\xFE\xC3 Latin-1 \xE4\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----")
            .as_deref(),
        Ok(ONE_DER)
    );
}

#[test]
fn a_bundle_is_read_in_file_order_without_other_blocks() {
    let headers =
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n!!\n-----END RSA PRIVATE KEY-----\n";
    let text = [OTHER, headers, ONE, &block("EC PARAMETERS"), ONE].concat();
    let read = certificates(text.as_bytes());
    assert_eq!(read, Ok(vec![OTHER_DER.to_vec(), ONE_DER.to_vec(), ONE_DER.to_vec()]));
}

#[test]
fn a_bundle_with_one_broken_certificate_is_refused() {
    let text = [ONE, &ONE.replace("MAA=", "MA A")].concat();
    let error = certificates(text.as_bytes()).expect_err("a refusal");
    assert_eq!((error.kind(), error.line()), (&Kind::BadBase64 { character: 3 }, 5));
}

#[test]
fn a_bundle_without_certificates_is_refused() {
    assert_eq!(certificates(KEY.as_bytes()).expect_err("a refusal").code(), "private_key_found");
    assert_eq!(certificates(block("X509 CRL").as_bytes()).expect_err("a refusal").code(), "no_certificate");
    assert_eq!(certificates(b"").expect_err("a refusal").code(), "not_pem");
}

#[test]
fn several_certificates_are_counted() {
    let error = refused([ONE, OTHER, ONE].concat());
    assert_eq!((error.kind(), error.line()), (&Kind::SeveralCertificates { count: 3 }, 4));
}

#[test]
fn a_private_key_is_reported_before_anything_else() {
    for label in
        ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "ANY PRIVATE KEY"]
    {
        let key = block(label);
        let begin = format!("-----BEGIN {label}-----");
        for (text, line) in [
            (key.clone(), 1),
            (format!("{ONE}{key}"), 4),
            (format!("{ONE}{OTHER}{key}"), 7),
            (format!("{}\n{key}", ONE.replace("MAA=", "!!!")), 5),
            (format!("-----BEGIN CERTIFICATE-----\n{key}"), 2),
            (format!("{ONE}   {begin}\nMAA="), 4),
            (format!("{ONE}{begin} MAA= -----END"), 4),
            (format!("{}{key}", block("PKCS7")), 4),
            (format!("{{\"key\": \"{begin}\\nMAA="), 1),
        ] {
            let error = refused(&text);
            assert_eq!(error.kind(), &Kind::PrivateKeyFound { label: label.to_owned() }, "{text}");
            assert_eq!(error.line(), line, "{text}");
        }
    }
    assert_eq!(single(format!("this is not a PRIVATE KEY\n{ONE}")).as_deref(), Ok(ONE_DER));
}

#[test]
fn a_private_key_in_utf_16_is_reported_too() {
    let text = format!("a\r\n{ONE}{}", block("RSA PRIVATE KEY"));
    for text in [text.clone(), format!("\u{FEFF}{text}")] {
        let orders: [fn(u16) -> [u8; 2]; 2] = [u16::to_le_bytes, u16::to_be_bytes];
        for order in orders {
            let text: Vec<u8> = text.encode_utf16().flat_map(order).collect();
            let error = refused(&text);
            assert_eq!(error.kind(), &Kind::PrivateKeyFound { label: "RSA PRIVATE KEY".to_owned() });
            assert_eq!(error.line(), 5);
        }
    }
}

#[test]
fn a_private_key_in_der_is_recognised() {
    for (key, what) in [
        (&b"\x30\x2E\x02\x01\x00\x30\x05\x06\x03\x2B\x65\x70\x04\x22"[..], "PKCS #8, Ed25519"),
        (b"\x30\x81\x87\x02\x01\x00\x30\x13\x06\x07", "PKCS #8, P-256"),
        (b"\x30\x82\x04\xBE\x02\x01\x01\x30\x0D", "PKCS #8, version 2"),
        (b"\x30\x82\x04\xA4\x02\x01\x00\x02\x82\x01\x01\x00", "PKCS #1"),
        (b"\x30\x77\x02\x01\x01\x04\x20", "SEC 1"),
        (b"\x30\x80\x02\x01\x00\x30\x80", "BER"),
        (b"\x30\x81\xEC\x30\x57\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x05\x0D", "PKCS #8, PBES2"),
        (b"\x30\x82\x01\x00\x30\x1C\x06\x0A\x2A\x86\x48\x86\xF7\x0D\x01\x0C\x01\x03", "PKCS #8, PKCS #12"),
    ] {
        assert_eq!(LooksLike::of(key), LooksLike::PrivateKey, "{what}");
        assert_eq!(single(key), Err(Kind::PrivateKeyFound { label: String::new() }), "{what}");
        assert_eq!(certificates(key).expect_err("a refusal").code(), "private_key_found", "{what}");
    }
    for (other, what) in [
        (&b"\x30\x82\x01\x00\x30\x81\xA7\x02\x01\x00\x30\x0D"[..], "a certificate of version 1"),
        (b"\x30\x82\x01\x22\x30\x0D\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01", "a public key"),
        (b"\x30\x82\x01\x0A\x02\x82\x01\x01\x00", "an RSA public key"),
        (b"\x30\x82\x01\x0A\x02\x01\x00\x31\x00", "something else"),
    ] {
        assert_eq!(LooksLike::of(other), LooksLike::Der, "{what}");
    }
    for text in ["0", "00", "0 s:CN=a\n", "01\n02\n"] {
        assert_eq!(LooksLike::of(text.as_bytes()), LooksLike::Unknown, "{text}");
    }
}

#[test]
fn labels_found_instead_are_named_once_each_and_not_endlessly() {
    let text = ["X509 CRL", "CERTIFICATE REQUEST", "X509 CRL"].map(block).concat();
    let labels = vec!["X509 CRL".to_owned(), "CERTIFICATE REQUEST".to_owned()];
    assert_eq!(single(text), Err(Kind::NoCertificate { labels }));
    let text: String = (0..1_000).map(|number| block(&format!("L{number}"))).collect();
    let Err(Kind::NoCertificate { labels }) = single(text) else { panic!("another kind") };
    assert_eq!(labels, ["L0", "L1", "L2", "L3"]);
}

#[test]
fn other_containers_of_certificates_are_named() {
    for (label, kind) in [
        ("TRUSTED CERTIFICATE", Kind::TrustedCertificate),
        ("PKCS7", Kind::Pkcs7),
        ("PKCS #7 SIGNED DATA", Kind::Pkcs7),
        ("CMS", Kind::Pkcs7),
    ] {
        let text = format!("{ONE}{}", block(label));
        assert_eq!(single(&text), Err(kind.clone()));
        assert_eq!(certificates(text.as_bytes()).map_err(|error| error.kind().clone()), Err(kind));
    }
}

#[test]
fn what_is_not_pem_is_said_to_look_like_what_it_is() {
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for (text, looks_like) in [
        (b"".to_vec(), LooksLike::Empty),
        (b" \r\n\t".to_vec(), LooksLike::Empty),
        (b"\xEF\xBB\xBF".to_vec(), LooksLike::Empty),
        (vec![0x30, 0x82, 0x01, 0x02, 0x30, 0x81], LooksLike::Der),
        (vec![0x30, 0x82, 0x01, 0x02, 0x02, 0x01, 0x03, 0x30], LooksLike::Pkcs12),
        (b"\x30\x82\x01\x02\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02".to_vec(), LooksLike::Pkcs7),
        (b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02".to_vec(), LooksLike::Pkcs7),
        (b":MAA=:".to_vec(), LooksLike::ClientCert),
        (b"MIIBWzCCAQKgAwIBAgI\n".to_vec(), LooksLike::BareBase64),
        (utf16(ONE), LooksLike::Utf16),
        (utf16(&format!("\u{FEFF}{ONE}")), LooksLike::Utf16),
        (ONE.replace(' ', "%20").replace('\n', "%0A").into_bytes(), LooksLike::PercentEncodedPem),
        (format!("cert: {ONE}").replace("-----END CERTIFICATE-----", "").into_bytes(), LooksLike::Pem),
        (vec![0; 100], LooksLike::Binary),
        (b"<html>".to_vec(), LooksLike::HtmlPage),
        (b"<certificate>".to_vec(), LooksLike::Unknown),
    ] {
        assert_eq!(single(&text), Err(Kind::NotPem { looks_like }), "{text:02X?}");
    }
}

#[test]
fn boundaries_must_match_and_stand_alone() {
    for (text, kind, line) in [
        (
            ONE.replace("-----END CERTIFICATE-----", ""),
            Kind::MissingEnd { label: "CERTIFICATE".to_owned() },
            1,
        ),
        (
            format!("{}{OTHER}", ONE.replace("-----END CERTIFICATE-----\n", "")),
            Kind::MissingEnd { label: "CERTIFICATE".to_owned() },
            1,
        ),
        (
            format!("{ONE}MAA=\n-----END CERTIFICATE-----"),
            Kind::MissingBegin { label: "CERTIFICATE".to_owned() },
            5,
        ),
        (
            ONE.replace("END CERTIFICATE", "END X509 CERTIFICATE"),
            Kind::LabelMismatch { begin: "CERTIFICATE".to_owned(), end: "X509 CERTIFICATE".to_owned() },
            3,
        ),
        (ONE.replace('\n', ""), Kind::BadBoundary, 1),
        (ONE.replace('\n', "\\n"), Kind::BadBoundary, 1),
        (ONE.replace('\n', " "), Kind::BadBoundary, 1),
        (ONE.replace("-----BEGIN", "  -----BEGIN"), Kind::BadBoundary, 1),
        (format!("{}{OTHER}", ONE.trim_end()), Kind::BadBoundary, 3),
        (ONE.replace("CERTIFICATE-----", "CERTIFICATE----"), Kind::BadBoundary, 1),
        (block(&"L".repeat(MAX_PEM_LABEL_SIZE + 1)), Kind::BadBoundary, 1),
        (block("A--B"), Kind::BadBoundary, 1),
        (block("A\tB"), Kind::BadBoundary, 1),
    ] {
        let error = refused(&text);
        assert_eq!((error.kind(), error.line()), (&kind, line), "{text:?}");
    }
}

#[test]
fn base64_is_strict_and_its_fault_is_located() {
    for (body, line, character) in [
        ("MA!A", 2, 3),
        ("MAIF\nA-A=", 3, 2),
        ("MAIF\n\nA A=", 4, 2),
        ("  MAIF", 2, 1),
        ("MAA", 2, 4),
        ("MAIF\nAA=", 3, 4),
        ("MAIFA", 2, 6),
        ("MAIF\nA", 3, 2),
        ("MAIF\n\nA\n\n", 4, 2),
        ("MAB=", 2, 3),
        ("MAA=\nMAA=", 2, 4),
        ("MAA==", 2, 4),
        ("MAA\u{E9}", 2, 4),
    ] {
        let error = refused(ONE.replace("MAA=", body));
        assert_eq!((error.kind(), error.line()), (&Kind::BadBase64 { character }, line), "{body:?}: {error}");
    }
}

#[test]
fn empty_blocks_and_headers_have_their_own_kinds() {
    assert_eq!(single(ONE.replace("MAA=\n", "")), Err(Kind::EmptyBlock));
    assert_eq!(single(ONE.replace("MAA=", " ")), Err(Kind::EmptyBlock));
    let error = refused(ONE.replace("MAA=", "\nProc-Type: 4,ENCRYPTED\n\nMAA="));
    assert_eq!((error.kind(), error.line()), (&Kind::EncapsulatedHeaders, 3));
}

#[test]
fn what_is_too_large_is_not_read() {
    assert_eq!(single(vec![0; MAX_PEM_SIZE]), Err(Kind::NotPem { looks_like: LooksLike::Binary }));
    assert_eq!(single(vec![0; MAX_PEM_SIZE + 1]), Err(Kind::TooLarge));
    assert_eq!(certificates(&vec![0; MAX_PEM_SIZE + 1]).expect_err("a refusal").code(), "too_large");
}

/// Each of these takes minutes when any step looks twice at what it has passed.
#[test]
fn hostile_files_take_linear_time() {
    let fill = |piece: &str| piece.repeat(MAX_PEM_SIZE / piece.len());
    for piece in [
        "A",
        "\n",
        "\r",
        " ",
        "-",
        "-----BEGIN ",
        "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----",
        "-----END CERTIFICATE-----\n",
        "PRIVATE KEY",
        "-----BEGIN X-----\n-----END X-----\n",
        "BEGIN PRIVATE KE",
    ] {
        let text = fill(piece);
        assert!(single(&text).is_err());
        assert!(certificates(text.as_bytes()).is_err());
        assert!(
            single(format!("-----BEGIN CERTIFICATE-----\n{}", text.get(64..).unwrap_or_default())).is_err()
        );
    }
    assert_eq!(
        single("-----BEGIN CERTIFICATE-----\n".repeat(20_000)),
        Err(Kind::MissingEnd { label: "CERTIFICATE".to_owned() })
    );
    assert_eq!(certificates(fill(ONE).as_bytes()).map(|all| all.len()), Ok(MAX_PEM_SIZE / ONE.len()));
}

#[test]
fn writing_breaks_lines_after_64_columns() {
    let der = vec![0x5A; 100];
    let text = encode_certificate(&der);
    let widths: Vec<_> = text.lines().map(str::len).collect();
    assert_eq!(widths, [27, 64, 64, 8, 25]);
    assert!(text.ends_with("-----END CERTIFICATE-----\n") && !text.contains('\r'));
    assert_eq!(single(&text), Ok(der));
}

#[test]
fn messages_say_what_where_and_the_command_that_mends_it() {
    for (text, message) in [
        (
            "\x30\u{0}".to_owned(),
            "found binary data, expected PEM text with a line `-----BEGIN CERTIFICATE-----`; give the certificate in PEM or DER form: \
             `openssl x509 -in FILE -noout -subject` must print a subject",
        ),
        (
            [ONE, KEY].concat(),
            "found a private key (`PRIVATE KEY`) on line 4, expected only certificates; give the \
             certificate alone, as `openssl x509 -in FILE -out FILE.pem` takes it out of a file that holds \
             both; consider the key exposed if others could read this file, and replace it together with its certificate then",
        ),
        (
            [ONE, OTHER].concat(),
            "found 2 certificates, the second on line 4, expected one; keep the one that is meant: `openssl x509 \
             -in FILE -out FILE.pem` writes the first",
        ),
        (
            ONE.replace("MAA=", "MAB="),
            "found `B` with unused bits set on line 2, character 3, expected base64; copy the file again, or \
             export the certificate anew with `openssl x509 -in ORIGINAL -out FILE.pem`",
        ),
        (
            block("CERTIFICATE REQUEST"),
            "found only `CERTIFICATE REQUEST` from line 1 on, expected a `CERTIFICATE` block; a request is not a \
             certificate yet: have the CA sign it, `printf 'extendedKeyUsage = clientAuth\\n' > client.ext && openssl x509 -req -in FILE \
             -CA CA.pem -CAkey CA.key -CAcreateserial -days 90 -extfile client.ext -out FILE.pem`",
        ),
        (
            block("TRUSTED CERTIFICATE"),
            "found OpenSSL's own `TRUSTED CERTIFICATE` on line 1, expected a `CERTIFICATE` block; convert it with \
             `openssl x509 -in FILE -clrtrust -out FILE.pem`",
        ),
    ] {
        let error = refused(&text);
        assert_eq!(error.to_string(), message);
        assert_eq!(format!("{}; {}", error.without_remedy(), error.remedy()), message);
    }
}
