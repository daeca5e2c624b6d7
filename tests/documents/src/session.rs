//! One session of bash for all steps of a document.

use std::ffi::OsString;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Long enough for steps that build something; a session that hangs ends then.
const TIME_LIMIT: Duration = Duration::from_secs(1200);

/// The result of one step.
pub(super) struct Outcome {
    /// Its output, errors included.
    pub(super) printed: String,
    /// One line for each command that failed.
    pub(super) failures: Vec<String>,
    /// True where its end was reached.
    pub(super) ended: bool,
}

/// The folders of a session.
pub(super) struct Places<'a> {
    /// The folder in which it begins.
    pub(super) start: &'a Path,
    /// The folder of its steps and of their output.
    pub(super) records: &'a Path,
}

/// Runs the steps, and ends whatever they left running.
pub(super) fn run(
    steps: &[String],
    files: &[Vec<(String, String)>],
    places: &Places<'_>,
    variables: &[(String, OsString)],
) -> Vec<Outcome> {
    fs::create_dir_all(places.records).expect("the folder can be written");
    let records = fs::canonicalize(places.records).expect("a folder");
    // Also what fails in a function or a subshell, and before the last `|`.
    let mut script = String::from("set -E -o pipefail\n");
    script += "trap 'printf \"exit status %s: %s\\n\" $? \"$BASH_COMMAND\" >>\"$failed\"' ERR\n";
    for (number, step) in steps.iter().enumerate() {
        let file = |kind: &str| record(&records, number, kind);
        fs::write(file("sh"), step).expect("a step can be written");
        for (index, (name, text)) in files.get(number).into_iter().flatten().enumerate() {
            let written = file(&format!("file{index}"));
            fs::write(&written, text).expect("a file can be written");
            // In the folder in which the session is then.
            script += &format!("mkdir -p \"$(dirname '{name}')\"; cp '{}' '{name}'\n", written.display());
        }
        // A step is a file of its own, so that one that is not well-formed does not swallow the next.
        script += &format!(
            "failed='{}'\nexec >'{}' 2>&1\n. '{}'\n: >'{}'\n",
            file("failed").display(),
            file("out").display(),
            file("sh").display(),
            file("ended").display()
        );
    }
    fs::write(records.join("all.sh"), script).expect("the session can be written");

    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc"]).arg(records.join("all.sh"));
    bash.current_dir(places.start).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    without_the_test(&mut bash).envs(variables.iter().map(|(name, value)| (name, value)));
    // A group of its own, so that what runs in the background can be ended with it.
    let child = bash.process_group(0).spawn().expect("bash (the Debian package `bash`)");
    wait(child);

    let outcome = |number| Outcome {
        printed: read(&record(&records, number, "out")),
        failures: read(&record(&records, number, "failed")).lines().map(str::to_owned).collect(),
        ended: record(&records, number, "ended").exists(),
    };
    (0..steps.len()).map(outcome).collect()
}

fn record(folder: &Path, number: usize, kind: &str) -> PathBuf {
    folder.join(format!("{number}.{kind}"))
}

fn read(path: &Path) -> String {
    // A step that was not reached has none.
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Removes what `cargo test` sets for the program that it runs: a reader has none of it, and cargo would build anew.
fn without_the_test(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let ours = text.starts_with("CARGO_PKG_") || text.starts_with("ISSUEDBY_");
        if ours
            || matches!(&*text, "CARGO" | "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH" | "LD_LIBRARY_PATH")
        {
            command.env_remove(&name);
        }
    }
    command.env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1")
}

/// Waits for the session, and kills its group: what was left in the background, or everything when it hangs.
fn wait(mut child: Child) {
    let begin = Instant::now();
    while child.try_wait().expect("a child").is_none() && begin.elapsed() < TIME_LIMIT {
        thread::sleep(Duration::from_millis(20));
    }
    // Where nothing is left, there is no group any more.
    let _ = Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", child.id())])
        .stderr(Stdio::null())
        .status();
    let _ = child.wait();
}
