//! Whatever the bytes: a reason or an error with a remedy, exit status 1 or 5, never a panic.

mod common;

use std::fs::File;

use base64::Engine;
use common::*;
use issuedby::Reason;
use serde_json::Value;

/// `verify` with this leaf: FAILED with the reason and its remedy.
#[track_caller]
fn is_refused(leaf: &[u8], code: &str) {
    let scratch = Scratch::new();
    let path = scratch.file("leaf", leaf);
    let reason = Reason::from_code(code).expect(code);
    issuedby(&["verify", "--ca", "ca.pem", "--at", AT, &path])
        .exits(1)
        .stdout_has("FAILED")
        .stdout_has(&format!("reason        {code} "))
        .stdout_has("\nremedy        ");
    if issuedby::input::LooksLike::of(leaf) == issuedby::input::LooksLike::Der {
        // Of bytes that cannot be read, whether a copy is at fault; commands have the names of the files in them.
        let unread = issuedby::Certificate::from_der(leaf).err();
        let remedy = unread.map_or(reason.remedy(), |error| error.remedy());
        let words = remedy.split('`').next().unwrap_or_default().trim_end();
        assert!(!words.is_empty(), "{remedy}");
        issuedby(&["verify", "--ca", "ca.pem", "--at", AT, &path]).stdout_has(words);
    }
    let run = issuedby(&["verify", "--ca", "ca.pem", "--at", AT, "--format=json", &path]).exits(1);
    assert!(run.out.starts_with(&format!("{{\"status\":\"FAILED\",\"reason\":\"{code}\",")), "{}", run.out);
}

/// `verify` with this CA file: an error that names the file, what is wrong and what to do.
#[track_caller]
fn is_not_a_ca_file(path: &str, found: &str, help: &str) {
    for format in ["--format=text", "--format=json"] {
        let run = issuedby(&["verify", format, "--ca", path, "client.pem"]).exits(5);
        let run = run
            .stderr_has(&format!("error: `{path}`: "))
            .stderr_has(found)
            .stderr_has("\nhelp: ")
            .stderr_has(help);
        match format {
            "--format=json" => run.stdout_is_an_error(),
            _ => assert_eq!(run.out, ""),
        }
    }
}

#[test]
fn leaves_that_are_no_certificates_are_malformed() {
    let client = der("client.pem");
    is_refused(b"", "malformed");
    is_refused(b"\x30", "malformed");
    is_refused(&client[..client.len() - 1], "malformed");
    is_refused(b"not a certificate", "malformed");
    is_refused(b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", "malformed");
    is_refused(b"-----BEGIN CERTIFICATE-----\nAAAA", "malformed");
    is_refused(
        b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
        "malformed",
    );
    is_refused(b":AAAA", "malformed");
    is_refused(b"::", "malformed");
    is_refused(&[client.as_slice(), b"\0"].concat(), "trailing_data");
    is_refused(&[client.as_slice(), client.as_slice()].concat(), "trailing_data");
}

#[test]
fn one_mebibyte_of_zeros_is_refused_by_the_core() {
    let zeros = vec![0; 1 << 20];
    let code = if verdict(&zeros).contains("too_large") { "too_large" } else { "malformed" };
    is_refused(&zeros, code);
    let scratch = Scratch::new();
    let path = scratch.file("zeros.pem", &zeros);
    is_not_a_ca_file(&path, "pem_expected", "PEM");
    issuedby(&["inspect", &path]).exits(1).stderr_has("zeros.pem");
    issuedby(&["client-cert", "encode", &path]).exits(1).stderr_has("zeros.pem");
    with_input(&["client-cert", "decode", "-"], &zeros).exits(1).stderr_has("error: ");
}

#[test]
fn what_is_broken_inside_text_is_the_first_line() {
    let scratch = Scratch::new();
    let text = "-----BEGIN CERTIFICATE-----\nMIIB\n!!!!\n-----END CERTIFICATE-----\n";
    let path = scratch.file("broken.pem", text);
    let run = issuedby(&["verify", "--ca", "ca.pem", &path]).exits(1).stderr_is_empty();
    assert!(
        run.out.lines().next().is_some_and(|line| line.contains("on line 3, character 1, expected base64")),
        "{}",
        run.out
    );
    assert!(run.out.contains(&format!("-out {}`", scratch.path("broken-converted.pem"))), "{}", run.out);
    issuedby(&["verify", "--ca", "ca.pem", "--format=json", &path]).exits(1).stderr_is_empty();
    issuedby(&["inspect", &path]).exits(1).stderr_has("line 3");
}

#[test]
fn samples_that_are_wrong_have_their_own_reason() {
    for (name, code) in [
        ("ca.pem", "is_a_ca"),
        ("client-is-a-ca.pem", "is_a_ca"),
        ("client-truncated.der", "malformed"),
        ("client-trailing.der", "trailing_data"),
        ("client-not-yet-valid.pem", "not_yet_valid"),
        ("client-negative-serial.pem", "invalid_serial"),
        ("client-unknown-critical.pem", "unknown_critical_extension"),
        ("client-sha1.pem", "signature_algorithm_unsupported"),
        ("client-same-name-other-key.pem", "signature_invalid"),
    ] {
        is_refused(&sample(name), code);
    }
    is_refused(&without_issuer(&der("client.pem")), "empty_issuer");
}

/// The same certificate with an empty issuer; every length around it is made to fit.
fn without_issuer(certificate: &[u8]) -> Vec<u8> {
    let issuer = issuedby::Certificate::from_der(certificate).expect("a certificate");
    let issuer = issuer.issuer().expect("an issuer").rdn_sequence().to_vec();
    let element = [&[0x30, u8::try_from(issuer.len()).expect("a short name")], issuer.as_slice()].concat();
    let position = certificate.windows(element.len()).position(|part| part == element).expect("the issuer");
    let mut out = [&certificate[..position], &[0x30, 0], &certificate[position + element.len()..]].concat();
    // The lengths of the certificate and of the TBSCertificate: 30 82 hh ll, one after the other.
    for header in [0, 4] {
        assert_eq!(out[header..header + 2], [0x30, 0x82]);
        let length = u16::from_be_bytes([out[header + 2], out[header + 3]]);
        let shorter = length - u16::try_from(issuer.len()).expect("a short name");
        out[header + 2..header + 4].copy_from_slice(&shorter.to_be_bytes());
    }
    out
}

#[test]
fn ca_files_are_refused_with_the_command_that_repairs_them() {
    let scratch = Scratch::new();
    let alone = scratch.file("my ca.der", sample("ca.der"));
    is_not_a_ca_file("ca.der", "pem_expected", "openssl x509 -inform DER -in ca.der -out ");
    is_not_a_ca_file(&alone, "pem_expected", &format!("-in '{alone}' -out '{}'", scratch.path("my ca.pem")));
    is_not_a_ca_file("ca-with-key.pem", "private_key_found", "openssl x509 -in ca-with-key.pem -out ");
    is_not_a_ca_file("client.pem", "not_a_ca", "issuedby inspect client.pem");
    is_not_a_ca_file("client-truncated.der", "pem_expected", "would not be accepted either");
    is_not_a_ca_file("README.md", "pem_expected", "in PEM form");
    let text = scratch.file("ca.txt", issuedby::ClientCert::encode(&der("ca.pem")));
    is_not_a_ca_file(&text, "pem_expected", "issuedby client-cert decode - < ");
}

/// The registry keeps each CA apart: a bundle is for `verify`.
#[test]
fn a_bundle_is_not_created_as_one_ca() {
    let run = create(&Scratch::new(), "two-cas.pem").exits(5);
    run.stderr_has("(several_certificates)\n")
        .stderr_has("this writes the first: sed -n '6,16p' two-cas.pem > two-cas-only.pem");
}

fn create(scratch: &Scratch, path: &str) -> Run {
    let registry = scratch.path("registry.sqlite");
    let create = ["ca-certificate", "create", "--account", "acme", "--name", "clients", "--cert", path];
    issuedby(&[&create[..], &["--registry", &registry]].concat())
}

#[test]
fn each_fault_of_a_ca_file_has_its_own_remedy() {
    let scratch = Scratch::new();
    let pem = String::from_utf8(sample("ca.pem")).expect("text");
    let begin = "-----BEGIN CERTIFICATE-----\n";
    for (name, bytes, code, help) in [
        ("base64", pem.replace(begin, &format!("{begin}!")).into_bytes(), "malformed", "help: copy the file"),
        (
            "truncated",
            issuedby::pem::encode_certificate(&sample("client-truncated.der")).into_bytes(),
            "malformed",
            "help: ask whoever runs the CA",
        ),
        (
            "request",
            pem.replace("CERTIFICATE", "CERTIFICATE REQUEST").into_bytes(),
            "pem_expected",
            "help: a request is not a certificate yet",
        ),
        ("empty", Vec::new(), "pem_expected", "help: copy the file again"),
        (
            "large",
            [pem.as_bytes(), &[b'\n'; 1 << 20]].concat(),
            "too_large",
            "help: take one certificate out",
        ),
        ("key", KEY.to_vec(), "private_key_found", "help: give the certificate, not its key"),
        (
            "key in PEM",
            b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n".to_vec(),
            "private_key_found",
            "not its key",
        ),
        ("twice", [sample("ca.der"), vec![0]].concat(), "pem_expected", "nothing after it"),
    ] {
        let path = scratch.file(name, bytes);
        is_not_a_ca_file(&path, &format!("({code})\n"), help);
        let run = issuedby(&["verify", "--ca", &path, "client.pem"]);
        assert!(!run.err.contains("client's owner") && !run.err.contains("FILE"), "{}", run.err);
        assert!(!run.err.contains("-inform DER"), "{}", run.err);
    }
    // Standard input has no name to put into a command.
    let run = with_input(&["verify", "--ca", "-", "client.pem"], &sample("ca.der")).exits(5);
    run.stderr_has("convert it with `openssl x509 -inform DER -out ca.pem`\n");
}

#[test]
fn a_private_key_in_der_is_not_only_a_malformed_certificate() {
    let scratch = Scratch::new();
    let path = scratch.file("key.der", KEY);
    for command in [["inspect", &*path].as_slice(), &["client-cert", "encode", &path]] {
        issuedby(command)
            .exits(1)
            .stderr_has("help: give the certificate, not its key; consider the key exposed");
    }
}

/// An Ed25519 key in PKCS #8.
const KEY: &[u8] = &[
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
];

#[test]
fn every_ca_file_that_is_wrong_is_named() {
    issuedby(&["verify", "--ca", "ca.der", "--ca", "ca.pem", "--ca", "none.pem", "client.pem"])
        .exits(5)
        .stderr_has("error: `ca.der`: ")
        .stderr_has("error: `none.pem`: no such file");
}

#[test]
fn a_missing_file_names_the_closest_and_stops_no_other() {
    issuedby(&["verify", "--ca", "ca.pem", "clinet.pem"])
        .exits(5)
        .stderr_has("error: `clinet.pem`: no such file\nhelp: did you mean client.pem?");
    let run = issuedby(&["verify", "--ca", "ca.pem", "zzzzzzzzzzzz"]).exits(5);
    assert!(!run.err.contains("did you mean"), "{}", run.err);
    issuedby(&["inspect", "no/such/client.pem"])
        .exits(5)
        .stderr_has("the directory `no/such` does not exist");
    // A file that cannot be read outweighs a leaf that is refused.
    issuedby(&["verify", "--ca", "ca.pem", "--at", AT, "none.pem", "client-expired.pem", "client.pem"])
        .exits(5)
        .stdout_has("2 certificates: 1 verified, 1 refused, 1 file not readable");
    let run = issuedby(&["verify", "--ca", "ca.pem", "--at", AT, "--format=json", "none.pem", "client.pem"])
        .exits(5);
    let (error, found) = run.out.split_once('\n').expect("two lines");
    assert!(error.starts_with(r#"{"source":"none.pem","error":{"code":"file_missing","#), "{error}");
    assert_eq!(found, format!("{{\"source\":\"client.pem\",{}\n", &verdict(&der("client.pem"))[1..]));
}

#[test]
fn a_directory_is_not_a_certificate() {
    let scratch = Scratch::new();
    for arguments in [
        ["client-cert", "encode", &scratch.path("")].as_slice(),
        &["verify", "--ca", "ca.pem", "--chain", &scratch.path(""), "client.pem"],
    ] {
        issuedby(arguments).exits(5).stderr_has("is a directory");
    }
    // One that could hold certificates or CAs, and does not.
    issuedby(&["inspect", &scratch.path("")]).exits(5).stderr_has("found no files");
    issuedby(&["verify", "--ca", &scratch.path(""), "client.pem"]).exits(5).stderr_has("found no files");
}

#[test]
fn a_huge_file_is_not_read_to_its_end() {
    let scratch = Scratch::new();
    let path = scratch.path("huge.pem");
    // A sparse file: a terabyte that takes no room.
    if File::create(&path).and_then(|file| file.set_len(1 << 40)).is_err() {
        File::create(&path).and_then(|file| file.set_len(1 << 30)).expect("a sparse file");
    }
    for arguments in [
        ["verify", "--ca", "ca.pem", &path].as_slice(),
        &["verify", "--ca", &path, "client.pem"],
        &["verify", "--ca", "ca.pem", "--chain", &path, "client.pem"],
        &["inspect", &path],
        &["client-cert", "encode", &path],
    ] {
        issuedby(arguments).exits(5).stderr_has("huge.pem`: more than ").stderr_has("\nhelp: ");
    }
}

#[cfg(unix)]
#[test]
fn a_stream_without_end_is_not_read_to_its_end() {
    issuedby(&["verify", "--ca", "ca.pem", "/dev/zero"]).exits(5).stderr_has("/dev/zero`: more than ");
    let zero = File::open("/dev/zero").expect("/dev/zero");
    let output = program().args(["inspect", "-"]).stdin(zero).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(5));
}

#[test]
fn every_byte_of_a_certificate_can_be_wrong() {
    let client = der("client.pem");
    let scratch = Scratch::new();
    for position in (0..client.len()).step_by(7) {
        let mut broken = client.clone();
        broken[position] ^= 0xff;
        scratch.file(&format!("{position:04}.der"), broken);
    }
    let run = issuedby(&["verify", "--ca", "ca.pem", "--at", AT, &scratch.path("")]).exits(1);
    assert!(!run.out.contains("SUCCESS"), "{}", run.out);
    for entry in std::fs::read_dir(scratch.path("")).expect("a directory") {
        let path = entry.expect("an entry").path();
        let path = path.to_str().expect("a name");
        for arguments in [
            ["inspect", path].as_slice(),
            &["inspect", "--format=json", path],
            &["client-cert", "encode", path],
        ] {
            let run = issuedby(arguments);
            assert!(run.status == 0 || run.status == 1 && run.err.starts_with("error: "), "{run:?}");
        }
    }
}

/// The vectors say which CA files are taken and why the others are not.
#[test]
fn every_ca_vector_is_taken_or_refused_with_its_reason() {
    let path = issuedby_test_support::repository().join("tests/vectors/vectors.json");
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).expect("the vectors")).expect("JSON");
    let cases = vectors["ca_cases"].as_array().expect("ca_cases");
    // A CA file is PEM: the vectors for DER are not files.
    let cases: Vec<_> = cases.iter().filter(|case| case["format"] == "pem").collect();
    let mut run = 0;
    for case in &cases {
        let input = match case["input"].as_str() {
            Some(text) => base64::engine::general_purpose::STANDARD.decode(text).expect("base64"),
            None => {
                let number = |index: usize| case["input"]["repeat"][index].as_u64().expect("a number");
                let byte = u8::try_from(number(0)).expect("a byte");
                vec![byte; usize::try_from(number(1)).expect("a count")]
            }
        };
        let scratch = Scratch::new();
        let path = scratch.file("ca.txt", input);
        let outcome = match case["expect"]["error"] == "several_certificates" {
            true => create(&scratch, &path),
            false => issuedby(&["verify", "--ca", &path, "--at", AT, "client.pem"]),
        };
        match case["expect"]["error"].as_str() {
            None => assert!(outcome.status < 2, "{}: {outcome:?}", case["id"]),
            Some(code) => {
                assert_eq!(outcome.status, 5, "{}: {outcome:?}", case["id"]);
                assert!(outcome.err.contains(&format!("({code})\nhelp: ")), "{}: {outcome:?}", case["id"]);
            }
        }
        run += 1;
    }
    issuedby_test_support::report_cases("cli/ca-vectors", run, cases.len());
}
