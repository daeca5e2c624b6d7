//! An error of a configuration file, with the line in which it is and a caret below it.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use issuedby_edge::ConfigError;
use issuedby_edge::config::Place;

use crate::excerpt::of_line;
use crate::terminal::printable;

/// The error in lines that are safe for a terminal, in colour.
pub(crate) fn report(error: &ConfigError, place: &Place) -> String {
    let (message, help) = (printable(error.message()), printable(error.help()));
    let path = error.file().display().to_string();
    let (line, part) = of_line(place.text(), place.span());
    // The column is that of the file, whatever of the line is shown.
    let origin = Origin::path(printable(&path)).line(place.line()).char_column(place.column());
    let snippet = Snippet::source(line)
        .line_start(place.line())
        .fold(false)
        .annotation(AnnotationKind::Primary.span(part));
    let mut group: Group<'_> = Level::ERROR.primary_title(message).element(origin).element(snippet);
    if !help.is_empty() {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::styled().render(&[group])
}
