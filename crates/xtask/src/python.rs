//! The virtual environment in `target/venv`: made once, and again when the pinned packages change.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::Shell;

/// Every package with its exact version, so that two machines test against the same.
pub(crate) const REQUIREMENTS: &str = "crates/xtask/requirements.txt";

/// The interpreter of the virtual environment.
pub(crate) fn interpreter(root: &Path) -> PathBuf {
    root.join("target/venv/bin/python")
}

/// Makes the virtual environment unless it is there and up to date.
///
/// # Errors
///
/// The output of the command that failed: where the package index cannot be reached, that of pip.
pub(crate) fn make(root: &Path, shell: &Shell) -> Result<(), String> {
    let requirements = fs::read_to_string(root.join(REQUIREMENTS)).map_err(|error| error.to_string())?;
    let installed = root.join("target/venv/requirements.txt");
    if interpreter(root).exists() && fs::read_to_string(&installed).is_ok_and(|text| text == requirements) {
        return Ok(());
    }
    let install = format!(
        "target/venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: -r {REQUIREMENTS}"
    );
    for command in ["python3 -m venv --clear target/venv", &install] {
        let finished = shell.run(command);
        if !finished.success() {
            return Err(finished.output);
        }
    }
    // Written last: an interrupted installation is made again.
    fs::write(installed, requirements).map_err(|error| error.to_string())
}
