//! Whatever lines come, what is read from them is written and read as the same report, and is a SUCCESS only where the
//! one line with the status says so. The names to strip are the same in any letter case, with anything for `-`.
#![no_main]

use issuedby::edge_headers::{
    self, CLIENT_MTLS_VERIFICATION_STATUS, HeaderOptions, SendChain, SendClientCert, must_strip,
    names_client_elsewhere, vary_names_client_cert,
};
use issuedby::policy::Unauthenticated;
use issuedby::{ClientCert, EdgeReport, MtlsAuthInbound, PolicyOptions, Status};
use issuedby_fuzz::samples::{CLIENT, VERIFIER};
use issuedby_fuzz::{assert_printable, now};
use libfuzzer_sys::fuzz_target;

const OPTIONS: HeaderOptions = HeaderOptions::new()
    .client_cert(SendClientCert::Presented)
    .chain(SendChain::Send)
    .client_cert_max(usize::MAX);

// The lines of a request, `name: value`, as they stand in one.
fuzz_target!(|data: &[u8]| {
    let lines: Vec<(&[u8], &[u8])> = data
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            Some((&line[..colon], &line[colon + 1..]))
        })
        .collect();
    let report = EdgeReport::from_headers(lines.iter().copied());

    let status = CLIENT_MTLS_VERIFICATION_STATUS.as_bytes();
    let statuses: Vec<_> =
        lines.iter().filter(|(name, _)| name.eq_ignore_ascii_case(status)).map(|(_, value)| *value).collect();
    let says_success = matches!(statuses[..], [value] if value.trim_ascii() == b"SUCCESS");
    assert!(says_success || report.status() != Status::Success, "a SUCCESS that no field states");
    assert_eq!(report.status() == Status::None, report == EdgeReport::none());

    for (name, value) in &lines {
        let otherwise: Vec<u8> = name
            .iter()
            .map(|byte| if byte.is_ascii_alphanumeric() { byte.to_ascii_uppercase() } else { b'_' })
            .collect();
        assert_eq!(must_strip(name), must_strip(&otherwise));
        assert_eq!(names_client_elsewhere(name), names_client_elsewhere(&otherwise));
        assert!(!must_strip(name) || vary_names_client_cert(name) || name.contains(&b','));
        vary_names_client_cert(value);
    }

    let written = edge_headers::write(&report, &OPTIONS);
    assert_eq!(EdgeReport::from_headers(written.iter().map(|(name, value)| (*name, value))), report);
    for (name, value) in &written {
        assert!(must_strip(name.as_bytes()));
        assert_printable(value);
    }
    let kept = lines.iter().copied().filter(|(name, _)| !must_strip(name));
    assert_eq!(EdgeReport::from_headers(kept), EdgeReport::none(), "something was not stripped");

    // What a verdict says comes through whole, with whatever was sent along.
    let chain = lines.iter().filter_map(|(_, value)| ClientCert::decode(value.trim_ascii()).ok());
    let verdict = VERIFIER.evaluate(Some(&CLIENT), now());
    let success = EdgeReport::from(&verdict).with_chain(chain);
    let written = edge_headers::write(&success, &OPTIONS);
    assert_eq!(EdgeReport::from_headers(written.iter().map(|(name, value)| (*name, value))), success);

    let options = PolicyOptions::new().allow_unauthenticated_requests(Unauthenticated::Allow);
    let decision = MtlsAuthInbound::new(options).expect("good options").decide(&report);
    assert!(decision.action() != "allow" || says_success);
    assert!(decision.to_json().is_ascii());
});
