//! The shared vectors, through the C ABI.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use issuedby_test_support::{not_run, report_cases};
use serde_json::{Value, json};

use crate::answer_values::{code_of, date_time, listed, parse, parse_or_null, text_or_empty, word};
use crate::build::{Standard, compile, fed, running, scratch};
use crate::questions::{self, Names, Questions};

/// Numbers in the header, compared here with what the vectors say in words.
const STATUSES: [&str; 3] = ["NONE", "FAILED", "SUCCESS"];
const ACTIONS: [&str; 3] = ["reject", "pass_through", "allow"];
const RULES: [&str; 4] = ["none", "unix_socket", "peer_networks", "edge_fingerprints"];
const LEVELS: [&str; 5] = ["different", "regrouped", "reordered", "equal", "identical"];

static PROGRAM: LazyLock<PathBuf> =
    LazyLock::new(|| compile("tests/programs/answers.c", Standard::C17, "answers", &[]));

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| scratch("questions"));

#[test]
fn every_verification_case_gives_the_same_bytes_of_json() {
    let questions = questions::verifications();
    run("vectors/verification", &questions, questions::elsewhere("cases"), |case, answer| {
        let [verified, status, is_verified, reason, reasons, message, remedy, rest @ ..] = answer else {
            return vec![(json!("a verdict"), json!(answer))];
        };
        let [subject, issuer, serial_number, not_before, not_after, fingerprint, rest @ ..] = rest else {
            return vec![(json!("a certificate"), json!(rest))];
        };
        let &[ca_id, ca_subject, ca_fingerprint, valid_from, valid_until, der_length, json] = rest else {
            return vec![(json!("a CA"), json!(rest))];
        };
        let (expect, verdict) = (&case["expect"], parse(json));
        let success = expect["status"] == "SUCCESS";
        let mut codes = String::new();
        for code in expect["reasons"].as_array().expect("reasons") {
            codes +=
                &format!("{}:{},", code.as_str().expect("a code"), u8::from(expect["authenticated"] == true));
        }
        let (certificate, ca) = (&verdict["certificate"], &verdict["ca"]);
        let mut pairs = vec![
            (json!(if success { "0" } else { "1" }), json!(verified)),
            (expect["status"].clone(), json!(word(&STATUSES, status))),
            (json!(if success { "1" } else { "0" }), json!(is_verified)),
            (text_or_empty(&expect["reason"]), json!(reason)),
            (json!(codes), json!(reasons)),
            (text_or_empty(&expect["ca"]), json!(ca_fingerprint)),
            // What is read apart is what stands in the JSON.
            (text_or_empty(&verdict["message"]), json!(message)),
            (json!(success), json!(remedy.is_empty())),
            (text_or_empty(&certificate["subject"]), json!(subject)),
            (text_or_empty(&certificate["issuer"]), json!(issuer)),
            (text_or_empty(&certificate["serialNumber"]), json!(serial_number)),
            (text_or_empty(&certificate["sha256Fingerprint"]), json!(fingerprint)),
            (text_or_empty(&certificate["notBefore"]), json!(date_time(not_before))),
            (text_or_empty(&certificate["notAfter"]), json!(date_time(not_after))),
            (text_or_empty(&ca["id"]), json!(ca_id)),
            (text_or_empty(&ca["subject"]), json!(ca_subject)),
            (text_or_empty(&verdict["validFrom"]), json!(date_time(valid_from))),
            (text_or_empty(&verdict["validUntil"]), json!(date_time(valid_until))),
            (json!(certificate.is_null()), json!(der_length == "0")),
        ];
        pairs.push((json!([]), missing_facts(case, &format!("{message} {remedy}"))));
        if let Some(expected) = case["verdict"].as_str() {
            pairs.push((json!(expected), json!(json)));
        }
        pairs
    });
}

/// The facts that are not in what was said.
fn missing_facts(case: &Value, said: &str) -> Value {
    let facts = case["facts"].as_array().into_iter().flatten();
    facts.filter(|fact| !said.contains(fact.as_str().expect("a fact"))).cloned().collect()
}

#[test]
fn every_loading_case_gives_what_it_expects() {
    let all: BTreeMap<_, _> = questions::all().into_iter().collect();
    run("vectors/loading", &all["loading"], questions::elsewhere("ca_cases"), |case, answer| {
        let found = match answer {
            ["ok", subject, fingerprint, not_before, not_after, warnings] => {
                let dates = [not_before, not_after].map(|date| date.parse::<i64>().expect("a number"));
                assert!(!subject.is_empty() && fingerprint.len() == 95 && dates.is_sorted(), "{answer:?}");
                json!({ "warnings": listed(warnings) })
            }
            ["error", "301", code, message] if !message.is_empty() => {
                assert_eq!(missing_facts(case, message), json!([]), "{message}");
                json!({ "error": code })
            }
            other => json!(other),
        };
        vec![(case["expect"].clone(), found)]
    });
}

#[test]
fn every_bundle_gives_its_cas_or_every_unfit_certificate() {
    let all: BTreeMap<_, _> = questions::all().into_iter().collect();
    run("bundles", &all["bundles"], 0, |case, answer| match answer {
        ["ok", cas @ ..] => {
            let cas: Vec<_> =
                cas.chunks(2).map(|ca| json!({ "sha256": ca[0], "warnings": listed(ca[1]) })).collect();
            vec![(case["expect"].clone(), json!({ "cas": cas }))]
        }
        ["error", "301", code, message, remedy, unfit @ ..] => {
            let number = |text: &str| text.parse::<u64>().expect("a number");
            let text = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
            let unfit: Vec<_> = unfit
                .chunks(6)
                .map(|unfit| {
                    let line = Some(number(unfit[1])).filter(|line| *line != 0);
                    json!({
                        "number": number(unfit[0]),
                        "line": line,
                        "subject": text(unfit[2]),
                        "code": unfit[3],
                        "message": unfit[4],
                        "remedy": unfit[5],
                    })
                })
                .collect();
            let declared: Vec<_> = unfit
                .iter()
                .map(|one| json!({ "number": one["number"], "line": one["line"], "code": one["code"] }))
                .collect();
            let whole = format!("{}; {remedy}", case["message"].as_str().unwrap_or_default());
            vec![
                (case["expect"].clone(), json!({ "error": code, "unfit": declared })),
                (case["unfit"].clone(), json!(unfit)),
                (json!(whole), json!(message)),
                (case["remedy"].clone(), json!(remedy)),
                (json!([]), missing_facts(case, &format!("{message} {}", json!(unfit)))),
            ]
        }
        other => vec![(case["expect"].clone(), json!(other))],
    });
}

#[test]
fn every_inspection_gives_the_same_bytes_of_json() {
    let all: BTreeMap<_, _> = questions::all().into_iter().collect();
    run("inspections", &all["inspections"], 0, |case, answer| match answer {
        ["ok", inspection] => {
            let cautions = parse(inspection)["cautions"].as_array().cloned().unwrap_or_default();
            let codes: Vec<_> = cautions.iter().map(|caution| &caution["code"]).collect();
            vec![
                (case["inspection"].clone(), json!(inspection)),
                (case["expect"].clone(), json!({ "cautions": codes })),
                (json!([]), missing_facts(case, inspection)),
            ]
        }
        ["error", "206", code, message] => {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let whole = format!("{}; {}", text(&case["message"]), text(&case["remedy"]));
            vec![
                (case["expect"].clone(), json!({ "error": code })),
                (json!(whole), json!(message)),
                (json!([]), missing_facts(case, message)),
            ]
        }
        other => vec![(case["expect"].clone(), json!(other))],
    });
}

#[test]
fn every_input_is_read_or_refused_as_in_every_language() {
    let all: BTreeMap<_, _> = questions::all().into_iter().collect();
    run("inputs/read", &all["inputs"], 0, |case, answer| match answer {
        ["ok", der] => {
            let der: Vec<u8> = (0..der.len() / 2)
                .map(|at| u8::from_str_radix(&der[2 * at..2 * at + 2], 16).expect("hexadecimal"))
                .collect();
            let fingerprint = issuedby::Fingerprint::of(&der).to_string();
            vec![(case["expect"]["certificate"].clone(), json!(fingerprint))]
        }
        ["error", _, code, message] => {
            let facts = case["facts"].as_array().expect("facts").iter();
            let missing: Vec<_> =
                facts.filter(|fact| !message.contains(fact.as_str().expect("a text"))).collect();
            vec![
                (case["expect"]["error"].clone(), json!(code)),
                (case["message"].clone(), json!(message)),
                (json!([]), json!(missing)),
            ]
        }
        other => vec![(json!("an answer"), json!(other))],
    });
}

#[test]
fn the_policy_decides_as_in_every_language() {
    let all: BTreeMap<_, _> = questions::all().into_iter().collect();
    run("policy/decisions", &all["decisions"], 0, |case, answer| {
        let &[action, reason, metadata, sub, problem, log, json] = answer else {
            return vec![(json!("a decision"), json!(answer))];
        };
        let decision = parse(json);
        let allowed = case["expect"]["action"] == "allow";
        vec![
            (case["decision"].clone(), json!(json)),
            (case["expect"]["action"].clone(), json!(word(&ACTIONS, action))),
            (text_or_empty(&case["expect"]["reason"]), json!(reason)),
            (text_or_empty(&case["expect"]["sub"]), json!(sub)),
            (decision["metadata"].clone(), parse_or_null(metadata)),
            (decision["problem"].clone(), parse_or_null(problem)),
            (json!(allowed), json!(log.is_empty())),
            (json!([]), missing_facts(case, log)),
        ]
    });
    run("policy/options", &all["options"], 0, |case, answer| {
        let found = match answer {
            ["ok", warnings] => json!({ "warnings": listed(warnings) }),
            ["error", "302", code, message] if !message.is_empty() => json!({ "error": code }),
            other => json!(other),
        };
        let expect = match case["expect"]["error"].as_str() {
            Some(code) => json!({ "error": code }),
            None => json!({ "warnings": case["expect"]["warnings"] }),
        };
        let message = answer.last().copied().unwrap_or_default();
        vec![(expect, found), (json!([]), missing_facts(case, message))]
    });
    run("policy/headers", &all["headers"], 0, |case, answer| {
        let &[status, reason, certificate, chain, ca_id] = answer else {
            return vec![(json!("a report"), json!(answer))];
        };
        let expect = &case["expect"];
        vec![
            (expect["status"].clone(), json!(word(&STATUSES, status))),
            (text_or_empty(&expect["reason"]), json!(reason)),
            (expect["certificate"].clone(), json!(certificate == "1")),
            (json!(expect["chain"].to_string()), json!(chain)),
            (text_or_empty(&expect["ca_id"]), json!(ca_id)),
        ]
    });
    for (name, key) in [("strip", "strip"), ("vary", "names")] {
        run(&format!("policy/{name}"), &all[name], 0, |case, answer| {
            vec![(case[key].clone(), json!(answer == ["1"]))]
        });
    }
}

#[test]
fn an_edge_is_trusted_as_in_every_language() {
    let all: BTreeMap<_, _> = questions::all().into_iter().collect();
    run("trusted_edge/options", &all["trusted_edge_options"], 0, |case, answer| {
        let &[result, code, suggestion] = answer else {
            return vec![(json!("an answer"), json!(answer))];
        };
        let expect = &case["expect"];
        let expected_result = if expect["error"].is_null() { "0" } else { "302" };
        let mut pairs =
            vec![(json!(expected_result), json!(result)), (text_or_empty(&expect["error"]), json!(code))];
        if let Some(expected) = expect["suggestion"].as_str() {
            pairs.push((json!(expected), json!(suggestion)));
        }
        pairs
    });
    run("trusted_edge/decisions", &all["trusted_edge_decisions"], 0, |case, answer| {
        let &[result, rule, code, message, remedy] = answer else {
            return vec![(json!("an answer"), json!(answer))];
        };
        let trust = parse(case["trust"].as_str().expect("a text"));
        let rule = word(&RULES, rule);
        if case["expect"]["believed"] == true {
            return vec![
                (json!(["0", "", "", ""]), json!([result, code, message, remedy])),
                (case["expect"]["rule"].clone(), json!(rule)),
            ];
        }
        vec![
            (json!("1"), json!(result)),
            (json!("none"), json!(rule)),
            (case["expect"]["code"].clone(), json!(code)),
            (trust["message"].clone(), json!(message)),
            (trust["remedy"].clone(), json!(remedy)),
        ]
    });
}

#[test]
fn names_are_equal_where_the_specification_says_so() {
    let Some(names) = Names::of_the_specification() else {
        return not_run("c/names", "shared/dn, or ISSUEDBY_CORPORA");
    };
    let mut texts = Vec::new();
    let sides = names.sides();
    for (side, answer) in sides.with_answers(&ask("names/sides", &sides)) {
        // A text is asked about as it is written, DER as it is printed.
        texts.push(match (&*answer, side["name"]["dn"].as_str()) {
            (["ok", _], Some(dn)) => Some(dn.to_owned()),
            (["ok", printed], None) => Some((*printed).to_owned()),
            _ => None,
        });
    }
    run("names/sides", &sides, 0, |side, answer| match answer {
        ["ok", printed] if side["name"]["der"].is_string() && side["print"].is_string() => {
            vec![(side["print"].clone(), json!(printed)), (Value::Null, side["error"].clone())]
        }
        ["ok", _] => vec![(Value::Null, side["error"].clone())],
        ["error", "201", code, _] => {
            vec![(json!(true), json!(!code.is_empty() && side["error"].is_string()))]
        }
        other => vec![(json!("a name"), json!(other))],
    });
    run("names/equality", &names.pairs(&texts), 0, |pair, answer| match answer {
        &["ok", equal, level, comparison] => {
            let comparison = parse(comparison);
            vec![
                (pair["equal"].clone(), json!(equal == "1")),
                (pair["equal"].clone(), comparison["matches"].clone()),
                (comparison["level"].clone(), json!(word(&LEVELS, level))),
            ]
        }
        other => vec![(pair["equal"].clone(), json!(other))],
    });
    run("names/errors", &names.errors(), 0, |case, answer| match answer {
        ["error", "201", code, message] if !message.is_empty() => {
            vec![(json!(code_of(case["error"].as_str().unwrap_or_default())), json!(code))]
        }
        other => vec![(case["error"].clone(), json!(other))],
    });
}

#[test]
fn certificates_and_fingerprints_are_translated_both_ways() {
    let asked = "\
        fingerprint 3000\n\
        encode 3000\n\
        decode 3a4d41413d3a\n\
        decode 4d41413d\n\
        certificate 3a4d41413d3a\n\
        certificate 3000\n\
        certificate 2d2d2d2d2d424547494e20\n\
        fingerprints 41413a 4141\n\
        fingerprints 30313233343536373839303132333435363738393031323334353637383930313233343536373839 4141\n";
    let path = FOLDER.join("others");
    std::fs::write(&path, asked).expect("the questions can be written");
    let answers = fed(&mut running(&PROGRAM, &[]), &path).stdout;
    let answers = String::from_utf8(answers).expect("text");
    let answers: Vec<Vec<_>> = answers.lines().map(|line| line.split('\t').collect()).collect();
    let sha256 =
        "E4:F6:0D:0A:A6:D7:F3:D3:B6:A6:49:4B:1C:86:1B:99:F6:49:C6:F9:EC:51:AB:AF:20:1B:20:F2:97:32:7C:95";
    assert_eq!(answers[0], ["ok", sha256]);
    assert_eq!(answers[1], ["ok", ":MAA=:"]);
    assert_eq!(answers[2], ["ok", "3000"]);
    assert_eq!(answers[3][..2], ["error", "203"]);
    assert_eq!(answers[4], ["ok", "3000"]);
    assert_eq!(answers[5], ["ok", "3000"]);
    assert_eq!(answers[6][..2], ["error", "204"]);
    assert_eq!(answers[7][..3], ["error", "202", "wrong_length"]);
    assert_eq!(answers[8][..3], ["error", "202", "sha1"]);
    assert!(answers[8][3].contains("are a SHA-1"));
}

/// Asks everything; `pairs` gives what is expected and what was found.
fn run(
    suite: &str,
    questions: &Questions,
    elsewhere: usize,
    pairs: impl Fn(&Value, &[&str]) -> Vec<(Value, Value)>,
) {
    let answers = ask(suite, questions);
    let mut wrong = Vec::new();
    for (case, answer) in questions.with_answers(&answers) {
        for (expected, found) in pairs(case, &answer) {
            if expected != found {
                wrong.push(format!("{}: expected {expected}, found {found}", case["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    let count = questions.len() + elsewhere;
    report_cases(&format!("c/{suite}"), count, count);
}

/// The answers to questions, a line each.
fn ask(suite: &str, questions: &Questions) -> String {
    let input = questions.write(&FOLDER, &suite.replace('/', "-"));
    String::from_utf8(fed(&mut running(&PROGRAM, &[]), &input).stdout).expect("text")
}
