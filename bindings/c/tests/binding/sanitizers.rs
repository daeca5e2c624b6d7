//! The same programs under tools that see what a program does not notice.

use crate::build::{Standard, compile, fed, finish, running, sample, scratch};
use crate::programs::threads_arguments;
use crate::questions;

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
    if let Some((pairs, sides)) = questions::names() {
        fed(&mut running(&program, &[]), &pairs.write(&folder, "pairs"));
        fed(&mut running(&program, &[]), &sides.write(&folder, "sides"));
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
