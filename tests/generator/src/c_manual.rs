//! The manual pages of the C binding, in section 3: the comments of the header, for the functions that one meets first.

use issuedby_test_support::repository;

use crate::c_header;
use crate::file::GeneratedFile;

mod declaration;
mod mdoc;

use declaration::Declaration;

/// The functions with a page, each with the line that names it.
const PAGES: [(&str, &str); 20] = [
    ("issuedby_ca_certificate_from_pem", "load a CA certificate from PEM"),
    ("issuedby_ca_certificate_from_der", "load a CA certificate from DER"),
    ("issuedby_ca_certificate_with_id", "give a CA certificate an identifier"),
    ("issuedby_ca_certificate_free", "free a CA certificate"),
    ("issuedby_ca_bundle_from_pem", "load every CA certificate of a PEM text"),
    ("issuedby_certificate_der", "read a certificate in any form"),
    ("issuedby_verifier_new", "make a verifier of CA certificates"),
    ("issuedby_verifier_verify", "verify a client certificate"),
    ("issuedby_verifier_evaluate", "evaluate what a client presented"),
    ("issuedby_verifier_free", "free a verifier"),
    ("issuedby_verdict_status", "get the status of a verdict"),
    ("issuedby_verdict_verified", "tell whether a verdict is a success"),
    ("issuedby_verdict_reason", "get the reason of a refusal as a number"),
    ("issuedby_verdict_message", "get a verdict as a sentence"),
    ("issuedby_verdict_subject", "get the subject of the client certificate"),
    ("issuedby_verdict_json", "get a verdict as JSON"),
    ("issuedby_verdict_free", "free a verdict"),
    ("issuedby_reason_name", "get the code of a reason"),
    ("issuedby_string_code", "get the code of an error"),
    ("issuedby_string_free", "free a string or an error"),
];

/// The day on which the form of the pages was last changed.
const DATE: &str = "December 1, 2026";

/// The pages: one for the library, and one for each of the functions.
pub fn files() -> Vec<GeneratedFile> {
    let header = c_header::header();
    let declarations = declaration::all(&header);
    let mut files = vec![page("libissuedby", library(&header))];
    files.extend(PAGES.iter().map(|(name, purpose)| {
        let found = declarations.iter().find(|declaration| declaration.name == *name);
        let declaration = found.unwrap_or_else(|| panic!("issuedby.h does not declare {name}"));
        page(name, function(declaration, purpose))
    }));
    files
}

fn page(name: &str, text: String) -> GeneratedFile {
    GeneratedFile::new(&format!("bindings/c/man/{name}.3"), text)
}

/// The page of one function.
fn function(declaration: &Declaration, purpose: &str) -> String {
    let name = &declaration.name;
    let mut text = head(name, purpose);
    text += &mdoc::synopsis(declaration);
    text += ".Sh DESCRIPTION\n";
    text += &mdoc::paragraphs(&declaration.description);
    if let Some(safety) = &declaration.safety {
        text += ".Ss What the pointers must be\n";
        text += &mdoc::paragraphs(safety);
    }
    if declaration.result == "issuedby_result" {
        text += ".Sh RETURN VALUES\nAn\n.Vt issuedby_result ;\n.Xr libissuedby 3\nlists them.\n";
    }
    text += ".Sh SEE ALSO\n";
    let mut names: Vec<_> = PAGES.iter().map(|(other, _)| *other).filter(|other| other != name).collect();
    names.retain(|other| family(other) == family(name) || mentions(&declaration.description, other));
    names.push("libissuedby");
    names.sort_unstable();
    let last = names.len() - 1;
    for (index, other) in names.into_iter().enumerate() {
        text += &format!(".Xr {other} 3{}\n", if index == last { "" } else { " ," });
    }
    text
}

/// True if the text has the name as a word of its own.
fn mentions(text: &str, name: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').any(|word| word == name)
}

/// The words of a function's name that it shares with its relatives: `issuedby_verdict`.
fn family(name: &str) -> &str {
    name.match_indices('_').nth(1).map_or(name, |(end, _)| &name[..end])
}

/// The page of the library: the conventions, the results, and the shortest program.
fn library(header: &str) -> String {
    let mut text = head("libissuedby", "verify TLS client certificates");
    text += ".Sh SYNOPSIS\n.In issuedby.h\n.Pp\n\\fBcc program.c $(pkg\\-config \\-\\-cflags \\-\\-libs issuedby)\\fP\n";
    text += ".Sh DESCRIPTION\n";
    text += &mdoc::paragraphs(&c_header::conventions());
    text += ".Sh RETURN VALUES\nThe values of\n.Vt issuedby_result :\n.Bl -tag -width Ds\n";
    for (value, meaning) in declaration::values(header, "issuedby_result") {
        text += &format!(".It Dv {value}\n{}", mdoc::paragraphs(&meaning));
    }
    text += ".El\n.Sh EXAMPLES\n";
    text += "Was this certificate issued by that CA, and if not, why not?\n";
    let example = repository().join("bindings/c/examples/verify.c");
    text += &mdoc::display(&std::fs::read_to_string(example).expect("verify.c can be read"));
    text += ".Sh SEE ALSO\n";
    let mut names = PAGES.map(|(name, _)| name);
    names.sort_unstable();
    text += &names.map(|name| format!(".Xr {name} 3")).join(" ,\n");
    text + "\n"
}

fn head(name: &str, purpose: &str) -> String {
    format!(
        ".\\\" Made by `cargo xtask generate` from the comments of issuedby.h: change bindings/c/src, never this file.\n\
         .Dd {DATE}\n.Dt {} 3\n.Os \"issuedby {}\"\n.Sh NAME\n.Nm {name}\n.Nd {purpose}\n\
         .Sh LIBRARY\nlibissuedby, -lissuedby\n",
        name.to_uppercase(),
        env!("CARGO_PKG_VERSION")
    )
}
