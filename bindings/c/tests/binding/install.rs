//! Installing the library with the one command of the README, and building against it as others do.

use std::fs;
use std::path::Path;
use std::process::Command;

use issuedby_test_support::repository;

use crate::build::{binding, cargo, finish, outside_of_this_test, sample, scratch};

#[test]
fn the_steps_of_the_readme_install_a_library_that_verifies() {
    let prefix = scratch("prefix");
    let mut steps = outside_of_this_test(Command::new("sh"));
    steps.args(["-eu", "-c", &steps_of_the_readme()]).env("PREFIX", &prefix).env_remove("DESTDIR");
    let printed = String::from_utf8(finish(&mut steps).stdout).expect("text");
    assert!(printed.contains("{\"status\":\"SUCCESS\","), "{printed}");

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
    assert!(
        package.join("usr/include/issuedby.h").is_file() && package.join("usr/lib/libissuedby.a").is_file()
    );
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
