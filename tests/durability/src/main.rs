//! The program that the tests kill, or start many times:
//!
//! - `writer steps REGISTRY FIRST` makes one write after the other, and says the number of each that was acknowledged;
//! - `writer race REGISTRY WHO COUNT` wants the names that all others want too, and some of its own, and says which it
//!   got;
//! - `writer backup REGISTRY FILE` makes one backup.

use std::io::{self, Write};

use issuedby::ErrorDetails;
use issuedby_durability::{create, name, step};
use issuedby_registry::{AccountName, CertId, Existing, SqliteRegistry};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |text: &str| text.parse::<u32>().expect("a number");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["steps", path, first] => steps(path, number(first)),
        ["race", path, who, count] => race(path, number(who), number(count)),
        ["backup", path, file] => backup(path, file),
        _ => panic!("expected `steps REGISTRY FIRST`, `race REGISTRY WHO COUNT` or `backup REGISTRY FILE`"),
    }
}

fn steps(path: &str, first: u32) {
    let mut registry = SqliteRegistry::open_or_create(path).expect("a registry");
    for number in first.. {
        step(&mut registry, number).expect("it is acknowledged");
        say(&number.to_string());
    }
}

fn race(path: &str, who: u32, count: u32) {
    let shared = AccountName::parse("shared").expect("a name");
    let own = AccountName::parse(&format!("own{who}")).expect("a name");
    let mut registry = SqliteRegistry::open_or_create(path).expect("a registry");
    for number in 0..count {
        let id = CertId::random().expect("an identifier");
        create(&mut registry, &own, &name("own", number), number, who, id)
            .expect("no other process wants it");
        let id = CertId::random().expect("an identifier");
        match create(&mut registry, &shared, &name("race", number), number, who, id.clone()) {
            Ok(()) => say(&format!("{number} won {id}")),
            Err(error) => say(&format!("{number} lost {}", error.code())),
        }
    }
}

fn backup(path: &str, file: &str) {
    let mut registry = SqliteRegistry::open(path).expect("a registry");
    registry.backup(file.as_ref(), Existing::Refused).expect("it is made");
}

/// One write for each line: whoever reads a line reads it whole.
fn say(line: &str) {
    io::stdout()
        .write_all(format!("{line}\n").as_bytes())
        .and_then(|()| io::stdout().flush())
        .expect("a reader");
}
