//! The start of a text: a byte order mark, or a whole line with a `Client-Cert` field.

/// U+FEFF in UTF-8, which editors write before a text.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A text without the byte order mark before it.
pub(crate) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

/// The value in a whole line `Client-Cert: :base64:`, where the text is one (RFC 9440 section 2.2).
pub(crate) fn field_value(text: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"Client-Cert";
    match without_mark(text).trim_ascii_start().split_at_checked(NAME.len()) {
        Some((name, [b':', value @ ..])) if name.eq_ignore_ascii_case(NAME) => {
            Some(value.trim_ascii()).filter(|value| value.starts_with(b":"))
        }
        _ => None,
    }
}
