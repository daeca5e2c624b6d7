//! A file that this crate makes, and where it belongs.

use std::io;
use std::path::{Path, PathBuf};

use issuedby_test_support::repository;

use crate::{
    bundles, c_header, c_manual, inputs, inspections, manifest, policy, python, reasons, samples, scenarios,
    trusted_edge, typescript,
};

/// A file that this crate makes.
pub struct GeneratedFile {
    /// Its path, from the root of the repository.
    pub path: PathBuf,
    /// Its contents.
    pub content: Vec<u8>,
}

impl GeneratedFile {
    /// A file at this path from the root of the repository.
    pub fn new(path: &str, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: content.into() }
    }

    /// Writes the file below `root`.
    ///
    /// # Errors
    ///
    /// When the file or its folder cannot be written.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        let path = root.join(&self.path);
        std::fs::create_dir_all(path.parent().expect("every file is in a folder"))?;
        std::fs::write(path, &self.content)
    }

    /// Tells whether the committed file holds the same bytes.
    pub fn is_fresh(&self) -> bool {
        std::fs::read(repository().join(&self.path)).is_ok_and(|committed| committed == self.content)
    }
}

/// Every file that this crate makes.
pub fn all() -> Vec<GeneratedFile> {
    let mut files = samples::files();
    files.push(manifest::file());
    files.push(policy::file());
    files.push(trusted_edge::file());
    files.push(inputs::file());
    files.push(bundles::file());
    files.push(inspections::file());
    files.push(reasons::file());
    files.extend(c_header::files());
    files.extend(c_manual::files());
    files.push(python::file());
    files.push(typescript::file());
    files.extend(scenarios::files());
    files
}
