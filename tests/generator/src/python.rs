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
        push_member(&mut module, status.as_str());
    }
    module.push_str(REASON);
    for reason in Reason::ALL {
        push_member(&mut module, reason.code());
    }
    module.push_str(CA_WARNING);
    for warning in CaWarning::ALL {
        push_member(&mut module, warning.code());
    }
    module.push_str(REASON_TABLE);
    for reason in Reason::ALL {
        let texts = [group(reason.group()), reason.sentence(), reason.remedy(), reason.reference()];
        push_row(&mut module, reason.code(), &reason.number().to_string(), &texts);
    }
    module.push_str(CA_WARNING_TABLE);
    for warning in CaWarning::ALL {
        let _ = writeln!(module, "    {}: {},", literal(warning.code()), literal(warning.sentence()));
    }
    module.push_str("}\n");
    module
}

fn push_member(module: &mut String, text: &str) {
    let _ = writeln!(module, "    {} = {}", text.to_uppercase(), literal(text));
}

fn push_row(module: &mut String, code: &str, number: &str, texts: &[&str]) {
    let _ = writeln!(module, "    {}: _Facts(\n        {number},", literal(code));
    for text in texts {
        let _ = writeln!(module, "        {},", literal(text));
    }
    module.push_str("    ),\n");
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
from typing import NamedTuple, NoReturn, TypeVar

__all__ = ["CaWarning", "Reason", "Status"]

_Member = TypeVar("_Member", bound="_Text")


class _Text(str, Enum):
    """A member is its text, also where it is formatted."""

    def __new__(cls: type[_Member], value: str) -> _Member:
        member = str.__new__(cls, value)
        member._value_ = value
        return member

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str, /) -> str:
        return str.__format__(self, format_spec)


class Status(_Text):
    """The result of a verification.

    It refuses to be a boolean: every status is a text that is not empty, and FAILED would read as true.
    """

    def __bool__(self) -> NoReturn:
        raise TypeError("a Status is neither true nor false: write `status is Status.SUCCESS`")

"#;

const REASON: &str = r#"

class Reason(_Text):
    """The reasons why a certificate was refused, or a CA certificate could not be loaded: the codes, in table order."""

    @property
    def number(self) -> int:
        """The stable number, for languages without strings in their error codes."""
        return _REASONS[self].number

    @property
    def group(self) -> str:
        """The group of the reason."""
        return _REASONS[self].group

    @property
    def sentence(self) -> str:
        """A fixed sentence, which may be shown to the client that was refused."""
        return _REASONS[self].sentence

    @property
    def remedy(self) -> str:
        """The remedy, for the operator or the client's owner."""
        return _REASONS[self].remedy

    @property
    def reference(self) -> str:
        """The source of the rule."""
        return _REASONS[self].reference

"#;

const CA_WARNING: &str = r#"

class CaWarning(_Text):
    """A warning about a CA that can be used all the same."""

    @property
    def sentence(self) -> str:
        """A sentence for people."""
        return _CA_WARNINGS[self]

"#;

const REASON_TABLE: &str = r#"

class _Facts(NamedTuple):
    number: int
    group: str
    sentence: str
    remedy: str
    reference: str


_REASONS: dict[str, _Facts] = {
"#;

const CA_WARNING_TABLE: &str = r#"}

_CA_WARNINGS: dict[str, str] = {
"#;
