//! An error of a configuration file, with its line and a caret below it.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use issuedby::ErrorDetails;
use issuedby_edge::ConfigError;
use issuedby_edge::config::Place;

use crate::excerpt::of_line;
use crate::printable::printable;
use crate::registry::remedies;

/// The error in lines that are safe for a terminal, in colour.
pub(crate) fn report(error: &ConfigError, place: &Place) -> String {
    let remedy = remedy(error);
    let (message, remedy) = (printable(error.message()), printable(&remedy));
    let path = error.file().display().to_string();
    let path = printable(&path);
    let (line, part) = of_line(place.text(), place.span());
    let shown_column = line.get(..part.start).map_or(0, |before| before.chars().count()) + 1;
    let snippet = Snippet::source(line)
        .path(path.as_ref())
        .line_start(place.line())
        .annotation(AnnotationKind::Primary.span(part));
    let mut group: Group<'_> = Level::ERROR.primary_title(message).element(snippet);
    if !remedy.is_empty() {
        group = group.element(Level::HELP.message(remedy));
    }
    let report = Renderer::styled().render(&[group]);
    // The column is that of the file, also where the line is shown cut or escaped.
    let (number, column) = (place.line(), place.column());
    let [shown, real] = [shown_column, column].map(|column| format!("{path}:{number}:{column}"));
    match report.split_once('\n') {
        Some((title, rest)) => format!("{title}\n{}", rest.replacen(&shown, &real, 1)),
        None => report,
    }
}

/// The remedy of an error. One of the registry's storage is a command, as for the commands on a registry.
pub(crate) fn remedy(error: &ConfigError) -> String {
    match error.storage() {
        Some(storage) => remedies::of_storage(storage),
        None => error.remedy().unwrap_or_default().into_owned(),
    }
}
