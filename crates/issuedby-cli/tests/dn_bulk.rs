//! `issuedby dn` for the names of a file: a line each, and a bad one stops no other.

mod common;

use common::*;
use issuedby::limits::MAX_NAME_TEXT_SIZE;
use serde_json::Value;

const CA: &str = "CN=example-ca,O=Example,C=US";

/// Each line of standard output as JSON.
fn objects(run: &Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The pairs that the tests compare, and their levels; blank lines do not count.
const PAIRS: [(&str, &str, &str); 4] = [
    (CA, CA, "identical"),
    (CA, "cn=EXAMPLE-ca, o=Example, c=us", "equal"),
    (CA, "C=US,O=Example,CN=example-ca", "reordered"),
    (CA, "CN=\"other, \\\"ca\\\"\",O=Example,C=US", "different"),
];

#[test]
fn pairs_by_line_and_as_csv_are_those_of_single_comparisons() {
    let scratch = Scratch::new();
    let lines: String =
        PAIRS.iter().map(|(expected, found, _)| format!("{expected}\t{found}\r\n\n")).collect();
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["expected", "found"]).expect("memory");
    PAIRS.iter().for_each(|(expected, found, _)| csv.write_record([expected, found]).expect("memory"));
    let csv = scratch.file("pairs.csv", csv.into_inner().expect("memory"));
    let lines = scratch.file("pairs.txt", lines);
    for (arguments, numbers) in [(vec![&*lines], [1, 3, 5, 7]), (vec![&*csv, "--csv"], [2, 3, 4, 5])] {
        let json =
            issuedby(&[&["dn", "compare", "--format=json", "--pairs"], &arguments[..]].concat()).exits(1);
        let objects = objects(&json);
        assert_eq!(objects.len(), PAIRS.len());
        let run =
            issuedby(&[&["dn", "compare", "--format=csv", "--pairs"], &arguments[..]].concat()).exits(1);
        let mut rows = csv::Reader::from_reader(run.out.as_bytes());
        let rows: Vec<_> = rows.records().map(|row| row.expect("a row")).collect();
        for (position, (expected, found, level)) in PAIRS.iter().enumerate() {
            let single = issuedby(&["dn", "compare", "--format=json", expected, found]);
            let line = json.out.lines().nth(position).expect("a line");
            assert_eq!(line, format!("{{\"line\":{},{}", numbers[position], &single.out.trim_end()[1..]));
            let matches = objects[position]["matches"].to_string();
            assert_eq!(
                (&rows[position][0], &rows[position][1], &rows[position][2]),
                (&*numbers[position].to_string(), *level, &*matches)
            );
        }
    }
    let text = issuedby(&["dn", "compare", "--pairs", &lines]).exits(1).stderr_is_empty();
    let text = text.stdout_has(&format!("IDENTICAL  line 1: {CA}\n")).stdout_has("REORDERED  line 5: ");
    text.stdout_has("found C=US,O=Example,CN=example-ca\n")
        .stdout_has("\n4 pairs: 2 matching, 2 not matching\n");
    let one = with_input(&["dn", "compare", "--pairs", "-"], format!("{CA}\t{CA}\n").as_bytes()).exits(0);
    one.stdout_has("1 pair: 1 matching, 0 not matching\n");
}

#[test]
fn a_line_that_cannot_be_read_is_said_with_its_number() {
    let input =
        format!("{CA}\t{CA}\n{CA}\n{CA}\tCN\n{}\t{CA}\n{CA}\t{CA}", "x".repeat(4 * MAX_NAME_TEXT_SIZE + 65));
    let run = with_input(&["dn", "compare", "--pairs", "-", "--format=json"], input.as_bytes()).exits(2);
    let objects = objects(&run);
    let code = |index: usize| objects[index]["error"]["code"].as_str().expect("a code").to_owned();
    assert_eq!(objects.len(), 5);
    assert_eq!([code(1), code(2), code(3)], ["wrong_number_of_names", "missing_equals", "line_too_long"]);
    assert_eq!(objects[4]["level"], "identical");
    run.stderr_has("error: line 2: found 1 name, expected two names with a tab between them")
        .stderr_has("help: put a tab between the names")
        .stderr_has("error: line 3, B: ");
    let run = with_input(&["dn", "compare", "--pairs", "-"], input.as_bytes()).exits(2);
    run.stdout_has("5 pairs: 2 matching, 0 not matching, 3 not readable");
    let run = with_input(&["dn", "compare", "--pairs", "-", "--csv"], b"CN=a,O=b,CN=c\n").exits(2);
    run.stderr_has("between quotation marks: \"CN=ca,O=Example\"");
    issuedby(&["dn", "compare", "--pairs", "none.txt"]).exits(5).stderr_has("`none.txt`: no such file");
}

#[test]
fn each_name_has_a_line_of_its_own_in_its_normal_form() {
    let input = "CN=Example  CA,C=US\n\nCN\n/C=US/CN=a\n";
    let run = with_input(&["dn", "normalize", "--names", "-"], input.as_bytes()).exits(2);
    assert_eq!(run.out, "CN=example ca,C=us\n\n\nCN=a,C=us\n");
    run.stderr_has("error: line 3: ");
    let run = with_input(&["dn", "normalize", "--names", "-", "--format", "json"], input.as_bytes()).exits(2);
    let single = issuedby(&["dn", "normalize", "--format", "json", "CN=Example  CA,C=US"]).out;
    assert_eq!(run.out.lines().next(), Some(&*format!("{{\"line\":1,{}", &single.trim_end()[1..])));
    assert_eq!(objects(&run).iter().map(|one| one["line"].clone()).collect::<Vec<_>>(), [1, 3, 4]);
    let csv = with_input(
        &["dn", "normalize", "--names", "-", "--csv", "--format", "csv"],
        b"name\n\"CN=a,C=US\"\n",
    );
    assert_eq!(csv.exits(0).out, "line,form,dn,normalized,error\n2,comma,\"CN=a,C=US\",\"CN=a,C=us\",\n");
}

#[test]
fn names_of_a_file_stand_in_place_of_arguments() {
    for arguments in [
        &["dn", "compare", "--pairs", "a", "CN=a"][..],
        &["dn", "compare", "--csv", "CN=a", "CN=a"],
        &["dn", "normalize", "--names", "a", "CN=a"],
        &["dn", "compare", "--format", "csv", "CN=a", "CN=a"],
    ] {
        issuedby(arguments).exits(2);
    }
}

#[test]
fn many_names_in_place_of_one_lead_to_the_option_for_many() {
    run(program().args(["dn", "normalize", "-"]), b"CN=a\nCN=b\nCN=c\n")
        .exits(2)
        .stderr_has("dn normalize --names");
    for arguments in [&["dn", "compare", "-"][..], &["dn", "compare", "-", "-"]] {
        run(program().args(arguments), b"CN=a\tCN=b\n").exits(2).stderr_has("--pairs");
    }
}
