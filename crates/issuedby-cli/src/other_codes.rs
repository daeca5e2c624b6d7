//! The codes that the program prints and that are not those of a reason: of errors, warnings and cautions.

use issuedby::CaWarning;
use issuedby::inspection::ReviewCaution;
use issuedby::name::{NameTextErrorKind, NameWarningKind};
use issuedby::policy::{OptionErrorKind, PolicyWarningKind};

/// The kind of a code, and where it is explained.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct OtherCode {
    /// The kind, with its article.
    pub(crate) kind: &'static str,
    pub(crate) explained: &'static str,
}

const CAUTION: OtherCode = OtherCode {
    kind: "a caution about a certificate",
    explained: "`issuedby inspect FILE` has a sentence with each caution",
};

const CA_WARNING: OtherCode = OtherCode {
    kind: "a warning about a CA",
    explained: "`issuedby ca-certificate create` and `describe` have a sentence with each warning",
};

const NAME_ERROR: OtherCode = OtherCode {
    kind: "an error in the text or the bytes of a name",
    explained: "the line `error:` that has it says what is wrong, and the mark `^` below it where; `help:` has the remedy",
};

const POLICY: OtherCode = OtherCode {
    kind: "an error or a warning about the options of a policy",
    explained: "the message that it came with says which option, and the remedy",
};

const ERROR: OtherCode = OtherCode {
    kind: "an error about a file, the registry or the command line",
    explained: "the line `error:` that has it says what was found, and `help:` below it the remedy",
};

/// The codes of warnings about a CA in the registry.
const CA_WARNINGS: [&str; 11] = [
    "ca_expires_soon",
    "ca_has_expired",
    "ca_is_not_valid_yet",
    "eku_any_purpose_only",
    "intermediate",
    "md5_signature",
    "policies_unreadable",
    "public_ca",
    "renewal",
    "rotation",
    "sha1_signature",
];

/// The codes of errors in the bytes of a name that no reason has.
const NAME_ERRORS: [&str; 7] =
    ["bad_oid", "bad_string", "bad_structure", "empty_rdn", "not_der", "too_long", "too_many"];

/// The codes of errors of this program and of the registry.
const ERRORS: [&str; 70] = [
    "account_malformed",
    "account_missing",
    "ca_certificate_altered",
    "ca_certificate_unfit",
    "cert_id_malformed",
    "cert_id_taken",
    "certificate_exists",
    "directory_missing",
    "domain_exists",
    "domain_malformed",
    "domain_taken",
    "file_exists",
    "file_expected",
    "file_is_a_directory",
    "file_missing",
    "file_too_large",
    "file_unreadable",
    "folder_missing",
    "home_missing",
    "host_not_a_domain",
    "host_port_malformed",
    "import_malformed",
    "import_too_large",
    "json_failed",
    "line_too_long",
    "name_taken",
    "no_ca_certificates",
    "no_files",
    "no_randomness",
    "no_writer",
    "not_csv",
    "not_utf8",
    "output_failed",
    "permission_denied",
    "quote_not_closed",
    "refused",
    "registry_address_unknown",
    "registry_busy",
    "registry_damaged",
    "registry_deleted",
    "registry_exists",
    "registry_expected",
    "registry_failed",
    "registry_folder_not_private",
    "registry_full",
    "registry_incomplete",
    "registry_itself",
    "registry_kind_unsupported",
    "registry_missing",
    "registry_newer_version",
    "registry_not_made",
    "registry_not_owned",
    "registry_not_private",
    "registry_path_empty",
    "registry_path_not_utf8",
    "registry_path_not_whole",
    "registry_read_only",
    "registry_unreadable",
    "schema_altered",
    "too_many_ca_certificates",
    "too_many_cas",
    "too_many_directories",
    "too_many_domains",
    "too_many_files",
    "too_many_with_subject",
    "unknown_account",
    "unknown_ca_certificate",
    "unknown_domain",
    "unknown_reason",
    "wrong_number_of_names",
];

/// The kind of a code that is not that of a reason, if the program prints it.
pub(crate) fn find(code: &str) -> Option<OtherCode> {
    let is_caution = ReviewCaution::ALL.iter().any(|kind| kind.code() == code)
        || NameWarningKind::ALL.iter().any(|kind| kind.code() == code);
    if is_caution {
        return Some(CAUTION);
    }
    if CA_WARNINGS.contains(&code) || CaWarning::ALL.iter().any(|kind| kind.code() == code) {
        return Some(CA_WARNING);
    }
    let is_about_name =
        NameTextErrorKind::ALL.iter().any(|kind| kind.code() == code) || NAME_ERRORS.contains(&code);
    if is_about_name {
        return Some(NAME_ERROR);
    }
    let is_about_policy = OptionErrorKind::ALL.iter().any(|kind| kind.code() == code)
        || PolicyWarningKind::ALL.iter().any(|kind| kind.code() == code);
    if is_about_policy {
        return Some(POLICY);
    }
    ERRORS.contains(&code).then_some(ERROR)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use issuedby::Reason;

    use super::*;

    /// The codes of the failures that the sources below `folder` make.
    fn codes(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                found.extend(codes(&path));
                continue;
            }
            let source = fs::read_to_string(&path).expect("a source");
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for call in ["Failure::unacceptable(", "Failure::refused(", "Failure::usage(", "Failure::new("] {
                for after in source.split(call).skip(1) {
                    let first = after.trim_start();
                    let first = first.strip_prefix("ExitStatus::").map_or(first, |after| {
                        after.split_once(',').map_or("", |(_, after)| after.trim_start())
                    });
                    let literal = first.strip_prefix('"').and_then(|text| text.split('"').next());
                    found.extend(literal.map(str::to_owned));
                }
            }
        }
        found
    }

    #[test]
    fn every_code_of_an_error_of_this_program_has_its_kind() {
        let codes = codes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        assert!(codes.len() > 20, "{codes:?}");
        let unknown: Vec<_> =
            codes.iter().filter(|code| Reason::from_code(code).is_none() && find(code).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
