//! Certificates with names and extensions of any bytes. Their signatures never verify.

use rustls_pki_types::alg_id;

use crate::der::element;

/// The Name `CN=ca`, DER.
pub const CA_NAME: &[u8] = b"\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x03\x0c\x02ca";

/// The basicConstraints of a CA.
pub fn is_a_ca() -> Vec<u8> {
    extension(19, true, &[0x30, 3, 1, 1, 0xff])
}

/// An extension below id-ce (2.5.29) with this last arc.
pub fn extension(last: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    element(0x30, &[&[6, 3, 0x55, 0x1d, last], critical, &element(4, value)].concat())
}

/// A certificate of version 3, valid from 2026 to 2036, with a P-256 key that is on no curve.
pub fn certificate(serial: u8, issuer: &[u8], subject: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    let key_info = element(0x30, alg_id::ECDSA_P256.as_ref());
    let key = element(0x30, &[key_info, element(3, &[&[0, 4][..], &[7; 64]].concat())].concat());
    let algorithm = element(0x30, alg_id::ECDSA_SHA256.as_ref());
    let validity = element(0x30, b"\x17\x0d260101000000Z\x17\x0d360101000000Z");
    let to_be_signed = element(
        0x30,
        &[
            &[0xa0, 3, 2, 1, 2, 2, 1, serial],
            &algorithm[..],
            issuer,
            &validity,
            subject,
            &key,
            &element(0xa3, &element(0x30, &extensions.concat())),
        ]
        .concat(),
    );
    element(0x30, &[to_be_signed, algorithm, element(3, &[0, 1])].concat())
}
