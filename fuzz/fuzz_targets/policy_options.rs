//! Options that load are what another reader of JSON finds in the text; they decide by their mode about a request without
//! a certificate, and never let it in as verified. Those that do not load say why in printable ASCII.
#![no_main]

use issuedby::policy::Unauthenticated;
use issuedby::{DistinguishedName, EdgeReport, MtlsAuthInbound};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// The options that `serde_json` finds in the text: the mode and the names. It panics where a text that loaded says more.
fn read_by_others(text: &[u8]) -> (Unauthenticated, Vec<String>) {
    let Ok(Value::Object(mut members)) = serde_json::from_slice(text) else { panic!("no JSON object") };
    let unauthenticated = match members.remove("allowUnauthenticatedRequests") {
        None | Some(Value::Bool(false)) => Unauthenticated::Refuse,
        Some(Value::Bool(true)) => Unauthenticated::Allow,
        Some(other) => panic!("no boolean: {other}"),
    };
    let names = match members.remove("certIssuerDN") {
        None => Vec::new(),
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => {
            names.into_iter().map(|name| name.as_str().expect("a string").to_owned()).collect()
        }
        Some(other) => panic!("no name: {other}"),
    };
    assert!(members.is_empty(), "unknown options were passed over");
    (unauthenticated, names)
}

fuzz_target!(|data: &[u8]| {
    let sentences: Vec<String> = match MtlsAuthInbound::from_json(data) {
        Ok(policy) => {
            let action = match policy.unauthenticated() {
                Unauthenticated::Allow => "pass_through",
                Unauthenticated::Refuse => "reject",
            };
            assert_eq!(policy.decide(&EdgeReport::none()).action(), action);
            let (unauthenticated, names) = read_by_others(data);
            assert_eq!(policy.unauthenticated(), unauthenticated);
            assert!(unauthenticated == Unauthenticated::Allow || !names.is_empty());
            for name in names {
                let name = DistinguishedName::parse(&name).expect("a name that loaded").into_name();
                assert!(policy.allows_issuer(name.as_name()));
            }
            policy.warnings().iter().map(ToString::to_string).collect()
        }
        Err(error) => vec![error.to_string()],
    };
    sentences.iter().for_each(|sentence| issuedby_fuzz::assert_printable(sentence));
});
