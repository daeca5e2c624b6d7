//! Bytes in text.

use core::fmt;

/// Bytes in upper-case hexadecimal, separated by colons.
pub(super) struct Hexadecimal<'a>(pub(super) &'a [u8]);

impl fmt::Display for Hexadecimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            write!(f, "{}{byte:02X}", if position == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}
