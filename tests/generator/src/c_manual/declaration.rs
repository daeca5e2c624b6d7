//! Reading the functions of the header, with their comments.

/// A function of the header.
pub(super) struct Declaration {
    pub(super) name: String,
    /// The type of its result.
    pub(super) result: String,
    pub(super) arguments: Vec<String>,
    /// The comment, without its marks and without the part about pointers.
    pub(super) description: String,
    /// The part of the comment about pointers.
    pub(super) safety: Option<String>,
}

/// Every function of the header that has a comment.
pub(super) fn all(header: &str) -> Vec<Declaration> {
    commented(header).filter_map(|(comment, code)| declaration(&comment, code)).collect()
}

/// The values of an enum, each with its comment.
pub(super) fn values(header: &str, name: &str) -> Vec<(String, String)> {
    let end = format!("}} {name};");
    let (before, _) = header.split_once(&end).expect("the enum");
    let (_, body) = before.rsplit_once("typedef enum {").expect("its beginning");
    let value = |code: &str| code.trim_start().split([' ', ',']).next().map(str::to_owned);
    commented(body).filter_map(|(comment, code)| Some((value(code)?, comment))).collect()
}

/// The comments of a text, without their marks, each with the code up to the next one.
fn commented(text: &str) -> impl Iterator<Item = (String, &str)> {
    text.split("/**").skip(1).filter_map(|part| {
        let (comment, code) = part.split_once("*/")?;
        let lines = comment.lines().map(|line| line.trim().trim_start_matches('*').trim());
        let text = lines.fold(String::new(), |text, line| text + line + "\n");
        Some((text.trim().to_owned() + "\n", code))
    })
}

fn declaration(comment: &str, code: &str) -> Option<Declaration> {
    let (declared, _) = code.trim_start().strip_prefix("ISSUEDBY_API")?.split_once(");")?;
    let (head, arguments) = declared.split_once('(')?;
    let name_at = head.rfind([' ', '*', '\n'])? + 1;
    let (description, safety) = match comment.split_once("# Safety\n") {
        Some((description, safety)) => (description, Some(safety.to_owned())),
        None => (comment, None),
    };
    Some(Declaration {
        name: head[name_at..].to_owned(),
        result: words(&head[..name_at]),
        arguments: arguments.split(',').map(words).collect(),
        description: description.to_owned(),
        safety,
    })
}

/// The text on one line.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
