//! Words of shell commands that a person can copy.

use std::ffi::OsStr;
use std::path::Path;

use shlex::Quoter;

/// `argument` as one word of a POSIX shell command. Bytes that are not UTF-8 become U+FFFD.
pub(crate) fn quoted(argument: &OsStr) -> String {
    let text = argument.to_string_lossy();
    match Quoter::new().allow_nul(true).quote(&text) {
        Ok(word) => word.into_owned(),
        // NUL is the only error, and no argument of a program has one.
        Err(_) => "''".to_owned(),
    }
}

/// `path` as one word of a shell command that no program takes for an option. A lone `-` stays: standard input.
pub(crate) fn quoted_path(path: &Path) -> String {
    match path.to_string_lossy() {
        text if text.starts_with('-') && text.len() > 1 => quoted(OsStr::new(&format!("./{text}"))),
        _ => quoted(path.as_os_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_each_word_as_it_was() {
        for argument in
            ["tests/certs/ca.pem", "my ca.pem", "it's", "", "$HOME", "a`b`", "a\\b!c", "M\u{fc}ller"]
        {
            let word = quoted(OsStr::new(argument));
            assert_eq!(shlex::split(&word), Some(vec![argument.to_owned()]), "{word}");
        }
        assert_eq!(quoted(OsStr::new("tests/certs/ca.pem")), "tests/certs/ca.pem");
        assert_eq!(quoted(OsStr::new("my ca.pem")), "'my ca.pem'");
    }

    #[test]
    fn no_path_is_taken_for_an_option() {
        assert_eq!(quoted_path(Path::new("-x.pem")), "./-x.pem");
        assert_eq!(quoted_path(Path::new("-x y.pem")), "'./-x y.pem'");
        assert_eq!(quoted_path(Path::new("-")), "-");
    }
}
