//! The manual pages of the program, and the test that the committed ones are current.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap_mangen::Man;
use issuedby_edge::config::{EXAMPLE, SECTIONS, Section, Setting, settings};

use crate::arguments::Arguments;

/// The program and its version, for the foot of a page.
const SOURCE: &str = concat!("issuedby ", env!("CARGO_PKG_VERSION"));

/// The files that a folder of this crate must have, by name.
type Files = BTreeMap<String, String>;

#[test]
fn the_manual_pages_are_current() {
    let mut command = Arguments::command().disable_help_subcommand(true);
    // Sets the full name of each command: `issuedby ca-certificate create`.
    command.build();
    let mut files = Files::new();
    add_pages(&command, &mut files);
    assert!(files.contains_key("issuedby-ca-certificate-create.1"));
    files.insert("edge.toml.5".to_owned(), edge_toml());
    is_fresh("man", &files);
}

/// The page edge.toml(5), from the settings of the edge.
fn edge_toml() -> String {
    let mut page = format!(
        ".TH EDGE.TOML 5 \"\" \"{SOURCE}\"\n.SH NAME\nedge.toml \\- the configuration of \\fBissuedby edge\\fR\n.SH DESCRIPTION\n\
         The file is TOML. Paths are taken from its folder. An unknown key, or a value that does not fit, is an error with its\n\
         line. \\fBissuedby edge \\-\\-config\\fR \\fIFILE\\fR \\fB\\-\\-check\\fR checks it.\n",
    );
    let mut table = None;
    for Setting { table: header, name, value, example, range, default, reason } in settings() {
        if table != Some(header) {
            let title = if header.is_empty() { "ABOVE THE FIRST TABLE" } else { header };
            page += &format!(".SH \"{}\"\n", roff(title));
            table = Some(header);
        }
        let example = if example.starts_with("[[") || example == "[limits]" {
            example.to_owned()
        } else {
            format!("{name} = {example}")
        };
        let range = range.map_or_else(String::new, |(least, most)| format!(" from {least} to {most}"));
        page += &format!(
            ".TP\n\\fB{}\\fR\n{}\n.br\nValue: {}{range}.\n.br\nDefault: {}.\n.br\nExample: \\fB{}\\fR\n",
            roff(name),
            roff(&reason.replace('`', "")),
            roff(&value.replace('`', "")),
            roff(&default.replace('`', "")),
            roff(&example),
        );
    }
    for Section { title, paragraphs } in SECTIONS {
        let paragraphs: Vec<_> = paragraphs.iter().map(|text| roff(&text.replace('`', ""))).collect();
        page += &format!(".SH \"{}\"\n{}\n", title.to_uppercase(), paragraphs.join("\n.PP\n"));
    }
    page += &format!(".SH EXAMPLE\n.nf\n{}.fi\n", roff(EXAMPLE));
    page + ".SH \"SEE ALSO\"\n\\fBissuedby\\-edge\\fR(1)\n"
}

/// Text for roff: without escapes, and with hyphens that can be copied.
fn roff(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-").replace('"', "\\(dq")
}

fn add_pages(command: &clap::Command, files: &mut Files) {
    let mut bytes = Vec::new();
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    Man::new(command.clone()).title(name.to_uppercase()).source(SOURCE).render(&mut bytes).expect("a page");
    let page = String::from_utf8(bytes).expect("text");
    let mut page = with_sections(&page, &usage(command));
    if name == "issuedby-edge" {
        page.push_str(".fi\n.SH \"SEE ALSO\"\n\\fBedge.toml\\fR(5)\n");
    }
    files.insert(format!("{name}.1"), page);
    for inner in command.get_subcommands() {
        add_pages(inner, files);
    }
}

/// The usage of a command, as its help has it.
fn usage(command: &clap::Command) -> String {
    let usage = command.clone().render_usage().to_string();
    usage.trim_start_matches("Usage:").trim().to_owned()
}

/// The page with its usage for a synopsis, and with the end of its help in the sections that pages have.
fn with_sections(page: &str, usage: &str) -> String {
    let mut out = String::new();
    let mut section = "";
    for line in page.lines() {
        if line.starts_with(".SH") {
            if section == ".SH EXTRA" {
                out.push_str(".fi\n");
            }
            section = line;
        }
        match (section, line) {
            (".SH SYNOPSIS", ".SH SYNOPSIS") => {
                out.push_str(&format!("{line}\n{}\n", usage.replace('-', "\\-").replace('\n', "\n.br\n")));
            }
            // An empty date, so that the source does not stand in its place.
            (_, line) if line.starts_with(".TH ") => {
                out.push_str(&format!("{}\n", line.replace("  \"", " \"\" \"")))
            }
            (".SH SYNOPSIS", _) | (".SH EXTRA", ".SH EXTRA" | "") => {}
            (".SH EXTRA", "Example:" | "Examples:") => out.push_str(".SH EXAMPLES\n.nf\n"),
            (".SH EXTRA", "Exit status:") => out.push_str(".fi\n.SH \"EXIT STATUS\"\n.nf\n"),
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// Writes the files below `target/` and compares them with those in the repository.
#[track_caller]
fn is_fresh(folder: &str, files: &Files) {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let made = target().join("generated").join(folder);
    let _ = fs::remove_dir_all(&made);
    fs::create_dir_all(&made).expect("a folder can be made");
    for (name, text) in files {
        fs::write(made.join(name), text).expect("a file can be written");
    }
    let there: Files = fs::read_dir(&committed)
        .map(|entries| {
            let read = |entry: fs::DirEntry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                (name, fs::read_to_string(entry.path()).unwrap_or_default())
            };
            entries.filter_map(Result::ok).map(read).collect()
        })
        .unwrap_or_default();
    let stale: BTreeSet<&String> =
        files.keys().chain(there.keys()).filter(|name| files.get(*name) != there.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "not as the program has them: {stale:?}; to put them right: rm -rf {committed} && cp -r {made} {committed}",
        committed = committed.display(),
        made = made.display()
    );
}

fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
    }
}
