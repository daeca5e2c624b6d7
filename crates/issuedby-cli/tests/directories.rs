//! `issuedby verify DIR`: which files a directory stands for, and what is left out and said.

mod common;

use common::*;

fn sources(run: &Run) -> Vec<String> {
    let source = |line: &str| -> Option<String> {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        // The error of a directory has no source: it is in the message.
        assert!(value["source"].is_string() || value["error"].is_object(), "{line}");
        value["source"].as_str().map(str::to_owned)
    };
    run.out.lines().filter_map(source).collect()
}

fn verify(path: &str, format: &str) -> Run {
    issuedby(&["verify", "--ca", "ca.pem", "--at", AT, "--format", format, path])
}

#[test]
fn hidden_files_and_directories_are_left_out_and_counted() {
    let scratch = Scratch::new();
    std::fs::create_dir_all(scratch.path("a/.git")).expect("directories");
    for name in ["1.pem", "a/2.pem", ".3.pem", "a/.git/4.pem"] {
        scratch.file(name, sample("client.pem"));
    }
    let run = verify(&scratch.path(""), "json").exits(0);
    assert_eq!(sources(&run), [scratch.path("1.pem"), scratch.path("a/2.pem")]);
    let note = "left out 2 hidden (the name begins with a dot)\n";
    run.stderr_has("note: ").stderr_has(note);
    verify(&scratch.path(""), "text").exits(0).stdout_has("2 certificates: 2 verified").stderr_has(note);
    // What is named is read.
    verify(&scratch.path(".3.pem"), "text").exits(0).stderr_is_empty();
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_files_inside_alone() {
    use std::os::unix::fs::symlink;

    let scratch = Scratch::new();
    std::fs::create_dir_all(scratch.path("in/..2026")).expect("directories");
    let outside = scratch.file("outside.pem", sample("client.pem"));
    scratch.file("in/..2026/tls.crt", sample("client.pem"));
    scratch.file("in/own.pem", sample("client.pem"));
    // A mounted Secret of Kubernetes, and what leads out, in a circle and nowhere.
    symlink("..2026", scratch.path("in/..data")).expect("a link");
    symlink("..data/tls.crt", scratch.path("in/tls.crt")).expect("a link");
    symlink(&outside, scratch.path("in/out.pem")).expect("a link");
    symlink(scratch.path("in"), scratch.path("in/circle")).expect("a link");
    symlink("nothing", scratch.path("in/nothing.pem")).expect("a link");
    let run = verify(&scratch.path("in"), "json").exits(0);
    assert_eq!(sources(&run), [scratch.path("in/own.pem"), scratch.path("in/tls.crt")]);
    run.stderr_has(
        "left out 2 hidden (the name begins with a dot), 3 links (to directories, out of this one, \
         or to nothing)\n",
    );
    // A directory may be named through a link.
    symlink(scratch.path("in"), scratch.path("named")).expect("a link");
    assert_eq!(sources(&verify(&scratch.path("named"), "json").exits(0)).len(), 2);
}

#[test]
fn too_deep_directories_are_an_error_and_the_rest_verified() {
    let scratch = Scratch::new();
    let deep = "d/".repeat(17);
    std::fs::create_dir_all(scratch.path(&deep)).expect("directories");
    scratch.file(&format!("{}16.pem", "d/".repeat(16)), sample("client.pem"));
    scratch.file(&format!("{deep}17.pem"), sample("client.pem"));
    scratch.file("0.pem", sample("client.pem"));
    let run = verify(&scratch.path(""), "json")
        .exits(5)
        .stderr_has("found more than 16 directories in one another");
    assert_eq!(sources(&run), [scratch.path("0.pem"), scratch.path(&format!("{}16.pem", "d/".repeat(16)))]);
}

#[test]
fn a_directory_without_files_is_an_error() {
    let scratch = Scratch::new();
    std::fs::create_dir_all(scratch.path("a/b")).expect("directories");
    scratch.file("a/.hidden", "");
    verify(&scratch.path(""), "text").exits(5).stderr_has("found no files").stderr_has("left out 1 hidden");
}
