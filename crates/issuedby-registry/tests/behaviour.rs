//! The behaviour suite, on every registry.

mod common;

use common::behaviour::CASES;
use issuedby_registry::{MemoryRegistry, Registry, SqliteRegistry};
use issuedby_test_support::report_cases;

#[test]
fn in_memory() {
    on("registry/memory", |_| Box::new(MemoryRegistry::new()));
}

#[test]
fn in_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    on("registry/sqlite", |number| {
        let path = folder.path().join(format!("{number}.sqlite"));
        Box::new(SqliteRegistry::open_or_create(path).expect("a registry"))
    });
}

fn on(suite: &str, make: impl Fn(usize) -> Box<dyn Registry>) {
    for (number, (property, show)) in CASES.iter().enumerate() {
        println!("{property}");
        show(&mut *make(number));
    }
    report_cases(suite, CASES.len(), CASES.len());
}
