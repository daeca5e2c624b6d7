//! What decodes, encodes to a canonical text that decodes to the same octets; canonical texts are fixed points.
#![no_main]

use issuedby::ClientCert;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(der) = ClientCert::decode(text) {
        let encoded = ClientCert::encode(&der);
        assert!(ClientCert::is_canonical(&encoded));
        assert_eq!(ClientCert::decode(&encoded).as_ref(), Ok(&der));
        assert_eq!(ClientCert::is_canonical(text), text == encoded);
        assert_eq!(ClientCert::decode_chain(&encoded), Ok(vec![der]));
    } else {
        assert!(!ClientCert::is_canonical(text));
    }
    if let Ok(chain) = ClientCert::decode_chain(text) {
        let encoded: Vec<_> = chain.iter().map(|der| ClientCert::encode(der)).collect();
        assert_eq!(ClientCert::decode_chain(&encoded.join(", ")), Ok(chain));
    }
});
