//! Compiling C programs against the library of this build, and running them.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use issuedby_test_support::repository;

/// The compiler flags of every program.
const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Werror", "-pedantic"];

/// A language to compile a program in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Standard {
    C99,
    C17,
    Cpp17,
}

impl Standard {
    pub(crate) const ALL: [Self; 3] = [Self::C99, Self::C17, Self::Cpp17];

    fn compiler(self) -> &'static str {
        match self {
            Self::C99 | Self::C17 => "gcc",
            Self::Cpp17 => "g++",
        }
    }

    fn flags(self) -> &'static [&'static str] {
        match self {
            Self::C99 => &["-std=c99"],
            Self::C17 => &["-std=c17"],
            Self::Cpp17 => &["-std=c++17", "-x", "c++"],
        }
    }
}

/// The folder of the binding.
pub(crate) fn binding() -> PathBuf {
    repository().join("bindings/c")
}

/// A sample certificate.
pub(crate) fn sample(name: &str) -> PathBuf {
    repository().join("tests/certs").join(name)
}

/// An empty folder below `target/`.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = repository().join("target/c").join(name);
    // It is not there on the first run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("target/ can be written");
    folder
}

/// The folder with the shared library, built for debugging with the provider of this test, under the names that
/// linker and loader ask for.
pub(crate) fn library() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let provider = if cfg!(feature = "aws-lc-rs") { "aws-lc-rs" } else { "ring" };
        finish(cargo().args(["build", "-p", "issuedby-c", "--no-default-features", "--features", provider]));
        let test = env::current_exe().expect("this test has a path");
        let built = test.ancestors().nth(2).expect("it is two levels down").join("libissuedby.so");
        let folder = scratch("lib");
        // A copy: what is built next, perhaps otherwise, must not change under a program that runs.
        fs::copy(&built, folder.join("libissuedby.so.0")).expect("cargo has built the library");
        symlink("libissuedby.so.0", folder.join("libissuedby.so")).expect("a link can be made");
        folder
    });
    &FOLDER
}

/// Cargo, as a person would call it in the repository.
pub(crate) fn cargo() -> Command {
    outside_of_this_test(Command::new(env!("CARGO")))
}

/// The cargo of another toolchain.
pub(crate) fn cargo_of(toolchain: &str) -> Command {
    let mut rustup = Command::new("rustup");
    // Only without these does that toolchain use its own compiler.
    rustup
        .args(["run", toolchain, "cargo"])
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTC")
        .env_remove("CARGO");
    outside_of_this_test(rustup)
}

/// Removes the variables about this very test, which would make cargo build again what is there.
pub(crate) fn outside_of_this_test(mut command: Command) -> Command {
    command.current_dir(repository());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "LD_LIBRARY_PATH"
        {
            command.env_remove(&name);
        }
    }
    command
}

/// Compiles a source file of the binding to a program called `name`.
pub(crate) fn compile(source: &str, standard: Standard, name: &str, more: &[&str]) -> PathBuf {
    let folder = repository().join("target/c/programs");
    fs::create_dir_all(&folder).expect("target/ can be written");
    let program = folder.join(name);
    let mut command = Command::new(standard.compiler());
    command.args(standard.flags()).args(WARNINGS).args(["-g", "-O1"]);
    command.arg("-I").arg(binding().join("include")).arg(binding().join(source)).args(["-x", "none"]);
    command.arg("-o").arg(&program).arg("-L").arg(library()).arg("-lissuedby");
    command.arg(format!("-Wl,-rpath,{}", library().display())).args(more);
    finish(&mut command);
    program
}

/// Runs a command that must succeed.
pub(crate) fn finish(command: &mut Command) -> Output {
    let output = outcome(command);
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Runs a command.
pub(crate) fn outcome(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// A program as it is run: alone, or inside another one such as valgrind.
pub(crate) fn running(program: &Path, inside: &[&str]) -> Command {
    let mut command = match inside.split_first() {
        Some((outer, arguments)) => {
            let mut command = Command::new(outer);
            command.args(arguments).arg(program);
            command
        }
        None => Command::new(program),
    };
    // Traces of the panics that a test asks for would take most of its time.
    command.stdin(Stdio::null()).env("RUST_BACKTRACE", "0");
    command
}

/// Runs a program with the content of a file as its input.
pub(crate) fn fed(command: &mut Command, input: &Path) -> Output {
    finish(command.stdin(File::open(input).expect("the questions can be read")))
}

/// The standard output of a command that must succeed.
pub(crate) fn printed(program: impl AsRef<OsStr>, arguments: &[&str]) -> String {
    let output = finish(Command::new(program).args(arguments));
    String::from_utf8(output.stdout).expect("text")
}
