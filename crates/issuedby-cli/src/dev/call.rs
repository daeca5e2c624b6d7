//! A call of the built-in client, and its response.

use issuedby_dev::{Call, Extent};
use serde_json::json;

use super::start::due;
use crate::json;
use crate::printable::printable;
use crate::terminal::{BAD, Console, DIM, GOOD};

/// The most of a body that is shown to people, in characters; a program gets all that was read.
const SHOWN: usize = 2_000;

pub(super) fn text(call: &Call, console: &mut Console) {
    let scenario = call.scenario;
    let found = match &call.answer {
        Err(error) => format!("no answer: {error}"),
        Ok(answer) => match &answer.reason {
            None => answer.status.to_string(),
            Some(reason) => format!("{} {reason}", answer.status),
        },
    };
    let found = printable(&found);
    match call.is_as_expected() {
        true => console.line(format_args!("{scenario}: GET / -> {GOOD}{found}{GOOD:#}, as expected")),
        false => {
            let due = due(call.expected);
            console.line(format_args!("{scenario}: GET / -> {BAD}{found}{BAD:#}, expected {due}"));
        }
    }
    let Ok(answer) = &call.answer else { return };
    let shown: String = answer.body.chars().take(SHOWN).collect();
    for line in shown.lines() {
        console.line(format_args!("  {}", printable(line)));
    }
    match answer.extent {
        Extent::Cut => console.line(format_args!("  ... {DIM}(it goes on, or broke off){DIM:#}")),
        Extent::Whole if shown.len() < answer.body.len() => console.line("  ..."),
        Extent::Whole => {}
    }
}

pub(super) fn json(call: &Call) -> String {
    let answer = call.answer.as_ref().ok();
    json::line(&json!({
        "scenario": call.scenario.name(),
        "status": answer.map(|answer| answer.status),
        "reason": answer.and_then(|answer| answer.reason.as_deref()),
        "body": answer.map(|answer| answer.body.as_str()),
        "bodyIsCut": answer.map(|answer| answer.extent == Extent::Cut),
        "error": call.answer.as_ref().err(),
        "expected": {
            "status": call.expected.status,
            "reason": call.expected.reason.map(|reason| reason.code()),
        },
        "asExpected": call.is_as_expected(),
    }))
}
