//! A writer of DER that also writes what is not DER: every length, tag and value is the caller's.

/// The tag of a BOOLEAN.
pub const BOOLEAN: u8 = 0x01;
/// The tag of an INTEGER.
pub const INTEGER: u8 = 0x02;
/// The tag of a BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// The tag of an OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// The tag of an OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u8 = 0x06;
/// The tag of a UTF8String.
pub const UTF8_STRING: u8 = 0x0c;
/// The tag of a PrintableString.
pub const PRINTABLE_STRING: u8 = 0x13;
/// The tag of a TeletexString.
pub const TELETEX_STRING: u8 = 0x14;
/// The tag of an IA5String.
pub const IA5_STRING: u8 = 0x16;
/// The tag of a BMPString.
pub const BMP_STRING: u8 = 0x1e;
/// The tag of a UTCTime.
pub const UTC_TIME: u8 = 0x17;
/// The tag of a GeneralizedTime.
pub const GENERALIZED_TIME: u8 = 0x18;
/// The tag of a SEQUENCE.
pub const SEQUENCE: u8 = 0x30;
/// The tag of a SET.
pub const SET: u8 = 0x31;

/// A tag, the shortest definite length, and the content.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    out.extend(length(content.len()));
    out.extend_from_slice(content);
    out
}

/// A SEQUENCE of elements that are already encoded.
pub fn sequence<Part: AsRef<[u8]>>(parts: &[Part]) -> Vec<u8> {
    element(SEQUENCE, &concatenate(parts))
}

/// A SET of elements that are already encoded, in the order given.
pub fn set<Part: AsRef<[u8]>>(parts: &[Part]) -> Vec<u8> {
    element(SET, &concatenate(parts))
}

/// An INTEGER with these content bytes, as they are.
pub fn integer(content: &[u8]) -> Vec<u8> {
    element(INTEGER, content)
}

/// An INTEGER for a number that is not negative, big-endian.
pub fn unsigned(number: &[u8]) -> Vec<u8> {
    let first = number.iter().position(|&byte| byte != 0).unwrap_or(number.len());
    let mut content = number[first..].to_vec();
    if content.first().is_none_or(|&byte| byte >= 0x80) {
        content.insert(0, 0);
    }
    integer(&content)
}

/// A BIT STRING of whole bytes.
pub fn bit_string(bytes: &[u8]) -> Vec<u8> {
    element(BIT_STRING, &[&[0], bytes].concat())
}

/// An OCTET STRING.
pub fn octet_string(bytes: &[u8]) -> Vec<u8> {
    element(OCTET_STRING, bytes)
}

/// NULL.
pub fn null() -> Vec<u8> {
    vec![0x05, 0x00]
}

/// BOOLEAN TRUE.
pub fn boolean_true() -> Vec<u8> {
    element(BOOLEAN, &[0xff])
}

/// An explicitly tagged element, or the implicit tag of a constructed type.
pub fn explicit(number: u8, content: &[u8]) -> Vec<u8> {
    element(0xa0 | number, content)
}

/// The implicit tag of a primitive type.
pub fn implicit(number: u8, content: &[u8]) -> Vec<u8> {
    element(0x80 | number, content)
}

/// An OBJECT IDENTIFIER from its dotted form.
pub fn object_identifier(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().expect("a number")).collect();
    let mut content = Vec::new();
    base_128(arcs[0] * 40 + arcs[1], &mut content);
    for &arc in &arcs[2..] {
        base_128(arc, &mut content);
    }
    element(OBJECT_IDENTIFIER, &content)
}

/// The parts, one behind the other.
pub fn concatenate<Part: AsRef<[u8]>>(parts: &[Part]) -> Vec<u8> {
    parts.iter().flat_map(|part| part.as_ref().iter().copied()).collect()
}

fn length(length: usize) -> Vec<u8> {
    if length < 0x80 {
        return vec![length as u8];
    }
    let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|&byte| byte == 0).collect();
    [&[0x80 | bytes.len() as u8], bytes.as_slice()].concat()
}

fn base_128(arc: u64, out: &mut Vec<u8>) {
    let groups = (64 - arc.leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let more = if group > 0 { 0x80 } else { 0 };
        out.push(((arc >> (7 * group)) & 0x7f) as u8 | more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_identifiers_of_several_bytes_per_arc() {
        assert_eq!(object_identifier("1.2.840.10045.2.1"), [6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]);
    }

    #[test]
    fn lengths_are_the_shortest() {
        assert_eq!(element(4, &[0; 127])[..2], [4, 127]);
        assert_eq!(element(4, &[0; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[0; 256])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn unsigned_numbers_stay_positive() {
        assert_eq!(unsigned(&[0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(unsigned(&[]), [2, 1, 0]);
    }
}
