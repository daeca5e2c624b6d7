//! Words before a pasted name that say whose name it is.

use super::cursor::{Cursor, is_blank, is_white_space};

/// The labels of known tools and settings, in lower case without blanks: OpenSSL's `subject=` and `issuer=`, the
/// `Issuer:` of `-text`, curl, GnuTLS and certutil, keytool's `Owner:`, the `s:` and `i:` of `s_client`, the `IssuerDN:`
/// of Java, and the setting's own name.
const LABELS: [&[u8]; 11] = [
    b"subject",
    b"issuer",
    b"certissuerdn",
    b"owner",
    b"issuerdn",
    b"subjectdn",
    b"issuername",
    b"subjectname",
    b"dn",
    b"i",
    b"s",
];

/// The labels that may stand before `=`: none of these is the keyword of an attribute type.
const BEFORE_EQUALS: [&[u8]; 5] = [b"subject", b"issuer", b"certissuerdn", b"issuerdn", b"subjectdn"];

/// The longest label with the blanks that it may have.
const MAX_LABEL_SIZE: usize = 24;

/// Passes over a pasted label, if a name or nothing follows.
///
/// No attribute type has `:` after it, and none has a label of [`BEFORE_EQUALS`] as its keyword, so that no name is read
/// otherwise than without this.
pub(super) fn skip_label(cursor: &mut Cursor<'_>) {
    // `certIssuerDN: issuer=CN=a` has two.
    for _ in 0..2 {
        let mut ahead = *cursor;
        let Some(separator) = read_label(&mut ahead) else { return };
        ahead.skip_while(is_white_space);
        let name = ahead;
        if begins_a_name(name) || read_label(&mut ahead).is_some() {
            *cursor = name;
        }
        if separator == b'=' {
            return;
        }
    }
}

/// Passes over one label, and returns the byte after it.
fn read_label(cursor: &mut Cursor<'_>) -> Option<u8> {
    let written = cursor.take_while(|byte| byte.is_ascii_alphabetic() || is_blank(byte));
    if written.len() > MAX_LABEL_SIZE {
        return None;
    }
    let is_one_of = |labels: &[&[u8]]| labels.iter().any(|label| is_label(written, label));
    cursor.next().filter(|separator| match separator {
        b':' => is_one_of(&LABELS),
        b'=' => is_one_of(&BEFORE_EQUALS),
        _ => false,
    })
}

fn is_label(written: &[u8], label: &[u8]) -> bool {
    let letters = written.iter().filter(|byte| !is_blank(**byte)).map(u8::to_ascii_lowercase);
    letters.eq(label.iter().copied())
}

/// Tells whether the end, a slash, or something like a type and `=` is next.
fn begins_a_name(mut cursor: Cursor<'_>) -> bool {
    if matches!(cursor.peek(), None | Some(b'/')) {
        return true;
    }
    let written = cursor.take_while(|byte| matches!(byte, b'.' | b'-') || byte.is_ascii_alphanumeric());
    cursor.skip_while(is_blank);
    !written.is_empty() && cursor.peek() == Some(b'=')
}
