//! `issuedby-limbo-harness < limbo.json > results.json`

use std::error::Error;
use std::io;

use issuedby_limbo_harness::evaluate;
use issuedby_limbo_harness::suite::Suite;

fn main() -> Result<(), Box<dyn Error>> {
    let suite: Suite = serde_json::from_reader(io::stdin().lock())?;
    serde_json::to_writer_pretty(io::stdout().lock(), &evaluate::suite(&suite)?)?;
    println!();
    Ok(())
}
