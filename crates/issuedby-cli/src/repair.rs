//! The remedy for a file without a certificate: the core's, with the name of the file in its commands.

use std::path::{Path, PathBuf};

use issuedby::input::InputError;
use issuedby::pem::PemErrorKind;

use crate::shell::quoted_path;
use crate::source;

/// The account of the wanted certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wanted {
    Ca,
    Client,
}

/// The names of the files in commands, as words for a shell.
pub(crate) struct Names {
    /// The file; nothing for standard input.
    read: Option<String>,
    /// A file to write, beside it.
    pub(crate) result: String,
}

impl Names {
    /// The names for a file that holds a certificate in another form.
    pub(crate) fn to_convert(path: &Path, wanted: Wanted) -> Self {
        let converted = path.with_extension("pem");
        let result = match converted.exists() {
            false => converted,
            true => beside(path, "converted"),
        };
        Self::new(path, wanted, &result)
    }

    /// The names for a file that holds more than the certificate.
    pub(crate) fn to_take_out(path: &Path, wanted: Wanted) -> Self {
        Self::new(path, wanted, &beside(path, "only"))
    }

    /// The names for a file in which PEM text was looked for.
    pub(crate) fn of_pem(path: &Path, wanted: Wanted, kind: &PemErrorKind) -> Self {
        match kind {
            PemErrorKind::SeveralCertificates { .. } | PemErrorKind::PrivateKeyFound { .. } => {
                Self::to_take_out(path, wanted)
            }
            _ => Self::to_convert(path, wanted),
        }
    }

    /// The names for a file in which a client's certificate was looked for.
    pub(crate) fn of_input(path: &Path, error: Option<&InputError>) -> Self {
        match error {
            Some(InputError::Pem(error)) => Self::of_pem(path, Wanted::Client, error.kind()),
            Some(InputError::Several { .. }) => Self::to_take_out(path, Wanted::Client),
            _ => Self::to_convert(path, Wanted::Client),
        }
    }

    fn new(path: &Path, wanted: Wanted, result: &Path) -> Self {
        match source::is_standard_input(path) {
            true => {
                let result = if wanted == Wanted::Ca { "ca.pem" } else { "client.pem" };
                Self { read: None, result: result.to_owned() }
            }
            false => {
                let result = quoted_path(result);
                Self { read: Some(quoted_path(path)), result }
            }
        }
    }

    /// A remedy of the core with the file in place of `FILE`; where it is standard input, the commands read that. `bytes`
    /// are those of the file.
    pub(crate) fn fill(&self, remedy: &str, bytes: &[u8]) -> String {
        /// No remedy has it, and no word of a shell either.
        const RESULT: &str = "\0";

        let text = remedy.replace("FILE.pem", RESULT).replace("-f UTF-16 ", encoding_option(bytes));
        let text = match &self.read {
            Some(read) => text.replace("FILE", read),
            None => text.replace(" -in FILE", "").replace(" < FILE", "").replace(" FILE", ""),
        };
        text.replace(RESULT, &self.result)
    }

    /// The command that writes lines of the file: those from `first` to `last`.
    pub(crate) fn lines(&self, first: usize, last: usize) -> String {
        let Self { read, result } = self;
        let read = read.as_ref().map_or_else(String::new, |read| format!(" {read}"));
        format!("sed -n '{first},{last}p'{read} > {result}")
    }
}

/// Without a byte order mark, `UTF-16` is whatever a machine makes of it.
fn encoding_option(bytes: &[u8]) -> &'static str {
    match bytes.trim_ascii_start() {
        [0, ..] => "-f UTF-16BE ",
        [_, 0, ..] => "-f UTF-16LE ",
        _ => "-f UTF-16 ",
    }
}

/// A name beside `path` that a file taken from it can have.
fn beside(path: &Path, kind: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{kind}.pem"))
}
