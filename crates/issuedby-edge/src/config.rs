//! The configuration file: TOML, every key known, every error with its line.

mod address;
mod claims;
mod duration;
mod error;
mod field;
mod limits;
mod load;
mod read;
mod reference;
mod schema;
mod settings;
mod syntax;
mod table;
mod value;

pub use address::UpstreamAddress;
pub(crate) use claims::Claims;
pub use error::{ConfigError, Place};
pub use field::FieldPattern;
pub use limits::{HeaderBytes, Limits};
pub use reference::{EXAMPLE, SECTIONS, Section, Setting, settings};
pub use settings::{
    AccessLog, Accounts, CaHints, ClientCertChainField, ClientCertField, Config, HttpVersion,
    ServerCertificate, Upstream,
};
