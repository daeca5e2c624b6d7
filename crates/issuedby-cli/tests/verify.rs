//! `issuedby verify`: verdicts are the core's, and what people read says what to do.

mod common;

use base64::Engine;
use common::*;
use issuedby::{ClientCert, pem};

const VERIFY: [&str; 5] = ["verify", "--ca", "ca.pem", "--at", AT];

fn verify(more: &[&str]) -> Run {
    issuedby(&[&VERIFY[..], more].concat())
}

fn verify_json(more: &[&str]) -> Run {
    verify(&[&["--format", "json"], more].concat())
}

/// The samples with the reason that ca.pem's verifier gives.
const REFUSED: [(&str, &str); 15] = [
    ("client-expired.pem", "expired"),
    ("client-not-yet-valid.pem", "not_yet_valid"),
    ("client-other-ca.pem", "no_matching_ca"),
    ("client-same-name-other-key.pem", "signature_invalid"),
    ("client-server-only.pem", "not_for_client_authentication"),
    ("client-via-intermediate.pem", "no_matching_ca"),
    ("client-v1.pem", "unsupported_version"),
    ("client-is-a-ca.pem", "is_a_ca"),
    ("client-sha1.pem", "signature_algorithm_unsupported"),
    ("client-unknown-critical.pem", "unknown_critical_extension"),
    ("client-negative-serial.pem", "invalid_serial"),
    ("client-tampered.pem", "signature_invalid"),
    ("ca.pem", "is_a_ca"),
    ("client-truncated.der", "malformed"),
    ("client-trailing.der", "trailing_data"),
];

#[test]
fn json_is_the_core_s_byte_for_byte_and_then_the_remedy() {
    for name in ["client.pem", "client-unicode.pem"].into_iter().chain(REFUSED.map(|(name, _)| name)) {
        let leaf = if name.ends_with(".der") { sample(name) } else { der(name) };
        let expected = verdict(&leaf);
        let status = if expected.contains("\"SUCCESS\"") { 0 } else { 1 };
        let run = verify_json(&[name]).exits(status).stderr_is_empty();
        assert_eq!(without_remedy(&run.out), expected, "{name}");
        assert_eq!(run.out.lines().count(), 1, "{name}");
    }
}

#[test]
fn text_and_json_say_the_same() {
    for (name, _) in REFUSED {
        let (text, json) = (verify(&[name]).out, verify_json(&[name]).out);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let mut lines = text.lines();
        let message = lines.next().and_then(|line| line.strip_prefix("FAILED  ")).expect("a message");
        let remedy = lines.next().and_then(|line| line.strip_prefix("remedy        ")).expect("a remedy");
        assert_eq!(message, headline(json["message"].as_str().expect("a message")), "{name}");
        assert!(!message.contains("SHA-256 "), "{name}: {message}");
        assert_eq!(json["remedy"], remedy, "{name}");
    }
}

#[test]
fn every_refusal_gives_its_fact_its_remedy_and_its_reason() {
    for (name, code) in REFUSED {
        let run = verify(&[name]).exits(1).stderr_is_empty();
        let lines: Vec<_> = run.out.lines().collect();
        assert!(lines[0].starts_with("FAILED  "), "{name}: {}", lines[0]);
        assert!(lines[0].len() > "FAILED  ".len() + 10, "{name}: {}", lines[0]);
        // The file of a copy that was cut off stands in its command.
        let remedy = match name {
            "client-truncated.der" => "-out client-truncated.pem`",
            _ if code == "no_matching_ca" => "give the intermediate with `--chain FILE` to check it",
            _ => remedy(&if name.ends_with(".der") { sample(name) } else { der(name) }),
        };
        assert!(lines[1].starts_with("remedy ") && lines[1].ends_with(remedy), "{name}: {}", lines[1]);
        assert!(lines[2].starts_with("reason ") && lines[2].contains(code), "{name}: {}", lines[2]);
    }
}

#[test]
fn success_says_who_until_when_and_what_to_paste() {
    let client = der("client.pem");
    verify(&["client.pem"])
        .exits(0)
        .stderr_is_empty()
        .stdout_has("SUCCESS  issued by CN=example-ca,O=Example,C=US\n")
        .stdout_has("subject       CN=client-1,O=Example,C=US\n")
        .stdout_has("2026-01-01T00:00:00Z to 2099-12-31T23:59:59Z (expires in 73 years)")
        .stdout_has("serial        0A:1B\n")
        .stdout_has("certIssuerDN  CN=example-ca,O=Example,C=US\n")
        .stdout_has(&issuedby::Fingerprint::of(&client).to_string())
        .stdout_has(&format!("Client-Cert   {}\n", ClientCert::encode(&client)));
}

#[test]
fn beside_the_samples_the_last_line_is_a_command_that_runs() {
    let run = verify(&["client.pem"]).exits(0);
    let line = run.out.lines().last().expect("a last line");
    let command = line.split_once("verify ").expect(line).1;
    assert_eq!(command, format!("--ca ca.pem --at {AT} client-expired.pem"));
    let scratch = Scratch::new();
    let alone = scratch.file("client.pem", sample("client.pem"));
    let run = verify(&[&alone]).exits(0);
    assert!(!run.out.contains("try "), "{}", run.out);
}

#[test]
fn names_beyond_ascii_are_readable_and_still_ascii_in_json() {
    verify(&["client-unicode.pem"]).exits(0).stdout_has("O=M\u{fc}ller & S\u{f6}hne,C=DE");
    let run = verify_json(&["client-unicode.pem"]).exits(0);
    assert!(run.out.is_ascii() && run.out.contains(r"O=M\\C3\\BCller"), "{}", run.out);
}

#[test]
fn every_form_of_a_leaf_gives_the_same_verdict() {
    let client = der("client.pem");
    let scratch = Scratch::new();
    let rfc9440 = scratch.file("client.txt", format!("{}\n", ClientCert::encode(&client)));
    let expected = format!("{}\n", verdict(&client));
    for path in ["client.pem", "client.der", &rfc9440] {
        assert_eq!(verify_json(&[path]).exits(0).out, expected, "{path}");
    }
    for input in [sample("client.pem"), client.clone(), ClientCert::encode(&client).into_bytes()] {
        let run = with_input(&[&VERIFY[..], &["--format", "json", "-"]].concat(), &input);
        assert_eq!(run.exits(0).out, expected);
    }
}

#[test]
fn several_leaves_keep_their_order_and_name_their_source() {
    let run = verify_json(&["client.pem", "client-expired.pem", "client.der"]).exits(1);
    let expected: String = ["client.pem", "client-expired.pem", "client.der"]
        .map(|name| format!("{{\"source\":\"{name}\",{}\n", &verdict(&der(name))[1..]))
        .concat();
    let found: String = run.out.lines().map(|line| without_remedy(line) + "\n").collect();
    assert_eq!(found, expected);
}

#[test]
fn several_leaves_are_one_line_each_and_a_summary() {
    let run = verify(&["client.pem", "client-expired.pem"]).exits(1);
    let lines: Vec<_> = run.out.lines().collect();
    let words: Vec<Vec<_>> = lines.iter().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words[0], ["SUCCESS", "CN=client-1,O=Example,C=US", "client.pem"]);
    assert_eq!(words[1], ["FAILED", "expired", "CN=client-1,O=Example,C=US", "client-expired.pem"]);
    assert!(lines[2].trim_start().starts_with("the certificate expired on 2026-03-01"), "{}", lines[2]);
    assert_eq!(lines[4], "2 certificates: 1 verified, 1 refused");
    assert_eq!(lines[6], "expired: renew the client's certificate");
}

#[test]
fn a_bundle_numbers_its_certificates_and_a_single_one_does_not() {
    let scratch = Scratch::new();
    let bundle = scratch.file("clients.pem", [sample("client.pem"), sample("client-expired.pem")].concat());
    let run = verify_json(&[&bundle]).exits(1);
    let sources: Vec<_> = run.out.lines().map(source_of).collect();
    assert_eq!(sources, [format!("{bundle}#1"), format!("{bundle}#2")]);
    let bundle =
        with_input(&[&VERIFY[..], &["--format", "json", "-"]].concat(), &std::fs::read(&bundle).unwrap());
    assert_eq!(bundle.out.lines().map(source_of).collect::<Vec<_>>(), ["-#1", "-#2"]);
}

#[test]
fn a_directory_is_all_files_below_it_sorted_bytewise() {
    let scratch = Scratch::new();
    for name in ["b.pem", "B.pem", "a-10.pem", "a-2.pem"] {
        scratch.file(name, sample("client.pem"));
    }
    std::fs::create_dir(scratch.path("a")).expect("a directory");
    scratch.file("a/inner.pem", sample("client.pem"));
    let run = verify_json(&[&scratch.path("")]).exits(0);
    let sources: Vec<_> = run.out.lines().map(source_of).collect();
    let expected = ["B.pem", "a-10.pem", "a-2.pem", "a/inner.pem", "b.pem"];
    assert_eq!(sources, expected.map(|name| scratch.path(name)));

    let single = Scratch::new();
    single.file("client.pem", sample("client.pem"));
    assert_eq!(verify_json(&[&single.path("")]).exits(0).out, format!("{}\n", verdict(&der("client.pem"))));
    let empty = Scratch::new();
    verify(&[&empty.path("")]).exits(5).stderr_has("found no files");
}

fn source_of(line: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert!(line.starts_with("{\"source\":"), "{line}");
    value["source"].as_str().expect("a string").to_owned()
}

#[test]
fn a_chain_explains_and_is_not_trusted() {
    verify(&["client-via-intermediate.pem", "--chain", "intermediate.pem"])
        .exits(1)
        .stdout_has("not_directly_signed")
        .stdout_has("`--ca intermediate.pem`\n")
        .stdout_has("intermediate  CN=example-intermediate,O=Example,C=US\n");
    issuedby(&["verify", "--ca", "intermediate.pem", "client-via-intermediate.pem"]).exits(0);
    verify(&["client.pem", "--chain", "README.md"]).exits(5).stderr_has("`README.md`: found other text");
    let broken = Scratch::new();
    let broken = broken.file("chain.pem", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");
    verify(&["client.pem", "--chain", &broken]).exits(5).stderr_has("chain.pem");
}

#[test]
fn a_leaf_with_its_chain_in_one_file_is_one_verdict() {
    let scratch = Scratch::new();
    let (leaf, ca) = (sample("client-via-intermediate.pem"), sample("intermediate.pem"));
    for full in [[leaf.clone(), ca.clone()].concat(), [ca.clone(), leaf.clone()].concat()] {
        let path = scratch.file("my full.pem", &full);
        verify(&[&path])
            .exits(1)
            .stdout_has("not_directly_signed")
            .stdout_has("intermediate  CN=example-intermediate,O=Example,C=US\n")
            .stdout_has(
                "as if sent along: not trusted\n              CN=example-intermediate,O=Example,C=US\n",
            );
        issuedby(&["verify", "--ca", "intermediate.pem", "--at", AT, &path])
            .exits(0)
            .stdout_has("chain         1 CA");
        let apart = verify_json(&["client-via-intermediate.pem", "--chain", "intermediate.pem"]);
        assert_eq!(without_remedy(&verify_json(&[&path]).out), without_remedy(&apart.out));
        let input = with_input(&[&VERIFY[..], &["--format", "json", "-"]].concat(), &full);
        assert_eq!(without_remedy(&input.out), without_remedy(&apart.out));
    }
    // Two clients are no chain: each has its verdict.
    let clients = scratch.file("clients.pem", [sample("client.pem"), sample("client.pem")].concat());
    let run = verify(&[&clients]).exits(0).stdout_has("clients.pem#1\n").stdout_has("clients.pem#2\n");
    assert!(!run.out.contains("chain"), "{}", run.out);
}

#[test]
fn a_private_key_beside_a_certificate_is_passed_over_and_said() {
    let scratch = Scratch::new();
    let key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    for both in
        [[&sample("client.pem"), key.as_bytes()].concat(), [key.as_bytes(), &sample("client.pem")].concat()]
    {
        let path = scratch.file("both.pem", both);
        let run =
            verify(&[&path]).exits(0).stdout_has("note          there is a private key in the file too");
        assert!(!run.out.contains("c2VjcmV0"), "{}", run.out);
        assert_eq!(verify_json(&[&path]).out, verify_json(&["client.pem"]).out);
    }
}

#[test]
fn hidden_files_are_skipped_and_special_ones_are_named() {
    let scratch = Scratch::new();
    scratch.file(".DS_Store", b"\0\0\0\x01Bud1");
    scratch.file("a.pem", sample("client.pem"));
    scratch.file("b.key", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n");
    scratch.file("c.csr", "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n");
    scratch.file("d.txt", "hello");
    scratch.file("e", "");
    let run = verify(&[&scratch.path("")])
        .exits(1)
        .stdout_has("1 certificate, 4 not readable as one: 1 verified, 4 refused")
        .stdout_has("found a private key (`PRIVATE KEY`) on line 1")
        .stdout_has("b.key: give the certificate, not its key; consider the key exposed")
        .stdout_has("found only `CERTIFICATE REQUEST`")
        .stdout_has("found other text")
        .stdout_has("found nothing");
    assert!(!run.out.contains("DS_Store"), "{}", run.out);
}

#[test]
fn a_whole_header_line_is_read_as_its_value() {
    let line = format!("client-cert: {}\r\n", ClientCert::encode(&der("client.pem")));
    let run = with_input(&[&VERIFY[..], &["--format", "json", "-"]].concat(), line.as_bytes()).exits(0);
    assert_eq!(run.out, format!("{}\n", verdict(&der("client.pem"))));
    with_input(&["inspect", "-"], line.as_bytes()).exits(0).stdout_has("read as RFC 9440");
}

#[test]
fn standard_input_is_named_as_such() {
    let run = with_input(&["verify", "--ca", "-", "--at", AT, "client-expired.pem"], &sample("ca.pem"));
    run.exits(1).stdout_has("(standard input)");
    let run = with_input(&[&VERIFY[..], &["-"]].concat(), b"\x30\x82\x01\x00\x02\x01\x03").exits(1);
    run.stdout_has("`openssl pkcs12 -nokeys -out client.pem`");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_needs_a_writer() {
    let scratch = Scratch::new();
    let pipe = scratch.path("pipe");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        return issuedby_test_support::not_run("cli/pipe", "the program `mkfifo`");
    }
    verify(&[&pipe]).exits(5).stderr_has("no program writes");
    let (target, bytes) = (pipe.clone(), sample("client.pem"));
    let writer = std::thread::spawn(move || std::fs::write(target, bytes));
    verify(&[&pipe]).exits(0);
    writer.join().expect("the writer ends").expect("it was read");
    with_input(&[&VERIFY[..], &["/dev/stdin"]].concat(), &sample("client.pem")).exits(0);
}

#[test]
fn several_cas_are_several_candidates() {
    for leaf in ["client.pem", "client-rsa.pem", "client-other-ca.pem"] {
        issuedby(&["verify", "--ca", "ca-rsa.pem", "--ca", "other-ca.pem", "--ca", "ca.pem", leaf]).exits(0);
    }
    issuedby(&["verify", "--ca", "ca-expired.pem", "client.pem"]).exits(1).stdout_has("ca_expired");
    issuedby(&["verify", "--ca", "ca-expired.pem", "--ca", "ca-renewed.pem", "client.pem"])
        .exits(0)
        .stdout_has("(ca-renewed.pem)");
}

#[test]
fn the_time_is_the_one_given_in_any_form() {
    for at in ["2026-02-28T00:00:00Z", "2026-02-28T02:00:00+02:00", "1772236800"] {
        let arguments = ["verify", "--ca", "ca.pem", "--at", at, "client-expired.pem"];
        issuedby(&arguments).exits(0).stdout_has("checked at    2026-02-28T00:00:00Z");
    }
    issuedby(&["verify", "--ca", "ca.pem", "--at", "-1", "client.pem"])
        .exits(1)
        .stdout_has("invalid_check_time")
        .stdout_has("give `--at` a time from 1970 to 9999");
    let run = issuedby(&["verify", "--ca", "ca.pem", "--at", "253402300799", "client.pem"]).exits(1);
    assert!(run.out.contains("reason        expired ") && !run.out.contains("invalid_check"), "{}", run.out);
    for (at, said) in
        [("soon", "RFC 3339"), ("2026-03-01", "2026-03-01T00:00:00Z"), ("1772236800000", "milliseconds")]
    {
        issuedby(&["verify", "--ca", "ca.pem", "--at", at, "client.pem"]).exits(2).stderr_has(said);
    }
}

#[test]
fn the_extended_key_usage_can_be_required() {
    verify(&["--require-client-auth-eku", "client.pem"]).exits(0);
    verify(&["--require-client-auth-eku", "client-v1.pem"])
        .exits(1)
        .stdout_has("not_for_client_authentication");
}

/// The vectors say what the verdict is, to the byte, for each leaf, set of CAs, chain and time.
#[test]
fn every_vector_that_can_be_asked_here_gives_its_verdict() {
    use serde_json::Value;

    let path = issuedby_test_support::repository().join("tests/vectors/vectors.json");
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).expect("the vectors")).expect("JSON");
    let cases = vectors["cases"].as_array().expect("cases");
    let bytes = |value: &Value| {
        let text = value.as_str().expect("a string");
        base64::engine::general_purpose::STANDARD.decode(text).expect("base64")
    };
    let askable = |case: &&Value| {
        let cas = case["cas"].as_array().expect("cas");
        // The program has no option for these, and reads text that is presented as DER for what it is.
        !cas.is_empty()
            && cas.iter().all(|ca| ca["id"].is_null())
            && case["options"]["ignore_ca_validity"] == false
            && case["leaf"].is_string()
            && case["verdict"].is_string()
            // As PEM text a chain of bytes that are no SEQUENCE is refused.
            && case["chain"].as_array().expect("chain").iter().all(|member| bytes(member).starts_with(&[0x30]))
    };
    let expected = cases.iter().filter(askable).count();
    assert!(expected > 200, "{expected}");
    let mut run = 0;
    for case in cases.iter().filter(askable) {
        let scratch = Scratch::new();
        let mut arguments = vec!["verify".to_owned(), "--format=json".to_owned()];
        for (position, ca) in case["cas"].as_array().expect("cas").iter().enumerate() {
            let ca = pem::encode_certificate(&bytes(&ca["der"]));
            arguments.extend(["--ca".to_owned(), scratch.file(&format!("ca-{position}.pem"), ca)]);
        }
        let chain: String = case["chain"]
            .as_array()
            .expect("chain")
            .iter()
            .map(|certificate| pem::encode_certificate(&bytes(certificate)))
            .collect();
        if !chain.is_empty() {
            arguments.extend(["--chain".to_owned(), scratch.file("chain.pem", chain)]);
        }
        if case["options"]["require_client_auth_eku"] == true {
            arguments.push("--require-client-auth-eku".to_owned());
        }
        if case["options"]["allow_unusual_serial"] == true {
            arguments.push("--allow-unusual-serial".to_owned());
        }
        let leaf = scratch.file("leaf.der", bytes(&case["leaf"]));
        arguments.extend([format!("--at={}", case["now"]), leaf]);
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let outcome = issuedby(&arguments);
        assert_eq!(
            without_remedy(&outcome.out),
            case["verdict"].as_str().expect("verdict"),
            "{}",
            case["id"]
        );
        run += 1;
    }
    issuedby_test_support::report_cases("cli/vectors", run, expected);
}
