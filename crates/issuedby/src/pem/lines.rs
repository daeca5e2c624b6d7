//! Text as lines.

/// The lines of a text that end in LF, CRLF or CR, without their ends and the blanks before these.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    number: usize,
}

/// A line and its number.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) text: &'a [u8],
}

impl<'a> Lines<'a> {
    /// The lines of `text`, of which the first has the number `first`.
    pub(super) fn new(text: &'a [u8], first: usize) -> Self {
        Self { rest: text, number: first }
    }

    /// The rest of the text.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let (text, rest) = end.and_then(|end| self.rest.split_at_checked(end)).unwrap_or((self.rest, &[]));
        self.rest = match rest {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
            [] => &[],
        };
        let number = self.number;
        self.number = number.saturating_add(1);
        Some(Line { number, text: text.trim_ascii_end() })
    }
}
