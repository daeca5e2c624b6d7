//! The headers of the C binding: made from its sources by cbindgen, with the reasons of the core's own table.

use std::fmt::Write;

use cbindgen::Config;
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

/// The marking of every function: it is the program's own if the program defines it first.
const API_MACRO: &str = "
/*
 * Stands before every function. The library that is linked decides: define ISSUEDBY_STATIC on Windows for the static
 * library, or ISSUEDBY_API yourself.
 */
#ifndef ISSUEDBY_API
#if defined(_WIN32) && !defined(ISSUEDBY_STATIC)
#define ISSUEDBY_API __declspec(dllimport)
#elif defined(__GNUC__) && !defined(_WIN32)
#define ISSUEDBY_API __attribute__((visibility(\"default\")))
#else
#define ISSUEDBY_API
#endif
#endif
";

/// The comment at the head of the header for tools.
const HEAD_FOR_TOOLS: &str = "/*
 * What issuedby.h declares, for tools that read C and run no preprocessor, such as cffi and SWIG. C and C++ programs
 * include issuedby.h, which has the documentation.
 *
 * Made by `cargo xtask generate`: change bindings/c/src or bindings/c/cbindgen.toml, never this file.
 */";

/// The headers: the one for compilers, and the one for tools.
pub fn files() -> Vec<GeneratedFile> {
    vec![
        GeneratedFile::new("bindings/c/include/issuedby.h", header()),
        GeneratedFile::new("bindings/c/include/issuedby_ffi.h", header_for_tools()),
    ]
}

/// The header for compilers.
pub(crate) fn header() -> String {
    let mut config = config();
    config.after_includes = Some([version(), API_MACRO.to_owned(), reasons()].concat());
    config.function.prefix = Some("ISSUEDBY_API".to_owned());
    written(config)
}

/// The conventions that stand at the head of the header, without the marks of the comment.
pub(crate) fn conventions() -> String {
    let head = config().header.expect("cbindgen.toml has a header");
    let (_, conventions) = head.split_once(" * CONVENTIONS\n").expect("the conventions");
    let lines = conventions.lines().filter(|line| *line != " */");
    lines.map(|line| line.trim_start_matches(" *").trim().to_owned() + "\n").collect()
}

/// Declarations and numbers, without a directive but `#define NAME NUMBER`.
fn header_for_tools() -> String {
    let mut config = config();
    config.header = Some(HEAD_FOR_TOOLS.to_owned());
    config.include_guard = None;
    config.sys_includes.clear();
    config.cpp_compat = false;
    config.documentation = false;
    config.after_includes = Some(format!("\n{}\n{}", version_number(), reasons()));
    // As a macro, SWIG would make an int of it.
    let no_time = format!("static const int64_t ISSUEDBY_NO_TIME = {}LL;", i64::MIN);
    written(config).replace("#define ISSUEDBY_NO_TIME INT64_MIN", &no_time)
}

fn config() -> Config {
    let path = repository().join("bindings/c/cbindgen.toml");
    Config::from_file(path).expect("cbindgen.toml can be read")
}

fn written(config: Config) -> String {
    let folder = repository().join("bindings/c/src");
    let sources = SOURCES.map(|source| folder.join(source).with_extension("rs"));
    let builder =
        sources.iter().fold(cbindgen::Builder::new().with_config(config), cbindgen::Builder::with_src);
    let mut header = Vec::new();
    builder.generate().expect("the sources can be read").write(&mut header);
    String::from_utf8(header).expect("text")
}

fn version() -> String {
    format!(
        "\n/** The version of this header; issuedby_version() is that of the library. */\n\
         #define ISSUEDBY_VERSION \"{}\"\n\n\
         /** The same as a number, for `#if`: major * 1000000 + minor * 1000 + patch. */\n{}\n",
        env!("CARGO_PKG_VERSION"),
        version_number()
    )
}

fn version_number() -> String {
    let parts =
        [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"), env!("CARGO_PKG_VERSION_PATCH")];
    let parts = parts.map(|part| part.parse::<u32>().expect("a number"));
    let number = parts.into_iter().reduce(|number, part| number * 1000 + part).expect("three parts");
    format!("#define ISSUEDBY_VERSION_NUMBER {number}")
}

/// The numbers of the reasons: they stand in the core, not in the sources.
fn reasons() -> String {
    let mut text = "\n/* Reasons: why a certificate was refused, or why a CA certificate could not be loaded. Their codes are the\n \
                    * names without the prefix, in lower case. */\n"
        .to_owned();
    for reason in Reason::ALL {
        let (number, name, sentence) = (reason.number(), reason.code().to_uppercase(), reason.sentence());
        let _ = writeln!(text, "/** {sentence} */\n#define ISSUEDBY_REASON_{name} {number}");
    }
    text
}
