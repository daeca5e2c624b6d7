//! Serial numbers as text.

use core::fmt::{self, Display};

/// Content octets of a serial number as upper hex with colons.
pub(crate) struct SerialNumber<'a>(pub(crate) &'a [u8]);

impl Display for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, octet) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { ":" };
            write!(f, "{separator}{octet:02X}")?;
        }
        Ok(())
    }
}
