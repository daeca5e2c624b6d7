//! Names that people type: read by the core, and shown with the character that is wrong.

use std::path::Path;

use issuedby::input::LooksLike;
use issuedby::name::ParsedName;
use issuedby::{DistinguishedName, ErrorDetails};

use crate::excerpt::Excerpt;
use crate::failure::Failure;
use crate::printable::printable;
use crate::shell::quoted_path;

/// Reads a name that stands on the command line or came from standard input, `label` telling which.
///
/// # Errors
///
/// A usage failure with the place in the text and what to write instead.
pub(crate) fn read(label: &str, bytes: &[u8]) -> Result<ParsedName, Failure> {
    DistinguishedName::parse_single(bytes).map_err(|error| {
        // The message of the core has the error and, after the first semicolon, the remedy.
        let sentence = error.to_string();
        let (found, remedy) = sentence.split_once("; ").unwrap_or((&sentence, ""));
        let failure = Failure::usage(error.code(), format!("{label}: {found} ({})", error.code()))
            .at(Excerpt::of(bytes, error.offset()))
            .of(&error);
        match in_place_of_a_name(bytes) {
            remedies if remedies.is_empty() => {
                let failure = failure.remedy(remedy);
                // A keyword stands in the remedy itself.
                match error.suggestion().filter(|text| DistinguishedName::parse(text.as_bytes()).is_ok()) {
                    Some(name) => failure.remedy(format!("to paste: {}", printable(&name))),
                    None => failure,
                }
            }
            remedies => remedies.into_iter().fold(failure, Failure::remedy),
        }
    })
}

/// The remedies where a file or a certificate was given in place of a name.
fn in_place_of_a_name(bytes: &[u8]) -> Vec<String> {
    if LooksLike::of(bytes) == LooksLike::Pem {
        let help = "a name is expected, not a certificate; its names, ready to paste: issuedby inspect -";
        return vec![help.to_owned()];
    }
    let path = Path::new(str::from_utf8(bytes).unwrap_or_default());
    match path.is_file() {
        false => Vec::new(),
        true => vec![
            format!(
                "that is a file; the names in a certificate, ready to paste: issuedby inspect {}",
                quoted_path(path)
            ),
            format!("if it holds the name itself: \"$(cat {})\"", quoted_path(path)),
        ],
    }
}
