//! Options: texts that load, with their warnings, and texts that are refused, with the code of the refusal.

use serde_json::{Value, json};

use crate::pem;

/// Every option case.
pub(super) fn cases() -> Vec<Value> {
    [loaded(), not_an_object(), wrong_types(), issuers_missing(), issuers_unreadable()].concat()
}

fn loaded() -> Vec<Value> {
    let nothing: &[&str] = &[];
    vec![
        ok("ok/enforcing", r#"{"certIssuerDN":"CN=example-ca,O=Example,C=US"}"#, nothing),
        ok("ok/enforcing-said", r#"{"allowUnauthenticatedRequests":false,"certIssuerDN":"CN=a"}"#, nothing),
        ok("ok/pass-through", r#"{"allowUnauthenticatedRequests":true}"#, nothing),
        ok(
            "ok/pass-through-with-issuer",
            r#"{"allowUnauthenticatedRequests":true,"certIssuerDN":"CN=a"}"#,
            nothing,
        ),
        ok("ok/array-of-one", r#"{"certIssuerDN":["CN=a"]}"#, nothing),
        ok("ok/array-of-two", r#"{"certIssuerDN":["CN=a","CN=b"]}"#, nothing),
        ok("ok/white-space", " {\r\n\t\"certIssuerDN\" : \"CN=a\" } \n", nothing),
        ok("ok/escaped-key", r#"{"certIssuer\u0044N":"CN=a"}"#, nothing),
        ok("ok/escaped-value", r#"{"certIssuerDN":"CN=M\u00fcller\\,O=b"}"#, nothing),
        ok("ok/pasted-label", r#"{"certIssuerDN":"issuer=CN=a"}"#, nothing),
        ok("ok/lines", r#"{"certIssuerDN":"C=US\nCN=a"}"#, nothing),
        ok("ok/slash-form", r#"{"certIssuerDN":"/C=US/CN=a"}"#, &["legacy_slash_form"]),
        ok(
            "ok/slash-form-twice",
            r#"{"certIssuerDN":["/C=US/CN=a","CN=b","/CN=c"]}"#,
            &["legacy_slash_form", "legacy_slash_form"],
        ),
        ok("ok/sixty-four-issuers", &issuers(64), nothing),
    ]
}

fn not_an_object() -> Vec<Value> {
    let valid = r#"{"certIssuerDN":"CN=a"}"#;
    vec![
        refused("json/nothing", "", "not_json"),
        refused("json/text", "CN=a", "not_json"),
        refused("json/single-quotes", "{'certIssuerDN':'CN=a'}", "not_json"),
        refused("json/bare-key", r#"{certIssuerDN:"CN=a"}"#, "not_json"),
        refused("json/trailing-comma", r#"{"certIssuerDN":"CN=a",}"#, "not_json"),
        refused("json/comment", &format!("{valid} // issuer"), "not_json"),
        refused("json/second-value", &format!("{valid}{valid}"), "not_json"),
        refused("json/cut", r#"{"certIssuerDN":"CN=a"#, "not_json"),
        refused("json/byte-order-mark", &format!("\u{feff}{valid}"), "not_json"),
        refused("json/control-character", "{\"certIssuerDN\":\"CN=a\n\"}", "not_json"),
        refused("json/lone-surrogate", r#"{"certIssuerDN":"CN=\ud800"}"#, "not_json"),
        bytes("json/not-utf-8", b"{\"certIssuerDN\":\"CN=\xfc\"}", "not_json"),
        bytes("json/utf-16", b"{\0\"\0a\0\"\0:\0", "not_json"),
        repeated("json/nested-deeper-than-a-stack", "[", 100_000, "not_json"),
        repeated("json/larger-than-the-limit", " ", (1 << 20) + 1, "too_large"),
        refused("json/array", r#"["CN=a"]"#, "not_an_object"),
        refused("json/string", r#""CN=a""#, "not_an_object"),
        refused("json/null", "null", "not_an_object"),
        refused("json/number", "1", "not_an_object"),
        refused("json/boolean", "true", "not_an_object"),
        refused("key/unknown", r#"{"certIssuerDN":"CN=a","issuer":"CN=a"}"#, "unknown_option"),
        refused("key/other-case", r#"{"certIssuerDn":"CN=a"}"#, "unknown_option"),
        refused("key/snake-case", r#"{"cert_issuer_dn":"CN=a"}"#, "unknown_option"),
        refused("key/misspelt", r#"{"allowUnauthenticatedRequest":true}"#, "unknown_option"),
        refused("key/empty", r#"{"":true}"#, "unknown_option"),
        refused("key/with-blank", r#"{"certIssuerDN ":"CN=a"}"#, "unknown_option"),
        refused("key/prototype", r#"{"__proto__":{"allowUnauthenticatedRequests":true}}"#, "unknown_option"),
        refused("key/escape-sequence", "{\"\\u001b[2J\u{202e}\":1}", "unknown_option"),
        refused("key/twice", r#"{"certIssuerDN":"CN=a","certIssuerDN":"CN=b"}"#, "duplicate_option"),
        refused(
            "key/twice-and-equal",
            r#"{"certIssuerDN":"CN=a","certIssuerDN":"CN=a"}"#,
            "duplicate_option",
        ),
        refused(
            "key/twice-and-escaped",
            r#"{"allowUnauthenticatedRequests":false,"certIssuerDN":"CN=a","allowUnauthenticated\u0052equests":true}"#,
            "duplicate_option",
        ),
    ]
}

fn wrong_types() -> Vec<Value> {
    let allow = |value: &str| format!(r#"{{"certIssuerDN":"CN=a","allowUnauthenticatedRequests":{value}}}"#);
    let issuer = |value: &str| format!(r#"{{"certIssuerDN":{value}}}"#);
    vec![
        refused("type/allow-string", &allow(r#""true""#), "wrong_type"),
        refused("type/allow-number", &allow("1"), "wrong_type"),
        refused("type/allow-zero", &allow("0"), "wrong_type"),
        refused("type/allow-null", &allow("null"), "wrong_type"),
        refused("type/allow-array", &allow("[true]"), "wrong_type"),
        refused("type/allow-object", &allow("{}"), "wrong_type"),
        refused("type/issuer-null", &issuer("null"), "wrong_type"),
        refused("type/issuer-number", &issuer("1.5"), "wrong_type"),
        refused("type/issuer-boolean", &issuer("true"), "wrong_type"),
        refused("type/issuer-object", &issuer(r#"{"CN":"a"}"#), "wrong_type"),
        refused("type/issuer-null-in-array", &issuer(r#"["CN=a",null]"#), "wrong_type").of_element(2),
        refused("type/issuer-array-in-array", &issuer(r#"[["CN=a"]]"#), "wrong_type").of_element(1),
        refused("type/issuer-number-in-array", &issuer(r#"["CN=a","CN=b",3]"#), "wrong_type").of_element(3),
    ]
}

fn issuers_missing() -> Vec<Value> {
    const REQUIRED: &str = "cert_issuer_dn_required";
    const EMPTY: &str = "cert_issuer_dn_empty";
    let pass = |value: &str| format!(r#"{{"allowUnauthenticatedRequests":true,"certIssuerDN":{value}}}"#);
    vec![
        refused("issuer/left-out", "{}", REQUIRED),
        refused(
            "issuer/left-out-while-enforcing-is-said",
            r#"{"allowUnauthenticatedRequests":false}"#,
            REQUIRED,
        ),
        refused("issuer/empty-string", r#"{"certIssuerDN":""}"#, REQUIRED),
        refused("issuer/blanks", r#"{"certIssuerDN":" \t\n"}"#, REQUIRED),
        refused("issuer/label-alone", r#"{"certIssuerDN":"issuer="}"#, REQUIRED),
        refused("issuer/empty-array", r#"{"certIssuerDN":[]}"#, REQUIRED),
        refused("issuer/array-of-an-empty-string", r#"{"certIssuerDN":[""]}"#, REQUIRED),
        refused("issuer/one-of-two-empty", r#"{"certIssuerDN":["CN=a",""]}"#, EMPTY).of_element(2),
        refused("issuer/pass-through-empty-string", &pass(r#""""#), EMPTY),
        refused("issuer/pass-through-empty-array", &pass("[]"), EMPTY),
        refused("issuer/pass-through-one-of-two-empty", &pass(r#"[" ","CN=a"]"#), EMPTY).of_element(1),
        refused("issuer/sixty-five", &issuers(65), "too_many_cert_issuer_dns"),
    ]
}

/// The identifiers of the name errors are those of `DistinguishedName::parse`.
fn issuers_unreadable() -> Vec<Value> {
    let issuer = |value: &str| json!({ "certIssuerDN": value }).to_string();
    let malformed = |id: &str, text: &str, name_error: &str| {
        refused(id, &issuer(text), "cert_issuer_dn_malformed").because_of(name_error)
    };
    vec![
        malformed("name/no-equals", "example-ca", "missing_equals"),
        malformed("name/unknown-type", "CNN=example-ca", "unknown_attribute_type"),
        malformed("name/bad-oid", "1.2.03=a", "bad_oid"),
        malformed("name/open-quote", "CN=\"a", "unterminated_quote"),
        malformed("name/after-quote", "CN=\"a\"b", "trailing_after_quote"),
        malformed("name/backslash-at-end", "CN=a\\", "bad_escape"),
        malformed("name/odd-hex", "CN=#040", "odd_hex"),
        malformed("name/hex-not-der", "CN=#0402", "hex_not_der"),
        malformed("name/bad-hex", "CN=#zz", "bad_hex_digit"),
        malformed("name/comma-at-end", "CN=a,", "trailing_separator"),
        malformed("name/latin-1-escape", "CN=M\\FCller", "invalid_utf8_escape"),
        malformed("name/nul", "CN=a\0", "nul_char"),
        malformed("name/unescaped-quote", "CN=a\"b", "unescaped_special"),
        malformed("name/ambiguous-slash", "/CN=a/XY=b", "ambiguous_slash"),
        malformed("name/too-long", &format!("CN={}", "a".repeat(16_384)), "too_long"),
        refused("name/second-of-two", r#"{"certIssuerDN":["CN=a","CN"]}"#, "cert_issuer_dn_malformed")
            .of_element(2)
            .because_of("missing_equals"),
        refused(
            "name/also-in-pass-through",
            r#"{"allowUnauthenticatedRequests":true,"certIssuerDN":"CN"}"#,
            "cert_issuer_dn_malformed",
        )
        .because_of("missing_equals"),
    ]
}

/// Options with so many different names.
fn issuers(count: usize) -> String {
    let names: Vec<_> = (0..count).map(|number| format!("CN=ca-{number}")).collect();
    json!({ "certIssuerDN": names }).to_string()
}

pub(super) fn ok(id: &str, options: &str, warnings: &[&str]) -> Value {
    json!({ "id": id, "options": options, "expect": { "warnings": warnings } })
}

pub(super) fn refused(id: &str, options: &str, code: &str) -> Value {
    json!({ "id": id, "options": options, "expect": { "error": code } })
}

fn bytes(id: &str, options: &[u8], code: &str) -> Value {
    json!({ "id": id, "options": { "base64": pem::base64(options) }, "expect": { "error": code } })
}

fn repeated(id: &str, text: &str, count: usize, code: &str) -> Value {
    json!({ "id": id, "options": { "repeat": [text, count] }, "expect": { "error": code } })
}

/// The further details of an expected refusal.
pub(super) trait Refusal {
    /// The position of the faulty name among several.
    fn of_element(self, element: usize) -> Self;
    /// The fault of the name.
    fn because_of(self, name_error: &str) -> Self;
}

impl Refusal for Value {
    fn of_element(mut self, element: usize) -> Self {
        self["expect"]["element"] = element.into();
        self
    }

    fn because_of(mut self, name_error: &str) -> Self {
        self["expect"]["name_error"] = name_error.into();
        self
    }
}
