//! Names of the corpora: pairs by RFC 5280 section 7.1, BoringSSL's test names, names of real certificates.
//!
//! The ledger names every vector that this library decides otherwise; a divergence that vanishes fails as well.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use issuedby::name::{Attribute, Name, NameErrorKind};
use issuedby_test_support::{corpora, not_run, report_cases, repository};
use serde_json::Value;

const WANTS: &str = "the folder of certificate corpora";

#[test]
fn pairs_of_names_are_equal_as_rfc_5280_says() {
    const SUITE: &str = "name/pairs";
    let Some(folder) = corpora() else { return not_run(SUITE, WANTS) };
    let pairs = lines(&folder.join("names/pairs.jsonl"));
    let mut outcomes = Outcomes::new("name-pair::");
    for pair in &pairs {
        let expected = if pair["refuse"] == true { "refused" } else { outcome_of(&pair["equal"]) };
        outcomes.add(pair, expected, compare(&base64(&pair["a_der"]), &base64(&pair["b_der"])));
    }
    outcomes.report(SUITE, pairs.len());
}

#[test]
fn the_names_of_boringssl_match_as_there() {
    const SUITE: &str = "name/boringssl";
    let Some(folder) = corpora() else { return not_run(SUITE, WANTS) };
    let names: BTreeMap<String, Vec<u8>> = lines(&folder.join("names/boringssl-names.jsonl"))
        .iter()
        .map(|line| (line["name"].as_str().unwrap().to_owned(), base64(&line["der"])))
        .collect();
    let named = |key: &Value| &names[key.as_str().unwrap()][..];
    // Subtrees belong to name constraints.
    let vectors: Vec<Value> = lines(&folder.join("names/boringssl-pairs.jsonl"))
        .into_iter()
        .filter(|vector| vector["kind"] != "subtree")
        .collect();
    let mut outcomes = Outcomes::new("bssl-name::");
    for vector in &vectors {
        match vector["kind"].as_str().unwrap() {
            "match" => {
                let ours = compare(named(&vector["a"]), named(&vector["b"]));
                outcomes.add(vector, outcome_of(&vector["equal"]), ours);
            }
            "invalid" => {
                let refused = compare(named(&vector["a"]), named(&vector["b"]));
                outcomes.add(vector, "refused", refused);
            }
            "invalid-der" => outcomes.add(vector, "refused", decode(&base64(&vector["a_der"]))),
            "substitute" => {
                let offset = usize::try_from(vector["offset"].as_u64().unwrap()).unwrap();
                let bytes = vector["refused_bytes"].as_array().unwrap();
                let all_refused = bytes.iter().all(|byte| {
                    let mut der = named(&vector["a"]).to_vec();
                    der[offset] = u8::try_from(byte.as_u64().unwrap()).unwrap();
                    Name::from_der(&der).is_err()
                });
                outcomes.add(vector, "refused", if all_refused { "refused" } else { "accepted" });
            }
            "normalize" => outcomes.add(vector, "equal", compare(named(&vector["a"]), named(&vector["b"]))),
            other => panic!("{other} is not a kind of vector"),
        }
    }
    outcomes.report(SUITE, vectors.len());
}

#[test]
fn which_names_of_boringssl_are_well_formed_is_as_there() {
    const SUITE: &str = "name/boringssl-names";
    let Some(folder) = corpora() else { return not_run(SUITE, WANTS) };
    let names = lines(&folder.join("names/boringssl-names.jsonl"));
    let mut run = 0;
    for line in &names {
        let expected = if line["valid"].as_bool().unwrap() { "accepted" } else { "refused" };
        assert_eq!(decode(&base64(&line["der"])), expected, "{}", line["name"]);
        run += 1;
    }
    report_cases(SUITE, run, names.len());
}

#[test]
fn names_of_certificates_print_as_openssl_prints_them() {
    const SUITE: &str = "name/openssl-rfc2253";
    let Some(folder) = corpora() else { return not_run(SUITE, WANTS) };
    let facts = lines(&folder.join("cert-facts.jsonl"));
    let mut run = 0;
    for fact in &facts {
        for name in [&fact["subject"], &fact["issuer"]] {
            check_print(name, fact["name"].as_str().unwrap());
            run += 1;
        }
    }
    report_cases(SUITE, run, 2 * facts.len());
}

fn check_print(fact: &Value, certificate: &str) {
    let der = base64(&fact["der"]);
    let name = Name::from_der(&der);
    if fact["malformed"].is_string() {
        assert_eq!(name.expect_err(certificate).kind(), NameErrorKind::EmptyRdn, "{certificate}");
        return;
    }
    let Some(openssl) = fact["openssl_rfc2253"].as_str() else {
        // OpenSSL refuses the whole certificate: one of its names has a string that does not decode, or a
        // value of a type that OpenSSL does not expect in a name.
        if let Err(error) = name {
            assert_eq!(error.kind(), NameErrorKind::BadString, "{certificate}");
        }
        return;
    };
    let name = name.expect(certificate);
    let ours = name.to_string();
    assert!(
        ours == openssl || differs_as_documented(name, &ours, openssl),
        "{certificate}: {ours} is not {openssl}"
    );
}

/// Tells whether only differences 1 to 3 that `src/name/print.rs` lists are found, attribute by attribute.
/// Difference 4 is about bit strings that are not DER.
fn differs_as_documented(name: Name<'_>, ours: &str, openssl: &str) -> bool {
    let mut attributes: Vec<Attribute<'_>> = name.rdns().flat_map(|rdn| rdn.attributes()).collect();
    attributes.reverse();
    let (ours, openssl) = (split(ours), split(openssl));
    ours.len() == attributes.len()
        && openssl.len() == attributes.len()
        && attributes.iter().zip(ours.iter().zip(&openssl)).all(|(attribute, (ours, openssl))| {
            ours == openssl
                || attribute.keyword().is_none()
                || (attribute.text().as_deref() == Some("#") && openssl.ends_with("=#"))
        })
}

/// The attributes of a printed name.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for character in text.chars() {
        if matches!(character, ',' | '+') && !escaped {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(character);
        }
        escaped = character == '\\' && !escaped;
    }
    parts
}

/// The results for the vectors whose identifiers start with one prefix, against the ledger.
struct Outcomes {
    ledger: BTreeMap<String, (String, String)>,
    wrong: Vec<String>,
    run: usize,
}

impl Outcomes {
    fn new(prefix: &str) -> Self {
        let path = repository().join("tests/conformance/ledger/names.json");
        let entries: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap().to_owned();
        let ledger = entries
            .iter()
            .inspect(|entry| assert!(!text(entry, "reason").is_empty()))
            .map(|entry| (text(entry, "id"), (text(entry, "expected"), text(entry, "ours"))))
            .filter(|(id, _)| id.starts_with(prefix))
            .collect();
        Self { ledger, wrong: Vec::new(), run: 0 }
    }

    fn add(&mut self, vector: &Value, expected: &str, ours: &str) {
        let id = vector["id"].as_str().unwrap();
        self.run += 1;
        match self.ledger.remove(id) {
            Some(entry) if entry == (expected.to_owned(), ours.to_owned()) && expected != ours => {}
            None if expected == ours => {}
            entry => self.wrong.push(format!(
                "{id} ({}): expected {expected}, ours {ours}, ledger {entry:?}",
                vector["status"]
            )),
        }
    }

    fn report(self, suite: &str, expected: usize) {
        assert!(self.wrong.is_empty(), "{suite}:\n{}", self.wrong.join("\n"));
        assert!(self.ledger.is_empty(), "{suite}: no vector has these identifiers: {:?}", self.ledger);
        report_cases(suite, self.run, expected);
    }
}

fn compare(a: &[u8], b: &[u8]) -> &'static str {
    match (Name::from_der(a), Name::from_der(b)) {
        (Ok(a), Ok(b)) if a == b => "equal",
        (Ok(_), Ok(_)) => "different",
        _ => "refused",
    }
}

fn decode(der: &[u8]) -> &'static str {
    if Name::from_der(der).is_ok() { "accepted" } else { "refused" }
}

fn outcome_of(equal: &Value) -> &'static str {
    if equal.as_bool().unwrap() { "equal" } else { "different" }
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn base64(text: &Value) -> Vec<u8> {
    STANDARD.decode(text.as_str().unwrap()).unwrap()
}
