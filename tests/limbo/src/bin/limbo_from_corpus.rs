//! `limbo-from-corpus < limbo.jsonl > limbo.json`

use std::error::Error;
use std::io;

use issuedby_limbo_harness::convert;

fn main() -> Result<(), Box<dyn Error>> {
    let lines = io::read_to_string(io::stdin().lock())?;
    serde_json::to_writer_pretty(io::stdout().lock(), &convert::suite(&lines)?)?;
    println!();
    Ok(())
}
