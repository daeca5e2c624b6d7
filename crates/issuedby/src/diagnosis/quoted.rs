//! Untrusted text inside sentences: bounded, printable, and unable to end its own quotation.

use core::fmt::{self, Display, Write};

/// The most bytes of a name in a sentence; the whole name stands in the fields beside it.
///
/// Anyone can present a certificate whose issuer fills it, and sentences go to logs.
const MAX_QUOTED_SIZE: usize = 512;

/// Untrusted text in backticks, for a sentence or a log: printable ASCII, cut after 512 bytes.
///
/// A backtick inside it is written as RFC 4514 writes any byte, `\60`, so that no name can go on as if it were our own
/// words. The bytes of characters that are not printable ASCII are written alike.
///
/// ```
/// use issuedby::diagnosis::Quoted;
///
/// assert_eq!(Quoted("a`b\n").to_string(), r"`a\60b\0A`");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Quoted<T>(pub T);

/// Tells whether [`Quoted`] writes the whole text.
pub(crate) const fn is_quoted_whole(text: &str) -> bool {
    text.len() <= MAX_QUOTED_SIZE
}

impl<T: Display> Display for Quoted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        let mut inside = Inside { out: f, left: MAX_QUOTED_SIZE };
        let cut = write!(inside, "{}", self.0).is_err() && inside.left == 0;
        f.write_str(if cut { "...`" } else { "`" })
    }
}

struct Inside<'o, 'f> {
    out: &'o mut fmt::Formatter<'f>,
    left: usize,
}

impl Write for Inside<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            let Some(left) = self.left.checked_sub(character.len_utf8()) else {
                // An error is the only way to stop the writer; it is not one for the reader.
                self.left = 0;
                return Err(fmt::Error);
            };
            self.left = left;
            match character {
                '`' => self.out.write_str("\\60")?,
                ' '..='~' => self.out.write_char(character)?,
                other => {
                    for byte in other.encode_utf8(&mut [0; 4]).bytes() {
                        write!(self.out, "\\{byte:02X}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;

    #[test]
    fn a_backtick_cannot_end_the_quotation() {
        assert_eq!(Quoted("CN=a`. Upload b (`").to_string(), "`CN=a\\60. Upload b (\\60`");
    }

    #[test]
    fn what_cannot_be_printed_is_written_in_bytes() {
        assert_eq!(Quoted("a\n\u{1b}[1m\u{e9}").to_string(), "`a\\0A\\1B[1m\\C3\\A9`");
    }

    #[test]
    fn a_long_name_is_cut_and_says_so() {
        assert_eq!(
            Quoted("a".repeat(MAX_QUOTED_SIZE)).to_string(),
            format!("`{}`", "a".repeat(MAX_QUOTED_SIZE))
        );
        let long = "a".repeat(MAX_QUOTED_SIZE + 1);
        assert!(!is_quoted_whole(&long) && is_quoted_whole(&"a".repeat(MAX_QUOTED_SIZE)));
        let cut = Quoted(long).to_string();
        assert_eq!(cut, format!("`{}...`", "a".repeat(MAX_QUOTED_SIZE)));
    }
}
