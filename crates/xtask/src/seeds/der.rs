//! Parts of a well-formed certificate, as bytes.

/// The issuer of a well-formed certificate, as a Name with its SEQUENCE header.
pub(super) fn issuer(certificate: &[u8]) -> Option<&[u8]> {
    let (issuer, _, _) = element(from_issuer(certificate)?)?;
    Some(issuer)
}

/// The subject of a well-formed certificate, as a Name with its SEQUENCE header.
pub(super) fn subject(certificate: &[u8]) -> Option<&[u8]> {
    let (_, _, after_issuer) = element(from_issuer(certificate)?)?;
    let (_, _, after_validity) = element(after_issuer)?;
    let (subject, _, _) = element(after_validity)?;
    Some(subject)
}

/// The fields of a well-formed certificate, from its issuer on.
pub(super) fn from_issuer(certificate: &[u8]) -> Option<&[u8]> {
    let (_, certificate, _) = element(certificate)?;
    let (_, mut to_be_signed, _) = element(certificate)?;
    if to_be_signed.first() == Some(&0xA0) {
        (_, _, to_be_signed) = element(to_be_signed)?;
    }
    let (_, _, after_serial) = element(to_be_signed)?;
    let (_, _, after_algorithm) = element(after_serial)?;
    Some(after_algorithm)
}

/// The value of the extension below id-ce (2.5.29) with this last arc, in the first place that looks like one.
pub(super) fn extension(certificate: &[u8], arc: u8) -> Option<&[u8]> {
    let oid = [6, 3, 0x55, 0x1D, arc];
    let start = certificate.windows(oid.len()).position(|found| found == oid)? + oid.len();
    let rest = certificate.get(start..)?;
    let (_, value, _) = element(rest.strip_prefix(&[1, 1, 0xFF]).unwrap_or(rest))?;
    Some(value)
}

/// The first element of a DER text: with its header, its contents, and what follows.
pub(super) fn element(der: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (&first, rest) = der.get(1..)?.split_first()?;
    let (length, length_bytes) = match first {
        0..=0x7F => (usize::from(first), 0),
        0x81..=0x83 => {
            let bytes = rest.get(..usize::from(first) - 0x80)?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), bytes.len())
        }
        _ => return None,
    };
    let start = 2 + length_bytes;
    let end = start + length;
    Some((der.get(..end)?, der.get(start..end)?, der.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_ends_where_its_length_says() {
        assert_eq!(element(&[0x30, 1, 7, 9]), Some((&[0x30, 1, 7][..], &[7][..], &[9][..])));
        assert_eq!(element(&[0x30, 0x81, 1, 7]), Some((&[0x30, 0x81, 1, 7][..], &[7][..], &[][..])));
        assert_eq!(element(&[0x30, 2, 7]), None);
        assert_eq!(element(&[0x30, 0x84, 0, 0, 0, 0]), None);
    }

    #[test]
    fn the_issuer_follows_version_serial_and_algorithm() {
        let v3 = [0x30, 15, 0x30, 13, 0xA0, 3, 2, 1, 2, 2, 1, 5, 0x30, 0, 0x30, 1, 9];
        assert_eq!(issuer(&v3), Some(&[0x30, 1, 9][..]));
        assert_eq!(issuer(&[0x30, 2, 0x30, 0]), None);
    }
}
