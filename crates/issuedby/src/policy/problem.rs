//! The answer to a client that is refused: `application/problem+json` (RFC 9457).

use alloc::string::String;
use core::fmt::{self, Write};

use crate::json;
use crate::reason::Reason;

/// The answer to a client that is refused.
///
/// It is made of a reason code alone, so that nothing of the configuration can get into it. It depends on the
/// client's certificate: send it with `Cache-Control: no-store` (RFC 9440 section 2.4).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Problem {
    reason: Reason,
}

impl Problem {
    /// The media type of the body.
    pub const CONTENT_TYPE: &'static str = "application/problem+json";

    pub(super) const fn new(reason: Reason) -> Self {
        Self { reason }
    }

    /// The HTTP status: 401.
    pub const fn status(&self) -> u16 {
        401
    }

    /// `Unauthorized`.
    pub const fn title(&self) -> &'static str {
        "Unauthorized"
    }

    /// The fixed sentence of the reason.
    pub const fn detail(&self) -> &'static str {
        self.reason.sentence()
    }

    /// The code of the reason.
    pub const fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The body, one line of JSON: `type`, `title`, `status`, `detail`, `code`.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_json(&mut out);
        out
    }

    pub(super) fn write_json(&self, out: &mut String) -> fmt::Result {
        let (title, status) = (self.title(), self.status());
        write!(out, "{{\"type\":\"about:blank\",\"title\":\"{title}\",\"status\":{status},\"detail\":")?;
        json::text(out, self.detail())?;
        write!(out, ",\"code\":\"{}\"}}", self.code())
    }
}
