//! What decodes, encodes to a canonical text that decodes to the same octets; a chain of one is that one.
#![no_main]

use issuedby::ClientCert;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &[u8]| {
    if let Ok(der) = ClientCert::decode(value) {
        let canonical = ClientCert::encode(&der);
        assert!(ClientCert::is_canonical(canonical.as_bytes()));
        assert_eq!(ClientCert::decode(canonical.as_bytes()).as_ref(), Ok(&der));
        assert_eq!(ClientCert::is_canonical(value), value == canonical.as_bytes());
        assert_eq!(ClientCert::decode_chain([value]), Ok(vec![der]));
    } else {
        assert!(!ClientCert::is_canonical(value));
    }
    if let Ok(chain) = ClientCert::decode_chain([value]) {
        let canonical = ClientCert::encode_chain(chain.iter().map(Vec::as_slice));
        assert_eq!(ClientCert::decode_chain(canonical.as_deref().map(str::as_bytes)), Ok(chain));
    }
});
