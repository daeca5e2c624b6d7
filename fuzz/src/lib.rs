//! The parts that several fuzz targets share.
#![warn(missing_docs)]

pub mod builder;
pub mod c_abi;
pub mod der;
pub mod reader;
pub mod samples;
pub mod toy_signatures;

use std::time::Duration;

use issuedby::UnixTime;

/// The time of every check: 2027-01-15, inside the validity of the samples.
pub fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000))
}

/// Asserts that a text is one line of printable ASCII, as every sentence that may hold a stranger's bytes.
pub fn assert_printable(text: &str) {
    assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "not printable: {text:?}");
}
