//! The location of the registry: the option, the environment, the default.

use super::World;
use super::common::{program, run};

#[test]
fn the_option_wins_and_commands_repeat_it() {
    let world = World::new();
    world.create("clients", "ca.pem");
    let other = world.scratch.path("an other.sqlite");
    for address in [other.clone(), format!("sqlite:{other}"), format!("sqlite://{other}")] {
        let arguments = ["create", "--registry", &address, "--name", "clients", "--cert", "ca.pem"];
        let run = world.ca(&arguments);
        match run.status {
            0 => run.stderr_has(&format!("domain add NAME --account acme --registry '{address}'")),
            _ => run.exits(4).stderr_has(&format!("--account acme --registry '{address}'")),
        };
    }
    world.ca(&["list", "--registry", &world.scratch.path("none")]).exits(3).stderr_has("(registry_missing)");
}

#[test]
fn the_default_is_in_the_data_folder_and_for_its_owner_alone() {
    let world = World::new();
    let folder = world.scratch.path("data");
    let mut command = program();
    command
        .env_remove("ISSUEDBY_REGISTRY")
        .env("XDG_DATA_HOME", &folder)
        .env("HOME", world.scratch.path("home"));
    command.args(["ca-certificate", "create", "--account", "acme", "--name", "clients", "--cert", "ca.pem"]);
    run(&mut command, b"").exits(0);
    if cfg!(target_os = "linux") {
        let registry = format!("{folder}/issuedby/registry.sqlite");
        world.ca(&["list", "--registry", &registry]).exits(0).stdout_has("clients");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            for (path, expected) in [(registry.as_str(), 0o600), (&format!("{folder}/issuedby"), 0o700)] {
                let mode = std::fs::metadata(path).expect("it was made").permissions().mode();
                assert_eq!(mode & 0o777, expected, "{path}");
            }
        }
    }
}

#[test]
fn an_impossible_registry_is_a_usage_error_without_secrets() {
    let world = World::new();
    for (address, said) in [
        ("postgres://me:secret@db/issuedby", "PostgreSQL is not supported yet"),
        ("postgresql://me:secret@db/issuedby", "PostgreSQL is not supported yet"),
        ("mysql://me:secret@db", "another address"),
        ("", "found no path"),
        ("sqlite:", "found no path"),
        ("~/secret/registry.sqlite", "begins with `~/`"),
        ("sqlite:~/secret/registry.sqlite", "begins with `~/`"),
        ("file:/secret/registry.sqlite", "another address"),
    ] {
        let run = world.ca(&["list", "--registry", address]).exits(2).stderr_has(said).stderr_has("\nhelp: ");
        assert!(run.out.is_empty() && !run.err.contains("secret"), "{}", run.err);
        let mut command = world.command(&["ca-certificate", "list"]);
        super::common::run(command.env("ISSUEDBY_REGISTRY", address), b"").exits(2).stderr_has(said);
    }
}

#[test]
fn a_registry_is_made_only_in_a_folder_for_accepted_input() {
    let world = World::new();
    let missing = world.scratch.path("missing");
    let inside = format!("{missing}/registry.sqlite");
    for arguments in [
        &["ca-certificate", "create", "--name", "a", "--cert", "ca.pem", "--registry", &inside][..],
        &["domain", "add", "a.example", "--registry", &inside],
    ] {
        let run = world.issuedby(arguments).exits(5).stderr_has("(registry_missing)");
        run.stderr_has(&format!("mkdir -p -m 700 {missing}"));
    }
    assert!(!std::path::Path::new(&missing).exists());

    let refused = world.ca(&["create", "--name", "a", "--cert", "ca-expired.pem", "--strict"]).exits(5);
    assert!(!refused.err.contains("made a new registry"), "{}", refused.err);
    assert!(!std::path::Path::new(&world.path()).exists());

    let made = format!("note: made a new registry at `{}`", world.path());
    world.ca(&["create", "--name", "a", "--cert", "ca.pem"]).exits(0).stderr_has(&made);
    let run = world.issuedby(&["domain", "add", "a.example"]).exits(0);
    assert!(!run.err.contains("made a new registry"), "{}", run.err);
    let other = world.scratch.path("other.sqlite");
    let run = world.issuedby(&["domain", "add", "a.example", "--registry", &other]).exits(0);
    run.stderr_has(&format!("note: made a new registry at `{other}`"));
}

/// `mkdir` would not help.
#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_named_with_its_target() {
    use std::os::unix::fs::symlink;

    let world = World::new();
    let (file, folder) = (world.scratch.path("file.sqlite"), world.scratch.path("folder"));
    symlink("nothing-1", &file).expect("a link");
    symlink("nothing-2", &folder).expect("a link");
    for (link, target, registry) in [
        (&file, "nothing-1", file.clone()),
        (&folder, "nothing-2", format!("{folder}/inner/registry.sqlite")),
    ] {
        let run = world.issuedby(&["domain", "add", "a.example", "--registry", &registry]).exits(5);
        let run = run.stderr_has("(registry_missing)");
        let run = run.stderr_has(&format!("help: `{link}` is a link to `{target}`, which is not there"));
        assert!(!run.err.contains("mkdir"), "{}", run.err);
    }
}

#[test]
fn an_error_in_the_environment_names_the_variable() {
    let world = World::new();
    for (variable, option) in [("ISSUEDBY_ACCOUNT", "--account"), ("ISSUEDBY_REGISTRY", "--registry")] {
        for value in ["", "file:a b"] {
            let mut command = world.command(&["domain", "list"]);
            let said =
                run(command.env(variable, value), b"").exits(2).stderr_has(&format!("error: {variable}: "));
            assert!(!said.err.contains(option), "{}", said.err);
            world
                .issuedby(&["domain", "list", option, value])
                .exits(2)
                .stderr_has(&format!("error: {option}: "));
        }
    }
}
