//! One byte of the input in a message, never raw.

use core::fmt;

/// One byte of input in a message: itself if it can be seen, else its number.
pub(crate) struct Shown(pub(crate) u8);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            b' ' => f.write_str("a space"),
            b'`' => f.write_str("a backtick"),
            byte if byte.is_ascii_graphic() => write!(f, "`{}`", char::from(byte)),
            byte => write!(f, "byte 0x{byte:02X}"),
        }
    }
}
