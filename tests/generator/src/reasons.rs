//! The reason table as a page for people: made from the core's own table.

use std::fmt::Write;

use issuedby::inspection::ReviewCaution;
use issuedby::{CaWarning, Reason, ReasonGroup};

use crate::file::GeneratedFile;

/// The page beside the core, which rustdoc shows too.
pub fn file() -> GeneratedFile {
    GeneratedFile::new("crates/issuedby/REASONS.md", page())
}

fn page() -> String {
    let mut page = String::from(
        "# Reason codes\n\nMade by `cargo xtask generate` from `src/reason/mod.rs`. A verdict lists its reasons in this \
         order. Numbers and codes are never renamed and never used again.\n",
    );
    let mut group = None;
    for reason in Reason::ALL {
        if group != Some(reason.group()) {
            group = Some(reason.group());
            let title = title(reason.group());
            let _ = write!(
                page,
                "\n## {title}\n\n| number | code | | remedy | source |\n|---|---|---|---|---|\n"
            );
        }
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | {} | {} |",
            reason.number(),
            reason.code(),
            reason.sentence(),
            reason.remedy(),
            reason.reference()
        );
    }
    page.push_str("\n## Warnings about a CA that loads\n\n| code | |\n|---|---|\n");
    for warning in CaWarning::ALL {
        let _ = writeln!(page, "| `{}` | {} |", warning.code(), warning.sentence());
    }
    page.push_str("\n## Cautions of an inspection, beside the codes above and those of names\n\n");
    page.push_str("| code | remedy |\n|---|---|\n");
    for caution in ReviewCaution::ALL {
        let _ = writeln!(page, "| `{}` | {} |", caution.code(), caution.remedy());
    }
    page
}

fn title(group: ReasonGroup) -> &'static str {
    match group {
        ReasonGroup::Structure => "Structure: the bytes",
        ReasonGroup::Issuance => "Issuance: who issued it",
        ReasonGroup::Usage => "Usage: what it may be used for",
        ReasonGroup::Time => "Time: when it is valid",
        ReasonGroup::Revocation => "Revocation: numbers reserved, nothing gives these yet",
        ReasonGroup::Presentation => "Presentation: whether there was a certificate",
        ReasonGroup::Decision => "Decision: a policy's, about what an edge reports",
        ReasonGroup::Loading => "Loading: why a CA certificate was not accepted",
        _ => "Others",
    }
}
