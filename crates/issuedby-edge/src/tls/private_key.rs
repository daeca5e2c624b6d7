//! The private key of a server in PEM form, or what else is in its file.

use pki_types::PrivateKeyDer;
use pki_types::pem::{Error, PemObject as _};

/// The fault of a file without a private key that can be used: never with a byte of its contents but the labels of its PEM.
pub(super) struct NoPrivateKey {
    /// The thing that was found, as the end of a sentence about the file.
    pub(super) found: String,
    /// The step that mends it, for this file.
    pub(super) remedy: String,
}

/// The private key of the file `name` with these contents.
pub(super) fn read(pem: &[u8], name: &str) -> Result<PrivateKeyDer<'static>, NoPrivateKey> {
    PrivateKeyDer::from_pem_slice(pem).map_err(|error| {
        let no_key = |found: String, remedy: String| NoPrivateKey { found, remedy };
        let contains = |text: &str| pem.windows(text.len()).any(|window| window == text.as_bytes());
        if contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") || contains("Proc-Type: 4,ENCRYPTED") {
            return no_key(
                "it is encrypted with a passphrase".to_owned(),
                format!(
                    "write it without one, where only the edge can read: `(umask 077 && openssl pkey -in {name} -out {name}.plain)`, and \
                     name that file"
                ),
            );
        }
        let convert = || format!("write it as PEM: `(umask 077 && openssl pkey -inform DER -in {name} -out {name}.pem)`");
        match (error, first_label(pem)) {
            (Error::NoItemsFound, Some(label)) => no_key(
                format!("found only `{label}` in it"),
                "name the file with the private key of the certificate in `chain`: `PRIVATE KEY`".to_owned(),
            ),
            // A SEQUENCE (RFC 5958 section 2, RFC 8017 appendix A.1.2, RFC 5915 section 3).
            (Error::NoItemsFound, None) if pem.first() == Some(&0x30) => no_key("it is not PEM, but DER".to_owned(), convert()),
            (Error::NoItemsFound, None) => no_key("there is no PEM in it".to_owned(), ASK.to_owned()),
            _ => no_key("it is not well-formed PEM".to_owned(), ASK.to_owned()),
        }
    })
}

pub(super) const ASK: &str = "it must be an unencrypted private key in PEM form that this user may read";

/// The label of the first BEGIN line, if it has the letters of a label alone (RFC 7468 section 3).
fn first_label(pem: &[u8]) -> Option<&str> {
    const MAX_LABEL: usize = 40;
    let begin = b"-----BEGIN ";
    let start = pem.windows(begin.len()).position(|window| window == begin)? + begin.len();
    let rest = pem.get(start..)?;
    let size = rest.iter().take(MAX_LABEL + 1).position(|byte| *byte == b'-')?;
    let label = std::str::from_utf8(rest.get(..size)?).ok()?;
    label
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ')
        .then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pem: &[u8]) -> (String, String) {
        let no_key = read(pem, "key.pem").expect_err("no key");
        (no_key.found, no_key.remedy)
    }

    #[test]
    fn a_file_without_a_usable_key_is_named_for_what_it_is() {
        let block =
            |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
        for (pem, found, remedy) in [
            (
                block("ENCRYPTED PRIVATE KEY", "AAAA"),
                "it is encrypted with a passphrase",
                "openssl pkey -in key.pem",
            ),
            (
                block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA"),
                "it is encrypted with a passphrase",
                "openssl pkey -in key.pem",
            ),
            (block("CERTIFICATE", "AAAA"), "found only `CERTIFICATE` in it", "PRIVATE KEY"),
            ("0\u{3}\u{2}\u{1}\0".to_owned(), "it is not PEM, but DER", "-inform DER -in key.pem"),
            ("password=hunter2".to_owned(), "there is no PEM in it", ASK),
            (block("PRIVATE KEY", "AA*A"), "it is not well-formed PEM", ASK),
        ] {
            let (is, helps) = of(pem.as_bytes());
            assert!(is == found && helps.contains(remedy), "{pem}: {is}; {helps}");
            assert!(!format!("{is}{helps}").contains("hunter2"), "nothing of the contents is shown");
        }
    }

    #[test]
    fn a_label_is_shown_only_if_it_is_one() {
        for text in
            ["-----BEGIN \u{1b}[2J-----", "-----BEGIN ", &format!("-----BEGIN {}-----", "A".repeat(90))]
        {
            assert_eq!(first_label(text.as_bytes()), None, "{text}");
        }
    }
}
