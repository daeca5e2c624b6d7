//! Options that load decide by their mode about a request without a certificate, and never let it in as verified;
//! those that do not load say why in printable ASCII.
#![no_main]

use issuedby::policy::Unauthenticated;
use issuedby::{EdgeReport, MtlsAuthInbound};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let sentences = match MtlsAuthInbound::from_json(data) {
        Ok(policy) => {
            let action = match policy.unauthenticated() {
                Unauthenticated::Allow => "pass_through",
                Unauthenticated::Refuse => "reject",
            };
            assert_eq!(policy.decide(&EdgeReport::none()).action(), action);
            policy.warnings().iter().map(ToString::to_string).collect()
        }
        Err(error) => vec![error.to_string()],
    };
    for sentence in sentences {
        assert!(sentence.bytes().all(|octet| matches!(octet, b' '..=b'~')), "not printable: {sentence:?}");
    }
});
