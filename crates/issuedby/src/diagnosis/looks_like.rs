//! The form of input that is not a certificate, guessed for error messages.

use core::fmt;

use super::{BoundaryDamage, field_value, without_mark};

/// The apparent form of some input, from its first bytes. A guess for messages, never for decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LooksLike {
    /// Base64 that begins as a certificate does, with nothing around it.
    BareBase64,
    /// Base64 of the base64 of PEM text.
    Base64Twice,
    /// Bytes that are no text.
    Binary,
    /// A certificate request (PKCS #10, RFC 2986) in DER.
    CertificateRequest,
    /// A certificate revocation list (RFC 5280 section 5) in DER.
    CertificateRevocationList,
    /// The print-out of a program about a certificate, for people, without the certificate.
    CertificateText,
    /// An RFC 9440 value: it begins with `:`.
    ClientCert,
    /// DER: one SEQUENCE with a long length.
    Der,
    /// DER whose bytes were read as ISO 8859-1 and written as UTF-8.
    DerAsUtf8,
    /// DER in which each line feed got a carriage return before it, by a transfer in text mode.
    DerInTextMode,
    /// DER that was read as UTF-8, and lost what is not: U+FFFD stands in its place.
    DerReadAsText,
    /// Nothing, or blanks only.
    Empty,
    /// A file that Ansible Vault, age, git-crypt, OpenPGP or `openssl enc` encrypted.
    Encrypted,
    /// Percent-encoded base64 with nothing around it, as Traefik 2 writes it in `X-Forwarded-Tls-Client-Cert`.
    EscapedBase64,
    /// The name of a file, in place of its contents.
    FileName,
    /// PEM text in the encoding of HTML forms, in which `+` is a blank.
    FormEncodedPem,
    /// A pointer of Git LFS, in place of the file.
    GitLfsPointer,
    /// A page in HTML, with which servers answer in place of a file.
    HtmlPage,
    /// An HTTP response with its header fields, as `curl -i` writes it.
    HttpResponse,
    /// A keystore of Java: JKS or JCEKS.
    JavaKeystore,
    /// A JSON document.
    Json,
    /// A JSON document with PEM text in one of its strings.
    JsonWithPem,
    /// A Secret of Kubernetes as a whole, in YAML or JSON: base64 of PEM text beside other text.
    KubernetesSecret,
    /// PEM text with `> ` before each line.
    MailQuotedPem,
    /// A key or a certificate of OpenSSH, which is no X.509 certificate.
    OpenSsh,
    /// PEM text.
    Pem,
    /// PEM text whose BEGIN line has more or fewer than five hyphens on a side.
    PemWithOtherHyphens,
    /// PEM text whose BEGIN line has typographic dashes or blanks.
    PemWithTypography,
    /// The base64 of a certificate with an END line after it, and no BEGIN line.
    PemWithoutBegin,
    /// Base64 of PEM text, as in a Secret of Kubernetes.
    PemInBase64,
    /// PEM text with `%20` for spaces, as nginx writes it in `$ssl_client_escaped_cert`.
    PercentEncodedPem,
    /// PKCS #12 (`.p12`, `.pfx`), which holds a private key as a rule.
    Pkcs12,
    /// PKCS #7 in DER (`.p7b`, `.p7c`).
    Pkcs7,
    /// A private key in DER: PKCS #8, encrypted or not, PKCS #1 or SEC 1.
    PrivateKey,
    /// None of these.
    Unknown,
    /// Text in UTF-16, as Windows editors and shells write it.
    Utf16,
    /// `x-forwarded-client-cert`, in which Envoy writes the certificate as `Cert="..."`.
    Xfcc,
}

impl LooksLike {
    /// Guesses what `input` is.
    pub fn of(input: &[u8]) -> Self {
        let text = without_mark(input).trim_ascii();
        match text {
            [] => Self::Empty,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, b'-', ..] | [b'-', 0, ..] => Self::Utf16,
            [0xFE, 0xED, 0xFE, 0xED, ..] | [0xCE, 0xCE, 0xCE, 0xCE, ..] => Self::JavaKeystore,
            _ if is_encrypted(input) => Self::Encrypted,
            [b':', ..] => Self::ClientCert,
            _ if field_value(text).is_some() => Self::ClientCert,
            [0x30, length @ 0x81..=0x84, rest @ ..] => {
                Self::of_contents(rest.get(usize::from(length & 0x7F)..).unwrap_or_default())
            }
            [0x30, 0x80, rest @ ..] => Self::of_contents(rest),
            // The second byte of DER, 0x81 or 0x82, as text.
            [0x30, 0xEF, 0xBF, 0xBD, ..] => Self::DerReadAsText,
            [0x30, 0xC2, 0x81 | 0x82, ..] => Self::DerAsUtf8,
            // The first byte is also the digit `0` of a text.
            [0x30, 0..=0x7F, rest @ ..] if Self::of_contents(rest) != Self::Der => Self::of_contents(rest),
            [b'M', b'I', ..] if is_escaped_base64(text) => Self::EscapedBase64,
            [b'M', b'I', ..]
                if text.iter().take(64).all(|byte| is_base64(*byte) || byte.is_ascii_whitespace()) =>
            {
                if holds(text, b"-----END ") { Self::PemWithoutBegin } else { Self::BareBase64 }
            }
            _ if text.starts_with(PEM_IN_BASE64) => Self::PemInBase64,
            _ if text.starts_with(PEM_IN_BASE64_TWICE) => Self::Base64Twice,
            _ if is_html(text) => Self::HtmlPage,
            [first, 0, second, 0, ..] | [0, first, 0, second, ..] if is_text(*first) && is_text(*second) => {
                Self::Utf16
            }
            _ if is_xfcc(text) => Self::Xfcc,
            _ if text.contains(&b'%') && holds(text, b"BEGIN+") => Self::FormEncodedPem,
            _ if holds(text, b"-----BEGIN%") || text.starts_with(b"%2D%2D") => Self::PercentEncodedPem,
            [b'{' | b'[', ..] if holds(text, b"-----BEGIN ") => Self::JsonWithPem,
            _ if holds(text, CERTIFICATE_IN_BASE64) => Self::KubernetesSecret,
            _ if holds(text, b"BEGIN") && text.split(is_line_end).any(is_mail_quoted) => Self::MailQuotedPem,
            [b'H', b'T', b'T', b'P', b'/', b'1'..=b'3', ..] if !holds(text, b"-----BEGIN ") => {
                Self::HttpResponse
            }
            _ if damaged_begin(text).is_some() => damaged_begin(text).unwrap_or(Self::Unknown),
            _ if holds(text, b"-----BEGIN ") => Self::Pem,
            _ if text.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) => {
                Self::Binary
            }
            [b'{' | b'[', ..] => Self::Json,
            _ if is_printed(text) => Self::CertificateText,
            _ if is_openssh(text) => Self::OpenSsh,
            _ if text.starts_with(b"version https://git-lfs.github.com/spec/") => Self::GitLfsPointer,
            _ if is_file_name(text) => Self::FileName,
            _ => Self::Unknown,
        }
    }

    fn of_contents(contents: &[u8]) -> Self {
        /// The object identifier 1.2.840.113549.1.7, below which all PKCS #7 types are.
        const PKCS7: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07];
        match contents {
            [0x02, 0x01, 0x03, ..] => Self::Pkcs12,
            [0x30, 0..=0x7F, request @ ..]
            | [0x30, 0x81, _, request @ ..]
            | [0x30, 0x82, _, _, request @ ..]
                if requests_a_certificate(request) =>
            {
                Self::CertificateRequest
            }
            [0x30, ..] if is_revocation_list(contents) => Self::CertificateRevocationList,
            // A version, then the algorithm (RFC 5958), the modulus (RFC 8017) or the key (RFC 5915).
            [0x02, 0x01, 0x00 | 0x01, 0x30 | 0x02 | 0x04, ..] => Self::PrivateKey,
            [0x30, 0..=0x7F, algorithm @ ..]
            | [0x30, 0x81, _, algorithm @ ..]
            | [0x30, 0x82, _, _, algorithm @ ..]
                if encrypts_a_key(algorithm) =>
            {
                Self::PrivateKey
            }
            contents if contents.starts_with(PKCS7) => Self::Pkcs7,
            _ => Self::Der,
        }
    }
}

/// Tells whether it is the CertificationRequestInfo of RFC 2986: version 0, then a name, which is a list of SETs. In a
/// certificate of version 1 with the serial number 0 an algorithm stands there.
fn requests_a_certificate(contents: &[u8]) -> bool {
    matches!(
        contents,
        [0x02, 0x01, 0x00, 0x30, 0x00, 0x30, ..]
            | [0x02, 0x01, 0x00, 0x30, 0..=0x7F, 0x31, ..]
            | [0x02, 0x01, 0x00, 0x30, 0x81, _, 0x31, ..]
            | [0x02, 0x01, 0x00, 0x30, 0x82, _, _, 0x31, ..]
    )
}

/// Tells whether it is base64, or several texts of it with commas between, in which `+`, `/` and `=` are percent-encoded.
fn is_escaped_base64(text: &[u8]) -> bool {
    text.contains(&b'%') && text.iter().all(|byte| is_base64(*byte) || matches!(byte, b'%' | b','))
}

/// Tells whether the contents of a SEQUENCE begin as a CertificateList does (RFC 5280 section 5.1): where a certificate has
/// the SEQUENCE of its validity, a list has the time of this update.
fn is_revocation_list(contents: &[u8]) -> bool {
    let Some(list) = contents_of(contents, 0x30) else { return false };
    let after_version = after_element(list, 0x02).unwrap_or(list);
    let time = after_element(after_version, 0x30).and_then(|issuer| after_element(issuer, 0x30));
    matches!(time, Some([0x17 | 0x18, ..]))
}

/// The bytes after the element at the start, if its tag is this one and its length is definite.
fn after_element(der: &[u8], tag: u8) -> Option<&[u8]> {
    let (length, contents) = header(der, tag)?;
    contents.get(length..)
}

/// The contents of the element at the start; of one that is cut off, those that are there.
fn contents_of(der: &[u8], tag: u8) -> Option<&[u8]> {
    let (length, contents) = header(der, tag)?;
    Some(contents.get(..length).unwrap_or(contents))
}

fn header(der: &[u8], tag: u8) -> Option<(usize, &[u8])> {
    match der {
        [found, ..] if *found != tag => None,
        [_, length @ 0..=0x7F, contents @ ..] | [_, 0x81, length, contents @ ..] => {
            Some((usize::from(*length), contents))
        }
        [_, 0x82, high, low, contents @ ..] => {
            Some((usize::from(u16::from_be_bytes([*high, *low])), contents))
        }
        // A long list; a certificate is no longer than that.
        [_, 0x83, _, _, _, contents @ ..] | [_, 0x84, _, _, _, _, contents @ ..] => {
            Some((contents.len(), contents))
        }
        _ => None,
    }
}

/// Tells whether a text begins as HTML does. Servers also answer with XHTML and with bare elements.
fn is_html(text: &[u8]) -> bool {
    const STARTS: [&[u8]; 7] = [b"<!doctype", b"<html", b"<head", b"<body", b"<title", b"<h1", b"<?xml"];
    STARTS.iter().any(|start| text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)))
}

const fn is_line_end(byte: &u8) -> bool {
    matches!(*byte, b'\n' | b'\r')
}

fn is_mail_quoted(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.starts_with(b">") && line.trim_ascii_end().ends_with(b"-----") && holds(line, b"-----BEGIN ")
}

/// The first line that was the BEGIN line of a certificate and has other characters around its words.
fn damaged_begin(text: &[u8]) -> Option<LooksLike> {
    if !holds(text, b"BEGIN") {
        return None;
    }
    let damage = text.split(is_line_end).find_map(|line| BoundaryDamage::of(line, b"BEGIN"))?;
    Some(match damage {
        BoundaryDamage::Hyphens => LooksLike::PemWithOtherHyphens,
        BoundaryDamage::Typography => LooksLike::PemWithTypography,
    })
}

/// The base64 of `-----BEGIN`.
const PEM_IN_BASE64: &[u8] = b"LS0tLS1CRUdJTi";

/// The base64 of that, which two encodings one after the other give.
const PEM_IN_BASE64_TWICE: &[u8] = b"TFMwdExTMUNSVWRKVGl";

/// The base64 of `-----BEGIN CERT`.
const CERTIFICATE_IN_BASE64: &[u8] = b"LS0tLS1CRUdJTiBDRVJU";

/// Tells whether a text begins as what OpenSSL, GnuTLS, certutil or keytool print about a certificate.
fn is_printed(text: &[u8]) -> bool {
    const STARTS: [&[u8]; 8] = [
        b"Certificate:",
        b"X.509 Certificate",
        b"X509 Certificate",
        b"subject=",
        b"issuer=",
        b"Alias name:",
        b"Owner:",
        b"Keystore type:",
    ];
    STARTS.iter().any(|start| text.starts_with(start))
}

/// Tells whether a file begins as programs that encrypt files write them.
fn is_encrypted(input: &[u8]) -> bool {
    const STARTS: [&[u8]; 6] = [
        b"$ANSIBLE_VAULT;",
        b"age-encryption.org/",
        b"-----BEGIN AGE ENCRYPTED FILE-----",
        b"-----BEGIN PGP MESSAGE-----",
        b"\0GITCRYPT\0",
        b"Salted__",
    ];
    STARTS.iter().any(|start| input.starts_with(start))
}

/// Tells whether a text begins as a public key or a certificate of OpenSSH, or a list of known hosts or authorities.
fn is_openssh(text: &[u8]) -> bool {
    const STARTS: [&[u8]; 5] = [b"ssh-", b"ecdsa-sha2-", b"sk-ssh-", b"sk-ecdsa-", b"@cert-authority"];
    STARTS.iter().any(|start| text.starts_with(start))
}

/// Tells whether it is the name of a file: one line that ends as such files are called, or begins as a path does. Base64
/// may begin with `/` too.
fn is_file_name(text: &[u8]) -> bool {
    /// PATH_MAX of Linux; longer names of files are no longer opened.
    const MAX_PATH: usize = 4096;
    const ENDS: [&[u8]; 5] = [b".pem", b".crt", b".cer", b".cert", b".der"];
    const STARTS: [&[u8]; 4] = [b"/", b"./", b"../", b"~/"];
    let ends = |end: &&[u8]| {
        let start = text.len().saturating_sub(end.len());
        text.get(start..).is_some_and(|found| found.eq_ignore_ascii_case(end))
    };
    let begins = |start: &&[u8]| text.starts_with(start) && first_outside_base64(text).is_some();
    text.len() <= MAX_PATH
        && !text.iter().any(u8::is_ascii_control)
        && (ENDS.iter().any(ends) || STARTS.iter().any(begins))
}

/// Tells whether it begins with a key of Envoy's header, whose own name may stand before it, and has the key `Cert`
/// somewhere.
fn is_xfcc(text: &[u8]) -> bool {
    const NAME: &[u8] = b"x-forwarded-client-cert:";
    let text = match text.split_at_checked(NAME.len()) {
        Some((name, value)) if name.eq_ignore_ascii_case(NAME) => value.trim_ascii_start(),
        _ => text,
    };
    const KEYS: [&[u8]; 7] = [b"By=", b"Hash=", b"Cert=", b"Chain=", b"Subject=", b"URI=", b"DNS="];
    let begins = |key: &&[u8]| text.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key));
    KEYS.iter().any(begins) && text.windows(5).any(|window| window.eq_ignore_ascii_case(b"Cert="))
}

/// Tells whether it is the object identifier of an algorithm that encrypts with a password: below
/// 1.2.840.113549.1.5 (RFC 8018) or 1.2.840.113549.1.12.1 (RFC 7292).
fn encrypts_a_key(algorithm: &[u8]) -> bool {
    const PKCS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01];
    let Some((&[0x06, 0x09 | 0x0A], identifier)) = algorithm.split_first_chunk() else { return false };
    matches!(identifier.strip_prefix(PKCS), Some([0x05, ..] | [0x0C, 0x01, ..]))
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BareBase64 => "base64 with nothing around it",
            Self::Base64Twice => "base64 of base64 of PEM text",
            Self::Binary => "binary data",
            Self::CertificateRequest => "a certificate request in DER",
            Self::CertificateRevocationList => "a certificate revocation list (CRL) in DER",
            Self::CertificateText => "what a program prints about a certificate, without the certificate",
            Self::ClientCert => "an RFC 9440 value (`:base64:`)",
            Self::Der => "DER",
            Self::DerAsUtf8 => "DER that was read as ISO 8859-1 and written as UTF-8",
            Self::DerInTextMode => "DER in which each line feed (0A) has a carriage return (0D) before it",
            Self::DerReadAsText => "DER that was read as text, in which U+FFFD replaces what is no UTF-8",
            Self::Empty => "nothing",
            Self::Encrypted => "an encrypted file (Ansible Vault, age, git-crypt, OpenPGP or `openssl enc`)",
            Self::EscapedBase64 => "percent-encoded base64, as in Traefik's X-Forwarded-Tls-Client-Cert",
            Self::FileName => "the name of a file",
            Self::FormEncodedPem => "percent-encoded PEM text with `+` for blanks, as HTML forms have it",
            Self::GitLfsPointer => "a pointer of Git LFS in place of the file",
            Self::HtmlPage => "a page in HTML",
            Self::HttpResponse => "an HTTP response with its header, as `curl -i` writes it",
            Self::JavaKeystore => "a Java keystore",
            Self::Json => "a JSON document",
            Self::JsonWithPem => "a JSON document with PEM text in it",
            Self::KubernetesSecret => "base64 of PEM text among other text, as in a Secret of Kubernetes",
            Self::MailQuotedPem => "PEM text with `>` before its lines, as mails quote it",
            Self::OpenSsh => "a key or a certificate of OpenSSH",
            Self::Pem => "PEM text",
            Self::PemInBase64 => "base64 of PEM text",
            Self::PemWithOtherHyphens => "a BEGIN line with more or fewer than five hyphens",
            Self::PemWithTypography => "a BEGIN line with typographic dashes or blanks (not ASCII)",
            Self::PemWithoutBegin => "base64 and an END line, and no BEGIN line before them",
            Self::PercentEncodedPem => "percent-encoded PEM text",
            Self::Pkcs12 => "PKCS #12",
            Self::Pkcs7 => "PKCS #7",
            Self::PrivateKey => "a private key in DER",
            Self::Unknown => "other text",
            Self::Utf16 => "UTF-16 text",
            Self::Xfcc => "Envoy's x-forwarded-client-cert",
        })
    }
}

fn is_text(byte: u8) -> bool {
    byte.is_ascii_graphic() || byte.is_ascii_whitespace()
}

pub(crate) fn holds(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted)
}

/// The first byte outside the base64 alphabet and padding, and where it is.
///
/// The decoder looks at the end of its input first, and so may name a later one.
pub(crate) fn first_outside_base64(text: &[u8]) -> Option<(usize, u8)> {
    text.iter().copied().enumerate().find(|(_, byte)| !is_base64(*byte))
}

pub(crate) fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}
