//! The vectors of input in other forms than DER: what the program says of a file is what every language says of its bytes.

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::*;
use issuedby_test_support::{report_cases, repository};
use serde_json::Value;

#[test]
fn text_and_json_say_of_every_input_what_every_language_says() {
    let path = repository().join("tests/vectors/inputs.json");
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).expect("the vectors")).expect("JSON");
    assert_eq!(vectors["format"], 1, "a format that this runner does not know");
    let bytes = |value: &Value| STANDARD.decode(value.as_str().expect("a text")).expect("base64");
    let scratch = Scratch::new();
    let ca = scratch.file("ca.pem", issuedby::pem::encode_certificate(&bytes(&vectors["ca"])));
    let now = vectors["now"].to_string();
    let cases = vectors["cases"].as_array().expect("cases");
    for (number, case) in cases.iter().enumerate() {
        let file = scratch.file(&format!("{number}.txt"), bytes(&case["input"]));
        let verify =
            |format: &str| issuedby(&["verify", "--ca", &ca, "--at", &now, "--format", format, &file]);
        let (text, json) = (verify("text"), verify("json"));
        // The program verifies each certificate, where a call takes one; and it has no texts beside bytes.
        if case["expect"]["error"] == "several_certificates" {
            assert!(json.out.lines().count() > 1, "{}", case["id"]);
            continue;
        }
        if case["given"] == "text" {
            continue;
        }
        assert_eq!(without_remedy(&json.out), case["verdict"].as_str().expect("a verdict"), "{}", case["id"]);
        let said: Value = serde_json::from_str(&json.out).expect("JSON");
        let Some(remedy) = case["remedy"].as_str() else {
            assert!(text.out.starts_with("SUCCESS  "), "{}: {}", case["id"], text.out);
            continue;
        };
        let message = said["message"].as_str().expect("a text");
        for fact in case["facts"].as_array().expect("facts") {
            let fact = fact.as_str().expect("a text");
            assert!(message.contains(fact) || remedy.contains(fact), "{}: `{fact}`", case["id"]);
        }
        let mut lines = text.out.lines();
        let headline = common::headline(said["message"].as_str().expect("a text"));
        assert_eq!(lines.next(), Some(&*format!("FAILED  {headline}")));
        let shown = lines.next().and_then(|line| line.strip_prefix("remedy        ")).expect("a remedy");
        assert_eq!(said["remedy"], shown, "{}", case["id"]);
        // The program has options for a CA and for a chain, where the core can only name them.
        let has_options = ["no_matching_ca", "not_directly_signed"].map(serde_json::Value::from);
        if has_options.contains(&said["reason"]) {
            assert!(shown.contains("`--ca "), "{}: {shown}", case["id"]);
            continue;
        }
        // The same sentence, with the names of the files in it.
        let written =
            shown.replace(&scratch.path(&format!("{number}.pem")), "FILE.pem").replace(&file, "FILE");
        assert_eq!(written, remedy, "{}", case["id"]);
    }
    report_cases(
        "cli/inputs",
        cases.len(),
        usize::try_from(vectors["count"].as_u64().expect("a count")).expect("few"),
    );
}
