//! The committed ledgers: what diverges, and why. A divergence that appears or vanishes fails a test.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// A ledger by the name of its file.
pub fn read(name: &str) -> Value {
    let path = folder().join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A ledger that is an array of objects with an `id`, by that id.
pub fn entries(name: &str) -> BTreeMap<String, Value> {
    let ledger = read(name);
    let entries = ledger.as_array().unwrap_or_else(|| panic!("{name} is an array"));
    let by_id: BTreeMap<_, _> = entries.iter().map(|entry| (text(entry, "id"), entry.clone())).collect();
    assert_eq!(by_id.len(), entries.len(), "{name}: an id stands twice");
    by_id
}

/// A member of an entry that is text.
pub fn text(entry: &Value, key: &str) -> String {
    entry[key].as_str().unwrap_or_else(|| panic!("no text `{key}` in {entry}")).to_owned()
}

/// Fails unless both are the same, and then says only what differs.
pub fn assert_same(name: &str, found: &BTreeMap<String, String>, ledger: &BTreeMap<String, String>) {
    let gone = ledger.iter().filter(|(id, _)| !found.contains_key(*id));
    let gone = gone.map(|(id, value)| format!("- {id}: {value}"));
    let new = found.iter().filter(|(id, value)| ledger.get(*id) != Some(*value));
    let new = new.map(|(id, value)| match ledger.get(id) {
        Some(before) => format!("! {id}: {value} (the ledger has {before})"),
        None => format!("+ {id}: {value}"),
    });
    let differences: Vec<String> = gone.chain(new).collect();
    assert!(
        differences.is_empty(),
        "{name}: {} differences from the ledger (- vanished, + new, ! changed)\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// A ledger of the form `{"id": "value"}`.
pub fn map(name: &str) -> BTreeMap<String, String> {
    let ledger = read(name);
    let members = ledger.as_object().unwrap_or_else(|| panic!("{name} is an object"));
    members.iter().map(|(id, value)| (id.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ledger")
}
