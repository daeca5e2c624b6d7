//! The headers and properties for a unit test, without any server.

use issuedby_dev::{Fixture, Scenario};

use crate::arguments::Format;
use crate::json;
use crate::terminal::{Console, LABEL};

/// Each scenario: as a line of JSON, or the header lines, an empty line and the incomingRequestProperties. Several have
/// their names above them.
pub(super) fn run(scenarios: &[Scenario], format: Format, console: &mut Console) {
    for (number, scenario) in scenarios.iter().enumerate() {
        let fixture = Fixture::of(*scenario);
        if format == Format::Json {
            console.line(json::line(fixture.as_json()));
            continue;
        }
        if number > 0 {
            console.line("");
        }
        if scenarios.len() > 1 {
            console.line(format_args!("{LABEL}# {scenario}{LABEL:#}"));
        }
        for (name, value) in fixture.headers() {
            console.line(format_args!("{name}: {value}"));
        }
        console.line("");
        console.line(json::line(fixture.incoming_request_properties()));
    }
}
