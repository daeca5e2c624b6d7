//! The codes as TypeScript types: made from the core's own tables.

use issuedby::{CaWarning, Reason};

use crate::file::GeneratedFile;

/// The types beside those that are written by hand.
pub fn file() -> GeneratedFile {
    let reasons = union("The reason why a verdict is not a SUCCESS, or a CA was not accepted.", "Reason", {
        Reason::ALL.iter().map(|reason| reason.code())
    });
    let warnings = union("A warning about a CA that loads.", "CaWarningCode", {
        CaWarning::ALL.iter().map(|warning| warning.code())
    });
    GeneratedFile::new(
        "bindings/node/reasons.d.ts",
        format!("// Made by `cargo xtask generate` from the tables of the core.\n\n{reasons}\n{warnings}"),
    )
}

fn union(documentation: &str, name: &str, codes: impl Iterator<Item = &'static str>) -> String {
    let members: String = codes.map(|code| format!("\n  | \"{code}\"")).collect();
    format!("/** {documentation} */\nexport type {name} ={members};\n")
}
