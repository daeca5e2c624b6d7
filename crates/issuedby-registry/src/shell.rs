//! Commands to copy: file names quoted for a POSIX shell.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

/// `argument` as one word of a shell command.
pub fn quoted(argument: &OsStr) -> Cow<'_, str> {
    let text = argument.to_string_lossy();
    let plain = |character: char| character.is_alphanumeric() || "_-./:=@%+,".contains(character);
    match !text.is_empty() && text.chars().all(plain) {
        true => text,
        false => Cow::Owned(format!("'{}'", text.replace('\'', r"'\''"))),
    }
}

/// `path` as one word of a shell command that cannot be taken for an option. A lone `-` stays: standard input.
pub fn quoted_path(path: &Path) -> Cow<'_, str> {
    match path.to_string_lossy() {
        text if text.starts_with('-') && text.len() > 1 => {
            Cow::Owned(quoted(OsStr::new(&format!("./{text}"))).into_owned())
        }
        _ => quoted(path.as_os_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_only_where_needed() {
        for (argument, expected) in [
            ("tests/certs/ca.pem", "tests/certs/ca.pem"),
            ("my ca.pem", "'my ca.pem'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
            ("$HOME", "'$HOME'"),
        ] {
            assert_eq!(quoted(OsStr::new(argument)), expected);
        }
        assert_eq!(quoted_path(Path::new("-x.pem")), "./-x.pem");
        assert_eq!(quoted_path(Path::new("-x y.pem")), "'./-x y.pem'");
        assert_eq!(quoted_path(Path::new("-")), "-");
    }
}
