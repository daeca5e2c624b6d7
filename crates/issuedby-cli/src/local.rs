//! Sentences of the core as a check on this machine needs them: without an upload, and in a headline without fingerprints.

/// A remedy for someone who gives files on the command line. At an edge a CA is uploaded; here it is an option.
pub(crate) fn remedy(text: &str) -> String {
    const UPLOAD: &str = "upload ";

    let Some((before, after)) = text.split_once(UPLOAD) else { return text.to_owned() };
    let (object, rest) = after.split_at(after.find([';', ':', ',']).unwrap_or(after.len()));
    format!("{before}give {object} with `--ca FILE`{}", remedy(rest))
}

/// The sentence without the fingerprints in it, which the details below a headline have, and without the remedy that it may
/// end with.
pub(crate) fn headline(message: &str) -> String {
    const START: &str = " (SHA-256 ";
    /// 32 bytes with colons between them.
    const SIZE: usize = 32 * 3 - 1;

    let mut text = String::with_capacity(message.len());
    let mut rest = message.strip_suffix(": upload that one").unwrap_or(message);
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
    use issuedby::{Fingerprint, Reason};

    use super::*;

    #[test]
    fn no_remedy_of_a_local_check_says_upload() {
        for reason in Reason::ALL {
            let local = remedy(reason.remedy());
            assert!(!local.contains("upload"), "{local}");
            assert_eq!(local.contains("--ca FILE"), reason.remedy().contains("upload "), "{local}");
        }
        assert_eq!(
            remedy("upload the new CA; upload it"),
            "give the new CA with `--ca FILE`; give it with `--ca FILE`"
        );
        assert_eq!(remedy("wait"), "wait");
    }

    #[test]
    fn a_headline_has_no_fingerprint_and_everything_else() {
        let fingerprint = Fingerprint::of(b"");
        let message = format!("`CN=a` (SHA-256 {fingerprint}) and `b` (SHA-256 {fingerprint}): no");
        assert_eq!(headline(&message), "`CN=a` and `b`: no");
        assert_eq!(headline("no: upload that one"), "no");
        for kept in ["", "a (SHA-256 of what?)", "a (SHA-256 ", "`\u{fc} (SHA-256 \u{fc}`"] {
            assert_eq!(headline(kept), kept);
        }
    }
}
