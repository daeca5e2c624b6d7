//! Bytes in any form: what is read is what the reader of that form reads, and is read again from every other form.
#![no_main]

use std::borrow::Cow;

use issuedby::input::{self, CertificateInput, ClientInput, Form, InputKind};
use issuedby::{ClientCert, pem};
use issuedby_fuzz::samples::VERIFIER;
use issuedby_fuzz::{assert_printable, now};
use libfuzzer_sys::fuzz_target;

fn read(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let read = CertificateInput::read(bytes, InputKind::Bytes).ok()?;
    Some(read.into_certificates().map(Cow::into_owned).collect())
}

/// The result of the reader of each form, for the same bytes.
fn check_against_its_form(bytes: &[u8], form: Form, certificates: &[Vec<u8>]) {
    match form {
        Form::Der => assert_eq!(certificates, [bytes]),
        Form::Pem => assert_eq!(pem::certificates(bytes).as_deref(), Ok(certificates)),
        // The strict reader comes first, and one certificate is read alike by whoever loads a CA.
        Form::WrappedPem(_) => {
            assert!(pem::certificates(bytes).is_err());
            if let Ok(der) = pem::unwrapped_certificate(bytes) {
                assert_eq!(certificates, [der]);
            }
        }
        Form::ClientCert => {
            let line = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes).trim_ascii();
            let (name, after) = line.split_at_checked(b"Client-Cert:".len()).unwrap_or_default();
            let value = if name.eq_ignore_ascii_case(b"Client-Cert:") { after.trim_ascii() } else { line };
            assert_eq!((ClientCert::decode(value).as_ref(), 1), (Ok(&certificates[0]), certificates.len()));
        }
        _ => panic!("a form without a rule here"),
    }
}

/// A certificate in the other forms.
fn check_other_forms(der: &[u8]) {
    let alone = Some(vec![der.to_vec()]);
    assert_eq!(read(pem::encode_certificate(der).as_bytes()), alone);
    let value = ClientCert::encode(der);
    if ClientCert::decode(value.as_bytes()).is_ok() {
        assert_eq!(read(value.as_bytes()), alone);
        assert_eq!(read(format!("Client-Cert: {value}\r\n").as_bytes()), alone);
        // DER that ClientCert takes is a SEQUENCE to its end.
        assert_eq!(read(der), alone);
    }
}

fuzz_target!(|data: &[u8]| {
    let bytes = CertificateInput::read(data, InputKind::Bytes);
    let text = CertificateInput::read(data, InputKind::Text);
    match (&bytes, text) {
        // What is read as a text is read alike as bytes.
        (bytes, Ok(text)) => assert_eq!(bytes.as_ref(), Ok(&text)),
        (Ok(bytes), Err(_)) => assert_eq!(bytes.form(), Form::Der),
        (Err(bytes), Err(text)) => assert_eq!(bytes, &text),
    }
    let verdict = VERIFIER.evaluate_input(Some((data, InputKind::Bytes)), now(), &[]);
    assert_printable(&verdict.message());
    let client = input::certificate_der(data);
    match bytes {
        Ok(read) => {
            let (form, count) = (read.form(), read.count());
            let all: Vec<Vec<u8>> = read.clone().into_certificates().map(Cow::into_owned).collect();
            assert_eq!(all.len(), count);
            check_against_its_form(data, form, &all);
            all.iter().filter(|der| !der.is_empty()).for_each(|der| check_other_forms(der));
            match read.into_client() {
                Ok(ClientInput { leaf, chain }) => {
                    assert_eq!((chain.len() + 1, client.as_ref()), (count, Ok(&leaf)));
                    let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
                    let by_der = VERIFIER.evaluate_with_chain(Some(&leaf), now(), &chain);
                    assert_eq!(verdict.to_json(), by_der.to_json());
                }
                Err(_) => assert!(count > 1 && client.is_err() && !verdict.verified()),
            }
        }
        Err(error) => {
            assert_printable(&error.to_string());
            assert_eq!(verdict.reason(), Some(error.reason()));
            assert!(client.is_err() && !verdict.verified());
        }
    }
});
