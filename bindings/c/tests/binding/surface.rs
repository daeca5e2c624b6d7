//! The public surface of the library: one list, in the header, in the library, in the parity file, under test.

use std::collections::BTreeSet;
use std::fs;

use issuedby_test_support::{report_cases, repository};
use serde_json::Value;

use crate::build::{binding, library, printed};

#[test]
fn header_library_and_parity_list_name_the_same_functions() {
    let header = header_functions();
    assert_eq!(header, exported(), "the header, and what the library exports");
    let parity = repository().join("bindings/parity.json");
    let parity: Value = serde_json::from_slice(&fs::read(parity).expect("parity.json")).expect("JSON");
    let operations = parity["operations"].as_array().expect("operations");
    let listed = operations.iter().flat_map(|operation| operation["c"].as_array().expect("a list"));
    let listed: Vec<_> = listed.map(|name| name.as_str().expect("a name").to_owned()).collect();
    assert_eq!(listed.len(), listed.iter().collect::<BTreeSet<_>>().len(), "each function stands once");
    assert_eq!(header, listed.into_iter().collect(), "the header, and bindings/parity.json");
    report_cases("c/functions", header.len(), header.len());
}

/// Attributes and options in C are functions that read a handle, fields of structs, and flags.
#[test]
fn header_and_parity_list_name_the_same_attributes_and_options() {
    let parity = repository().join("bindings/parity.json");
    let parity: Value = serde_json::from_slice(&fs::read(parity).expect("parity.json")).expect("JSON");
    let rows = |kind: &str| parity[kind].as_array().expect("a list").clone();
    let listed: BTreeSet<String> = ["attributes", "options"]
        .iter()
        .flat_map(|kind| rows(kind))
        .flat_map(|row| row["c"].as_array().expect("a list").clone())
        .map(|name| name.as_str().expect("a name").to_owned())
        .collect();
    let reads = ["verdict", "ca_certificate", "edge_report", "decision", "error_details"];
    let functions = rows("operations")
        .into_iter()
        .filter(|row| reads.contains(&row["operation"].as_str().expect("text")));
    let functions = functions.flat_map(|row| row["c"].as_array().expect("a list").clone());
    let functions = functions
        .map(|name| name.as_str().expect("a name").to_owned())
        .filter(|name| !name.ends_with("_free"));
    let others = ["unfit", "warning"]
        .map(|word| header_functions().into_iter().filter(move |name| name.contains(word)));
    let expected: BTreeSet<String> =
        functions.chain(others.into_iter().flatten()).chain(struct_fields()).chain(flags()).collect();
    assert_eq!(listed, expected, "bindings/parity.json, and the header");
}

/// The fields of the structs that stand for a thing, and not for a piece of memory.
fn struct_fields() -> Vec<String> {
    const MEMORY: [&str; 4] = ["issuedby_str", "issuedby_string", "issuedby_bytes", "issuedby_header"];
    let header = header();
    let structs = header.split("typedef struct {").skip(1).filter_map(|text| text.split_once("\n} "));
    let mut fields = Vec::new();
    for (body, after) in structs {
        let name = after.split(';').next().unwrap_or_default();
        if !MEMORY.contains(&name) {
            let lines = body.lines().filter_map(|line| line.trim().strip_suffix(';'));
            fields.extend(lines.filter_map(|line| Some(format!("{name}.{}", line.split(' ').next_back()?))));
        }
    }
    assert!(fields.len() >= 9, "{fields:?}");
    fields
}

/// The flags of functions, which their comments call so.
fn flags() -> Vec<String> {
    let header = header();
    let comments = header.split("/**").skip(1).filter_map(|text| text.split_once("*/"));
    let flags =
        comments.filter(|(comment, _)| comment.trim_start_matches([' ', '\n', '*']).starts_with("Flag of "));
    let names = flags.filter_map(|(_, after)| after.trim_start().strip_prefix("#define ")?.split(' ').next());
    let names: Vec<_> = names.map(str::to_owned).collect();
    assert!(names.len() >= 5, "{names:?}");
    names
}

#[test]
fn every_function_is_called_with_nothing_and_while_it_panics() {
    for program in ["nothing.c", "panics.c"] {
        let source = fs::read_to_string(binding().join("tests/programs").join(program)).expect("a program");
        let missing: Vec<_> =
            header_functions().into_iter().filter(|name| !source.contains(&format!("{name}("))).collect();
        assert!(missing.is_empty(), "{program} does not call {missing:?}");
    }
}

#[test]
fn the_loader_is_asked_for_the_name_with_the_abi_version() {
    let soname = format!("libissuedby.so.{}", env!("CARGO_PKG_VERSION_MAJOR"));
    let dynamic = printed("readelf", &["-d", &library().join("libissuedby.so").display().to_string()]);
    assert!(dynamic.contains(&format!("Library soname: [{soname}]")), "{dynamic}");
}

#[test]
fn every_function_with_a_pointer_says_what_it_must_be() {
    let header = header();
    let mut functions = 0;
    for comment in header.split("/**").skip(1) {
        let Some((comment, declaration)) = comment.split_once("*/") else { continue };
        let declaration = declaration.split(';').next().unwrap_or_default();
        if declaration.contains("issuedby_") && declaration.contains('(') && declaration.contains('*') {
            assert!(comment.contains("# Safety"), "{declaration}");
            functions += 1;
        }
    }
    assert!(functions >= 60, "{functions} functions take a pointer");
}

#[test]
fn numbers_of_results_are_banded_and_unique() {
    let header = header();
    let (_, after) = header.split_once("ISSUEDBY_OK = ").expect("results");
    let (results, _) = after.split_once("} issuedby_result;").expect("their end");
    let lines = format!("ISSUEDBY_OK = {results}");
    let numbers: Vec<u32> = lines
        .lines()
        .filter_map(|line| line.trim().strip_prefix("ISSUEDBY_")?.split_once(" = "))
        .map(|(_, number)| number.trim_end_matches(',').parse().expect("a number"))
        .collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    assert!(numbers.iter().all(|number| matches!(number, 0 | 1 | 101..=199 | 201..=299 | 301..=399 | 901..)));
}

#[test]
fn the_version_number_is_that_of_the_crate() {
    let [major, minor, patch] =
        [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"), env!("CARGO_PKG_VERSION_PATCH")]
            .map(|part| part.parse::<u64>().expect("a number"));
    let line = format!("#define ISSUEDBY_VERSION_NUMBER {}", major * 1_000_000 + minor * 1000 + patch);
    for header in [header(), header_for_tools()] {
        assert!(header.lines().any(|found| found == line), "no line `{line}`");
    }
    let text = format!("#define ISSUEDBY_VERSION \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(header().lines().any(|found| found == text), "no line `{text}`");
}

#[test]
fn every_function_has_the_export_macro() {
    let header = header();
    // It stands on a line of its own, or before the function.
    let marked = header.split("\nISSUEDBY_API").skip(1);
    let names = marked.map(|declaration| {
        let head = declaration.split('(').next().unwrap_or_default();
        head.rsplit([' ', '*']).next().unwrap_or_default().to_owned()
    });
    assert_eq!(names.collect::<BTreeSet<_>>(), header_functions());
}

#[test]
fn the_header_for_tools_declares_the_same_without_a_preprocessor() {
    let tools = header_for_tools();
    assert_eq!(functions_of(&tools), header_functions());
    let directives: Vec<_> = tools.lines().filter(|line| line.starts_with('#')).collect();
    for line in &directives {
        let number = line.strip_prefix("#define ISSUEDBY_").and_then(|rest| rest.split(' ').nth(1));
        assert!(number.is_some_and(|number| number.parse::<i64>().is_ok()), "{line}");
    }
    // Beside the guard, the version as text, the macro of functions and a number of 64 bits, the other has no more.
    let names = |text: &str| -> BTreeSet<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix("#define "));
        lines.map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
    };
    let mut expected = names(&header());
    for name in ["ISSUEDBY_H", "ISSUEDBY_VERSION", "ISSUEDBY_API", "ISSUEDBY_NO_TIME"] {
        assert!(expected.remove(name), "{name}");
    }
    assert_eq!(names(&tools), expected);
    let no_time = format!("static const int64_t ISSUEDBY_NO_TIME = {}LL;", i64::MIN);
    assert!(tools.contains(&no_time), "no `{no_time}`");
}

#[test]
fn manual_pages_are_about_functions_of_the_header() {
    let entries = binding().join("man").read_dir().expect("the folder can be listed");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let pages: BTreeSet<_> = names.filter_map(|name| name.strip_suffix(".3").map(str::to_owned)).collect();
    assert!(pages.contains("libissuedby") && pages.len() == 21, "{pages:?}");
    let functions = header_functions();
    let others: Vec<_> = pages.difference(&functions).collect();
    assert_eq!(others, ["libissuedby"]);
}

fn header() -> String {
    fs::read_to_string(binding().join("include/issuedby.h")).expect("the header can be read")
}

fn header_for_tools() -> String {
    fs::read_to_string(binding().join("include/issuedby_ffi.h")).expect("the header can be read")
}

/// The functions that the header declares.
fn header_functions() -> BTreeSet<String> {
    functions_of(&header())
}

fn functions_of(header: &str) -> BTreeSet<String> {
    let mut code = String::new();
    for part in header.split("/*") {
        code.push_str(part.split_once("*/").map_or(part, |(_, code)| code));
    }
    let before_parentheses = code.match_indices('(').filter_map(|(end, _)| {
        let start = code[..end].rfind(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')?;
        Some(code[start + 1..end].to_owned())
    });
    before_parentheses.filter(|name| name.starts_with("issuedby_")).collect()
}

/// Everything that the shared library defines for others.
fn exported() -> BTreeSet<String> {
    let library = library().join("libissuedby.so").display().to_string();
    let symbols = printed("nm", &["-D", "--defined-only", "--format=posix", &library]);
    symbols.lines().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
}
