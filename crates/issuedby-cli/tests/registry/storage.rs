//! Registry files that are something else, newer, read-only, open to others, or on a full disk.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use rusqlite::Connection;

use super::World;
use super::common::{Run, certs, run};

/// Every command with this registry is refused with exit status 5, and leaves the file alone.
#[track_caller]
fn refused(world: &World, code: &str) {
    let before = fs::read(world.path()).ok();
    let id = "mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    for arguments in [
        ["ca-certificate", "create", "--name", "a", "--cert", "ca.pem"].as_slice(),
        &["ca-certificate", "list"],
        &["ca-certificate", "describe", "--cert-id", id],
        &["ca-certificate", "update", "--cert-id", id, "--name", "a"],
        &["ca-certificate", "delete", "--cert-id", id],
        &["domain", "add", "a.example"],
        &["domain", "list"],
        &["domain", "activate", "a.example"],
        &["domain", "remove", "a.example"],
    ] {
        is_said(world.issuedby(arguments), code);
    }
    assert_eq!(fs::read(world.path()).ok(), before, "the file was left alone");
}

#[track_caller]
fn is_said(run: Run, code: &str) {
    let run = run.exits(5).stderr_has("error: ").stderr_has(&format!("({code})")).stderr_has("\nhelp: ");
    assert_eq!(run.out, "");
    assert!(run.err.contains("registry"), "{}", run.err);
}

/// A user number that no user of this machine is likely to have.
const OTHER_USER: u32 = 65_534;

fn set_mode(path: &str, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
}

#[test]
fn a_file_that_is_no_registry_is_refused_and_left_alone() {
    let world = World::new();
    world.scratch.file("registry.sqlite", "-----BEGIN CERTIFICATE-----\n".repeat(100));
    set_mode(&world.path(), 0o600);
    refused(&world, "registry_expected");
    let world = World::new();
    Connection::open(world.path())
        .and_then(|it| it.execute_batch("CREATE TABLE t (a TEXT)"))
        .expect("a table");
    set_mode(&world.path(), 0o600);
    refused(&world, "registry_expected");
    let world = World::new();
    fs::create_dir(world.path()).expect("a folder");
    refused(&world, "registry_expected");
}

#[test]
fn a_registry_that_cannot_be_made_is_an_error() {
    let world = World::new();
    let file = world.scratch.file("file", "");
    for path in [format!("{file}/registry"), "/proc/none/registry".to_owned(), "/dev/null".to_owned()] {
        for arguments in [
            ["ca-certificate", "create", "--name", "a", "--cert", "ca.pem"].as_slice(),
            &["domain", "add", "a.example"],
        ] {
            let run = world.issuedby(&[arguments, &["--registry", &path]].concat()).exits(5);
            assert_eq!(run.stderr_has("error: ").stderr_has(&path).stderr_has("\nhelp: ").out, "");
        }
    }
}

#[test]
fn a_newer_registry_is_refused_and_left_alone() {
    let world = World::new();
    world.create("a", "ca.pem");
    Connection::open(world.path())
        .and_then(|it| it.pragma_update(None, "user_version", 99))
        .expect("a number");
    refused(&world, "registry_newer_version");
}

#[test]
fn a_registry_that_others_can_write_is_refused() {
    let world = World::new();
    world.create("a", "ca.pem");
    set_mode(&world.path(), 0o666);
    refused(&world, "registry_not_private");
}

#[test]
fn a_read_only_registry_is_read_and_not_written() {
    let world = World::new();
    let id = world.create("a", "ca.pem");
    set_mode(&world.path(), 0o400);
    assert_eq!(world.ids("acme"), std::slice::from_ref(&id));
    world.ca(&["describe", "--cert-id", &id]).exits(0);
    is_said(world.ca(&["create", "--name", "b", "--cert", "other-ca.pem"]), "registry_read_only");
    is_said(world.ca(&["update", "--cert-id", &id, "--name", "b"]), "registry_read_only");
    is_said(world.issuedby(&["domain", "add", "a.example"]), "registry_read_only");
    let run = world.ca(&["delete", "--cert-id", &id]).exits(5).stderr_has("(registry_read_only)");
    assert_eq!(run.out, "");
    assert_eq!(world.ids("acme"), [id]);
}

/// Also where the group has the user's number: others may be in it. By root another user is asked.
#[test]
fn a_folder_of_a_group_is_refused_with_the_remedy() {
    let world = World::new();
    let folder = world.scratch.path("a folder");
    fs::create_dir(&folder).expect("a folder");
    set_mode(&folder, 0o775);
    let registry = format!("{folder}/registry");
    let mut command = world.command(&["domain", "add", "a.example", "--registry", &registry]);
    if fs::metadata(&folder).expect("a folder").uid() == 0 {
        lchown(&folder, Some(OTHER_USER), Some(OTHER_USER)).expect("it is root's");
        command.uid(OTHER_USER).gid(OTHER_USER).current_dir("/");
        if command.output().is_err() {
            let wants = "a program that every user can start";
            return issuedby_test_support::not_run("cli/another user's group", wants);
        }
    }
    let refused = run(&mut command, b"").exits(5).stderr_has("(registry_folder_not_private)");
    refused.stderr_has(&format!("chmod go-w '{folder}'"));
    set_mode(&folder, 0o755);
    run(&mut command, b"").exits(0);
}

/// By root another user is asked; anybody else takes the right to read away from himself.
#[test]
fn an_unreadable_registry_is_not_called_read_only() {
    let world = World::new();
    world.create("a", "ca.pem");
    let is_root = fs::metadata(world.path()).expect("a file").uid() == 0;
    let modes: &[u32] = if is_root { &[0o600, 0o640] } else { &[0] };
    for mode in modes {
        set_mode(&world.path(), *mode);
        let mut command = world.command(&["domain", "list"]);
        if is_root {
            command.uid(OTHER_USER).gid(OTHER_USER).current_dir("/");
            if command.output().is_err() {
                let wants = "a program that every user can start";
                return issuedby_test_support::not_run("cli/another user", wants);
            }
        }
        is_said(run(&mut command, b""), "registry_unreadable");
    }
    if is_root {
        // No file beside it has to be made for reading it.
        set_mode(&world.path(), 0o644);
        let mut command = world.command(&["ca-certificate", "list", "--format", "json"]);
        command.uid(OTHER_USER).gid(OTHER_USER).current_dir("/");
        assert_eq!(run(&mut command, b"").exits(0).out.lines().count(), 1);
    }
}

/// On a file system of 512 KiB, of which nothing is left. Needs `unshare` for one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_nothing_is_half_done() {
    let world = World::new();
    let disk = world.scratch.path("disk");
    fs::create_dir(&disk).expect("a folder");
    let program = env!("CARGO_BIN_EXE_issuedby");
    let create = format!("'{program}' ca-certificate create --registry '{disk}/registry'");
    let script = format!(
        "mount -t tmpfs -o size=512k,mode=700 tmpfs '{disk}' || exit 99
        cat /dev/zero > '{disk}/fill' 2>/dev/null
        {create} --name a --cert ca.pem; echo \"status $?\"
        rm '{disk}/fill'
        {create} --name a --cert ca.pem > /dev/null; echo \"status $?\"
        cat /dev/zero > '{disk}/fill' 2>/dev/null
        for number in 1 2 3 4 5 6 7 8; do
            {create} --name b$number --cert '{}' && break
        done
        rm '{disk}/fill'
        '{program}' ca-certificate list --registry '{disk}/registry' --format json",
        world.any_ca(1, 1)
    );
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", &script])
        .env("ISSUEDBY_ACCOUNT", "acme")
        .current_dir(certs())
        .output();
    let wants = "the program `unshare` of util-linux, and to be allowed a mount";
    let Ok(output) = output else { return issuedby_test_support::not_run("cli/full disk", wants) };
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.code() == Some(99) || err.contains("unshare: ") {
        return issuedby_test_support::not_run("cli/full disk", wants);
    }
    assert!(out.starts_with("status 5\nstatus 0\n"), "{out}{err}");
    assert!(err.contains("(registry_full)"), "{err}");
    // What was not acknowledged is not there, and what is there is whole.
    let acknowledged = out.lines().filter(|line| line.starts_with("mtlsca_")).count();
    assert_eq!(out.lines().filter(|line| line.starts_with('{')).count(), 1 + acknowledged, "{out}{err}");
}
