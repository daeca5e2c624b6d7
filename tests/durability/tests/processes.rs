//! Many processes write at once: none is refused for the others' sake, and no write undoes another.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use issuedby_durability::{contents, name};
use issuedby_registry::{AccountName, SqliteRegistry};
use issuedby_test_support::certificates::CaMaker;
use issuedby_test_support::report_cases;

const PROCESSES: u32 = 8;
/// The number of names that all processes want.
const NAMES: u32 = 60;

#[test]
fn every_name_goes_to_one_process_and_every_write_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    let start = |who: u32| {
        Command::new(env!("CARGO_BIN_EXE_writer"))
            .args(["race", path.to_str().expect("a path of text"), &who.to_string(), &NAMES.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the writer starts")
    };
    let writers: Vec<_> = (0..PROCESSES).map(start).collect();

    let mut winners = BTreeMap::new();
    for (who, writer) in (0..).zip(writers) {
        let output = writer.wait_with_output().expect("a child");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).expect("text");
        assert_eq!(lines.lines().count(), NAMES as usize);
        for line in lines.lines() {
            let [number, outcome, what] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let number: u32 = number.parse().expect("a number");
            match outcome {
                "won" => assert_eq!(winners.insert(number, (who, what.to_owned())), None, "{line}"),
                _ => assert_eq!((outcome, what), ("lost", "name_taken")),
            }
        }
    }
    assert_eq!(winners.len(), NAMES as usize);

    let mut registry = SqliteRegistry::open(&path).expect("a registry");
    let of = |text: &str| AccountName::parse(text).expect("a name");
    let (shared, _, generation) = contents(&mut registry, &of("shared"));
    assert_eq!(generation, u64::from(NAMES + PROCESSES * NAMES), "each write is one generation");
    assert_eq!(shared.len(), NAMES as usize);
    let maker = CaMaker::new();
    for (number, (who, id)) in &winners {
        let record = shared.iter().find(|record| record.name == name("race", *number)).expect("it is there");
        assert_eq!((record.id.as_str(), &record.der), (id.as_str(), &maker.make(*number, *who)));
    }
    for who in 0..PROCESSES {
        let (own, ..) = contents(&mut registry, &of(&format!("own{who}")));
        assert_eq!(own.len(), NAMES as usize);
    }
    let writes = usize::try_from(generation).expect("a small number");
    report_cases("registry/processes", writes, writes);
}
