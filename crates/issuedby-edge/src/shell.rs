//! Words of shell commands that an operator can copy from a message.

use std::path::Path;

use shlex::Quoter;

/// `text` as one word of a POSIX shell command.
pub(crate) fn quoted(text: &str) -> String {
    match Quoter::new().allow_nul(true).quote(text) {
        Ok(word) => word.into_owned(),
        // NUL is the only error, and it is allowed.
        Err(_) => "''".to_owned(),
    }
}

/// `path` as one word of a shell command that no program takes for an option.
pub(crate) fn quoted_path(path: &Path) -> String {
    match path.to_string_lossy() {
        text if text.starts_with('-') => quoted(&format!("./{text}")),
        text => quoted(&text),
    }
}
