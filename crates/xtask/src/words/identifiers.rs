//! Identifiers as the words that they consist of: `is_told` and `ToldName` both hold the word `told`.

use std::ops::Range;

/// A line with its identifiers split into words.
pub(super) struct Split {
    pub(super) text: String,
    /// The place in the line of each byte of the text, and that of the end.
    places: Vec<usize>,
}

impl Split {
    /// Splits at `_`, and before a capital letter that follows a small one or a digit.
    pub(super) fn new(line: &str) -> Self {
        let mut split = Self { text: String::with_capacity(line.len()), places: Vec::new() };
        let mut before = ' ';
        for (place, character) in line.char_indices() {
            if character.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
                split.push(' ', place);
            }
            split.push(if character == '_' { ' ' } else { character }, place);
            before = character;
        }
        split.places.push(line.len());
        split
    }

    /// The place in the line of a range of the text.
    pub(super) fn in_line(&self, range: Range<usize>) -> Range<usize> {
        self.places[range.start]..self.places[range.end]
    }

    fn push(&mut self, character: char, place: usize) {
        self.text.push(character);
        self.places.resize(self.text.len(), place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_split_and_their_places_kept() {
        let line = "é is_told: MaxToldName, TLS13Told";
        let split = Split::new(line);
        assert_eq!(split.text, "é is told: Max Told Name, TLS13 Told");
        let found = split.text.match_indices(['t', 'T']).map(|(at, _)| split.in_line(at..at + 4));
        let words: Vec<&str> = found.map(|range| &line[range]).collect();
        assert_eq!(words, ["told", "Told", "TLS1", "Told"]);
    }
}
