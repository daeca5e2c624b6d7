//! Remedies for the errors of a registry, as commands to copy.
//!
//! The registry itself names no command: it has codes and data, and this program has the words.

use std::fmt::Display;
use std::path::Path;

use issuedby::ErrorDetails;
use issuedby_registry::storage_error::is_sticky;
use issuedby_registry::{AccountName, Defect, RegistryError, StorageError, StorageErrorKind};

use super::location::Location;
use crate::shell::quoted_path;

/// The remedy where other users can write to a folder.
const OWN_FOLDER: &str = "keep it in a folder of its own, for instance one that `mkdir -m 700 FOLDER` makes";

/// The remedy for a refusal of the registry at `location`.
pub(super) fn of_registry(error: &RegistryError, location: &Location) -> String {
    let command = |command: &dyn Display, account: &AccountName| location.command(command, account);
    match error {
        RegistryError::CertIdTaken { .. } => {
            // A file has an account whole, and what is there is never imported again.
            let option = location.option();
            format!(
                "import the accounts that are missing, one at a time: issuedby registry import --account NAME{option} FILE"
            )
        }
        RegistryError::CertificateExists { account, existing, .. } => format!(
            "use it; if this should be its successor, this file is still the old certificate; to give it another name: {}",
            command(&format_args!("ca-certificate update --cert-id {existing} --name NAME"), account)
        ),
        RegistryError::DomainExists { account, .. } => {
            format!("see its state: {}", command(&"domain list", account))
        }
        RegistryError::DomainTaken { domain } => {
            let option = location.option();
            format!(
                "the account that has it must remove it first: if it is another account of yours, with issuedby domain remove {domain} \
                 --account THAT-ACCOUNT{option}"
            )
        }
        RegistryError::NameTaken { account, existing, .. } => format!(
            "choose another name; this shows the certificate that has it: {}",
            command(&format_args!("ca-certificate describe --cert-id {existing}"), account)
        ),
        RegistryError::Storage(error) => of_storage(error),
        RegistryError::TooManyCaCertificates { account }
        | RegistryError::TooManyWithSubject { account, .. } => {
            format!(
                "delete those that have expired or are no longer used: {}",
                command(&"ca-certificate list", account)
            )
        }
        RegistryError::TooManyDomains { account } => {
            format!("remove those that are no longer used: {}", command(&"domain list", account))
        }
        RegistryError::UnknownAccount { closest_name: Some(closest), .. } => {
            format!("did you mean `{closest}`?")
        }
        RegistryError::UnknownAccount { closest_name: None, account } => format!(
            "an account is made by its first certificate or domain: {} --name NAME --cert FILE",
            command(&"ca-certificate create", account)
        ),
        RegistryError::UnknownCaCertificate { account, .. } => {
            let list = command(&"ca-certificate list", account);
            format!(
                "an identifier belongs to one account, which --account must name; see what this one has: {list}"
            )
        }
        RegistryError::UnknownDomain { account, .. } => {
            format!("see what there is: {}", command(&"domain list", account))
        }
        other => other.remedy().unwrap_or_default().into_owned(),
    }
}

/// The remedy for a failure of the storage. Its commands can be copied as they stand, whatever the place is called.
pub(crate) fn of_storage(error: &StorageError) -> String {
    let place = quoted_path(Path::new(error.place()));
    match error.kind() {
        StorageErrorKind::Busy => {
            format!("try again; if it stays so, find the program that holds it: `fuser -v {place}`")
        }
        StorageErrorKind::Damaged => {
            format!("put a backup in its place: `issuedby registry restore BACKUP --registry {place}`")
        }
        StorageErrorKind::Exists => "give another name, or --force to replace what is there".to_owned(),
        StorageErrorKind::FolderMissing { folder } => {
            format!("make it: `mkdir -p -m 700 {}`", quoted_path(Path::new(folder)))
        }
        // A sticky folder is meant for all users, as `/tmp` is.
        StorageErrorKind::FolderNotPrivate { mode, .. } if is_sticky(*mode) => OWN_FOLDER.to_owned(),
        StorageErrorKind::FolderNotPrivate { folder, .. } => {
            let folder = quoted_path(Path::new(folder));
            format!("take the right away: `chmod go-w {folder}`; or {OWN_FOLDER}")
        }
        StorageErrorKind::Incomplete { .. } => {
            format!("this makes a whole one of both: `issuedby registry backup --registry {place} COPY`")
        }
        StorageErrorKind::Missing => {
            "if it is at another path, name that with --registry or in ISSUEDBY_REGISTRY, as it was named when it was made; \
             the first `issuedby ca-certificate create` or `issuedby domain add` makes one"
                .to_owned()
        }
        StorageErrorKind::NotOwned { owner, .. } => format!(
            "run as its owner, with `sudo -u '#{owner}'` before the command, or keep the registry in a folder of your own"
        ),
        StorageErrorKind::NotPrivate { file, .. } => {
            format!("take the right away: `chmod go-w {}`", quoted_path(Path::new(file)))
        }
        StorageErrorKind::ReadOnly => format!(
            "allow this user to write to it and to its folder (`ls -ld {place}` tells whose it is), or run as its owner"
        ),
        StorageErrorKind::Unreadable => format!(
            "run as its owner (`ls -ld {place}` tells who it is): to read it takes the files beside it as well"
        ),
        _ => error.remedy().unwrap_or_default().into_owned(),
    }
}

/// The remedy for a defect that a check found; a command ends it.
pub(super) fn of_defect(defect: &Defect) -> &'static str {
    match defect {
        Defect::CaCertificateUnfit { .. } => {
            "upload a CA certificate that is fit in its place, and delete it: issuedby ca-certificate delete"
        }
        _ => "put a backup in its place: issuedby registry restore BACKUP",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_of_each_command() {
        const PATH: &str = "a b/r;touch it's";
        for kind in [
            StorageErrorKind::Busy,
            StorageErrorKind::Damaged,
            StorageErrorKind::FolderNotPrivate { folder: PATH.to_owned(), mode: 0o775 },
            StorageErrorKind::NotOwned { file: PATH.to_owned(), owner: 1, user: 2 },
            StorageErrorKind::NotPrivate { file: PATH.to_owned(), mode: 0o666 },
            StorageErrorKind::Incomplete { file: PATH.to_owned() },
            StorageErrorKind::ReadOnly,
            StorageErrorKind::Unreadable,
        ] {
            let remedy = of_storage(&StorageError::new(kind, PATH, ""));
            let without = remedy.replace("\"a b/r;touch it's\"", "");
            assert!(!without.contains("touch"), "{remedy}");
        }
    }

    #[test]
    fn the_command_for_another_owner_names_the_owner() {
        let kind = StorageErrorKind::NotOwned { file: "r".to_owned(), owner: 1_000, user: 0 };
        assert!(of_storage(&StorageError::new(kind, "r", "")).contains("`sudo -u '#1000'`"));
    }

    /// All users need the right to write to `/tmp`.
    #[test]
    fn a_folder_for_all_users_keeps_its_mode() {
        let remedy = |mode| {
            let folder = "a b".to_owned();
            of_storage(&StorageError::new(StorageErrorKind::FolderNotPrivate { folder, mode }, "a b/r", ""))
        };
        assert!(
            remedy(0o775).contains("`chmod go-w 'a b'`") && remedy(0o775).contains("`mkdir -m 700 FOLDER`")
        );
        assert!(!remedy(0o1777).contains("chmod") && remedy(0o1777).contains("`mkdir -m 700 FOLDER`"));
    }
}
