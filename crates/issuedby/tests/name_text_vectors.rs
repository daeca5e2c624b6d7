//! The vectors of the Distinguished Name specification that are text: what people paste, and what tools print.

mod specification_word;

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use issuedby::DistinguishedName;
use issuedby::name::{Name, ParsedName};
use issuedby_test_support::{distinguished_names, not_run, report_cases};
use serde_json::Value;
use specification_word::{specification_hint, specification_word};

const WANTS: &str = "the folder of Distinguished Name vectors";

#[test]
fn every_pair_is_equal_or_different_as_the_vectors_say() {
    const SUITE: &str = "name/text-equality";
    let Some(folder) = distinguished_names() else { return not_run(SUITE, WANTS) };
    let vectors = json(&folder.join("equality.json"));
    let vectors = vectors["vectors"].as_array().unwrap();
    let mut run = 0;
    for vector in vectors {
        let id = vector["id"].as_str().unwrap();
        let sides = ["a", "b"].map(|side| side_of(vector, side));
        if let Some(equal) = vector["equal"].as_bool() {
            let [Ok(a), Ok(b)] = sides else { panic!("{id}: {sides:?}") };
            assert_eq!(a == b, equal, "{id}");
        } else {
            assert!(sides.iter().any(Result::is_err), "{id}: nothing is refused");
        }
        run += 1;
    }
    report_cases(SUITE, run, vectors.len());
}

#[test]
fn text_sides_have_the_normal_form_and_the_print_of_the_vectors() {
    const SUITE: &str = "name/text-sides";
    let Some(folder) = distinguished_names() else { return not_run(SUITE, WANTS) };
    let vectors = json(&folder.join("equality.json"));
    let (mut run, mut expected) = (0, 0);
    for vector in vectors["vectors"].as_array().unwrap() {
        for side in ["a", "b"].into_iter().filter(|side| vector[side]["dn"].is_string()) {
            let Ok(name) = side_of(vector, side) else { continue };
            let (normalized, printed) = (&vector[format!("{side}_norm")], &vector[format!("{side}_print")]);
            expected += 2;
            assert_eq!(name.normalized(), hex(normalized), "{} {side}", vector["id"]);
            assert_eq!(name.to_string(), printed.as_str().unwrap(), "{} {side}", vector["id"]);
            run += 2;
        }
    }
    assert!(expected > 0, "no vector has a side in text");
    report_cases(SUITE, run, expected);
}

#[test]
fn what_is_no_name_is_refused_with_kind_and_place() {
    const SUITE: &str = "name/text-errors";
    let Some(folder) = distinguished_names() else { return not_run(SUITE, WANTS) };
    let vectors = json(&folder.join("equality.json"));
    let vectors = vectors["parse_errors"].as_array().unwrap();
    let mut run = 0;
    for vector in vectors {
        let input = vector["input"].as_str().unwrap();
        let error = DistinguishedName::parse(input).expect_err(input);
        let expected = (vector["error"].as_str().unwrap(), vector["position"].as_u64().unwrap());
        let found = (specification_word(error.kind().code()), u64::try_from(error.offset()).unwrap());
        assert_eq!((&*found.0, found.1), expected, "{input:?}: {error}");
        run += 1;
    }
    report_cases(SUITE, run, vectors.len());
}

#[test]
fn what_tools_print_of_a_certificate_is_read_as_the_vectors_say() {
    const SUITE: &str = "name/text-printouts";
    let Some(folder) = distinguished_names() else { return not_run(SUITE, WANTS) };
    let printouts = json(&folder.join("printouts.json"));
    let supported: Vec<&str> = ["rfc_order_supported", "forward_supported_by_own_syntax"]
        .iter()
        .flat_map(|class| printouts["meta"]["classes"][class].as_array().unwrap())
        .filter_map(Value::as_str)
        .collect();
    let listed = |certificate: &str, tool: &str| {
        let mut exceptions = printouts["exceptions"].as_array().unwrap().iter();
        exceptions.any(|exception| exception["cert"] == certificate && exception["tool"] == tool)
    };
    let (mut run, mut expected, mut equal) = (0, 0, 0);
    for certificate in printouts["certs"].as_array().unwrap() {
        let id = certificate["id"].as_str().unwrap();
        let der = STANDARD.decode(certificate["name_der_b64"].as_str().unwrap()).unwrap();
        for (tool, printout) in certificate["tools"].as_object().unwrap() {
            expected += 1;
            let promised = printout["spec_result"].as_str().unwrap();
            let found = match text_of(printout) {
                None => "tool_error",
                Some(text) => result_of(&text, &der),
            };
            assert_eq!(found, promised, "{id}, {tool}: {printout}");
            let may_fail = matches!(promised, "tool_error" | "cert_rejected") || listed(id, tool);
            if let (Some(text), Some(hints)) = (text_of(printout), printout["hints"].as_array()) {
                assert_eq!(hints_of(&text, &der), without_unicode(hints), "{id}, {tool}: {printout}");
            }
            if supported.contains(&tool.as_str()) && !may_fail {
                assert_eq!(found, "equal", "{id}, {tool}: {printout}");
                equal += 1;
            }
            run += 1;
        }
    }
    assert!(equal > 500, "only {equal} printouts had to be equal");
    report_cases(SUITE, run, expected);
}

fn result_of(text: &[u8], der: &[u8]) -> &'static str {
    let Ok(certificate) = Name::from_der(der) else { return "cert_rejected" };
    let Ok(parsed) = DistinguishedName::parse(text) else { return "parse_error" };
    let name = parsed.name().as_name();
    if name == certificate {
        "equal"
    } else if name.reversed().as_name() == certificate {
        "equal_if_reversed"
    } else {
        "different"
    }
}

fn hints_of(text: &[u8], der: &[u8]) -> Vec<String> {
    let (parsed, certificate) = (DistinguishedName::parse(text).unwrap(), Name::from_der(der).unwrap());
    let comparison = parsed.name().as_name().compare(certificate);
    let hints: Vec<Value> = comparison.hints().iter().map(|hint| specification_hint(*hint).into()).collect();
    without_unicode(&hints)
}

/// The hint that the specification makes optional, and `Different` where it is the only other, left out.
fn without_unicode(hints: &[Value]) -> Vec<String> {
    let hints = hints.iter().filter_map(Value::as_str);
    hints
        .filter(|hint| !matches!(*hint, "UnicodeCaseOrCompatibility" | "Different"))
        .map(str::to_owned)
        .collect()
}

/// The text that the tool printed; `None` where it printed nothing.
fn text_of(printout: &Value) -> Option<Vec<u8>> {
    match (&printout["text"], &printout["hex"]) {
        (Value::String(text), _) => Some(text.as_bytes().to_vec()),
        (_, digits @ Value::String(_)) => Some(hex(digits)),
        _ => None,
    }
}

fn side_of(vector: &Value, side: &str) -> Result<DistinguishedName, String> {
    match (&vector[side]["dn"], &vector[side]["der"]) {
        (Value::String(text), _) => {
            DistinguishedName::parse(text).map(ParsedName::into_name).map_err(|error| error.to_string())
        }
        (_, der) => DistinguishedName::from_der(&hex(der)).map_err(|error| error.to_string()),
    }
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn hex(digits: &Value) -> Vec<u8> {
    let digits = digits.as_str().unwrap().as_bytes();
    digits.chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
