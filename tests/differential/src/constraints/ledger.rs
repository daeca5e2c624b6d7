//! The ledger: why a peer answers otherwise than RFC 5280, and who is right.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::constraints::deviations;
use crate::constraints::peer::Peer;

/// One row.
pub struct Row {
    /// True if a run may be too short to meet it.
    pub rare: bool,
}

/// The rows by their names, as in `openssl/any-mask`.
pub type Ledger = BTreeMap<String, Row>;

/// Reads the ledger and compares it with the deviations.
///
/// # Errors
///
/// It cannot be read, a row lacks a field, or rows and deviations are not the same.
pub fn read() -> Result<Ledger, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger/constraints.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows: Vec<Value> =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut ledger = Ledger::new();
    for row in &rows {
        let text = |key: &str| {
            let value = row[key].as_str().filter(|value| !value.is_empty());
            value.ok_or_else(|| format!("a row of the ledger has no `{key}`: {row}"))
        };
        let id = text("id")?;
        for key in ["rule", "section", "why"] {
            text(key)?;
        }
        if !["rfc", "peer", "open"].contains(&text("right")?) {
            return Err(format!("`right` is `rfc`, `peer` or `open`: {row}"));
        }
        let rare = row["rare"].as_bool().unwrap_or(false);
        if ledger.insert(id.to_owned(), Row { rare }).is_some() {
            return Err(format!("the ledger has `{id}` twice"));
        }
    }
    let rows: BTreeSet<_> = ledger.keys().cloned().collect();
    let known: BTreeSet<_> = Peer::ALL
        .into_iter()
        .flat_map(|peer| deviations::of(peer).iter().map(move |deviation| name(peer, deviation.id)))
        .collect();
    let differences: Vec<_> = rows.symmetric_difference(&known).cloned().collect();
    match differences.is_empty() {
        true => Ok(ledger),
        false => Err(format!("rows and deviations differ: {}", differences.join(", "))),
    }
}

/// The name of a row.
pub fn name(peer: Peer, id: &str) -> String {
    format!("{}/{id}", peer.name())
}
