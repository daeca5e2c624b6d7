//! Writes the cases of what a reviewer sees of a certificate as `tests/vectors/inspections.json`: one case a line.

mod broken;
mod extensions;
mod fields;
mod large;
mod names;
mod repeated;

use issuedby::inspection::Caution;
use issuedby::{ErrorDetails, Inspection};
use serde_json::{Value, json};

use crate::authority::{self, Authority};
use crate::certificate::Certificate;
use crate::extension::{Extension, uri};
use crate::file::GeneratedFile;
use crate::name::Name;
use crate::{key, pem};

/// The number of the file's format. A runner must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// The expected result, declared by hand.
enum Expect {
    /// An inspection with exactly these cautions, in this order.
    Cautions(&'static [&'static str]),
    /// An error with this code.
    Error(&'static str),
}

struct Case {
    id: &'static str,
    description: &'static str,
    input: Vec<u8>,
    expect: Expect,
    /// The texts that the JSON, or the error and its remedy, must hold, declared by hand.
    facts: &'static [&'static str],
}

/// The vector file.
pub fn file() -> GeneratedFile {
    let lines: Vec<_> = cases().iter().map(|case| case.to_json().to_string()).collect();
    let (count, cases) = (lines.len(), lines.join(",\n"));
    let text = format!("{{\"format\":{FORMAT},\"count\":{count},\"cases\":[\n{cases}\n]}}\n");
    GeneratedFile::new("tests/vectors/inspections.json", text)
}

impl Case {
    fn to_json(&self) -> Value {
        let expect = match self.expect {
            Expect::Cautions(codes) => json!({ "cautions": codes }),
            Expect::Error(code) => json!({ "error": code }),
        };
        assert!(!self.facts.is_empty(), "{}: what must be seen?", self.id);
        let inspection = Inspection::of(&self.input);
        if let Ok(inspection) = &inspection {
            let codes: Vec<_> = inspection.cautions().iter().map(Caution::code).collect();
            assert_eq!(json!({ "cautions": codes }), expect, "{}", self.id);
        }
        let error = inspection.as_ref().err();
        json!({
            "id": self.id,
            "description": self.description,
            "certificate": pem::base64(&self.input),
            "expect": expect,
            "facts": self.facts,
            "inspection": inspection.as_ref().ok().map(Inspection::to_json),
            "message": error.map(ToString::to_string),
            "remedy": error.and_then(|error| ErrorDetails::remedy(error).map(String::from)),
        })
    }
}

fn cases() -> Vec<Case> {
    let parts = [fields::cases(), names::cases(), extensions::cases(), broken::cases(), large::cases()];
    parts.into_iter().flatten().chain(repeated::cases()).collect()
}

/// A certificate that is inspected with these cautions.
fn seen(
    id: &'static str,
    description: &'static str,
    input: Vec<u8>,
    cautions: &'static [&'static str],
    facts: &'static [&'static str],
) -> Case {
    Case { id, description, input, expect: Expect::Cautions(cautions), facts }
}

/// A client's certificate about which there is nothing to say.
fn leaf() -> Certificate {
    let names = Extension::subject_alternative_names(&[uri("spiffe://example.org/client-1")]);
    let client = authority::example().client().extended(names);
    client.valid("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
}

/// [`leaf`] after a change, issued by the usual CA.
fn issued(change: impl FnOnce(Certificate) -> Certificate) -> Vec<u8> {
    authority::example().issue(&change(leaf()))
}

/// [`leaf`] with one extension of this type, which has this value.
fn with(oid: &str, value: Vec<u8>) -> Vec<u8> {
    issued(|leaf| leaf.without(oid).extended(Extension::new(oid, value)))
}

/// A CA certificate about which there is nothing to say.
fn root() -> Certificate {
    authority::root_certificate(Name::example("example-ca"), key::p256_ca())
        .valid("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z")
}

/// [`root`] after a change, signed by itself.
fn ca(change: impl FnOnce(Certificate) -> Certificate) -> Vec<u8> {
    Authority::self_signed(change(root()), key::p256_ca()).der
}
