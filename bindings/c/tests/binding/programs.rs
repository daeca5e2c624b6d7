//! The C programs: in every language that the header is for, with nothing, with garbage, with threads, with panics.

use std::path::PathBuf;

use issuedby_test_support::report_cases;

use crate::build::{Standard, binding, compile, finish, outcome, running, sample};

#[test]
fn examples_and_tests_compile_in_every_language_without_a_warning() {
    let mut compiled = 0;
    for folder in ["examples", "tests/programs", "bench"] {
        for source in sources(folder) {
            for standard in Standard::ALL {
                let name = format!("{source}-{standard:?}").replace(['/', '.'], "-");
                compile(&source, standard, &name, &["-lssl", "-lcrypto", "-lpthread"]);
                compiled += 1;
            }
        }
    }
    report_cases("c/compiled", compiled, 3 * 8);
}

#[test]
fn the_shortest_program_verifies_and_tells_why_not() {
    let program = compile("examples/verify.c", Standard::C99, "verify", &[]);
    let run = |ca: &str, leaf: &str| {
        let output = outcome(running(&program, &[]).arg(sample(ca)).arg(sample(leaf)));
        let text = String::from_utf8(output.stdout).expect("text");
        (output.status.code(), text, String::from_utf8(output.stderr).expect("text"))
    };
    let (status, json, error) = run("ca.pem", "client.pem");
    assert_eq!(status, Some(0), "{error}");
    assert!(
        json.starts_with("{\"status\":\"SUCCESS\",\"reason\":null,") && error.is_empty(),
        "{json}{error}"
    );
    assert_eq!(run("ca.pem", "client.der"), (Some(0), json, String::new()));
    let (status, json, error) = run("ca.pem", "client-expired.pem");
    assert_eq!(status, Some(1));
    assert!(json.starts_with("{\"status\":\"FAILED\",\"reason\":\"expired\","), "{json}");
    assert!(error.starts_with("expired: "), "{error}");
    let (status, json, error) = run("client.pem", "client.pem");
    assert_eq!((status, json.as_str()), (Some(2), ""));
    assert!(error.starts_with("not_a_ca: "), "{error}");
    assert_eq!(run("two-cas.pem", "client.pem").0, Some(2));
    let (status, json, error) = run("no-such-file.pem", "client.pem");
    assert_eq!((status, json.as_str(), error.lines().count()), (Some(2), "", 1), "{error}");
}

#[test]
fn nothing_and_garbage_are_refused_by_every_function() {
    let program = compile("tests/programs/nothing.c", Standard::C99, "nothing", &[]);
    finish(running(&program, &[]).arg(sample("ca.pem")).arg(sample("client.der")));
}

#[test]
fn threads_and_forked_processes_share_handles() {
    let program = compile("tests/programs/threads.c", Standard::C99, "threads", &["-lpthread"]);
    finish(running(&program, &[]).args(threads_arguments(300)));
}

#[test]
fn a_panic_in_any_function_is_a_result_and_leaves_nothing_behind() {
    let program = compile("tests/programs/panics.c", Standard::C99, "panics", &[]);
    finish(running(&program, &[]).arg(sample("ca.der")).arg(sample("client.der")));
}

/// The arguments of `threads.c`.
pub(crate) fn threads_arguments(rounds: u32) -> [PathBuf; 4] {
    let rounds = rounds.to_string().into();
    [sample("ca.pem"), sample("client.der"), sample("client-other-ca.pem"), rounds]
}

fn sources(folder: &str) -> Vec<String> {
    let entries = binding().join(folder).read_dir().expect("the folder can be listed");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    names.filter(|name| name.ends_with(".c")).map(|name| format!("{folder}/{name}")).collect()
}
