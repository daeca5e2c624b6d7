//! The ledger: the classes of disagreement between a peer and the oracle, and who is right.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::faults;
use super::peer::{ACCEPTED, Peer};

/// One row.
pub struct Row {
    /// Its name, as in `openssl/name-case`.
    pub id: String,
    /// The peer whose verdict it explains.
    pub peer: Peer,
    /// The answer of the peer: `accepted`, or how its words begin.
    pub says: String,
    /// The answer of the oracle: nothing if it accepts, else the codes that the row explains.
    pub oracle: Vec<String>,
    /// The tags that a case must have, in alternatives of which each may want several.
    tags: Vec<Vec<String>>,
    /// True if a run may be too short to meet it.
    pub rare: bool,
}

impl Row {
    /// True if a case with these tags is one that the row is about.
    pub fn is_about(&self, tags: &[&str]) -> bool {
        let has = |pattern: &String| tags.iter().any(|tag| matches(pattern, tag));
        self.tags.is_empty() || self.tags.iter().any(|wanted| wanted.iter().all(has))
    }

    /// True if it explains that the peer refuses with these words what the oracle accepts.
    pub fn explains_refusal(&self, peer: Peer, words: &str, tags: &[&str]) -> bool {
        self.peer == peer
            && self.oracle.is_empty()
            && self.says != ACCEPTED
            && words.starts_with(&self.says)
            && self.is_about(tags)
    }

    /// True if it explains that the peer accepts in spite of this reason of the oracle.
    pub fn explains_acceptance(&self, peer: Peer, code: &str, tags: &[&str]) -> bool {
        self.peer == peer
            && self.says == ACCEPTED
            && self.oracle.iter().any(|known| known == code)
            && self.is_about(tags)
    }
}

/// True if a tag is that of a pattern, in which one `*` stands for any characters.
fn matches(pattern: &str, tag: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == tag,
        Some((start, end)) => {
            tag.len() >= start.len() + end.len() && tag.starts_with(start) && tag.ends_with(end)
        }
    }
}

/// Reads the ledger.
///
/// # Errors
///
/// It cannot be read, a row lacks a field or has one twice, or names a tag that no case has.
pub fn read() -> Result<Vec<Row>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger/verification.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse(&text).map_err(|error| format!("{}: {error}", path.display()))
}

pub(super) fn parse(text: &str) -> Result<Vec<Row>, String> {
    const FIELDS: [&str; 10] =
        ["id", "peer", "says", "oracle", "tags", "rule", "section", "right", "why", "rare"];
    let values: Vec<Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    let mut ids = BTreeSet::new();
    for value in &values {
        let object = value.as_object().ok_or("a row is an object")?;
        if let Some(key) = object.keys().find(|key| !FIELDS.contains(&key.as_str())) {
            return Err(format!("no field is called `{key}`: {value}"));
        }
        let text = |key: &str| {
            let text = value[key].as_str().filter(|text| !text.is_empty());
            text.map(str::to_owned).ok_or_else(|| format!("a row has no `{key}`: {value}"))
        };
        for key in ["rule", "section", "why"] {
            text(key)?;
        }
        if !["rfc", "peer", "ours", "open"].contains(&text("right")?.as_str()) {
            return Err(format!("`right` is `rfc`, `peer`, `ours` or `open`: {value}"));
        }
        let row = Row {
            id: text("id")?,
            peer: Peer::from_name(&text("peer")?).ok_or_else(|| format!("no such peer: {value}"))?,
            says: text("says")?,
            oracle: codes(&value["oracle"]).ok_or_else(|| format!("`oracle` is codes: {value}"))?,
            tags: tags(&value["tags"])?,
            rare: value["rare"].as_bool().unwrap_or(false),
        };
        if (row.says == ACCEPTED) == row.oracle.is_empty() {
            return Err(format!("one of the two accepts: {value}"));
        }
        if !row.id.starts_with(&format!("{}/", row.peer.name())) || !ids.insert(row.id.clone()) {
            return Err(format!("an id begins with the peer and stands once: {value}"));
        }
        rows.push(row);
    }
    Ok(rows)
}

/// The codes of the field `oracle`; none for `"accepted"`.
fn codes(value: &Value) -> Option<Vec<String>> {
    if value.as_str() == Some(ACCEPTED) {
        return Some(Vec::new());
    }
    let codes = value.as_array().filter(|codes| !codes.is_empty())?;
    codes.iter().map(|code| code.as_str().map(str::to_owned)).collect()
}

fn tags(value: &Value) -> Result<Vec<Vec<String>>, String> {
    let alternatives = value.as_array().ok_or_else(|| format!("`tags` is a list: {value}"))?;
    let mut read = Vec::new();
    for alternative in alternatives {
        let text = alternative.as_str().ok_or_else(|| format!("a tag is a text: {alternative}"))?;
        let wanted: Vec<_> = text.split('+').map(str::to_owned).collect();
        for pattern in &wanted {
            if !faults::tags().any(|tag| matches(pattern, tag)) {
                return Err(format!("no case has the tag `{pattern}`"));
            }
        }
        read.push(wanted);
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"[{"id": "go/x", "peer": "go", "says": "refused \"x509", "oracle": "accepted",
        "tags": ["issuer-lower-case", "san-*+option-all"], "rule": "r", "section": "s", "right": "rfc", "why": "w"}]"#;

    #[test]
    fn a_row_wants_one_of_its_alternatives_whole() {
        let row = &parse(ROW).expect("a row")[0];
        assert!(row.is_about(&["ca-serial-zero", "issuer-lower-case"]));
        assert!(row.is_about(&["san-dns", "option-all"]));
        assert!(!row.is_about(&["san-dns"]));
        assert!(!row.is_about(&[]));
    }

    #[test]
    fn a_row_explains_its_peer_and_direction_alone() {
        let row = &parse(ROW).expect("a row")[0];
        let tags = ["issuer-lower-case"];
        assert!(row.explains_refusal(Peer::Go, "refused \"x509: unknown\"", &tags));
        assert!(!row.explains_refusal(Peer::Pyca, "refused \"x509: unknown\"", &tags));
        assert!(!row.explains_refusal(Peer::Go, "unreadable leaf", &tags));
        assert!(!row.explains_acceptance(Peer::Go, "malformed", &tags));
    }

    #[test]
    fn a_row_with_a_tag_that_no_case_has_is_an_error() {
        assert!(parse(&ROW.replace("issuer-lower-case", "issuer-no-such")).is_err());
        assert!(parse(&ROW.replace("\"why\"", "\"because\"")).is_err());
        assert!(parse(&ROW.replace("\"accepted\"", "[\"malformed\"]")).is_err());
    }
}
