//! A PEM text that is read can be written as PEM and read again; one certificate is one of several.
#![no_main]

use issuedby::pem;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let all = pem::certificates(data);
    for der in all.iter().flatten() {
        let again = pem::single_certificate(pem::encode_certificate(der).as_bytes());
        assert_eq!(again.as_ref().ok(), Some(der));
    }
    if let Ok(single) = pem::single_certificate(data) {
        assert_eq!(all.ok(), Some(vec![single]));
    }
});
