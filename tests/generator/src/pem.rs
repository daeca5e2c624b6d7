//! PEM, written and read just well enough for what this crate makes itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The bytes in base64, on one line.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A PEM block with lines of 64 characters.
pub fn block(label: &str, bytes: &[u8]) -> String {
    let text = base64(bytes);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| str::from_utf8(line).expect("base64 is ASCII")).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// A `CERTIFICATE` block.
pub fn certificate(der: &[u8]) -> String {
    block("CERTIFICATE", der)
}

/// The bytes of the first PEM block in a text of ours.
pub fn decode(text: &str) -> Vec<u8> {
    let body: String = text
        .lines()
        .skip_while(|line| !line.starts_with("-----BEGIN "))
        .skip(1)
        .take_while(|line| !line.starts_with("-----END "))
        .collect();
    STANDARD.decode(body).expect("a kept PEM file is base64")
}
