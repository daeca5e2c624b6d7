//! The properties of RFC 9440 values and PEM of any certificate and of any input.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use issuedby::client_cert::ClientCert;
use issuedby::fingerprint::Fingerprint;
use issuedby::pem;
use issuedby_test_support::{corpora, not_run, report_cases};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};

/// Bytes in the outer header of DER, of any contents.
fn framed() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..300), vec(any::<u8>(), 60_000..65_000)].prop_map(|contents| {
        let length = contents.len();
        let mut der = match length {
            0..=0x7F => vec![0x30, length as u8],
            0x80..=0xFF => vec![0x30, 0x81, length as u8],
            _ => vec![0x30, 0x82, (length >> 8) as u8, length as u8],
        };
        der.extend(contents);
        der
    })
}

/// Values that are nearly right, so that the parser is entered deeply.
fn nearly_a_value() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(":MAA=:".to_owned()),
        "[ -~]",
        r"(;[a-z]=)?[-0-9.@?%*:=, \t]{0,4}",
        Just(";a=".to_owned()),
        Just("%\"%c3%bc\"".to_owned()),
        Just("\"x\\\"y\"".to_owned()),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat().into_bytes())
}

fn pem_of(der: &[u8], columns: usize, line_end: &str) -> String {
    let base64 = STANDARD.encode(der);
    let mut text = format!("-----BEGIN CERTIFICATE-----{line_end}");
    for line in base64.as_bytes().chunks(columns) {
        text += &String::from_utf8_lossy(line);
        text += line_end;
    }
    text + "-----END CERTIFICATE-----" + line_end
}

proptest! {
    #[test]
    fn decoding_undoes_encoding(der in framed()) {
        let value = ClientCert::encode(&der);
        prop_assert!(ClientCert::is_canonical(value.as_bytes()));
        prop_assert_eq!(ClientCert::decode(value.as_bytes()), Ok(der));
    }

    #[test]
    fn decoding_a_chain_undoes_encoding_it(chain in vec(framed(), 0..5), split in 0_usize..5) {
        let lines = [&chain[..split.min(chain.len())], &chain[split.min(chain.len())..]];
        let lines = lines.iter().filter_map(|part| ClientCert::encode_chain(part.iter().map(Vec::as_slice)));
        let lines: Vec<_> = lines.collect();
        prop_assert_eq!(ClientCert::decode_chain(lines.iter().map(String::as_bytes)), Ok(chain));
    }

    #[test]
    fn encoding_what_was_decoded_makes_it_canonical(
        der in framed(), pad in 0_usize..3, bits in any::<u8>(), spaces in 0_usize..3, parameter in "(;a=1)?",
    ) {
        let canonical = ClientCert::encode(&der);
        let mut base64 = canonical.trim_matches(':').trim_end_matches('=').to_owned();
        // The unused bits of the last character are the low four or two.
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let (unused, most_padding) = match base64.len() % 4 { 2 => (0x0F, 2), 3 => (0x03, 1), _ => (0, 0) };
        let last = base64.pop().expect("base64 of a header");
        let value = alphabet.iter().position(|byte| char::from(*byte) == last).expect("a base64 character");
        base64.push(char::from(alphabet[value | usize::from(bits & unused)]));
        base64 += &"=".repeat(pad.min(most_padding));
        let spelled = format!("{0}:{base64}:{parameter}{0}", " ".repeat(spaces));

        let decoded = ClientCert::decode(spelled.as_bytes());
        prop_assert_eq!(decoded.as_ref(), Ok(&der));
        prop_assert_eq!(ClientCert::is_canonical(spelled.as_bytes()), spelled == canonical);
    }

    #[test]
    fn r04_pem_without_boundaries_and_breaks_is_the_encoding(
        der in framed(), columns in prop_oneof![Just(64_usize), Just(76)], line_end in "\n|\r\n|\r",
    ) {
        let pem = pem_of(&der, columns, &line_end);
        let replaced = pem
            .replace("-----BEGIN CERTIFICATE-----", ":")
            .replace("-----END CERTIFICATE-----", ":")
            .replace(['\r', '\n'], "");
        prop_assert_eq!(replaced, ClientCert::encode(&der));
        prop_assert_eq!(pem::single_certificate(pem.as_bytes()), Ok(der));
    }

    #[test]
    fn pem_reading_undoes_writing(ders in vec(framed(), 1..4)) {
        let text: String = ders.iter().map(|der| pem::encode_certificate(der)).collect();
        prop_assert_eq!(pem::certificates(text.as_bytes()), Ok(ders));
    }

    #[test]
    fn no_input_panics_and_no_message_shows_control_characters(input in vec(any::<u8>(), 0..200)) {
        messages_are_clean(&input)?;
    }

    #[test]
    fn no_nearly_right_value_panics(input in nearly_a_value()) {
        messages_are_clean(&input)?;
    }

    #[test]
    fn no_damaged_pem_panics(
        lines in vec(
            "-----(BEGIN|END) (CERTIFICATE|X509 CRL|RSA PRIVATE KEY)-----|[A-Za-z0-9+/=]{0,8}|[ -~]{0,20}",
            0..8,
        ),
        line_end in "\n|\r\n|\r| \n",
    ) {
        messages_are_clean(lines.join(&line_end).as_bytes())?;
    }

    #[test]
    fn a_private_key_is_reported_whatever_surrounds_it(
        before in "([ -~]{0,30}\n){0,3}[ ]{0,3}", after in "[ -~]{0,3}(\n[ -~]{0,30}){0,3}",
        label in "(RSA |EC |ENCRYPTED |OPENSSH )?PRIVATE KEY",
    ) {
        let text = format!("{before}-----BEGIN {label}-----{after}");
        let error = pem::single_certificate(text.as_bytes()).expect_err("a refusal");
        prop_assert_eq!(error.code(), "private_key_found");
    }

    #[test]
    fn fingerprints_are_parsed_back(bytes in any::<[u8; 32]>()) {
        let fingerprint = Fingerprint::from_bytes(bytes);
        let text = fingerprint.to_string();
        for spelled in [text.replace(':', ""), text.to_lowercase(), text] {
            prop_assert_eq!(Fingerprint::parse(&spelled), Ok(fingerprint));
        }
    }
}

fn messages_are_clean(input: &[u8]) -> Result<(), proptest::test_runner::TestCaseError> {
    let messages = [
        ClientCert::decode(input).err().map(|error| error.to_string()),
        ClientCert::decode_chain([input, input]).err().map(|error| error.to_string()),
        pem::certificates(input).err().map(|error| error.to_string()),
        pem::single_certificate(input).err().map(|error| error.to_string()),
        str::from_utf8(input)
            .ok()
            .and_then(|text| Fingerprint::parse(text).err())
            .map(|error| error.to_string()),
    ];
    for message in messages.into_iter().flatten() {
        prop_assert!(message.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{}", message);
        prop_assert!(!message.ends_with('.') && !message.starts_with(char::is_uppercase), "{}", message);
    }
    Ok(())
}

#[test]
fn corpus_certificates_have_the_measured_value() {
    const SUITE: &str = "core/client-cert-facts";
    let Some(folder) = corpora() else { return not_run(SUITE, "the certificate corpora") };
    let facts = fs::read_to_string(folder.join("cert-facts.jsonl")).expect("the facts can be read");
    let mut run = 0;
    for line in facts.lines() {
        let fact: serde_json::Value = serde_json::from_str(line).expect("one object a line");
        let text = |key: &str| fact[key].as_str().unwrap_or_default();
        let der = match fact["file"].as_str() {
            Some(file) => {
                let pem = fs::read(folder.join("pem").join(file)).expect("a PEM file");
                pem::single_certificate(&pem).unwrap_or_else(|error| panic!("{file}: {error}"))
            }
            None => STANDARD.decode(text("certificate")).expect("base64"),
        };
        let name = text("name");
        assert_eq!(Some(Fingerprint::of(&der)), Fingerprint::parse(text("sha256")).ok(), "{name}");
        let value = ClientCert::encode(&der);
        let value_hash = Fingerprint::of(value.as_bytes());
        assert_eq!(Some(value_hash), Fingerprint::parse(text("rfc9440_sha256")).ok(), "{name}");
        assert!(ClientCert::is_canonical(value.as_bytes()), "{name}");
        assert_eq!(pem::single_certificate(pem::encode_certificate(&der).as_bytes()), Ok(der), "{name}");
        run += 1;
    }
    report_cases(SUITE, run, 353);
}
