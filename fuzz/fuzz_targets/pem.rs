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
    let unwrapped = pem::unwrapped_certificate(data);
    if let Ok(single) = pem::single_certificate(data) {
        assert_eq!(unwrapped.as_ref(), Ok(&single));
        assert_eq!(all.ok(), Some(vec![single]));
    } else if let Ok(der) = unwrapped {
        // Several certificates are not fewer in a wrapping.
        assert!(all.is_err());
        let again = pem::single_certificate(pem::encode_certificate(&der).as_bytes());
        assert_eq!(again, Ok(der));
    }
});
