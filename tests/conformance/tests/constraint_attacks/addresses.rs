//! iPAddress.

use crate::constrained::*;

const MAPPED: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

fn address(bytes: &[u8], expected: &'static [&'static str]) -> Attack {
    alternative(vec![ip(bytes)], expected)
}

fn mapped(address: [u8; 4]) -> Vec<u8> {
    [&MAPPED[..], &address].concat()
}

#[test]
fn no_version_of_an_address_leaves_its_network() {
    let network = || ip(&[10, 0, 0, 0, 255, 0, 0, 0]);
    try_all(
        &[network()],
        &[],
        vec![
            address(&[10, 1, 2, 3], ACCEPTED),
            address(&[11, 1, 2, 3], VIOLATED),
            address(&mapped([10, 1, 2, 3]), VIOLATED),
            address(&[0; 16], VIOLATED),
            address(&[], MALFORMED),
            address(&[10, 1, 2], MALFORMED),
            address(&[10, 1, 2, 3, 255, 255, 255, 255], MALFORMED),
            alternative(vec![ip(&[10, 1, 2, 3]), ip(&[11, 1, 2, 3])], VIOLATED),
        ],
    );
    try_all(
        &[],
        &[network()],
        vec![
            address(&[10, 255, 255, 255], VIOLATED),
            address(&mapped([10, 1, 2, 3]), VIOLATED),
            address(&mapped([11, 1, 2, 3]), ACCEPTED),
            address(&[11, 0, 0, 0], ACCEPTED),
        ],
    );
}

/// The two networks that CAs exclude who may certify no address.
#[test]
fn networks_of_every_address_are_every_address() {
    try_all(
        &[],
        &[ip(&[0; 8]), ip(&[0; 32])],
        vec![
            address(&[1, 2, 3, 4], VIOLATED),
            address(&[9; 16], VIOLATED),
            address(&mapped([1, 2, 3, 4]), VIOLATED),
            alternative(vec![dns("example.com")], ACCEPTED),
        ],
    );
}
