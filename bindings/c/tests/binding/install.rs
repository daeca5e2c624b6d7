//! Installing the library with the one command of the README, and building against it as others do.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use issuedby_test_support::repository;

use crate::build::{binding, cargo, finish, outside_of_this_test, printed, sample, scratch};

#[test]
fn the_steps_of_the_readme_install_a_library_that_verifies() {
    let prefix = scratch("prefix");
    let mut steps = outside_of_this_test(Command::new("sh"));
    steps.args(["-eu", "-c", &steps_of_the_readme()]).env("PREFIX", &prefix).env_remove("DESTDIR");
    let output = String::from_utf8(finish(&mut steps).stdout).expect("text");
    assert!(output.contains("{\"status\":\"SUCCESS\","), "{output}");

    let library = prefix.join("lib");
    let soname = format!("libissuedby.so.{}", env!("CARGO_PKG_VERSION_MAJOR"));
    let versioned = format!("libissuedby.so.{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(fs::read_link(library.join("libissuedby.so")).expect("a link"), Path::new(&soname));
    assert_eq!(fs::read_link(library.join(&soname)).expect("a link"), Path::new(&versioned));
    assert_eq!(pkg_config(&prefix, &["--modversion"]), [env!("CARGO_PKG_VERSION")]);

    // The variable that tests set in builds for debugging has no effect here.
    let mut verify = Command::new(prefix.join("verify"));
    verify.env("LD_LIBRARY_PATH", &library).env("ISSUEDBY_PANIC", "early");
    finish(verify.arg(sample("ca.pem")).arg(sample("client.pem")));

    // A program that needs no shared library at all, not even the system's.
    let whole = prefix.join("verify-whole");
    let flags = pkg_config(&prefix, &["--static", "--cflags", "--libs"]);
    finish(compiler(&whole).arg("-static").args(&flags));
    let segments = printed("readelf", &["--program-headers", &whole.display().to_string()]);
    assert!(segments.contains("LOAD") && !segments.contains("INTERP"), "{segments}");
    finish(Command::new(&whole).arg(sample("ca.pem")).arg(sample("client.pem")));

    // Without the shared library the linker takes the static one, and what that needs.
    for name in ["libissuedby.so".to_owned(), soname, versioned] {
        fs::remove_file(library.join(name)).expect("a file that was installed");
    }
    let fixed = prefix.join("verify-static");
    finish(compiler(&fixed).args(pkg_config(&prefix, &["--static", "--cflags", "--libs"])));
    finish(Command::new(&fixed).arg(sample("ca.pem")).arg(sample("client.pem")));

    // A package is written below a folder that is no part of its paths.
    let package = scratch("package");
    finish(cargo().args(["xtask", "install-c", "--prefix=/usr"]).env("DESTDIR", &package));
    let text =
        fs::read_to_string(package.join("usr/lib/pkgconfig/issuedby.pc")).expect("the pkg-config file");
    assert!(text.starts_with("prefix=/usr\nlibdir=${prefix}/lib\n"), "{text}");
    let files = files_below(&package);
    for name in ["include/issuedby.h", "include/issuedby_ffi.h", "lib/libissuedby.a"] {
        assert!(files.contains(&package.join("usr").join(name)), "{name} is missing in {files:?}");
    }
    assert!(files.contains(&package.join("usr/share/man/man3/issuedby_verifier_verify.3")), "{files:?}");
    for file in &files {
        names_no_folder_of_this_machine(file);
    }
    let functions = defined(&["-D"], &package.join("usr/lib/libissuedby.so"));
    assert!(functions.len() > 80, "{functions:?}");
    assert_eq!(defined(&[], &package.join("usr/lib/libissuedby.a")), functions, "what the archive defines");
}

/// Sees that neither the repository, nor the folder of cargo's packages, nor that of the compiler is in a file.
fn names_no_folder_of_this_machine(file: &Path) {
    let content = fs::read(file).expect("a file that was installed");
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.unwrap_or_else(|| env::home_dir().expect("a home").join(".cargo"));
    let compiler = PathBuf::from(printed("rustc", &["--print", "sysroot"]).trim());
    for folder in [repository(), cargo, compiler] {
        let folder = folder.to_str().expect("a path of text");
        assert!(
            !content.windows(folder.len()).any(|part| part == folder.as_bytes()),
            "{} has {folder} in it",
            file.display()
        );
    }
}

/// The files below a folder; links are passed over.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in folder.read_dir().expect("a folder") {
        let entry = entry.expect("an entry");
        match entry.file_type().expect("a type") {
            kind if kind.is_dir() => files.extend(files_below(&entry.path())),
            kind if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    files
}

/// The symbols that a library defines for others.
fn defined(flags: &[&str], library: &Path) -> BTreeSet<String> {
    let library = library.display().to_string();
    let fixed = ["--defined-only", "--extern-only", "--format=posix", &library];
    let symbols = printed("nm", &[flags, &fixed].concat());
    let lines = symbols.lines().filter(|line| !line.ends_with(':'));
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The commands in the section about C.
fn steps_of_the_readme() -> String {
    let readme = fs::read_to_string(repository().join("README.md")).expect("README.md");
    let (_, section) = readme.split_once("\n## In C\n").expect("a section about C");
    let section = section.split("\n## ").next().expect("the section");
    let blocks: Vec<&str> =
        section.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 3, "{section}");
    blocks.concat()
}

fn compiler(program: &Path) -> Command {
    let mut gcc = Command::new("gcc");
    gcc.args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o"]).arg(program);
    gcc.arg(binding().join("examples/verify.c"));
    gcc
}

fn pkg_config(prefix: &Path, arguments: &[&str]) -> Vec<String> {
    let mut command = Command::new("pkg-config");
    command.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")).args(arguments).arg("issuedby");
    let output = finish(&mut command).stdout;
    String::from_utf8(output).expect("text").split_whitespace().map(str::to_owned).collect()
}
