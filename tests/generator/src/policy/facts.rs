//! Refusals whose message must hold declared facts: the character, the other name, the text to write.
//!
//! A fact is a part of the log line of a decision, or of the message or the remedy of an error. Whole sentences are never
//! declared, so that words can change.

use serde_json::{Value, json};

use super::decisions::{Expectation, case};
use super::options::{Refusal, ok, refused};
use super::{byte_sequence, client};
use crate::authority;
use crate::name::Name;

const ISSUER: &str = "CN=example-ca,O=Example,C=US";

/// Issuers that are not allowed, and what the line for the operator says about the difference.
pub(super) fn decisions() -> Vec<Value> {
    let of_example = |id: &str, description: &str, expected: &str, facts: &[&str]| {
        decision(id, description, &client(), expected, facts)
    };
    let ca = authority::example();
    let accented = ca.issue(&ca.client().with(|it| it.issuer = Name::new(&[("CN", "Caf\u{e9}")])));
    let cyrillic = ca.issue(&ca.client().with(|it| it.issuer = Name::new(&[("CN", "\u{430}dmin-ca")])));
    vec![
        of_example(
            "facts/subject-in-place-of-issuer",
            "certIssuerDN is the client's own subject",
            "CN=client-1,O=Example,C=US",
            &[
                "`CN=client-1,O=Example,C=US` is this certificate's subject",
                "certIssuerDN is the name of the issuer",
                "the issuer `CN=example-ca,O=Example,C=US`",
            ],
        ),
        of_example(
            "facts/subject-in-the-order-of-openssl",
            "certIssuerDN is the client's own subject in the opposite order",
            "C = US, O = Example, CN = client-1",
            &["is this certificate's subject", "the issuer `CN=example-ca,O=Example,C=US`"],
        ),
        of_example(
            "facts/en-dash",
            "a word processor made a dash of a hyphen",
            "CN=example\u{2013}ca,O=Example,C=US",
            &[
                "RDN 1, CN",
                "character 8",
                "U+2013",
                "an en dash",
                "found `-`",
                "paste `CN=example-ca,O=Example,C=US`",
            ],
        ),
        of_example(
            "facts/no-break-space",
            "a web page made a no-break space",
            "CN=example-ca,O=Example\u{a0},C=US",
            &["RDN 2, O", "character 8", "U+00A0", "a no-break space"],
        ),
        of_example(
            "facts/cyrillic-letter",
            "a letter of another alphabet",
            "CN=\u{435}xample-ca,O=Example,C=US",
            &[
                "character 1",
                "U+0435",
                "a Cyrillic letter",
                "found `e`",
                "paste `CN=example-ca,O=Example,C=US`",
            ],
        ),
        of_example(
            "facts/zero-width-space",
            "a character that cannot be seen",
            "CN=example\u{200b}-ca,O=Example,C=US",
            &["cannot be seen", "character 8", "U+200B", "a zero-width space"],
        ),
        decision(
            "facts/mojibake",
            "UTF-8 that was read as Latin-1 before it was pasted",
            &accented,
            "CN=Caf\u{c3}\u{a9}",
            &["mojibake", "character 4", "found U+00E9", "U+00C3", "paste `CN=Caf\\C3\\A9`"],
        ),
        decision(
            "facts/mojibake-twice",
            "the same, by two tools",
            &accented,
            "CN=Caf\u{c3}\u{192}\u{c2}\u{a9}",
            &["mojibake", "paste `CN=Caf\\C3\\A9`"],
        ),
        decision(
            "facts/certificate-that-looks-alike",
            "the certificate has the letter of another alphabet: its name is never offered to paste",
            &cyrillic,
            "CN=admin-ca",
            &["character 1", "found U+0430", "a Cyrillic letter", "it is that of another CA"],
        ),
        of_example(
            "facts/reversed",
            "the default output of OpenSSL",
            "C = US, O = Example, CN = example-ca",
            &["the order is reversed", "paste `CN=example-ca,O=Example,C=US`"],
        ),
    ]
}

/// Names that cannot be read, and those that a label stands before.
pub(super) fn options() -> Vec<Value> {
    let issuer = |value: &str| json!({ "certIssuerDN": value }).to_string();
    let labelled = |id: &str, label: &str| ok(id, &issuer(&format!("{label}{ISSUER}")), &[]);
    let malformed = |id: &str, text: &str, name_error: &str, facts: &[&str]| {
        let value = refused(id, &issuer(text), "cert_issuer_dn_malformed").because_of(name_error);
        with_facts(value, facts)
    };
    vec![
        labelled("label/cert-issuer-dn", "certIssuerDN: "),
        labelled("label/cert-issuer-dn-equals", "certIssuerDN="),
        labelled("label/issuer-text", "        Issuer: "),
        labelled("label/issuer-equals", "issuer= "),
        labelled("label/subject-equals", "subject="),
        labelled("label/curl", "  issuer: "),
        labelled("label/keytool", "Owner: "),
        labelled("label/s-client", "i:"),
        labelled("label/two", "certIssuerDN: issuer="),
        malformed(
            "facts/two-names",
            "CN=example-ca,O=Example,C=US\nCN=next-ca,O=Example,C=US",
            "several_names",
            &[
                "two names",
                "`CN=example-ca,O=Example,C=US`",
                "`CN=next-ca,O=Example,C=US`",
                "an element of an array",
            ],
        ),
        malformed(
            "facts/subject-and-issuer",
            "subject=CN=client-1\nissuer=CN=example-ca",
            "several_names",
            &["two names", "`subject=CN=client-1`", "`issuer=CN=example-ca`"],
        ),
        malformed(
            "facts/two-common-names",
            "CN=example-ca\nCN=next-ca",
            "several_names",
            &["`CN=example-ca`", "`CN=next-ca`"],
        ),
        malformed(
            "facts/word-for-a-type",
            "organisation=Example",
            "unknown_attribute_type",
            &["`organisation`", "write `O`"],
        ),
        malformed(
            "facts/misspelt-type",
            "comonName=a",
            "unknown_attribute_type",
            &["`comonName`", "write `CN`"],
        ),
        malformed("facts/unknown-type", "X=a", "unknown_attribute_type", &["`X`", "-nameopt RFC2253,oid"]),
    ]
}

fn decision(id: &str, description: &str, der: &[u8], expected: &str, facts: &[&str]) -> Value {
    let lines =
        [("Client-Mtls-Verification-Status", "SUCCESS".to_owned()), ("Client-Cert", byte_sequence(der))];
    let options = json!({ "certIssuerDN": expected });
    let reject = Expectation::reject("issuer_not_allowed");
    with_facts(case(id, description, &lines, &options, false, &reject), facts)
}

fn with_facts(mut case: Value, facts: &[&str]) -> Value {
    case["facts"] = facts.into();
    case
}
