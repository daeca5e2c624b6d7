//! The little of JSON that the vectors need: one case a line, keys that stand once in it.

/// Header lines as they stand in a request, from a JSON array of names and values.
pub(super) fn header_lines(array: &str) -> Option<String> {
    let mut lines = String::new();
    let mut rest = array.strip_prefix('[')?;
    while let Some(line) = rest.strip_prefix('[') {
        let (name, after) = json_string(line)?;
        let (value, after) = json_string(after.strip_prefix(',')?)?;
        lines.push_str(&format!("{name}: {value}\n"));
        rest = after.strip_prefix(']')?.trim_start_matches(',');
    }
    Some(lines)
}

/// The JSON string at the start of a text, without its escapes, and what follows it.
pub(super) fn json_string(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut string = String::new();
    let mut characters = inside.char_indices();
    while let Some((position, character)) = characters.next() {
        match character {
            '"' => return Some((string, &inside[position + 1..])),
            '\\' => string.push(match characters.next()?.1 {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let digits: String = characters.by_ref().take(4).map(|(_, digit)| digit).collect();
                    // Only control characters are written so.
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                }
                other => other,
            }),
            other => string.push(other),
        }
    }
    None
}

/// The texts that a JSON document gives for `key`, wherever it occurs: base64, so without escapes.
pub(super) fn values<'a>(json: &'a str, key: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!("\"{key}\":\"");
    let positions: Vec<_> =
        json.match_indices(&opening).map(|(position, _)| position + opening.len()).collect();
    positions.into_iter().filter_map(|start| json[start..].split('"').next())
}

/// The whole number that stands for `key`.
pub(super) fn number(case: &str, key: &str) -> Option<i64> {
    let (_, value) = case.split_once(&format!("\"{key}\":"))?;
    value.split([',', '}']).next()?.parse().ok()
}

/// True if `key` is there and true.
pub(super) fn has(case: &str, key: &str) -> bool {
    case.contains(&format!("\"{key}\":true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_whole_key() {
        let json = r#"{"leaf":"AQ==","nextleaf":"no","leaf":null},{"leaf":"Ag=="}"#;
        assert_eq!(values(json, "leaf").collect::<Vec<_>>(), ["AQ==", "Ag=="]);
    }
}
