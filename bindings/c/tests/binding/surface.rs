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

fn header() -> String {
    fs::read_to_string(binding().join("include/issuedby.h")).expect("the header can be read")
}

/// The functions that the header declares.
fn header_functions() -> BTreeSet<String> {
    let mut code = String::new();
    for part in header().split("/*") {
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
