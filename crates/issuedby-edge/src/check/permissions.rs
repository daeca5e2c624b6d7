//! Private keys, certificates and configurations that other users can read or exchange.
//!
//! The registry refuses by itself to open a file that others can write.

use super::findings::{Findings, Kind};
use crate::config::Config;
use crate::observe::events;

static FILE_PERMISSIONS: Kind =
    Kind::warning(events::FILE_PERMISSIONS, "files and folders that other users can read or write");

/// Elsewhere the folder decides who may do what.
#[cfg(not(unix))]
pub(super) fn check(_config: &Config, _findings: &mut Findings) {}

#[cfg(unix)]
pub(super) fn check(config: &Config, findings: &mut Findings) {
    unix::check(config, findings);
}

#[cfg(unix)]
mod unix {
    use std::collections::BTreeSet;
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::{Path, PathBuf};

    use super::super::findings::Findings;
    use super::FILE_PERMISSIONS;
    use crate::config::Config;
    use crate::shell;

    /// Permission to read, for the group and for everybody.
    const OTHERS_READ: u32 = 0o044;
    /// Permission to write, for the group and for everybody.
    const OTHERS_WRITE: u32 = 0o022;
    /// Of a folder: only the owner of a file may remove it.
    const STICKY: u32 = 0o1000;
    /// The superuser, who can do all of this anyway.
    const ROOT: u32 = 0;

    /// A file that others must not read, or may.
    #[derive(Clone, Copy, Eq, PartialEq)]
    enum Secret {
        No,
        Yes,
    }

    pub(super) fn check(config: &Config, findings: &mut Findings) {
        let mut folders = BTreeSet::new();
        let mut file = |what: &str, path: PathBuf, secret: Secret| {
            check_file(what, &path, secret, findings);
            // Where the path is a link, both it and the file can be exchanged.
            let target = fs::canonicalize(&path).ok();
            let parents = [Some(path), target].into_iter().flatten();
            folders.extend(parents.filter_map(|path| path.parent().map(to_folder)));
        };
        file("the configuration", config.path().to_owned(), Secret::No);
        for pair in &config.certificate {
            file("the certificate", config.resolve(pair.chain.get_ref()), Secret::No);
            file("the private key", config.resolve(pair.key.get_ref()), Secret::Yes);
        }
        let mut seen = BTreeSet::new();
        for folder in folders {
            let is_new = fs::canonicalize(&folder).is_ok_and(|folder| seen.insert(folder));
            if is_new {
                check_folder(&folder, findings);
            }
        }
    }

    /// The folder of a bare file name is where the process is.
    fn to_folder(parent: &Path) -> PathBuf {
        match parent.as_os_str().is_empty() {
            true => PathBuf::from("."),
            false => parent.to_owned(),
        }
    }

    fn check_file(what: &str, path: &Path, secret: Secret, findings: &mut Findings) {
        // The next reader of the file reports that it is gone.
        let Ok(metadata) = fs::metadata(path) else { return };
        check_owner(what, path, metadata.uid(), findings);
        let (shown, mode) = (path.display(), metadata.mode());
        let (is_read, is_written) = (mode & OTHERS_READ != 0, mode & OTHERS_WRITE != 0);
        let done = match (secret, is_read, is_written) {
            (Secret::Yes, true, true) => "read and write",
            (Secret::Yes, true, false) => "read",
            (_, _, true) => "write",
            _ => return,
        };
        let command = if secret == Secret::Yes { "chmod 600" } else { "chmod go-w" };
        findings.add(&FILE_PERMISSIONS, || {
            let message = format!("other users can {done} {what} `{shown}` (mode {:04o})", mode & 0o7777);
            (message, format!("run `{command} {}`", shell::quoted_path(path)))
        });
    }

    fn check_folder(folder: &Path, findings: &mut Findings) {
        let Ok(metadata) = fs::metadata(folder) else { return };
        check_owner("the folder", folder, metadata.uid(), findings);
        let mode = metadata.mode();
        if mode & OTHERS_WRITE == 0 || mode & STICKY != 0 {
            return;
        }
        findings.add(&FILE_PERMISSIONS, || {
            let message = format!(
                "other users can exchange the files in the folder `{}` (mode {:04o})",
                folder.display(),
                mode & 0o7777
            );
            (message, format!("run `chmod go-w {}`", shell::quoted_path(folder)))
        });
    }

    fn check_owner(what: &str, path: &Path, owner: u32, findings: &mut Findings) {
        let user = rustix::process::geteuid().as_raw();
        if owner == user || owner == ROOT {
            return;
        }
        findings.add(&FILE_PERMISSIONS, || {
            let message = format!(
                "{what} `{}` belongs to the user {owner}, and the edge runs as the user {user}",
                path.display()
            );
            (message, format!("run `chown {user} {}` as root", shell::quoted_path(path)))
        });
    }
}
