//! The sources of certificates: files and standard input, within limits.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use issuedby::client_cert::CLIENT_CERT;
use issuedby::input::{CertificateInput, InputError, InputKind};
use issuedby::limits::MAX_PEM_SIZE;

use crate::failure::Failure;
use crate::repair::Names;
use crate::shell::quoted_path;

/// The most that is read from one file or from standard input: the core's limit for text, and enough beyond
/// it that the core can say so itself.
const MAX_READ_SIZE: usize = MAX_PEM_SIZE + 65_536;

/// True for the argument that stands for standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The name of a source, for people.
pub(crate) fn shown(path: &Path) -> String {
    match is_standard_input(path) {
        true => "standard input".to_owned(),
        false => label(path),
    }
}

/// The name of a source in JSON.
pub(crate) fn label(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The name of a source at the start of a message.
pub(crate) fn quoted_label(path: &Path) -> String {
    match is_standard_input(path) {
        true => "standard input".to_owned(),
        false => format!("`{}`", path.display()),
    }
}

/// The bytes of a file or of standard input.
///
/// # Errors
///
/// A failure that names the file when it cannot be read, is a directory or is larger than any certificate.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = read_up_to(path, MAX_READ_SIZE)?;
    match bytes.len() > MAX_READ_SIZE {
        true => Err(Failure::unacceptable(
            "file_too_large",
            format!(
                "{}: more than {MAX_READ_SIZE} bytes, which no certificate and no bundle read here has",
                quoted_label(path)
            ),
        )
        .remedy("give the file that holds the certificate alone, in PEM or DER form")),
        false => Ok(bytes),
    }
}

/// The bytes of a file or of standard input; of more than `limit` bytes one more than that.
///
/// # Errors
///
/// A failure that names the file when it cannot be read.
pub(crate) fn read_up_to(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let outcome = match is_standard_input(path) {
        true => read_limited(io::stdin().lock(), limit),
        false => open(path).and_then(|file| read_limited(file, limit)),
    };
    outcome.map_err(|error| unreadable(path, &error))
}

/// A file or standard input, to be read piece by piece.
///
/// # Errors
///
/// A failure that names the file when it cannot be opened.
pub(crate) fn open_stream(path: &Path) -> Result<Box<dyn Read>, Failure> {
    match is_standard_input(path) {
        true => Ok(Box::new(io::stdin().lock())),
        false => match open(path) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => Err(unreadable(path, &error)),
        },
    }
}

/// The bytes of standard input; of more than `limit` bytes one more than that.
///
/// # Errors
///
/// When standard input cannot be read.
pub(crate) fn standard_input(limit: usize) -> Result<Vec<u8>, Failure> {
    read_limited(io::stdin().lock(), limit).map_err(|error| unreadable(Path::new("-"), &error))
}

/// Opens a file; a named pipe only if somebody writes to it.
fn open(path: &Path) -> io::Result<File> {
    /// The time limit for a writer to open the pipe.
    const WRITER_TIMEOUT: Duration = Duration::from_secs(3);

    if !is_named_pipe(path) {
        return File::open(path);
    }
    // Opening waits for a writer. Without one the thread stays behind, until the process ends.
    let (opened, outcome) = mpsc::channel();
    let owned = path.to_owned();
    thread::spawn(move || opened.send(File::open(owned)));
    outcome.recv_timeout(WRITER_TIMEOUT).unwrap_or_else(|_| {
        Err(io::Error::new(io::ErrorKind::TimedOut, "is a named pipe (FIFO) to which no program writes"))
    })
}

#[cfg(unix)]
fn is_named_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;

    fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_named_pipe(_: &Path) -> bool {
    false
}

/// One byte beyond the limit at most, whatever is read.
fn read_limited(reader: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The input of a verifier from one source.
pub(crate) struct Presented {
    /// The bytes of the source.
    pub(crate) bytes: Vec<u8>,
    /// Each client's certificate, DER if it could be parsed, with the CAs beside it; one at least unless there is an
    /// error.
    pub(crate) clients: Vec<(Vec<u8>, Vec<Vec<u8>>)>,
    pub(crate) has_private_key: bool,
    /// The error where no certificate could be read.
    pub(crate) error: Option<InputError>,
}

/// Reads what a source holds, as the core reads it.
pub(crate) fn presented(bytes: Vec<u8>) -> Presented {
    let (clients, has_private_key, error) = match CertificateInput::read(&bytes, InputKind::Bytes) {
        Ok(input) => {
            let has_private_key = input.has_private_key();
            let clients = input.into_clients().into_iter();
            (clients.map(|client| (client.leaf.into_owned(), client.chain)).collect(), has_private_key, None)
        }
        Err(error) => (Vec::new(), false, Some(error)),
    };
    Presented { bytes, clients, has_private_key, error }
}

/// The failure of whoever needs a certificate and found none.
pub(crate) fn no_certificate(path: &Path, bytes: &[u8], error: &InputError) -> Failure {
    Failure::refused(error.code(), format!("{}: {}", quoted_label(path), error.without_remedy()))
        .remedy(Names::of_input(path, Some(error)).fill(error.remedy(), bytes))
        .of(error)
}

/// The value in a whole line with a Client-Cert header.
pub(crate) fn header_value(bytes: &[u8]) -> Option<&[u8]> {
    match without_mark(bytes).split_at_checked(CLIENT_CERT.len()) {
        Some((name, [b':', value @ ..])) if name.eq_ignore_ascii_case(CLIENT_CERT.as_bytes()) => {
            Some(value.trim_ascii())
        }
        _ => None,
    }
}

/// A text without the byte order mark that a file may begin with, and without blanks around it.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes).trim_ascii()
}

/// Numbers the sources of a file that holds several certificates, counting from 1.
pub(crate) fn member(label: String, position: usize, of: usize) -> String {
    match of {
        1 => label,
        _ => format!("{label}#{}", position + 1),
    }
}

/// The failure for a file or a folder that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = quoted_label(path);
    match error.kind() {
        io::ErrorKind::NotFound => match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) if !parent.exists() => Failure::unacceptable(
                "directory_missing",
                format!("{shown}: the directory `{}` does not exist", parent.display()),
            ),
            _ => {
                let failure = Failure::unacceptable("file_missing", format!("{shown}: no such file"));
                match closest(path) {
                    Some(near) => failure
                        .remedy(format!("did you mean {}?", quoted_path(&near)))
                        .suggestion(near.to_string_lossy()),
                    None => failure,
                }
            }
        },
        io::ErrorKind::IsADirectory => {
            Failure::unacceptable("file_is_a_directory", format!("{shown}: is a directory, a file is needed"))
        }
        io::ErrorKind::PermissionDenied => {
            Failure::unacceptable("permission_denied", format!("{shown}: permission denied"))
                .remedy(format!("see who may read it: ls -l {}", quoted_path(path)))
        }
        io::ErrorKind::TimedOut => Failure::unacceptable("no_writer", format!("{shown}: {error}"))
            .remedy("give a file, or `-` for standard input"),
        _ => Failure::unacceptable("file_unreadable", format!("{shown}: {error}")),
    }
}

/// The file beside a missing one with the closest name, if one is close: a third of it may differ.
fn closest(path: &Path) -> Option<PathBuf> {
    let wanted = path.file_name()?.to_string_lossy().to_lowercase();
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let distance =
        |name: &OsStr| strsim::damerau_levenshtein(&name.to_string_lossy().to_lowercase(), &wanted);
    let name = fs::read_dir(directory)
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name())
        .min_by_key(|name| (distance(name), name.clone()))?;
    (distance(&name) <= (wanted.chars().count() / 3).max(1)).then(|| path.with_file_name(name))
}
