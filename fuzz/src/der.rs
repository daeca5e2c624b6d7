//! Reading and writing single DER elements, without the core's own reader.

/// One DER element.
pub fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let mut out = vec![tag];
    match length {
        0..0x80 => out.push(length as u8),
        0x80..0x100 => out.extend([0x81, length as u8]),
        0x100..0x1_0000 => out.extend([0x82, (length >> 8) as u8, length as u8]),
        _ => out.extend([0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8]),
    }
    out.extend_from_slice(contents);
    out
}

/// The element at the start of an input, whole, and the bytes after it. An element that is cut off takes all of them.
pub fn split(input: &[u8]) -> (&[u8], &[u8]) {
    let (header, length) = header(input).unwrap_or((input.len(), 0));
    input.split_at_checked(header + length).unwrap_or((input, &[]))
}

/// The bytes after the header of an element.
pub fn contents(element: &[u8]) -> &[u8] {
    header(element).and_then(|(header, _)| element.get(header..)).unwrap_or_default()
}

/// The sizes of an element's header and contents, as the header says.
fn header(input: &[u8]) -> Option<(usize, usize)> {
    match *input {
        [_, length @ 0..=0x7f, ..] => Some((2, usize::from(length))),
        [_, 0x81, length, ..] => Some((3, usize::from(length))),
        [_, 0x82, high, low, ..] => Some((4, usize::from(u16::from_be_bytes([high, low])))),
        _ => None,
    }
}
