//! A comparison as JSON: written here only, so that every language gives the same bytes.

use alloc::string::String;
use core::fmt::{self, Write};

use super::{Comparison, Difference};
use crate::json::{optional_text, text};

pub(super) fn of_comparison(comparison: &Comparison) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = write_comparison(&mut out, comparison);
    out
}

fn write_comparison(out: &mut String, comparison: &Comparison) -> fmt::Result {
    let level = comparison.level();
    write!(out, "{{\"level\":\"{level}\",\"matches\":{},\"hints\":[", level.matches())?;
    for (index, hint) in comparison.hints().iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        text(out, hint)?;
    }
    out.push_str("],\"hint\":");
    optional_text(out, comparison.hint())?;
    out.push_str(",\"suggestion\":");
    optional_text(out, comparison.suggestion())?;
    out.push_str(",\"differences\":[");
    for (index, difference) in comparison.differences().iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_difference(out, difference)?;
    }
    out.push_str("]}");
    Ok(())
}

fn write_difference(out: &mut String, difference: &Difference) -> fmt::Result {
    write!(out, "{{\"kind\":\"{}\",\"expectedRdn\":", difference.kind())?;
    optional_number(out, difference.expected_rdn())?;
    out.push_str(",\"foundRdn\":");
    optional_number(out, difference.found_rdn())?;
    out.push_str(",\"attribute\":");
    text(out, difference.attribute())?;
    out.push_str(",\"expected\":");
    optional_text(out, difference.expected())?;
    out.push_str(",\"found\":");
    optional_text(out, difference.found())?;
    out.push('}');
    Ok(())
}

fn optional_number(out: &mut String, number: Option<usize>) -> fmt::Result {
    match number {
        Some(number) => write!(out, "{number}"),
        None => out.write_str("null"),
    }
}
