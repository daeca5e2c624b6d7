//! Conflicts: with the same account, with other accounts, and of many programs at once.

use std::collections::BTreeSet;
use std::process::Stdio;

use super::{World, json};

#[test]
fn the_same_certificate_twice_is_a_conflict_that_names_it() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    let run = world.ca(&["create", "--name", "again", "--cert", "ca.pem"]).exits(4);
    assert_eq!(run.stderr_has("(certificate_exists)").stderr_has(&id).out, "");
    // Also where warnings would refuse it.
    world.create("old", "ca-expired.pem");
    world.ca(&["create", "--name", "b", "--cert", "ca-expired.pem", "--strict"]).exits(4);
    // Another account may have it.
    world.ca(&["create", "--account", "zenith", "--name", "clients", "--cert", "ca.pem"]).exits(0);
}

#[test]
fn a_name_that_is_taken_is_a_conflict() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    let run = world.ca(&["create", "--name", "clients", "--cert", "other-ca.pem"]).exits(4);
    run.stderr_has("(name_taken)").stderr_has(&id);
    let other = world.create("others", "other-ca.pem");
    let run = world.ca(&["update", "--cert-id", &other, "--name", "clients"]).exits(4);
    run.stderr_has("(name_taken)").stderr_has(&id);
    assert_eq!(world.ids("acme"), [id, other]);
}

#[test]
fn the_65th_with_one_subject_is_refused() {
    let world = World::new();
    for number in 0..64 {
        world.create(&format!("ca{number}"), &world.any_ca(7, number));
    }
    let run = world.ca(&["create", "--name", "last", "--cert", &world.any_ca(7, 64)]).exits(5);
    assert_eq!(run.stderr_has("(too_many_with_subject)").out, "");
    world.create("last", &world.any_ca(8, 0));
}

#[test]
fn two_accounts_never_see_each_other() {
    let world = World::new();
    let own = world.create("clients", "ca.pem");
    let run = world.ca(&["create", "--account", "zenith", "--name", "clients", "--cert", "other-ca.pem"]);
    let others = run.exits(0).out.trim_end().to_owned();
    assert_eq!(world.ids("acme"), std::slice::from_ref(&own));
    assert_eq!(world.ids("zenith"), std::slice::from_ref(&others));
    for arguments in [
        ["describe", "--cert-id", &others].as_slice(),
        &["update", "--cert-id", &others, "--name", "mine"],
        &["delete", "--cert-id", &others, "--yes"],
    ] {
        let run = world.ca(arguments).exits(3).stderr_has("(unknown_ca_certificate)");
        assert!(run.out.is_empty() && !run.err.contains("other-ca"), "{}", run.err);
    }
    world.issuedby(&["domain", "add", "api.example.com", "--account", "zenith"]).exits(0);
    let run = world.issuedby(&["domain", "add", "API.example.com."]).exits(4).stderr_has("(domain_taken)");
    assert!(!run.err.contains("zenith"), "{}", run.err);
    for action in ["activate", "remove"] {
        let run = world.issuedby(&["domain", action, "api.example.com"]).exits(3);
        run.stderr_has("(unknown_domain)");
    }
    assert_eq!(world.issuedby(&["domain", "list"]).exits(0).out, "");
    assert_eq!(world.ids("zenith"), [others]);
}

#[test]
fn eight_processes_at_once_lose_nothing() {
    const EACH: u32 = 4;
    let world = World::new();
    let mut created = BTreeSet::new();
    for round in 0..EACH {
        let children: Vec<_> = (0..8)
            .map(|number| {
                let (name, file) = (format!("ca{round}x{number}"), world.any_ca(round * 8 + number, 0));
                let mut command =
                    world.command(&["ca-certificate", "create", "--name", &name, "--cert", &file]);
                command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("the program starts")
            })
            .collect();
        for child in children {
            let output = child.wait_with_output().expect("the program ends");
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{errors}");
            created.insert(String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned());
        }
    }
    let listed: BTreeSet<String> = world.ids("acme").into_iter().collect();
    assert_eq!((listed.len(), &listed), (EACH as usize * 8, &created));
}

#[test]
fn of_eight_that_upload_the_same_one_does() {
    let world = World::new();
    let children: Vec<_> = (0..8)
        .map(|number| {
            let name = format!("ca{number}");
            let mut command =
                world.command(&["ca-certificate", "create", "--name", &name, "--cert", "ca.pem"]);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
            command.spawn().expect("the program starts")
        })
        .collect();
    let statuses = children.into_iter().map(|child| child.wait_with_output().expect("it ends").status.code());
    let mut statuses: Vec<_> = statuses.collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [&[Some(0)][..], &[Some(4); 7]].concat());
    let run = world.ca(&["list", "--format", "json"]).exits(0);
    assert_eq!(run.out.lines().map(json).count(), 1);
}
