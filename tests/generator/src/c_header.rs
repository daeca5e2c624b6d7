//! The header of the C binding: made from its sources by cbindgen, with the reasons of the core's own table.

use std::fmt::Write;

use issuedby::Reason;
use issuedby_test_support::repository;

use crate::file::GeneratedFile;

/// The sources, in the order in which the header has what they declare.
const SOURCES: [&str; 19] = [
    "version",
    "c_types",
    "strings",
    "failure",
    "reason",
    "certificate",
    "inspection",
    "ca_certificate",
    "ca_bundle",
    "verifier",
    "verdict",
    "name",
    "fingerprint",
    "client_cert",
    "edge_headers",
    "edge_report",
    "policy",
    "decision",
    "trusted_edge",
];

/// The header.
pub fn file() -> GeneratedFile {
    let folder = repository().join("bindings/c");
    let mut config =
        cbindgen::Config::from_file(folder.join("cbindgen.toml")).expect("cbindgen.toml can be read");
    config.after_includes = Some(constants());
    let sources = SOURCES.map(|source| folder.join("src").join(source).with_extension("rs"));
    let builder =
        sources.iter().fold(cbindgen::Builder::new().with_config(config), cbindgen::Builder::with_src);
    let mut header = Vec::new();
    builder.generate().expect("the sources can be read").write(&mut header);
    GeneratedFile::new("bindings/c/include/issuedby.h", header)
}

/// The constants that are not in the sources: they stand in the core.
fn constants() -> String {
    let mut text = format!(
        "\n/** The version of this header; issuedby_version() is that of the library. */\n\
         #define ISSUEDBY_VERSION \"{}\"\n\n\
         /* Reasons: why a certificate was refused, or why a CA certificate could not be loaded. Their codes are the\n \
         * names without the prefix, in lower case. */\n",
        env!("CARGO_PKG_VERSION")
    );
    for reason in Reason::ALL {
        let (number, name, sentence) = (reason.number(), reason.code().to_uppercase(), reason.sentence());
        let _ = writeln!(text, "/** {sentence} */\n#define ISSUEDBY_REASON_{name} {number}");
    }
    text
}
