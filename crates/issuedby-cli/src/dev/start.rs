//! The start of a run: the servers, the files, and the commands to copy.

use std::env;
use std::path::Path;

use issuedby::policy::Unauthenticated;
use issuedby_dev::{Expected, Started};
use serde_json::{Value, json};

use super::row;
use crate::json;
use crate::printable::printable;
use crate::shell::quoted_path;
use crate::terminal::{Console, DIM};

pub(super) fn text(started: &Started, console: &mut Console) {
    const WIDTH: usize = 6;
    let options = &started.options;
    let folder = printable(&quoted_path(&started.folder)).into_owned();
    let fate = match options.keep {
        None => "goes away when this ends; --keep DIR keeps everything",
        Some(_) => "stays",
    };
    console.field(WIDTH, "folder", format_args!("{folder} {DIM}({fate}){DIM:#}"));
    console.field(WIDTH, "edge", &started.url);
    match &options.worker {
        None => console.field(WIDTH, "worker", "built in: it runs the policy and greets the client"),
        Some(own) => console.field(WIDTH, "worker", printable(own.as_str())),
    }
    let mode = match options.unauthenticated {
        Unauthenticated::Allow => "allowUnauthenticatedRequests",
        Unauthenticated::Refuse => "enforcing",
    };
    let issuers = options.cert_issuer_dn.join(" | ");
    let note = if options.worker.is_some() { ", as your worker should have it" } else { "" };
    console.field(WIDTH, "policy", format_args!("{mode}, certIssuerDN {}{note}", printable(&issuers)));
    console.line("");
    console.line("In another terminal:");
    console.line(format_args!("  cd {folder}"));
    for (scenario, expected, file) in &started.scenarios {
        let (description, answer) = (scenario.description(), due(*expected));
        console.line(format_args!("  {DIM}# {scenario}: {description} -> {answer}{DIM:#}"));
        console.line(format_args!("  {}", printable(&curl(started, file.as_deref()))));
    }
    console.line("");
    if !is_in_path("curl") {
        let message =
            "there is no curl in PATH: `issuedby dev --scenario NAME`, or `all`, makes these calls itself";
        console.warning(message);
    }
    console.line("Every request is a line here. Ctrl-C ends it.");
    console.line("");
    console.line(row::heading());
}

pub(super) fn json(started: &Started) -> String {
    let options = &started.options;
    let scenarios = started.scenarios.iter().map(|(scenario, expected, file)| {
        json!({
            "name": scenario.name(),
            "description": scenario.description(),
            "status": expected.status,
            "reason": expected.reason.map(|reason| reason.code()),
            "file": file.as_deref().map(shown),
        })
    });
    json::line(&json!({
        "folder": shown(&started.folder),
        "kept": options.keep.is_some(),
        "url": started.url,
        "serverCa": shown(&started.server_ca),
        "worker": options.worker.as_ref().map(|own| own.as_str()),
        "allowUnauthenticatedRequests": options.unauthenticated == Unauthenticated::Allow,
        "certIssuerDN": options.cert_issuer_dn,
        "scenarios": scenarios.collect::<Vec<Value>>(),
    }))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// `200`, or `401 expired`.
pub(super) fn due(expected: Expected) -> String {
    match expected.reason {
        None => expected.status.to_string(),
        Some(reason) if expected.status == 200 => format!("{} (else {reason})", expected.status),
        Some(reason) => format!("{} {reason}", expected.status),
    }
}

/// The command, in the folder.
fn curl(started: &Started, file: Option<&Path>) -> String {
    let name = |path: &Path| quoted_path(Path::new(path.file_name().unwrap_or_default()));
    let cert = file.map_or_else(String::new, |file| format!(" --cert {}", name(file)));
    // A proxy has another loopback interface.
    let no_proxy = if has_proxy() { " --noproxy localhost" } else { "" };
    format!("curl{no_proxy} --cacert {}{cert} {}", name(&started.server_ca), started.url)
}

/// True where curl would use a proxy, from the variables that it reads.
fn has_proxy() -> bool {
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    names.into_iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn is_in_path(program: &str) -> bool {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&file).is_file()))
}
