//! A message of the core as a headline: without the fingerprints, which the details below it have.

/// The sentence without the fingerprints in it. What stands between backticks is quoted from a certificate, and stays.
pub(crate) fn headline(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let kept: Vec<String> = parts
        .map(|(index, part)| if index % 2 == 0 { without_fingerprints(part) } else { part.to_owned() })
        .collect();
    kept.join("`")
}

fn without_fingerprints(words: &str) -> String {
    const START: &str = " (SHA-256 ";
    /// 32 bytes with colons between them.
    const SIZE: usize = 32 * 3 - 1;

    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once(START) {
        text.push_str(before);
        match after.split_at_checked(SIZE) {
            Some((fingerprint, after)) if is_hexadecimal(fingerprint) && after.starts_with(')') => {
                rest = after.strip_prefix(')').unwrap_or(after);
            }
            _ => {
                text.push_str(START);
                rest = after;
            }
        }
    }
    text + rest
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':')
}

#[cfg(test)]
mod tests {
    use issuedby::Fingerprint;

    use super::*;

    #[test]
    fn a_headline_has_no_fingerprint_and_everything_else() {
        let fingerprint = Fingerprint::of(b"");
        let message = format!("`CN=a` (SHA-256 {fingerprint}) and `b` (SHA-256 {fingerprint}): no");
        assert_eq!(headline(&message), "`CN=a` and `b`: no");
        let quoted = format!("`CN=a (SHA-256 {fingerprint})` is no CA");
        assert_eq!(headline(&quoted), quoted);
        for kept in ["", "a (SHA-256 of what?)", "a (SHA-256 ", "`\u{fc} (SHA-256 \u{fc}`"] {
            assert_eq!(headline(kept), kept);
        }
    }
}
