//! The same programs under tools that see what a program does not notice.

use std::path::{Path, PathBuf};
use std::process::Command;

use issuedby_test_support::{not_run, repository};

use crate::build::{
    Standard, binding, cargo_of, compile, fed, finish, outcome, printed, running, sample, scratch,
};
use crate::programs::threads_arguments;
use crate::questions::{self, Names};

/// AddressSanitizer with its leak detector, and UndefinedBehaviorSanitizer: any finding ends the program.
const SANITIZERS: [&str; 2] = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

const VALGRIND: [&str; 5] = [
    "valgrind",
    "--quiet",
    "--error-exitcode=99",
    "--leak-check=full",
    "--errors-for-leak-kinds=definite,indirect",
];

#[test]
fn addresses_leaks_and_undefined_behaviour_are_sound_for_every_vector() {
    let program = compile("tests/programs/answers.c", Standard::C17, "answers-asan", &SANITIZERS);
    let folder = scratch("questions-asan");
    for (name, questions) in questions::all() {
        let input = questions.write(&folder, name);
        fed(&mut running(&program, &[]), &input);
    }
    if let Some(names) = Names::of_the_specification() {
        fed(&mut running(&program, &[]), &names.sides().write(&folder, "sides"));
        fed(&mut running(&program, &[]), &names.errors().write(&folder, "errors"));
    }
}

#[test]
fn addresses_leaks_and_undefined_behaviour_are_sound_for_every_program() {
    let build = |source: &str, name: &str| {
        let mut flags = SANITIZERS.to_vec();
        flags.push("-lpthread");
        compile(source, Standard::C17, name, &flags)
    };
    finish(
        running(&build("examples/verify.c", "verify-asan"), &[])
            .arg(sample("ca.pem"))
            .arg(sample("client.pem")),
    );
    let nothing = build("tests/programs/nothing.c", "nothing-asan");
    finish(running(&nothing, &[]).arg(sample("ca.pem")).arg(sample("client.der")));
    finish(running(&build("tests/programs/threads.c", "threads-asan"), &[]).args(threads_arguments(50)));
    let panics = build("tests/programs/panics.c", "panics-asan");
    finish(running(&panics, &[]).arg(sample("ca.der")).arg(sample("client.der")));
}

#[test]
fn valgrind_finds_no_error_and_no_leak() {
    let nothing = compile("tests/programs/nothing.c", Standard::C17, "nothing-valgrind", &[]);
    finish(running(&nothing, &VALGRIND).arg(sample("ca.pem")).arg(sample("client.der")));
    let threads = compile("tests/programs/threads.c", Standard::C17, "threads-valgrind", &["-lpthread"]);
    finish(running(&threads, &VALGRIND).args(threads_arguments(2)));
    let panics = compile("tests/programs/panics.c", Standard::C17, "panics-valgrind", &[]);
    finish(running(&panics, &VALGRIND).arg(sample("ca.der")).arg(sample("client.der")));
    let answers = compile("tests/programs/answers.c", Standard::C17, "answers-valgrind", &[]);
    let folder = scratch("questions-valgrind");
    for (name, questions) in questions::all() {
        // Files of a megabyte are read by the sanitizers; here they would take minutes.
        if name != "loading" && name != "options" {
            fed(&mut running(&answers, &VALGRIND), &questions.write(&folder, name));
        }
    }
}

/// Rust's own sanitizer sees what the Rust code reads and writes, which that of the C compiler cannot.
#[test]
fn the_rust_code_is_sound_under_its_own_address_sanitizer() {
    let Some(runtime) = nightly_runtime() else {
        return not_run("c/rust-address-sanitizer", "a nightly Rust toolchain named `nightly`");
    };
    // ring is built in a third of the time, and is no Rust code of ours either.
    let target = "x86_64-unknown-linux-gnu";
    let folder = repository().join("target/c/address-sanitizer");
    let mut nightly = cargo_of("nightly");
    nightly.args(["build", "--locked", "-p", "issuedby-c", "--no-default-features", "--features", "ring"]);
    nightly.args(["--target", target, "--target-dir"]).arg(&folder).env("RUSTFLAGS", "-Zsanitizer=address");
    finish(&mut nightly);
    let library = folder.join(target).join("debug/libissuedby.a");

    let freed = link_with_runtime("tests/programs/freed.c", &library, &runtime);
    let found = outcome(running(&freed, &[]).arg(sample("ca.der")).arg(sample("client.der")));
    let report = String::from_utf8_lossy(&found.stderr);
    assert!(
        !found.status.success() && report.contains("heap-use-after-free"),
        "the sanitizer is blind: {report}"
    );

    let nothing = link_with_runtime("tests/programs/nothing.c", &library, &runtime);
    finish(running(&nothing, &[]).arg(sample("ca.pem")).arg(sample("client.der")));
    let threads = link_with_runtime("tests/programs/threads.c", &library, &runtime);
    finish(running(&threads, &[]).args(threads_arguments(50)));
    let panics = link_with_runtime("tests/programs/panics.c", &library, &runtime);
    finish(running(&panics, &[]).arg(sample("ca.der")).arg(sample("client.der")));
    let answers = link_with_runtime("tests/programs/answers.c", &library, &runtime);
    let folder = scratch("questions-rust");
    for (name, questions) in questions::all() {
        fed(&mut running(&answers, &[]), &questions.write(&folder, name));
    }
}

/// The runtime of nightly Rust's address sanitizer, where there is such a toolchain.
fn nightly_runtime() -> Option<PathBuf> {
    // Asking for the toolchain itself could make rustup fetch it.
    let toolchains = Command::new("rustup").args(["toolchain", "list"]).output().ok()?;
    if !String::from_utf8_lossy(&toolchains.stdout).contains("nightly-") {
        return None;
    }
    let root = printed("rustup", &["run", "nightly", "rustc", "--print", "sysroot"]);
    let libraries = "lib/rustlib/x86_64-unknown-linux-gnu/lib/librustc-nightly_rt.asan.a";
    Some(Path::new(root.trim()).join(libraries)).filter(|runtime| runtime.is_file())
}

fn link_with_runtime(source: &str, library: &Path, runtime: &Path) -> PathBuf {
    let name = Path::new(source).file_stem().expect("a name").to_string_lossy().into_owned();
    let program = repository().join("target/c/programs").join(format!("{name}-rust-asan"));
    std::fs::create_dir_all(program.parent().expect("a folder")).expect("target/ can be written");
    let mut gcc = Command::new("gcc");
    gcc.args(["-std=c17", "-g", "-rdynamic", "-I"])
        .arg(binding().join("include"))
        .arg(binding().join(source));
    gcc.arg(library).arg("-Wl,--whole-archive").arg(runtime).arg("-Wl,--no-whole-archive");
    gcc.args(["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc", "-o"]).arg(&program);
    finish(&mut gcc);
    program
}
