//! The static library as it is installed: one object in which nothing is global but the functions of the header.
//!
//! An archive of rustc has the standard library too, with global symbols. Two of them in one program define those twice,
//! and the linker refuses.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// Makes the library `to` of the archive `from`, with the functions that the shared library exports.
///
/// # Errors
///
/// When a program of binutils is missing or fails.
#[cfg(target_os = "linux")]
pub(super) fn install(from: &Path, shared: &Path, to: &Path) -> io::Result<()> {
    let functions = exported(shared)?;
    let linked = to.with_extension("linked");
    let list = to.with_extension("functions");
    let object = to.with_file_name("issuedby.o");
    let archive = to.with_extension("new");
    fs::write(&list, functions.join("\n"))?;

    // Groups are dissolved: their names would be shared with those of another archive.
    let mut link = Command::new("ld");
    link.args(["-r", "--gc-sections", "--force-group-allocation"]);
    link.args(functions.iter().flat_map(|function| ["-u", function]));
    run(link.arg("-o").arg(&linked).arg(from))?;

    // Bitcode of the standard library is of no use here, and tools with an older LLVM stumble over it.
    let mut localise = Command::new("objcopy");
    localise.args(["--strip-debug", "--remove-section=.llvmbc", "--remove-section=.llvmcmd"]);
    localise.arg("--keep-global-symbols").arg(&list);
    run(localise.arg(&linked).arg(&object))?;

    if archive.exists() {
        fs::remove_file(&archive)?;
    }
    run(Command::new("ar").arg("rcsD").arg(&archive).arg(&object))?;
    for file in [&linked, &list, &object] {
        fs::remove_file(file)?;
    }
    fs::rename(archive, to)
}

/// Copies the archive as it is: the linkers of other systems have no such options.
#[cfg(not(target_os = "linux"))]
pub(super) fn install(from: &Path, _shared: &Path, to: &Path) -> io::Result<()> {
    super::replace(from, to)
}

/// The functions that the shared library exports.
#[cfg(target_os = "linux")]
fn exported(shared: &Path) -> io::Result<Vec<String>> {
    let output = run(Command::new("nm").args(["-D", "--defined-only", "--format=just-symbols"]).arg(shared))?;
    Ok(output.lines().map(str::to_owned).collect())
}

/// The standard output of a program of binutils.
#[cfg(target_os = "linux")]
fn run(command: &mut Command) -> io::Result<String> {
    let program = command.get_program().display().to_string();
    let failed = |fault: &dyn std::fmt::Display| {
        io::Error::other(format!("`{program}` of GNU binutils: {fault}; install binutils 2.35 or later"))
    };
    let output = command.output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&String::from_utf8_lossy(&output.stderr).trim()));
    }
    String::from_utf8(output.stdout).map_err(|error| failed(&error))
}
