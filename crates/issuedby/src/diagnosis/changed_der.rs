//! DER that was changed on its way by software which took it for text.

/// True if each line feed of some DER got a carriage return before it, as a transfer in text mode does it: all that are there
/// have one, and there are more bytes than the DER says, at most one for each.
pub(crate) fn has_converted_line_ends(bytes: &[u8]) -> bool {
    let feeds = bytes.iter().filter(|byte| **byte == b'\n').count();
    let converted = bytes.windows(2).filter(|pair| *pair == b"\r\n").count();
    let added = declared_length(bytes).and_then(|declared| bytes.len().checked_sub(declared));
    feeds == converted && added.is_some_and(|added| (1..=converted).contains(&added))
}

/// The number of bytes that the SEQUENCE at the start says it has, header included.
pub(crate) fn declared_length(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        [0x30, length @ 0..=0x7F, ..] => usize::from(length).checked_add(2),
        [0x30, 0x81, length, ..] => usize::from(length).checked_add(3),
        [0x30, 0x82, high, low, ..] => usize::from(u16::from_be_bytes([high, low])).checked_add(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn sequence(contents: &[u8]) -> Vec<u8> {
        let length = u8::try_from(contents.len()).unwrap_or(0);
        [&[0x30, length], contents].concat()
    }

    #[test]
    fn every_line_feed_must_have_been_converted() {
        let original = sequence(b"a\nb\nc");
        let converted: Vec<u8> = original
            .iter()
            .flat_map(|byte| if *byte == b'\n' { b"\r\n" } else { core::slice::from_ref(byte) })
            .copied()
            .collect();
        assert!(has_converted_line_ends(&converted));
        assert!(!has_converted_line_ends(&original));
        // Some other byte follows.
        assert!(!has_converted_line_ends(&[&original[..], b"x"].concat()));
        assert!(!has_converted_line_ends(&[&sequence(b"a\r\nb")[..], b"xy"].concat()));
        assert!(!has_converted_line_ends(&sequence(b"a\r\nb")));
        assert!(!has_converted_line_ends(b""));
    }

    #[test]
    fn the_declared_length_has_the_header() {
        assert_eq!(declared_length(&[0x30, 5, 1]), Some(7));
        assert_eq!(declared_length(&[0x30, 0x81, 0x80]), Some(131));
        assert_eq!(declared_length(&[0x30, 0x82, 1, 0]), Some(260));
        assert_eq!(declared_length(&[0x31, 5]), None);
        assert_eq!(declared_length(&[0x30]), None);
    }
}
