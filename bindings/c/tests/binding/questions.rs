//! The questions to `programs/answers.c`, made from the shared vectors, and what must be answered.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use issuedby_test_support::{distinguished_names, repository};
use serde_json::{Value, json};

/// The one format of the vectors that this runner knows.
const FORMAT: u64 = 1;

/// The provider of the library, whose keys a case may need.
const PROVIDER: &str = if cfg!(feature = "aws-lc-rs") { "aws-lc-rs" } else { "ring" };

/// Questions, a line each, with the cases that they come from.
pub(crate) struct Questions {
    lines: String,
    cases: Vec<Value>,
}

impl Questions {
    fn of(cases: Vec<Value>, question: impl Fn(&Value) -> String) -> Self {
        let mut lines = String::new();
        for case in &cases {
            let _ = writeln!(lines, "{}", question(case));
        }
        Self { lines, cases }
    }

    /// Writes the questions to a file.
    pub(crate) fn write(&self, folder: &Path, name: &str) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, &self.lines).expect("the questions can be written");
        path
    }

    /// The number.
    pub(crate) fn len(&self) -> usize {
        self.cases.len()
    }

    /// Each case with the fields of its answer.
    pub(crate) fn with_answers<'a>(
        &'a self,
        answers: &'a str,
    ) -> impl Iterator<Item = (&'a Value, Vec<&'a str>)> {
        let answers: Vec<_> = answers.lines().collect();
        assert_eq!(answers.len(), self.cases.len(), "one line of answer to each question");
        self.cases.iter().zip(answers).map(|(case, answer)| (case, answer.split('\t').collect()))
    }
}

/// Everything that is asked, under the name of its list.
pub(crate) fn all() -> Vec<(&'static str, Questions)> {
    let mut all = vec![("verification", verifications()), ("loading", loadings()), ("inputs", inputs())];
    all.extend([("bundles", bundles()), ("inspections", inspections())]);
    all.extend([
        (
            "decisions",
            policy("decisions", |case| {
                let user = u8::from(case["user"].as_bool().expect("user"));
                format!("decide {} {user} {}", hexadecimal(text(&case["options"])), header_lines(case))
            }),
        ),
        (
            "options",
            policy("options", |case| format!("options {}", hexadecimal(&option_bytes(&case["options"])))),
        ),
        (
            "trusted_edge_options",
            trusted_edge("options", |case| {
                format!("trusted_edge {}", hexadecimal(&option_bytes(&case["options"])))
            }),
        ),
        ("trusted_edge_decisions", trusted_edge("decisions", trust)),
        ("headers", policy("headers", |case| format!("report {}", header_lines(case)))),
        ("strip", policy("strip", |case| format!("strip {}", hexadecimal(text(&case["name"]))))),
        ("vary", policy("vary", |case| format!("vary {}", hexadecimal(text(&case["value"]))))),
    ]);
    all
}

/// One verification each.
pub(crate) fn verifications() -> Questions {
    let (cases, count) = list("vectors.json", "cases", |vectors| vectors["count"].as_u64());
    let (cases, elsewhere): (Vec<_>, Vec<_>) = cases.into_iter().partition(holds_here);
    assert_eq!(cases.len() + elsewhere.len(), count, "as many cases as the manifest says");
    Questions::of(cases, |case| {
        let option = |name: &str| u8::from(case["options"][name].as_bool().expect("an option"));
        let flags = option("require_client_auth_eku")
            + 2 * option("ignore_ca_validity")
            + 4 * option("allow_unusual_serial");
        let mut line = format!("evaluate {} {flags} {}", case["now"], optional_bytes(&case["leaf"]));
        let cas = array(&case["cas"]);
        let _ = write!(line, " {}", cas.len());
        for ca in cas {
            let id = ca["id"].as_str().map_or("-".to_owned(), |id| hexadecimal(id.as_bytes()));
            let _ = write!(line, " {} {id}", optional_bytes(&ca["der"]));
        }
        let chain = array(&case["chain"]);
        let _ = write!(line, " {}", chain.len());
        for member in chain {
            let _ = write!(line, " {}", optional_bytes(member));
        }
        line
    })
}

/// One file offered as a CA each.
fn loadings() -> Questions {
    let (cases, count) = list("vectors.json", "ca_cases", |vectors| vectors["ca_count"].as_u64());
    let (cases, elsewhere): (Vec<_>, Vec<_>) = cases.into_iter().partition(holds_here);
    assert_eq!(cases.len() + elsewhere.len(), count, "as many cases as the manifest says");
    Questions::of(cases, |case| {
        let format = case["format"].as_str().expect("a format");
        let input = match case["input"]["repeat"].as_array() {
            Some(repeat) => {
                let byte = u8::try_from(repeat[0].as_u64().expect("a byte")).expect("a byte");
                vec![byte; usize::try_from(repeat[1].as_u64().expect("a count")).expect("a count")]
            }
            None => bytes(&case["input"]),
        };
        format!("load {format} {}", hexadecimal(&input))
    })
}

/// Certificates in other forms than DER; C knows no texts beside bytes.
fn inputs() -> Questions {
    let (cases, count) = list("inputs.json", "cases", |vectors| vectors["count"].as_u64());
    assert_eq!(cases.len(), count, "as many cases as the manifest says");
    let cases = cases.into_iter().filter(|case| case["given"] == "bytes").collect();
    Questions::of(cases, |case| format!("certificate {}", hexadecimal(&bytes(&case["input"]))))
}

/// One text with several CAs each.
fn bundles() -> Questions {
    let (cases, count) = list("bundles.json", "cases", |vectors| vectors["count"].as_u64());
    assert_eq!(cases.len(), count, "as many cases as the manifest says");
    Questions::of(cases, |case| format!("bundle {}", hexadecimal(&bytes(&case["input"]))))
}

/// One certificate each, for its reviewer.
fn inspections() -> Questions {
    let (cases, count) = list("inspections.json", "cases", |vectors| vectors["count"].as_u64());
    assert_eq!(cases.len(), count, "as many cases as the manifest says");
    Questions::of(cases, |case| format!("inspect {}", hexadecimal(&bytes(&case["certificate"]))))
}

/// The names of the specification: `equality.json`, where the corpora are.
pub(crate) struct Names(Value);

impl Names {
    pub(crate) fn of_the_specification() -> Option<Self> {
        let path = distinguished_names()?.join("equality.json");
        Some(Self(serde_json::from_slice(&fs::read(path).expect("equality.json")).expect("JSON")))
    }

    /// One side of a pair each, `a` and `b` in turn: a text is normalized, DER is printed.
    pub(crate) fn sides(&self) -> Questions {
        let sides = array(&self.0["vectors"]).iter().flat_map(|case| {
            ["a", "b"].map(|side| {
                let (id, print) = (&case["id"], &case[format!("{side}_print")]);
                json!({ "id": id, "name": case[side], "print": print, "error": case["error"] })
            })
        });
        Questions::of(sides.collect(), |side| match side["name"]["dn"].as_str() {
            Some(dn) => format!("normalize {}", hexadecimal(dn.as_bytes())),
            None => match side["name"]["der"].as_str().expect("hexadecimal") {
                "" => "from_der .".to_owned(),
                der => format!("from_der {der}"),
            },
        })
    }

    /// One pair each whose names can be read; `texts` has those of all sides.
    pub(crate) fn pairs(&self, texts: &[Option<String>]) -> Questions {
        let pairs = array(&self.0["vectors"]).iter().zip(texts.chunks(2)).filter_map(|(case, texts)| {
            let [Some(a), Some(b)] = texts else { return None };
            Some(json!({ "id": case["id"], "a": a, "b": b, "equal": case["equal"] }))
        });
        Questions::of(pairs.collect(), |pair| {
            format!("names {} {}", hexadecimal(text(&pair["a"])), hexadecimal(text(&pair["b"])))
        })
    }

    /// One text each that is no name.
    pub(crate) fn errors(&self) -> Questions {
        Questions::of(array(&self.0["parse_errors"]).to_vec(), |case| {
            format!("normalize {}", hexadecimal(text(&case["input"])))
        })
    }
}

/// One connection.
fn trust(case: &Value) -> String {
    let facts = &case["facts"];
    let unix_socket = u8::from(facts["unixSocket"].as_bool().expect("a boolean"));
    let address = facts["peerAddress"].as_str().map_or("-".to_owned(), |text| hexadecimal(text.as_bytes()));
    let certificate = optional_bytes(&facts["clientCertificate"]);
    format!("trust {} {unix_socket} {address} {certificate}", hexadecimal(text(&case["options"])))
}

fn trusted_edge(name: &str, question: impl Fn(&Value) -> String) -> Questions {
    listed("trusted_edge.json", name, question)
}

fn policy(name: &str, question: impl Fn(&Value) -> String) -> Questions {
    listed("policy.json", name, question)
}

/// The cases of a file that has several lists.
fn listed(file: &str, name: &str, question: impl Fn(&Value) -> String) -> Questions {
    let (cases, count) = list(file, name, |vectors| vectors["count"][name].as_u64());
    assert_eq!(cases.len(), count, "as many cases as the manifest says");
    Questions::of(cases, question)
}

fn list(file: &str, name: &str, count: impl Fn(&Value) -> Option<u64>) -> (Vec<Value>, usize) {
    let path = repository().join("tests/vectors").join(file);
    let vectors: Value = serde_json::from_slice(&fs::read(&path).expect("the vectors")).expect("JSON");
    assert_eq!(vectors["format"].as_u64(), Some(FORMAT), "a format that this runner does not know");
    let count = usize::try_from(count(&vectors).expect("a count")).expect("a count");
    (array(&vectors[name]).to_vec(), count)
}

/// The number of cases of `vectors.json` that hold for another provider alone: they count as run.
pub(crate) fn elsewhere(name: &str) -> usize {
    list("vectors.json", name, |_| Some(0)).0.iter().filter(|case| !holds_here(case)).count()
}

fn holds_here(case: &Value) -> bool {
    array(&case["providers"]).iter().any(|provider| provider == PROVIDER)
}

fn header_lines(case: &Value) -> String {
    let lines = array(&case["headers"]);
    let mut written = lines.len().to_string();
    for line in lines {
        let _ = write!(written, " {} {}", hexadecimal(text(&line[0])), hexadecimal(text(&line[1])));
    }
    written
}

/// Options are a text, a text so many times, or bytes that are none.
fn option_bytes(options: &Value) -> Vec<u8> {
    if let Some(text) = options.as_str() {
        return text.as_bytes().to_vec();
    }
    match options["repeat"].as_array() {
        Some(repeat) => {
            let count = usize::try_from(repeat[1].as_u64().expect("a count")).expect("a count");
            repeat[0].as_str().expect("a text").repeat(count).into_bytes()
        }
        None => bytes(&options["base64"]),
    }
}

fn optional_bytes(value: &Value) -> String {
    if value.is_null() { "-".to_owned() } else { hexadecimal(&bytes(value)) }
}

fn bytes(value: &Value) -> Vec<u8> {
    BASE64_STANDARD.decode(text(value)).expect("base64")
}

fn text(value: &Value) -> &[u8] {
    value.as_str().expect("a text").as_bytes()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

/// Bytes as `answers.c` reads them.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return ".".to_owned();
    }
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
