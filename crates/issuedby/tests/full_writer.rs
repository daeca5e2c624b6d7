//! Errors that are printed into a buffer of a fixed size.

use std::error::Error;
use std::fmt::{self, Write};

use issuedby::name::Name;
use issuedby::{Certificate, ClientCert, DistinguishedName, Fingerprint, pem};

struct Full {
    written: String,
    room: usize,
}

impl Write for Full {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.room - self.written.len();
        self.written.push_str(&text[..text.len().min(room)]);
        if text.len() > room { Err(fmt::Error) } else { Ok(()) }
    }
}

/// Errors of each type, with every way in which their sentences are put together.
fn errors() -> Vec<Box<dyn Error>> {
    let mut errors: Vec<Box<dyn Error>> = Vec::new();
    for text in
        [&"a".repeat(32), &"a".repeat(40), &"a".repeat(56), "a", "ab:cd:x", "\u{e9}", &"a:".repeat(64)]
    {
        errors.push(Box::new(Fingerprint::parse(text).expect_err("no fingerprint")));
    }
    for text in ["CN=a,x", "CN=a\\", "C=US,,CN=a", "1.=a", "CN=\"a", "/C=US/CN=a/x=b"] {
        errors.push(Box::new(DistinguishedName::parse(text).expect_err("no name")));
    }
    for contents in
        [&[0x30, 0][..], &[0x31, 0], &[0x31], &[0x31, 2, 0x30], &[0x31, 0x82, 1], &[0x31, 0x80, 0, 0]]
    {
        errors.push(Box::new(Name::from_rdn_sequence(contents).expect_err("no name")));
    }
    for value in ["", "MAA=", ":MA!=:", ":MAE=:"] {
        errors.push(Box::new(ClientCert::decode(value.as_bytes()).expect_err("no certificate")));
    }
    for text in ["", "-----BEGIN CERTIFICATE-----\nMA!=\n-----END CERTIFICATE-----\n"] {
        errors.push(Box::new(pem::single_certificate(text.as_bytes()).expect_err("no certificate")));
    }
    for der in [&[][..], &[0x30, 0], &[0x31, 0], &[0x30, 0x80, 0, 0]] {
        errors.push(Box::new(Certificate::from_der(der).expect_err("no certificate")));
    }
    errors
}

#[test]
fn a_writer_that_is_full_is_reported_and_has_the_beginning() {
    for error in errors() {
        let sentence = error.to_string();
        assert!(sentence.is_ascii() && !sentence.is_empty(), "{sentence}");
        for room in 0..=sentence.len() {
            let mut writer = Full { written: String::new(), room };
            assert_eq!(write!(writer, "{error}").is_ok(), room == sentence.len(), "{sentence} {room}");
            assert_eq!(writer.written, sentence[..room]);
        }
    }
}
