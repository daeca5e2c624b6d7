//! The place of an error in a text, as a line with a caret below it.
//!
//! The text is escaped and cut here, also for annotate-snippets, which draws the excerpts of files. That crate replaces
//! ASCII control and most bidirectional characters. It leaves C1 controls, such as U+009B, and invisible characters.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::printable::printable;

/// The number of columns that are shown before the place.
const BEFORE: usize = 48;

/// The number of columns that are shown from the place on.
const AFTER: usize = 24;

/// The numbers of columns of a line that are shown before the part with the error, of it, and after it. A usual line is shown whole.
const IN_LINE: [usize; 3] = [48, 72, 24];

/// The text that shows a tab.
const TAB: &str = "    ";

/// Stands where the text goes on.
const CUT: &str = "...";

/// One line of a text, safe for a terminal, and a column in it.
#[derive(Debug)]
pub(crate) struct Excerpt {
    text: String,
    column: usize,
}

impl Excerpt {
    /// The text around an offset. Bytes that are not UTF-8 show as U+FFFD.
    pub(crate) fn of(bytes: &[u8], offset: usize) -> Self {
        /// No character of UTF-8 is longer. A byte outside UTF-8 is shown as one character.
        const LONGEST: usize = 4;

        let (before, after) = bytes.split_at_checked(offset).unwrap_or((bytes, &[]));
        let after = after.get(..(AFTER + 1) * LONGEST).unwrap_or(after);
        let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
        let (mut shown_before, is_cut) = up_to(BEFORE, before.chars().rev());
        shown_before.reverse();
        let start = if is_cut { CUT } else { "" };
        let (shown_after, is_cut) = up_to(AFTER, after.chars());
        let end = if is_cut { CUT } else { "" };
        let before = format!("{start}{}", shown_before.concat());
        Self { column: before.width(), text: format!("{before}{}{end}", shown_after.concat()) }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The number of columns of a terminal before the place.
    pub(crate) fn column(&self) -> usize {
        self.column
    }
}

/// A line of a file around a part of it, safe for a terminal, and where that part is now. Tabs show as spaces.
pub(crate) fn of_line(line: &str, part: Range<usize>) -> (String, Range<usize>) {
    let [room_before, room_inside, room_after] = IN_LINE;
    let (before, rest) = line.split_at_checked(part.start).unwrap_or((line, ""));
    let (inside, after) = rest.split_at_checked(part.len()).unwrap_or((rest, ""));
    let (mut before, is_cut) = up_to(room_before, before.chars().rev());
    before.reverse();
    let before = format!("{}{}", if is_cut { CUT } else { "" }, before.concat());
    let (inside, is_cut) = up_to(room_inside, inside.chars());
    let inside = inside.concat();
    let (after, is_cut) = match is_cut {
        true => (Vec::new(), true),
        false => up_to(room_after, after.chars()),
    };
    let part = before.len()..before.len() + inside.len();
    (format!("{before}{inside}{}{}", after.concat(), if is_cut { CUT } else { "" }), part)
}

/// The characters that have room in so many columns, as they are shown, and whether there are more.
fn up_to(columns: usize, characters: impl Iterator<Item = char>) -> (Vec<String>, bool) {
    let (mut shown, mut width) = (Vec::new(), 0);
    for character in characters {
        let one = match character {
            '\t' => TAB.to_owned(),
            _ => printable(character.encode_utf8(&mut [0; 4])).into_owned(),
        };
        // A text of combining marks alone would never be wide.
        width += one.width().max(1);
        if width > columns {
            return (shown, true);
        }
        shown.push(one);
    }
    (shown, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_whole_or_cut_around_the_part_that_is_wrong() {
        let shown = |line: &str, part: Range<usize>| {
            let (text, part) = of_line(line, part);
            let inside = text[part].to_owned();
            (text, inside)
        };
        for (line, part, text, inside) in [
            ("a = 1", 4..5, "a = 1", "1"),
            ("a =", 3..3, "a =", ""),
            ("\ta = \"\u{65e5}\"", 5..10, "    a = \"\u{65e5}\"", "\"\u{65e5}\""),
            ("a = \"\u{1b}[31m\u{202e}\"", 4..14, "a = \"\\u{1b}[31m\\u{202e}\"", "\"\\u{1b}[31m\\u{202e}\""),
            ("", 0..0, "", ""),
            // What is outside the line is at its end.
            ("ab", 5..9, "ab", ""),
        ] {
            assert_eq!(shown(line, part), (text.to_owned(), inside.to_owned()), "{line:?}");
        }
        let [before, middle, after] = ["a", "b", "c"].map(|letter| letter.repeat(1_000));
        let (text, inside) = shown(&[&*before, "X", &*after].concat(), 1_000..1_001);
        assert_eq!((text, inside.as_str()), (format!("...{}X{}...", &before[..48], &after[..24]), "X"));
        let (text, inside) = shown(&[&*before, &*middle, &*after].concat(), 1_000..2_000);
        assert_eq!(
            (text, inside),
            (format!("...{}{}...", &before[..48], &middle[..72]), middle[..72].to_owned())
        );
    }

    fn excerpt(bytes: &[u8], offset: usize) -> (String, usize) {
        let excerpt = Excerpt::of(bytes, offset);
        (excerpt.text().to_owned(), excerpt.column())
    }

    #[test]
    fn the_caret_stands_below_the_character_of_any_width() {
        for (text, offset, expected, column) in [
            ("CN=a,X=b", 5, "CN=a,X=b", 5),
            ("CN=a", 4, "CN=a", 4),
            ("CN=a", 9, "CN=a", 4),
            ("", 0, "", 0),
            ("CN=M\u{fc},X", 7, "CN=M\u{fc},X", 6),
            ("CN=\u{65e5}\u{672c},X", 10, "CN=\u{65e5}\u{672c},X", 8),
            ("a\nb,X", 4, "a\\u{a}b,X", 8),
            ("\u{202e}X", 3, "\\u{202e}X", 8),
        ] {
            assert_eq!(excerpt(text.as_bytes(), offset), (expected.to_owned(), column), "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_on_both_sides() {
        let text = [vec![b'a'; 1000], vec![b'X'], vec![b'b'; 1000]].concat();
        let (shown, column) = excerpt(&text, 1000);
        assert_eq!(shown, format!("...{}X{}...", "a".repeat(BEFORE), "b".repeat(AFTER - 1)));
        assert_eq!(column, CUT.len() + BEFORE);
        let (shown, _) = excerpt("\u{1f600}".repeat(1000).as_bytes(), 0);
        assert_eq!(shown, format!("{}...", "\u{1f600}".repeat(AFTER / 2)));
        assert_eq!(excerpt(&[0; 1000], 500).0.matches("\\u{0}").count(), BEFORE / 5 + AFTER / 5);
        assert_eq!(
            excerpt("\u{301}".repeat(1000).as_bytes(), 0).0,
            format!("{}...", "\u{301}".repeat(AFTER))
        );
    }

    #[test]
    fn bytes_that_are_no_characters_are_shown_as_one_that_says_so() {
        assert_eq!(excerpt(b"CN=M\xfcller", 4), ("CN=M\u{fffd}ller".to_owned(), 4));
        assert_eq!(excerpt(b"\xff\xff", 1), ("\u{fffd}\u{fffd}".to_owned(), 1));
    }
}
