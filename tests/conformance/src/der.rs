//! DER written by hand, for certificates that no library would write.

/// One element: identifier byte, length in its shortest form, contents.
pub fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match contents.len() {
        length @ 0..=0x7f => out.push(length as u8),
        length @ 0x80..=0xff => out.extend([0x81, length as u8]),
        length @ 0x100..=0xffff => out.extend([0x82, (length >> 8) as u8, length as u8]),
        length => out.extend([0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8]),
    }
    out.extend_from_slice(contents);
    out
}

/// A SEQUENCE of elements.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

/// An INTEGER with these content bytes, whatever they are.
pub fn integer(contents: &[u8]) -> Vec<u8> {
    element(0x02, contents)
}

/// A BIT STRING of whole bytes.
pub fn bit_string(bytes: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], bytes].concat())
}

/// An OBJECT IDENTIFIER with these content bytes.
pub fn oid(contents: &[u8]) -> Vec<u8> {
    element(0x06, contents)
}

/// A Name of one RDN with one commonName, encoded with the given string type.
pub fn common_name(string_tag: u8, text: &str) -> Vec<u8> {
    let attribute = sequence(&[&oid(&[0x55, 4, 3]), &element(string_tag, text.as_bytes())]);
    sequence(&[&element(0x31, &attribute)])
}

/// The identifier byte of UTF8String.
pub const UTF8_STRING: u8 = 0x0c;
/// The identifier byte of PrintableString.
pub const PRINTABLE_STRING: u8 = 0x13;

/// An Extension: id, critical, the DER of the extension's own type.
pub fn extension(id: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let flag: &[u8] = if critical { &[0x01, 0x01, 0xff] } else { &[] };
    sequence(&[&oid(id), flag, &element(0x04, value)])
}

/// The contents of the first element in `bytes`, and what follows it. The lengths are trusted.
pub fn read(bytes: &[u8]) -> (u8, &[u8], &[u8]) {
    let (header, length) = match bytes[1] {
        length @ 0..=0x7f => (2, usize::from(length)),
        0x81 => (3, usize::from(bytes[2])),
        0x82 => (4, usize::from(u16::from_be_bytes([bytes[2], bytes[3]]))),
        other => panic!("a length of form 0x{other:02x} is not read here"),
    };
    (bytes[0], &bytes[header..header + length], &bytes[header + length..])
}
