//! The enumerations of the Python package: made from the core's own tables.

use std::fmt::Write;

use issuedby::{CaWarning, Reason, ReasonGroup, Status};

use crate::file::GeneratedFile;

/// The module that the package's other modules import.
pub fn file() -> GeneratedFile {
    GeneratedFile::new("bindings/python/python/issuedby/_reasons.py", module())
}

fn module() -> String {
    let mut module = String::from(HEAD);
    for status in [Status::None, Status::Failed, Status::Success] {
        let _ = writeln!(module, "    {} = {}", status.as_str(), literal(status.as_str()));
    }
    module.push_str(REASON);
    for reason in Reason::ALL {
        let _ = writeln!(
            module,
            "    {} = (\n        {},\n        {},\n        {},\n        {},\n        {},\n        {},\n    )",
            reason.code().to_uppercase(),
            literal(reason.code()),
            reason.number(),
            literal(group(reason.group())),
            literal(reason.sentence()),
            literal(reason.remedy()),
            literal(reason.reference()),
        );
    }
    module.push_str(CA_WARNING);
    for warning in CaWarning::ALL {
        let _ = writeln!(
            module,
            "    {} = (\n        {},\n        {},\n    )",
            warning.code().to_uppercase(),
            literal(warning.code()),
            literal(warning.sentence()),
        );
    }
    module
}

/// A string literal: that of JSON is one of Python's, for ASCII.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn group(group: ReasonGroup) -> &'static str {
    match group {
        ReasonGroup::Structure => "structure",
        ReasonGroup::Issuance => "issuance",
        ReasonGroup::Usage => "usage",
        ReasonGroup::Time => "time",
        ReasonGroup::Revocation => "revocation",
        ReasonGroup::Presentation => "presentation",
        ReasonGroup::Decision => "decision",
        ReasonGroup::Loading => "loading",
        _ => "other",
    }
}

const HEAD: &str = r#""""Made by `cargo xtask generate` from the core's own tables: do not edit."""

from __future__ import annotations

from enum import Enum
from typing import NoReturn

__all__ = ["CaWarning", "Reason", "Status"]


class _Text(str, Enum):
    """A member is its text, also where it is formatted."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str, /) -> str:
        return str.__format__(self, format_spec)


class Status(_Text):
    """What came out of a verification.

    It refuses to be a boolean: every status is a text that is not empty, and FAILED would read as true.
    """

    def __bool__(self) -> NoReturn:
        raise TypeError("a Status is neither true nor false: write `status is Status.SUCCESS`")

"#;

const REASON: &str = r#"

class Reason(_Text):
    """Why a certificate was refused, or why a CA certificate could not be loaded: the codes, in table order."""

    number: int
    group: str
    sentence: str
    remedy: str
    reference: str

    def __new__(
        cls, code: str, number: int, group: str, sentence: str, remedy: str, reference: str
    ) -> Reason:
        member = str.__new__(cls, code)
        member._value_ = code
        member.number = number
        member.group = group
        member.sentence = sentence
        member.remedy = remedy
        member.reference = reference
        return member

"#;

const CA_WARNING: &str = r#"

class CaWarning(_Text):
    """What is unwise about a CA that can be used all the same."""

    sentence: str

    def __new__(cls, code: str, sentence: str) -> CaWarning:
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

"#;
