//! The best guess at unreadable input, and untrusted text inside sentences.
//!
//! Nothing here takes part in a decision.

mod boundary_damage;
mod changed_der;
mod character;
mod field_line;
mod hidden;
mod looks_like;
mod quoted;
mod remedy;

pub(crate) use boundary_damage::BoundaryDamage;
pub(crate) use changed_der::{declared_length, has_converted_line_ends};
pub(crate) use character::{QuotedByte, QuotedCharacter};
pub(crate) use field_line::{BYTE_ORDER_MARK, field_value, without_mark};
pub use hidden::is_hidden;
pub(crate) use hidden::{Hidden, hidden};
pub use looks_like::LooksLike;
pub(crate) use looks_like::{first_outside_base64, holds, is_base64};
pub use quoted::Quoted;
pub(crate) use quoted::is_quoted_whole;
