//! Writes everything that this crate makes into the source tree.

use std::process::ExitCode;

use issuedby_generator::file;
use issuedby_test_support::repository;

fn main() -> ExitCode {
    for file in file::all() {
        if file.is_fresh() {
            continue;
        }
        if let Err(error) = file.write(&repository()) {
            eprintln!("{} could not be written: {error}", file.path.display());
            return ExitCode::FAILURE;
        }
        println!("{}", file.path.display());
    }
    ExitCode::SUCCESS
}
