//! Certificates that hold two names and are good for nothing else.

/// One DER element.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    /// The whole element.
    pub(crate) der: &'a [u8],
    /// Without tag and length.
    pub(crate) contents: &'a [u8],
}

/// The elements that follow each other in well-formed DER.
pub(crate) fn elements(mut der: &[u8]) -> Vec<Element<'_>> {
    let mut found = Vec::new();
    while let [_, first, rest @ ..] = der {
        let (bytes, length) = match first {
            0..0x80 => (0, usize::from(*first)),
            long => {
                let bytes = usize::from(long & 0x7f);
                let length = rest[..bytes].iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
                (bytes, length)
            }
        };
        let (element, after) = der.split_at(2 + bytes + length);
        found.push(Element { der: element, contents: &element[2 + bytes..] });
        der = after;
    }
    found
}

/// A certificate with an Ed25519 key of zeros and a signature of zeros: OpenSSL prints it without verifying it.
pub(crate) fn certificate(issuer: &[u8], subject: &[u8]) -> Vec<u8> {
    const ED25519: &[u8] = b"\x30\x05\x06\x03\x2b\x65\x70";
    const SERIAL: &[u8] = b"\x02\x01\x01";
    const VALIDITY: &[u8] = b"\x30\x1e\x17\x0d260101000000Z\x17\x0d270101000000Z";
    let key = tlv(0x30, &[ED25519, &tlv(3, &[0; 33])].concat());
    let signed = tlv(0x30, &[SERIAL, ED25519, issuer, VALIDITY, subject, &key].concat());
    tlv(0x30, &[&signed, ED25519, &tlv(3, &[0; 65])].concat())
}

fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).expect("names are short").to_be_bytes();
    let header = match length {
        [0, short @ ..0x80] => vec![tag, short],
        [0, long] => vec![tag, 0x81, long],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [&header, contents].concat()
}
