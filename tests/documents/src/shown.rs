//! The output that a document shows for a step.
//!
//! A line `...` stands for any lines, or none; `...` inside a line for one character or more. `<id>`, `<fingerprint>` and
//! the others of [`PLACEHOLDERS`] stand for what differs from run to run, and for nothing of another form.
//! White space at the end of a line does not count. A block of `json` is one value, and so is what is printed there: they
//! are compared without white space outside of strings, so that it may be shown with line breaks; order counts.

use regex::Regex;
use serde_json::Value;

/// The parts that differ from run to run, and their form.
const PLACEHOLDERS: &[(&str, &str)] = &[
    ("<id>", "mtlsca_[a-z2-7]{26}"),
    ("<fingerprint>", "(?:[0-9A-F]{2}:){31}[0-9A-F]{2}"),
    ("<time>", r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z"),
    ("<serial>", "[0-9A-F]{2}(?::[0-9A-F]{2}){0,19}"),
    ("<number>", "[0-9]+"),
    ("<base64>", "[A-Za-z0-9+/]+=*"),
];

/// Lines to expect.
pub(super) struct Shown {
    lines: Vec<Line>,
    language: Language,
}

/// The language of a block.
#[derive(Clone, Copy)]
pub(super) enum Language {
    Json,
    Text,
}

enum Line {
    /// Any lines, or none.
    Any,
    One(String, Regex),
}

impl Shown {
    /// The lines of a block of text, or the one line that a block of JSON is without its white space.
    pub(super) fn new(language: Language, block: &str) -> Result<Self, String> {
        let block = match language {
            Language::Json => squeezed(block),
            Language::Text => block.to_owned(),
        };
        let line = |line: &str| match line.trim() {
            "..." => Ok(Line::Any),
            _ => pattern(line.trim_end()).map(|pattern| Line::One(line.to_owned(), pattern)),
        };
        Ok(Self { lines: block.lines().map(line).collect::<Result<_, _>>()?, language })
    }

    /// The first thing in which what was printed differs from what is shown.
    pub(super) fn difference(&self, printed: &str) -> Option<String> {
        let printed = match self.language {
            // `...` would take a second value, or a warning, with what it stands for.
            Language::Json => match serde_json::from_str::<Value>(printed) {
                Ok(_) => squeezed(printed),
                Err(error) => return Some(format!("not one value of JSON was printed: {error}")),
            },
            Language::Text => printed.to_owned(),
        };
        let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
        self.furthest(&printed).err().map(|at| match (self.wanted(at.0), printed.get(at.1)) {
            (Some(wanted), Some(found)) => format!("shown:   {wanted}\nprinted: {found}"),
            (Some(wanted), None) => format!("shown, but not printed: {wanted}"),
            (None, Some(found)) => format!("printed, but not shown: {found}"),
            (None, None) => "something else was printed".to_owned(),
        })
    }

    fn wanted(&self, index: usize) -> Option<&str> {
        self.lines[index..].iter().find_map(|line| match line {
            Line::Any => None,
            Line::One(text, _) => Some(text.as_str()),
        })
    }

    /// `Ok` where all lines match; else how many shown and printed lines did, in the attempt that got furthest.
    fn furthest(&self, printed: &[&str]) -> Result<(), (usize, usize)> {
        // Of several `...` each takes as few lines as it can: the last one takes what is left.
        let (mut shown, mut at) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        let mut furthest = (0, 0);
        loop {
            furthest = furthest.max((shown, at));
            match (self.lines.get(shown), printed.get(at)) {
                (None, None) => return Ok(()),
                (Some(Line::Any), _) => {
                    retry = Some((shown, at));
                    shown += 1;
                }
                (Some(Line::One(_, pattern)), Some(line)) if pattern.is_match(line) => {
                    (shown, at) = (shown + 1, at + 1);
                }
                _ => match &mut retry {
                    Some((any, start)) if *start < printed.len() => {
                        *start += 1;
                        (shown, at) = (*any + 1, *start);
                    }
                    _ => return Err(furthest),
                },
            }
        }
    }
}

/// One line as an expression for the whole of it.
fn pattern(line: &str) -> Result<Regex, String> {
    let mut expression = String::from("^");
    let mut rest = line;
    while !rest.is_empty() {
        let placeholder = PLACEHOLDERS.iter().find(|(name, _)| rest.starts_with(name));
        if let Some((name, form)) = placeholder {
            expression += form;
            rest = &rest[name.len()..];
        } else if let Some(after) = rest.strip_prefix("...") {
            expression += ".+";
            rest = after;
        } else if is_unknown_placeholder(rest) {
            return Err(format!("no placeholder is known with which `{rest}` begins"));
        } else {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            expression += &regex::escape(&rest[..length]);
            rest = &rest[length..];
        }
    }
    Regex::new(&(expression + "$")).map_err(|error| error.to_string())
}

/// True where the text begins like `<word>`.
fn is_unknown_placeholder(text: &str) -> bool {
    let Some((word, _)) = text.strip_prefix('<').and_then(|rest| rest.split_once('>')) else { return false };
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The text without white space outside of JSON's strings.
fn squeezed(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let keep = |character: &char| {
        let keep = inside || !character.is_ascii_whitespace();
        match character {
            '"' if !escaped => inside = !inside,
            _ => {}
        }
        escaped = inside && *character == '\\' && !escaped;
        keep
    };
    text.chars().filter(keep).collect()
}
