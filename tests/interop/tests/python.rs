//! Certificates that pyca/cryptography made.

use std::process::Command;

use issuedby_interop::{Known, evaluate, folder, run};
use issuedby_test_support::{not_run, report_cases, repository};

#[test]
fn certificates_of_python_get_the_right_verdicts() {
    let python = std::env::var("ISSUEDBY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut probe = Command::new(&python);
    let found =
        probe.args(["-c", "import cryptography"]).output().is_ok_and(|output| output.status.success());
    if !found {
        return not_run(
            "interop/python",
            "cryptography (Python package cryptography; ISSUEDBY_PYTHON names the interpreter)",
        );
    }
    let folder = folder("python");
    run(Command::new(&python).arg(repository().join("tests/interop/makers/make.py")).arg(&folder));
    let asked =
        evaluate(&folder, &Known { subject: "CN=client-1,O=M\\C3\\BCller,C=DE", issuer: "CN=a ca,C=US" });
    report_cases("interop/python", asked, 5);
}
