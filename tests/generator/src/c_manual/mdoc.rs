//! Writing mdoc(7), the language of manual pages.

use super::declaration::Declaration;

/// The section with the declaration of a function.
pub(super) fn synopsis(declaration: &Declaration) -> String {
    let Declaration { name, result, arguments, .. } = declaration;
    let mut text = format!(".Sh SYNOPSIS\n.In issuedby.h\n.Ft {}\n.Fo {name}\n", quoted(result));
    for argument in arguments {
        text += &format!(".Fa {}\n", quoted(argument));
    }
    text + ".Fc\n"
}

/// Text of comments: paragraphs are apart by an empty line, each sentence begins a line, and what stands between
/// backquotes is literal.
pub(super) fn paragraphs(comment: &str) -> String {
    let paragraphs = comment.split("\n\n").map(|paragraph| {
        let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        words.split_inclusive(". ").map(sentence).collect::<String>()
    });
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join(".Pp\n")
}

/// Lines as they are.
pub(super) fn display(text: &str) -> String {
    let lines = text.lines().map(|line| format!("{}\n", escaped(line)));
    format!(".Bd -literal\n{}.Ed\n", lines.collect::<String>())
}

fn sentence(text: &str) -> String {
    let mut literal = false;
    let mut line = String::new();
    for part in text.trim_end().split('`') {
        line += &if literal { format!("\\fB{}\\fP", escaped(part)) } else { escaped(part) };
        literal = !literal;
    }
    wrapped(&line)
}

/// Lines of about 80 characters, none of which begins like a macro.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        // Identifiers are never hyphenated.
        let word = if word.contains('_') { format!("\\%{word}") } else { word.to_owned() };
        let line = lines.last_mut().expect("a line");
        if !line.is_empty() && line.len() + 1 + word.len() > 80 {
            lines.push(word);
        } else {
            *line += if line.is_empty() { "" } else { " " };
            *line += &word;
        }
    }
    lines.iter().map(|line| line.clone() + "\n").collect()
}

/// Text in which nothing is a command of troff.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('"', "\\(dq");
    if text.starts_with('.') { format!("\\&{text}") } else { text }
}

/// An argument of a macro.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
