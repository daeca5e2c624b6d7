//! The executable reference of the specification: a Python module beside the vectors.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

use issuedby_test_support::{distinguished_names, not_run};

/// Answers each line of hex with kind and offset of the refusal, or with what `answer` gives of the bytes `given`.
const SCRIPT: &str = r#"
import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import ref
answer = eval("lambda given: " + sys.argv[2])
for line in sys.stdin:
    try:
        print(*answer(bytes.fromhex(line)), sep="\t")
    except ref.DnError as error:
        print(error.kind, error.pos, sep="\t")
"#;

/// The result of the reference for each input, a Python tuple of `given` joined with tabs. `None`, reported, where it
/// cannot be asked.
pub(crate) fn ask(suite: &str, inputs: &[Vec<u8>], answer: &str) -> Option<Vec<String>> {
    let Some(folder) = distinguished_names().filter(|folder| folder.join("ref.py").is_file()) else {
        not_run(suite, "ref.py beside the vectors");
        return None;
    };
    let mut command = Command::new("python3");
    command.args(["-c", SCRIPT]).arg(folder).arg(answer).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        not_run(suite, "python3");
        return None;
    };
    let lines: String = inputs.iter().map(|input| hex(input) + "\n").collect();
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Some(String::from_utf8(output.stdout).unwrap().split_terminator('\n').map(str::to_owned).collect())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
