//! Whatever lines come, what is read from them is written and read as the same report, and is a SUCCESS only where the
//! one line with the status says so.
#![no_main]

use issuedby::edge_headers::{
    self, CLIENT_MTLS_VERIFICATION_STATUS, HeaderOptions, SendChain, SendClientCert, must_strip,
};
use issuedby::policy::Unauthenticated;
use issuedby::{EdgeReport, MtlsAuthInbound, PolicyOptions, Status};
use libfuzzer_sys::fuzz_target;

const OPTIONS: HeaderOptions = HeaderOptions::new()
    .client_cert(SendClientCert::Presented)
    .chain(SendChain::Send)
    .client_cert_max(usize::MAX);

// The lines of a request, `name: value`, as they stand in one.
fuzz_target!(|data: &[u8]| {
    let lines: Vec<(&[u8], &[u8])> = data
        .split(|octet| *octet == b'\n')
        .filter_map(|line| {
            let colon = line.iter().position(|octet| *octet == b':')?;
            Some((&line[..colon], &line[colon + 1..]))
        })
        .collect();
    let report = EdgeReport::from_headers(lines.iter().copied());

    let status = CLIENT_MTLS_VERIFICATION_STATUS.as_bytes();
    let statuses: Vec<_> =
        lines.iter().filter(|(name, _)| name.eq_ignore_ascii_case(status)).map(|(_, value)| *value).collect();
    let says_success = matches!(statuses[..], [value] if value.trim_ascii() == b"SUCCESS");
    assert!(says_success || report.status() != Status::Success, "a SUCCESS that nobody said");
    assert_eq!(report.status() == Status::None, report == EdgeReport::none());

    let written = edge_headers::write(&report, &OPTIONS);
    assert_eq!(EdgeReport::from_headers(written.iter().map(|(name, value)| (*name, value))), report);
    for (name, value) in &written {
        assert!(must_strip(name.as_bytes()));
        assert!(value.bytes().all(|octet| matches!(octet, b' '..=b'~')), "not printable: {value:?}");
    }
    let kept = lines.iter().copied().filter(|(name, _)| !must_strip(name));
    assert_eq!(EdgeReport::from_headers(kept), EdgeReport::none(), "something was not stripped");

    let options = PolicyOptions::new().allow_unauthenticated_requests(Unauthenticated::Allow);
    let decision = MtlsAuthInbound::new(options).expect("good options").decide(&report);
    assert!(decision.action() != "allow" || says_success);
    assert!(decision.to_json().is_ascii());
});
