use super::*;

/// The error of a document of these lines, run in a folder of its own.
fn faults(name: &str, text: &str) -> Vec<String> {
    let folder = folder(name);
    let faults = Document::parse("A.md", text, None).faults(&folder);
    remove_with_records(&folder);
    faults
}

fn remove_with_records(folder: &Path) {
    remove(folder);
    remove(&folder.with_extension("steps"));
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("issuedby-document-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The error of one step that prints `printed`, where the document shows `shown`.
fn compared(shown: &str, printed: &str) -> Option<String> {
    Shown::new(Language::Text, shown).expect("a block").difference(printed)
}

#[test]
fn steps_share_one_session() {
    let text = "```sh\nmkdir inner; cd inner; NAME=value\n```\n\n```sh\necho \"${PWD##*/} $NAME\"\n```\n```text\ninner value\n```\n";
    assert_eq!(faults("session", text), [""; 0]);
}

#[test]
fn another_output_is_a_fault_that_names_its_line() {
    let found = faults("output", "# A\n\n```sh\necho one\n```\n\n```text\ntwo\n```\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("A.md:4: shown:   two\nprinted: one\n"), "{}", found[0]);
}

#[test]
fn a_command_that_fails_unexpectedly_is_a_fault() {
    for (name, commands) in [
        ("failing", "false\ntrue"),
        ("substituted", "x=$(exit 3)\n:"),
        ("function", "f() { false; :; }\nf"),
        ("subshell", "(false; :)"),
        ("pipe", "cat nothing 2>/dev/null | true"),
    ] {
        assert_eq!(faults(name, &format!("```sh\n{commands}\n```\n")).len(), 1, "{commands}");
    }
    assert_eq!(
        faults("expected", "```sh\nfalse || echo \"exit status $?\"\n```\n```text\nexit status 1\n```\n"),
        [""; 0]
    );
}

#[test]
fn a_step_that_ends_the_session_is_a_fault() {
    let found = faults("exit", "```sh\nexit 0\n```\n```sh\n:\n```\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("did not come to its end"), "{}", found[0]);
    assert!(!faults("quote", "```sh\necho 'one\n```\n```sh\necho two\n```\n").is_empty());
}

#[test]
fn what_is_left_in_the_background_is_ended() {
    let folder = folder("background");
    let text =
        "```sh\n(while sleep 0.05; do echo >>alive; done) &\nuntil [ -s alive ]; do sleep 0.05; done\n```\n";
    assert_eq!(Document::parse("A.md", text, None).faults(&folder), [""; 0]);
    let size = || fs::metadata(folder.join("alive")).expect("a file").len();
    let before = size();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(size(), before);
    remove_with_records(&folder);
}

#[test]
fn errors_are_part_of_what_is_printed() {
    assert_eq!(faults("errors", "```sh\necho one >&2; echo two\n```\n```text\none\ntwo\n```\n"), [""; 0]);
}

#[test]
fn blocks_belong_to_the_step_before_them() {
    let text = "```sh\necho one\n```\n```toml\na = 1\n```\n```text\none\n```\n```sh\n:\n```\n";
    assert_eq!(faults("blocks", text), [""; 0]);
}

#[test]
#[should_panic(expected = "A.md:8: no step is before it")]
fn a_second_block_after_a_step_is_refused() {
    Document::parse("A.md", "```sh\n:\n```\n```text\n```\n\n```json\n{}\n```\n", None);
}

#[test]
#[should_panic(expected = "A.md:2: no step is before it")]
fn a_block_before_all_steps_is_refused() {
    Document::parse("A.md", "```text\n```\n```sh\n:\n```\n", None);
}

#[test]
fn a_step_without_a_block_prints_nothing_unless_noisy() {
    assert_eq!(faults("silent", "```sh\necho one\n```\n").len(), 1);
    assert_eq!(faults("noisy", "```sh noisy\necho one\n```\n"), [""; 0]);
    assert_eq!(faults("noisy-error", "```sh noisy\necho one; echo 'error: two' >&2\n```\n").len(), 1);
}

#[test]
fn what_a_document_made_is_gone_when_it_went_well() {
    let document = Document::parse("A.md", "```sh\npwd >\"$NOTE\"; sleep 60 & echo >file\n```\n", None);
    let note = folder("note").join("note");
    document.with("NOTE", &note).run("gone");
    let scratch = PathBuf::from(fs::read_to_string(&note).expect("a note").trim());
    assert!(scratch.ends_with("gone"), "{}", scratch.display());
    assert!(!scratch.exists() && !scratch.parent().expect("a folder").exists());
    remove(note.parent().expect("a folder"));
}

#[test]
fn a_section_ends_at_the_next_heading_of_its_rank() {
    let text =
        "# A\n```sh\n1\n```\n## B\n```sh\n2\n# no heading\n```\n### C\n```sh\n3\n```\n## D\n```sh\n4\n```\n";
    let commands = |heading| -> Vec<String> {
        Document::parse("A.md", text, Some(heading)).steps.into_iter().map(|step| step.commands).collect()
    };
    assert_eq!(commands("## B"), ["2\n# no heading\n", "3\n"]);
    assert_eq!(commands("### C"), ["3\n"]);
}

#[test]
fn ports_are_replaced_in_commands_and_in_what_is_shown() {
    let document = Document::parse("A.md", "```sh\necho at 8443\n```\n```text\nat 8443\n```\n", None);
    let place = folder("ports");
    assert_eq!(document.replacing("8443", "50123").faults(&place), [""; 0]);
    assert_eq!(
        fs::read_to_string(place.with_extension("steps").join("0.out")).expect("a record"),
        "at 50123\n"
    );
    remove_with_records(&place);

    let text = "```sh\necho 8443 >file; echo \"at 84$((40 + 3))\"\n```\n```text\nat 8443\n```\n";
    let wrong = Document::parse("A.md", text, None).replacing("8443", "50123");
    let place = folder("wrong-port");
    assert_eq!(wrong.faults(&place).len(), 1, "the port of the document is not the real port");
    remove_with_records(&place);
}

#[test]
fn dots_stand_for_any_lines_and_for_a_part_of_one() {
    for (shown, printed) in [
        ("...\nb\n...\nc\n", "a\nb\nb\nx\nc\n"),
        ("a\n...\n", "a\n"),
        ("a ... c\n", "a b b c\n"),
        ("a  \n", "a\n"),
        ("", ""),
    ] {
        assert_eq!(compared(shown, printed), None, "{shown:?} {printed:?}");
    }
    for (shown, printed) in [
        ("...\nb\n", "a\nb\nc\n"),
        ("a\nb\n", "a\n"),
        ("a\n", "a\nb\n"),
        ("", "a\n"),
        ("a ... c\n", "a  c d\n"),
        ("a.c\n", "abc\n"),
        ("...\na\n...\nb\n", "b\na\n"),
    ] {
        assert!(compared(shown, printed).is_some(), "{shown:?} {printed:?}");
    }
}

#[test]
fn placeholders_stand_for_their_form_alone() {
    assert_eq!(compared("id <id>!\n", "id mtlsca_ny6e2pdqomho3v5qngof2s3ty4!\n"), None);
    assert!(compared("<id>\n", "mtlsca_NY6e2pdqomho3v5qngof2s3ty4\n").is_some());
    assert!(compared("<time>\n", "2026-01-01\n").is_some());
    assert_eq!(compared("<time> <serial> <number>\n", "2026-01-01T00:00:00Z 0A:1B 73\n"), None);
    assert!(Shown::new(Language::Text, "<nothing>\n").is_err());
}

#[test]
fn json_is_compared_without_white_space_outside_of_strings() {
    let shown =
        Shown::new(Language::Json, "{\"a\": \"b  \\\" c\",\n  \"at\": \"<time>\", ...}\n").expect("a block");
    assert_eq!(shown.difference("{\"a\":\"b  \\\" c\",\"at\":\"2026-01-01T00:00:00Z\",\"more\":1}\n"), None);
    assert!(shown.difference("{\"a\":\"b \\\" c\",\"at\":\"2026-01-01T00:00:00Z\",\"more\":1}\n").is_some());
    assert!(shown.difference("{\"at\":\"2026-01-01T00:00:00Z\",\"a\":\"b  \\\" c\"}\n").is_some());
}

#[test]
fn json_is_one_value() {
    let shown = Shown::new(Language::Json, "{\"a\":1,...}\n").expect("a block");
    assert_eq!(shown.difference("{\"a\":1,\n\"b\":{}}\n"), None);
    for printed in ["{\"a\":1,\"b\":2}\n{\"c\":3}\n", "{\"a\":1,\"b\":2}\nwarning: {no}\n", "{\"a\":1,}", ""]
    {
        assert!(shown.difference(printed).is_some(), "{printed:?}");
    }
}

#[test]
fn a_block_after_a_file_name_is_written_into_that_file() {
    let text = "```sh\nmkdir inner; cd inner\n```\nInto `a/b.toml`:\n\n```toml\nport = 8443\n```\n```sh\ncat a/b.toml\n```\n```text\nport = 8443\n```\n";
    assert_eq!(faults("files", text), [""; 0]);
    let other = "Into `b`:\n\nNo, not so.\n\n```toml\n1\n```\n```sh\n! cat b 2>/dev/null\n```\n";
    assert_eq!(faults("other", other), [""; 0]);
}
