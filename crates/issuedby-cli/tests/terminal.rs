//! Output on a terminal: colour where it is wanted, no control characters, and a reader that goes away.

mod common;

use std::io::Read;
use std::process::Stdio;

use common::*;

const VERIFY: [&str; 4] = ["verify", "--ca", "ca.pem", "client-expired.pem"];

fn colour(arguments: &[&str], environment: &[(&str, &str)]) -> (bool, bool) {
    let run = run(program().args(arguments).envs(environment.iter().copied()), b"");
    (run.out.contains('\u{1b}'), run.err.contains('\u{1b}'))
}

#[test]
fn pipes_get_no_colour_unless_it_is_asked_for() {
    assert_eq!(colour(&VERIFY, &[("TERM", "xterm")]), (false, false));
    assert_eq!(colour(&VERIFY, &[("TERM", "xterm"), ("CLICOLOR_FORCE", "1")]), (true, false));
    let always = [&VERIFY[..], &["--color", "always"]].concat();
    assert_eq!(colour(&always, &[]), (true, false));
    assert_eq!(colour(&always, &[("NO_COLOR", "1")]), (true, false));
    assert_eq!(colour(&["--color=always", "inspect", "none.pem"], &[]), (false, true));
    assert_eq!(colour(&[&VERIFY[..], &["--color", "never"]].concat(), &[]), (false, false));
    issuedby(&[&VERIFY[..], &["--color", "sometimes"]].concat()).exits(2).stderr_has("always");
    let run = issuedby(&[&always[..], &["--format=json"]].concat());
    assert!(!run.out.contains('\u{1b}'));
}

#[test]
fn failed_is_red_and_success_is_green() {
    let run = issuedby(&[&VERIFY[..], &["--color", "always"]].concat());
    assert!(run.out.starts_with("\u{1b}[1m\u{1b}[31mFAILED\u{1b}[0m"), "{:?}", run.out);
    let run = issuedby(&["verify", "--ca", "ca.pem", "client.pem", "--color", "always"]);
    assert!(run.out.starts_with("\u{1b}[1m\u{1b}[32mSUCCESS\u{1b}[0m"), "{:?}", run.out);
}

/// A terminal asks for colour; NO_COLOR and a dumb one do not. Needs `script` for a terminal.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colour_unless_it_says_no() {
    let on_a_terminal = |environment: &str| {
        let program = env!("CARGO_BIN_EXE_issuedby");
        let command = format!("{environment} '{program}' verify --ca ca.pem client-expired.pem");
        std::process::Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(certs())
            .output()
    };
    let Ok(colourful) = on_a_terminal("env -u NO_COLOR TERM=xterm") else {
        return issuedby_test_support::not_run("cli/terminal", "the program `script` of util-linux");
    };
    let has_colour = |output: &std::process::Output| output.stdout.contains(&0x1b);
    assert_eq!(colourful.status.code(), Some(1));
    assert!(has_colour(&colourful));
    assert!(!has_colour(&on_a_terminal("env NO_COLOR=1 TERM=xterm").expect("script")));
    assert!(!has_colour(&on_a_terminal("env -u NO_COLOR TERM=dumb").expect("script")));
}

/// On a terminal many files have a progress bar, which is gone at the end. Needs `script` for a terminal.
#[cfg(target_os = "linux")]
#[test]
fn many_files_have_a_progress_bar_on_a_terminal_only() {
    let shown = |count: usize, environment: &str, rest: &str| {
        let program = env!("CARGO_BIN_EXE_issuedby");
        let leaves = "client.pem ".repeat(count);
        let command = format!("{environment} '{program}' verify --ca ca.pem {leaves} {rest}");
        let output = std::process::Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(certs())
            .output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Ok(on_a_terminal) = shown(200, "env TERM=xterm", "") else {
        return issuedby_test_support::not_run("cli/progress", "the program `script` of util-linux");
    };
    const BAR: &str = " of 200 files";
    assert!(on_a_terminal.contains(BAR), "{on_a_terminal:?}");
    // The bar is cleared before the table is written, and no line of the table has any of it.
    let table = on_a_terminal.rfind(BAR).map(|end| &on_a_terminal[end..]).expect("a bar");
    assert!(table.contains("\u{1b}[2K") && table.matches("client.pem").count() >= 200, "{table:?}");
    // Standard output elsewhere: still a bar for who waits.
    assert!(shown(200, "env TERM=xterm", "> /dev/null").expect("script").contains(BAR));
    // Few files; a dumb terminal; standard error elsewhere; JSON lines, which show the progress themselves.
    assert!(!shown(20, "env TERM=xterm", "").expect("script").contains(" files, "));
    assert!(!shown(200, "env TERM=dumb", "").expect("script").contains(BAR));
    assert!(!shown(200, "env TERM=xterm", "2> /dev/null").expect("script").contains(BAR));
    assert!(!shown(200, "env TERM=xterm", "--format json").expect("script").contains(BAR));
}

#[test]
fn pipes_get_no_progress_bar() {
    for format in ["text", "json"] {
        let leaves = ["client.pem"; 200];
        let arguments = [&["verify", "--ca", "ca.pem", "--format", format][..], &leaves].concat();
        let run = run(program().args(arguments).env("TERM", "xterm"), b"").exits(0).stderr_is_empty();
        assert!(!run.out.contains(" of 200 files"), "{}", run.out);
    }
}

/// A subject of eight bytes in place of `client-1`, in a certificate whose signature then does not hold.
fn with_subject(subject: &[u8]) -> Vec<u8> {
    replaced(&der("client.pem"), b"client-1", subject)
}

#[test]
fn nothing_in_a_certificate_reaches_the_terminal_raw() {
    let scratch = Scratch::new();
    let files = [
        scratch.file("escape.der", with_subject(b"\x1b[31mred")),
        scratch.file("lines.der", with_subject(b"a\r\nb\t\x07\x00\x7f")),
        scratch.file("c1.der", with_subject("\u{9b}31m\u{9d}b".as_bytes())),
        scratch.file("bidi.der", with_subject("a\u{202e}\u{200b}b".as_bytes())),
    ];
    for file in &files {
        for arguments in [
            ["verify", "--ca", "ca.pem", file].as_slice(),
            &["verify", "--ca", "ca.pem", "--format=json", file],
            &["verify", "--ca", "ca.pem", file, file],
            &["inspect", file],
            &["inspect", "--format=json", file],
        ] {
            let run = issuedby(arguments);
            let shown = format!("{}{}", run.out, run.err);
            let is_raw = |character: char| character.is_control() && character != '\n';
            assert!(!shown.contains(is_raw), "{shown:?}");
            assert!(!shown.contains(['\u{202e}', '\u{200b}']), "{shown:?}");
            assert!(shown.contains(r"\1B[31mred") || shown.contains(r"\"), "{shown:?}");
            assert!(!run.out.lines().any(|line| line.starts_with('b')), "{shown:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn nothing_in_a_file_name_reaches_the_terminal_raw() {
    let scratch = Scratch::new();
    let path = scratch.file("a\u{1b}[31m\u{202e}\nb.pem", sample("client.pem"));
    let missing = scratch.path("c\u{1b}[31m\nSUCCESS");
    for arguments in [
        ["verify", "--ca", &path, &missing].as_slice(),
        &["verify", "--ca", "ca.pem", &missing],
        &["verify", "--ca", "ca.pem", &path, &path],
        &["verify", "--ca", "ca.pem", "--format=json", &path, &path],
        &["inspect", &path],
        &["client-cert", "encode", &missing],
    ] {
        let run = issuedby(arguments);
        let shown = format!("{}{}", run.out, run.err);
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
        assert!(!shown.lines().any(|line| line.starts_with("b.pem") || line == "SUCCESS"), "{shown:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_not_a_panic_and_changes_no_status() {
    let leaves = ["client.pem"; 300];
    for (arguments, expected) in [
        ([&["verify", "--ca", "ca.pem"], &leaves[..]].concat(), 0),
        ([&["verify", "--ca", "ca.pem", "--format=json"], &leaves[..], &["client-expired.pem"]].concat(), 1),
        (vec!["inspect", "client.pem"], 0),
        (vec!["client-cert", "encode", "client.pem"], 0),
    ] {
        let mut child = program()
            .args(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let mut errors = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut errors).expect("UTF-8");
        let status = child.wait().expect("the program ends");
        assert_eq!((status.code(), errors.as_str()), (Some(expected), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let output = program().args(["inspect", "client.pem"]).stdout(full).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: standard output: "));
}
