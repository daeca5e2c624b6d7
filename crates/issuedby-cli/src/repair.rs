//! The commands that make a certificate of a file that is not one, with the file's own name in them.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use issuedby::input::LooksLike;
use issuedby::pem::{PemError, PemErrorKind};

use crate::shell::quoted_path;
use crate::source;

/// Whose certificate is wanted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wanted {
    Ca,
    Client,
}

/// How commands name the file, as words for a shell.
pub(crate) struct Names<'a> {
    wanted: Wanted,
    /// The option that names the file; empty for standard input, which `openssl` reads without it.
    pub(crate) input: String,
    /// The file; nothing for standard input.
    read: Option<Cow<'a, str>>,
    /// A file to write, beside it.
    pub(crate) result: String,
}

impl<'a> Names<'a> {
    /// The names for a file that holds a certificate in another form.
    pub(crate) fn to_convert(path: &'a Path, wanted: Wanted) -> Self {
        let converted = path.with_extension("pem");
        let result = match converted.exists() {
            false => converted,
            true => beside(path, "converted"),
        };
        Self::new(path, wanted, &result)
    }

    /// The names for a file that holds more than the certificate.
    pub(crate) fn to_take_out(path: &'a Path, wanted: Wanted) -> Self {
        Self::new(path, wanted, &beside(path, "only"))
    }

    /// The names for a file in which PEM text was looked for.
    pub(crate) fn of(path: &'a Path, wanted: Wanted, error: &PemError) -> Self {
        match error.kind() {
            PemErrorKind::SeveralCertificates { .. } | PemErrorKind::PrivateKeyFound { .. } => {
                Self::to_take_out(path, wanted)
            }
            _ => Self::to_convert(path, wanted),
        }
    }

    fn new(path: &'a Path, wanted: Wanted, result: &Path) -> Self {
        match source::is_standard_input(path) {
            true => {
                let result = if wanted == Wanted::Ca { "ca.pem" } else { "client.pem" };
                Self { wanted, input: String::new(), read: None, result: result.to_owned() }
            }
            false => {
                let read = quoted_path(path);
                let result = quoted_path(result).into_owned();
                Self { wanted, input: format!(" -in {read}"), read: Some(read), result }
            }
        }
    }

    /// The file as the standard input of a command.
    fn redirection(&self) -> String {
        self.read.as_ref().map_or_else(String::new, |read| format!(" < {read}"))
    }

    /// A remedy of the core with the file in place of `FILE`; where it is standard input, the commands read that.
    pub(crate) fn fill(&self, remedy: &str) -> String {
        match &self.read {
            Some(read) => remedy.replace("FILE", read),
            None => remedy
                .replace("-out FILE", &format!("-out {}", self.result))
                .replace("sed -i ", "sed ")
                .replace(" -in FILE", "")
                .replace(" < FILE", "")
                .replace(" FILE", ""),
        }
    }

    /// The command that makes PEM text of what a file looks like.
    pub(crate) fn conversion(&self, looks_like: LooksLike, octets: &[u8]) -> Option<String> {
        let Self { input, result, .. } = self;
        let from = self.redirection();
        Some(match looks_like {
            LooksLike::BareBase64 => {
                format!("tr -d '[:space:]'{from} | base64 -d | openssl x509 -inform DER -out {result}")
            }
            LooksLike::ClientCert => format!("issuedby client-cert decode -{from} > {result}"),
            LooksLike::Der => format!("openssl x509 -inform DER{input} -out {result}"),
            LooksLike::PercentEncodedPem => format!(
                "python3 -c 'import sys, urllib.parse; print(urllib.parse.unquote(sys.stdin.read()))'{from} > \
                 {result}"
            ),
            LooksLike::Pkcs12 => {
                let which = if self.wanted == Wanted::Client { " -clcerts" } else { "" };
                format!("openssl pkcs12{input}{which} -nokeys -out {result}")
            }
            LooksLike::Pkcs7 => format!("openssl pkcs7 -inform DER -print_certs{input} -out {result}"),
            LooksLike::Utf16 => {
                // Without a byte order mark, `UTF-16` is whatever this machine makes of it.
                let encoding = match octets.trim_ascii_start() {
                    [0, ..] => "UTF-16BE",
                    [_, 0, ..] => "UTF-16LE",
                    _ => "UTF-16",
                };
                format!("iconv -f {encoding} -t UTF-8{from} > {result}")
            }
            _ => return None,
        })
    }

    /// The command that takes certificates out of a block of PEM text that wraps them.
    pub(crate) fn unwrapping(&self, kind: &PemErrorKind) -> Option<String> {
        let Self { input, result, .. } = self;
        match kind {
            PemErrorKind::TrustedCertificate => Some(format!("openssl x509{input} -clrtrust -out {result}")),
            PemErrorKind::Pkcs7 => Some(format!("openssl pkcs7 -print_certs{input} -out {result}")),
            _ => None,
        }
    }

    /// The command that takes the first certificate out of PEM text.
    pub(crate) fn extraction(&self) -> String {
        format!("openssl x509{} -out {}", self.input, self.result)
    }
}

/// A name beside `path` that a file taken from it can have.
fn beside(path: &Path, kind: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{kind}.pem"))
}
