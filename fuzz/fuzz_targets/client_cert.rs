//! A field that decodes, encodes to a canonical text that decodes to the same bytes; a chain of one is that one; several lines are
//! the members of one list, and never one certificate.
//!
//! The input is the lines of a field, one behind the other with a line feed between them.
#![no_main]

use issuedby::ClientCert;
use libfuzzer_sys::fuzz_target;

fn check_item(value: &[u8]) {
    match ClientCert::decode(value) {
        Ok(der) => {
            let canonical = ClientCert::encode(&der);
            assert!(ClientCert::is_canonical(canonical.as_bytes()));
            assert_eq!(ClientCert::decode(canonical.as_bytes()).as_ref(), Ok(&der));
            assert_eq!(ClientCert::is_canonical(value), value == canonical.as_bytes());
            assert_eq!(ClientCert::decode_chain([value]), Ok(vec![der]));
        }
        Err(error) => {
            assert!(!ClientCert::is_canonical(value));
            assert!(error.offset() <= value.len());
            issuedby_fuzz::assert_printable(&error.to_string());
        }
    }
}

fn check_chain(lines: &[&[u8]]) {
    match ClientCert::decode_chain(lines.iter().copied()) {
        Ok(chain) => {
            let canonical = ClientCert::encode_chain(chain.iter().map(Vec::as_slice));
            assert_eq!(ClientCert::decode_chain(canonical.as_deref().map(str::as_bytes)), Ok(chain));
        }
        Err(error) => issuedby_fuzz::assert_printable(&error.to_string()),
    }
}

fuzz_target!(|data: &[u8]| {
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').collect();
    for line in &lines {
        check_item(line);
    }
    check_chain(&lines);
    match ClientCert::decode_lines(lines.iter().copied()) {
        Ok(read) => assert_eq!((lines.len(), read.is_some()), (1, true)),
        Err(_) => assert!(lines.len() > 1 || ClientCert::decode(data).is_err()),
    }
});
