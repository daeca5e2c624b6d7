//! Writes the cases of several CAs in one text as `tests/vectors/bundles.json`: one case a line.

use issuedby::CaCertificate;
use issuedby::ca::UnfitCertificate;
use serde_json::{Value, json};

use crate::authority;
use crate::ca_case::warning;
use crate::case::fingerprint;
use crate::file::GeneratedFile;
use crate::key;
use crate::name::Name;
use crate::pem;

/// The number of the file's format. A runner must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// An unfit certificate: its number, its line and its code.
type Unfit = (usize, Option<usize>, &'static str);

/// The expected result, declared by hand.
enum Expect {
    /// These CAs, each with its warnings.
    Cas(Vec<(Vec<u8>, &'static [&'static str])>),
    /// An error with this code, and these unfit certificates: number, line, code.
    Error(&'static str, Vec<Unfit>),
}

struct Case {
    id: &'static str,
    description: &'static str,
    input: Vec<u8>,
    expect: Expect,
    /// The texts that the message and the remedies must hold, declared by hand. A refusal has one at least.
    facts: &'static [&'static str],
}

/// The vector file.
pub fn file() -> GeneratedFile {
    let lines: Vec<_> = cases().iter().map(|case| case.to_json().to_string()).collect();
    let (count, cases) = (lines.len(), lines.join(",\n"));
    let text = format!("{{\"format\":{FORMAT},\"count\":{count},\"cases\":[\n{cases}\n]}}\n");
    GeneratedFile::new("tests/vectors/bundles.json", text)
}

impl Case {
    fn to_json(&self) -> Value {
        let expect = match &self.expect {
            Expect::Cas(cas) => json!({
                "cas": cas
                    .iter()
                    .map(|(der, warnings)| json!({ "sha256": fingerprint(der), "warnings": warnings }))
                    .collect::<Vec<_>>(),
            }),
            Expect::Error(code, unfit) => json!({
                "error": code,
                "unfit": unfit
                    .iter()
                    .map(|(number, line, code)| json!({ "number": number, "line": line, "code": code }))
                    .collect::<Vec<_>>(),
            }),
        };
        assert_eq!(matches!(self.expect, Expect::Error(..)), !self.facts.is_empty(), "{}", self.id);
        let error = CaCertificate::from_pem_bundle(&self.input).err();
        let unfit = |unfit: &UnfitCertificate| {
            json!({
                "number": unfit.number(),
                "line": unfit.line(),
                "subject": unfit.subject().map(ToString::to_string),
                "code": unfit.error().reason().code(),
                "message": unfit.error().to_string(),
                "remedy": unfit.error().remedy(),
            })
        };
        json!({
            "id": self.id,
            "description": self.description,
            "input": pem::base64(&self.input),
            "expect": expect,
            "facts": self.facts,
            "message": error.as_ref().map(ToString::to_string),
            "remedy": error.as_ref().map(|error| error.remedy()),
            "unfit": error.iter().flat_map(|error| error.unfit()).map(unfit).collect::<Vec<_>>(),
        })
    }
}

fn loads(
    id: &'static str,
    description: &'static str,
    input: impl Into<Vec<u8>>,
    cas: &[(&[u8], &'static [&'static str])],
) -> Case {
    let cas = cas.iter().map(|(der, warnings)| (der.to_vec(), *warnings)).collect();
    Case { id, description, input: input.into(), expect: Expect::Cas(cas), facts: &[] }
}

fn refused(
    id: &'static str,
    description: &'static str,
    input: impl Into<Vec<u8>>,
    (code, unfit): (&'static str, &[Unfit]),
    facts: &'static [&'static str],
) -> Case {
    let expect = Expect::Error(code, unfit.to_vec());
    Case { id, description, input: input.into(), expect, facts }
}

fn cases() -> Vec<Case> {
    [fit(), unfit(), texts()].into_iter().flatten().collect()
}

/// The certificates in PEM, one after the other.
fn bundle(certificates: &[&[u8]]) -> String {
    certificates.iter().map(|der| pem::certificate(der)).collect()
}

/// The line of the BEGIN of the last block.
fn last_line(text: &str) -> Option<usize> {
    text.lines().enumerate().filter(|(_, line)| line.starts_with("-----BEGIN")).last().map(|(at, _)| at + 1)
}

fn client() -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client())
}

fn fit() -> Vec<Case> {
    let (ca, other) = (authority::example().der, authority::other().der);
    let (intermediate, expired) = (authority::intermediate().der, authority::expired().der);
    let text = bundle(&[&ca, &other]);
    let explained = format!("# the two CAs\n\nsubject=CN=a\n{text}\nend\n");
    let both: &[(&[u8], &[&str])] = &[(&ca, &[]), (&other, &[])];
    vec![
        loads("bundle/one", "one CA", bundle(&[&ca]), &[(&ca, &[])]),
        loads("bundle/two", "two CAs, in the order of the text", text.clone(), both),
        loads(
            "bundle/turned",
            "the same in the other order",
            bundle(&[&other, &ca]),
            &[(&other, &[]), (&ca, &[])],
        ),
        loads("bundle/text-between", "text around the blocks", explained, both),
        loads(
            "bundle/base64",
            "base64 of a bundle, as in a Secret of Kubernetes",
            pem::base64(text.as_bytes()),
            both,
        ),
        loads(
            "bundle/intermediate",
            "a root, an intermediate below it, and an expired twin: all may anchor",
            bundle(&[&ca, &intermediate, &expired]),
            &[(&ca, &[]), (&intermediate, &[]), (&expired, &[])],
        ),
        loads(
            "bundle/repeated",
            "one CA three times, another between: each is loaded once, and the copies are said",
            bundle(&[&ca, &other, &ca, &ca]),
            &[(&ca, &[warning::REPEATED_IN_BUNDLE]), (&other, &[])],
        ),
    ]
}

fn unfit() -> Vec<Case> {
    let (ca, other, client) = (authority::example().der, authority::other().der, client());
    let weak = authority::Authority::root(Name::example("weak-ca"), key::rsa1024_weak()).der;
    let key = pem::decode(include_str!("../keys/p256-ca.pem"));
    let with_client = bundle(&[&ca, &client]);
    let client_line = last_line(&with_client);
    let with_weak = with_client.clone() + &bundle(&[&other, &weak]);
    let weak_line = last_line(&with_weak);
    let broken = "-----BEGIN CERTIFICATE-----\nMII!\n-----END CERTIFICATE-----\n";
    let with_broken = with_weak.clone() + broken;
    let broken_line = last_line(&with_broken);
    let key_line = last_line(&bundle(&[&ca, &key]));
    vec![
        refused(
            "unfit/one-of-three",
            "a client's certificate between two CAs",
            with_client.clone() + &bundle(&[&other]),
            ("not_a_ca", &[(2, client_line, "not_a_ca")]),
            &["found 1 unfit of 3 certificates", "certificate 2", "CN=client-1", "basicConstraints"],
        ),
        refused(
            "unfit/several",
            "a client's certificate, a weak key and a broken block: all are listed",
            with_broken,
            (
                "not_a_ca",
                &[
                    (2, client_line, "not_a_ca"),
                    (4, weak_line, "ca_key_too_weak"),
                    (5, broken_line, "malformed"),
                ],
            ),
            &[
                "found 3 unfit of 5 certificates",
                "1024 bits",
                "expected base64",
                "leave these certificates out",
            ],
        ),
        refused(
            "unfit/the-only-one",
            "one certificate, which is a client's",
            bundle(&[&client]),
            ("not_a_ca", &[(1, Some(1), "not_a_ca")]),
            &["found 1 unfit of 1 certificates", "not_a_ca"],
        ),
        refused(
            "unfit/repeated",
            "an unfit certificate twice: both places are listed",
            bundle(&[&client, &client]),
            (
                "not_a_ca",
                &[(1, Some(1), "not_a_ca"), (2, last_line(&bundle(&[&client, &client])), "not_a_ca")],
            ),
            &["certificate 1", "certificate 2"],
        ),
        refused(
            "unfit/wrapped",
            "the same in base64: there are no lines to name",
            pem::base64(with_client.as_bytes()),
            ("not_a_ca", &[(2, None, "not_a_ca")]),
            &["certificate 2 (`CN=client-1"],
        ),
        refused(
            "unfit/key-in-certificate",
            "a private key under the label of a certificate",
            bundle(&[&ca, &key]),
            ("private_key_found", &[(2, key_line, "private_key_found")]),
            &["certificate 2", "a private key", "consider the key exposed"],
        ),
    ]
}

/// Texts in which the certificates cannot be separated, or must not be read.
fn texts() -> Vec<Case> {
    let ca = authority::example().der;
    let key = pem::block("PRIVATE KEY", &pem::decode(include_str!("../keys/p256-ca.pem")));
    let cut_off = bundle(&[&ca, &ca]).trim_end().trim_end_matches('-').to_owned();
    vec![
        refused("text/empty", "nothing", "", ("pem_expected", &[]), &["found nothing"]),
        refused("text/der", "DER", ca.clone(), ("pem_expected", &[]), &["found DER"]),
        refused(
            "text/with-key",
            "a private key between two CAs",
            bundle(&[&ca]) + &key + &bundle(&[&ca]),
            ("private_key_found", &[]),
            &["found a private key"],
        ),
        refused("text/cut-off", "the last END line is cut off", cut_off, ("malformed", &[]), &["END"]),
        refused(
            "text/trusted-certificate",
            "a certificate of OpenSSL's own form behind a CA: it would be missing",
            bundle(&[&ca]) + &pem::block("TRUSTED CERTIFICATE", &ca),
            ("pem_expected", &[]),
            &["TRUSTED CERTIFICATE"],
        ),
    ]
}
