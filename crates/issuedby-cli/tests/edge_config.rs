//! `issuedby edge`: every fault of a configuration file is shown in its line, with what was expected and the line to write.

mod common;
#[path = "common/edge_place.rs"]
mod edge_place;

use std::fs;

use common::{program, run};
use edge_place::{CONFIG, Place};

/// The parts of an error: message, line and column, the line, the caret below it, and the remedy.
fn shown(message: &str, place: &str, line: &str, caret: &str, remedy: &str) -> String {
    let number = place.split(':').next().unwrap();
    let blank = " ".repeat(number.len());
    format!(
        "error: {message}\n{blank}--> PATH:{place}\n{blank} |\n{number} | {line}\n{blank} | {caret}\n{blank} |\n\
         {blank} = help: write: {remedy}\n"
    )
}

/// A line with a caret below each character of a part of it.
fn below(line: &str, part: &str) -> String {
    let start = line.find(part).unwrap();
    format!("{}{}", " ".repeat(line[..start].chars().count()), "^".repeat(part.chars().count()))
}

#[test]
fn a_value_that_does_not_fit_is_shown_with_the_line_to_write() {
    let place = Place::new();
    let upstream = "address = \"http://127.0.0.1:9\"\n";
    let below_upstream = |line: &str| CONFIG.replace(upstream, &format!("{upstream}{line}\n"));
    let at_the_top = |line: &str| format!("{line}\n{CONFIG}");
    let limits = |line: &str| format!("{CONFIG}[limits]\n{line}\n");
    let instead = |from: &str, line: &str| CONFIG.replace(from, line);
    let listen = "listen = [\"127.0.0.1:0\"]";
    // The configuration, the number of the line, the line, the part of it that is wrong, what is said, what to write.
    for (config, number, line, part, message, remedy) in [
        (
            instead(listen, "listen = \"0.0.0.0:8443\""),
            1,
            "listen = \"0.0.0.0:8443\"",
            "\"0.0.0.0:8443\"",
            "found `0.0.0.0:8443` for `listen`, expected a list of addresses with their ports",
            "listen = [\"0.0.0.0:8443\"]",
        ),
        (
            instead(listen, "listen = \":8443\""),
            1,
            "listen = \":8443\"",
            "\":8443\"",
            "found `:8443` for `listen`, expected a list of addresses with their ports",
            "listen = [\"0.0.0.0:8443\"]",
        ),
        (
            instead(listen, "listen = [\":8443\"]"),
            1,
            "listen = [\":8443\"]",
            "\":8443\"",
            "found `:8443` in `listen`, expected a list of addresses with their ports",
            "listen = [\"0.0.0.0:8443\"]",
        ),
        (
            at_the_top("metrics = \":9100\""),
            1,
            "metrics = \":9100\"",
            "\":9100\"",
            "found `:9100` for `metrics`, expected an address with its port",
            "metrics = \"127.0.0.1:9100\"",
        ),
        (
            at_the_top("max_stale = 900"),
            1,
            "max_stale = 900",
            "900",
            "found the number 900 for `max_stale`, expected a duration in quotes with its unit, of 1ms to 24h",
            "max_stale = \"15m\"",
        ),
        (
            at_the_top("max_stale = \"100000\""),
            1,
            "max_stale = \"100000\"",
            "\"100000\"",
            "found `100000` for `max_stale`, expected a duration in quotes with its unit, of 1ms to 24h",
            "max_stale = \"15m\"",
        ),
        (
            at_the_top("allow_unusual_serial = \"true\""),
            1,
            "allow_unusual_serial = \"true\"",
            "\"true\"",
            "found `true` for `allow_unusual_serial`, expected true or false",
            "allow_unusual_serial = true",
        ),
        (
            at_the_top("access_log = false"),
            1,
            "access_log = false",
            "false",
            "found false for `access_log`, expected `stdout` or `off`",
            "access_log = \"off\"",
        ),
        (
            instead("\"registry.sqlite\"", "[\"registry.sqlite\"]"),
            2,
            "registry = [\"registry.sqlite\"]",
            "[\"registry.sqlite\"]",
            "found a list for `registry`, expected the path of the registry",
            "registry = \"registry.sqlite\"",
        ),
        (
            instead("http://127.0.0.1:9", "127.0.0.1:9"),
            9,
            "address = \"127.0.0.1:9\"",
            "\"127.0.0.1:9\"",
            "found `127.0.0.1:9` for `address`, expected `http://HOST:PORT` without a path, or `unix:PATH`",
            "address = \"http://127.0.0.1:9\"",
        ),
        (
            instead("http://127.0.0.1:9", "https://127.0.0.1:9"),
            9,
            "address = \"https://127.0.0.1:9\"",
            "\"https://127.0.0.1:9\"",
            "found `https://127.0.0.1:9` for `address`, expected `http://HOST:PORT` or `unix:PATH`: the edge speaks no \
             TLS to upstreams",
            "address = \"http://127.0.0.1:9\", where no other program can connect to the upstream; a Unix socket is best",
        ),
        (
            below_upstream("accounts = [\"a\", \"b\"]"),
            10,
            "accounts = [\"a\", \"b\"]",
            "[\"a\", \"b\"]",
            "found a list for `accounts`, expected `all`",
            "accounts = \"all\"; or for one account: account = \"acme\", with an `[[upstream]]` for each",
        ),
        (
            below_upstream("accounts = \"zenith\""),
            10,
            "accounts = \"zenith\"",
            "\"zenith\"",
            "found `zenith` for `accounts`, expected `all`",
            "accounts = \"all\"; or for one account: account = \"zenith\", with an `[[upstream]]` for each",
        ),
        (
            below_upstream("client_cert = \"present\""),
            10,
            "client_cert = \"present\"",
            "\"present\"",
            "found `present` for `client_cert`, expected `off`, `presented` or `verified`",
            "client_cert = \"presented\"",
        ),
        (
            below_upstream("client_cert_chain = true"),
            10,
            "client_cert_chain = true",
            "true",
            "found true for `client_cert_chain`, expected `send` or `omit`",
            "client_cert_chain = \"send\"",
        ),
        (
            below_upstream("http = 2"),
            10,
            "http = 2",
            "2",
            "found the number 2 for `http`, expected `1.1` or `2`, in quotes",
            "http = \"2\"",
        ),
        (
            below_upstream("domains = \"a.example\""),
            10,
            "domains = \"a.example\"",
            "\"a.example\"",
            "found `a.example` for `domains`, expected a list of domains",
            "domains = [\"a.example\"]",
        ),
        (
            limits("connections = 0"),
            11,
            "connections = 0",
            "0",
            "found the number 0 for `connections`, expected a number of connections from 1 to 4294967295",
            "connections = 10000",
        ),
        (
            limits("handshakes_per_source = \"300\""),
            11,
            "handshakes_per_source = \"300\"",
            "\"300\"",
            "found `300` for `handshakes_per_source`, expected a number of handshakes a second from 1 to 4294967295",
            "handshakes_per_source = 300",
        ),
        (
            limits("max_header_bytes = 8191"),
            11,
            "max_header_bytes = 8191",
            "8191",
            "found the number 8191 for `max_header_bytes`, expected a number of bytes from 8192 to 1048576",
            "max_header_bytes = 16384",
        ),
        (
            limits("idle_timeout = 1.5"),
            11,
            "idle_timeout = 1.5",
            "1.5",
            "found the number 1.5 for `idle_timeout`, expected a duration in quotes with its unit, of 1ms to 24h",
            "idle_timeout = \"60s\"",
        ),
        (
            instead("[[certificate]]", "[certificate]"),
            4,
            "[certificate]",
            "certificate",
            "found one table for `certificate`, expected tables that each begin with `[[certificate]]`",
            "[[certificate]]",
        ),
        (
            format!("{CONFIG}[[limits]]\n"),
            10,
            "[[limits]]",
            "limits",
            "found a list for `limits`, expected one table that begins with `[limits]`",
            "[limits]",
        ),
    ] {
        let column = line[..line.find(part).unwrap()].chars().count() + 1;
        let expected = shown(message, &format!("{number}:{column}"), line, &below(line, part), remedy);
        let refused = place.check(&config).exits(5);
        let path = place.scratch.path("edge.toml");
        assert_eq!(refused.err.replace(&path, "PATH"), expected, "{config}");
        assert!(refused.out.is_empty());
    }
}

#[test]
fn keys_that_are_unknown_missing_or_elsewhere_are_named() {
    let place = Place::new();
    let upstream = "address = \"http://127.0.0.1:9\"\n";
    let below_upstream = |line: &str| CONFIG.replace(upstream, &format!("{upstream}{line}\n"));
    for (config, at, message, help) in [
        (
            CONFIG.replace("listen", "listn"),
            "1:1",
            "the unknown key `listn` above the first table",
            "did you mean `listen`? write: listen = [\"127.0.0.1:0\"]",
        ),
        (
            CONFIG.replace("[[certificate]]", "[[certificates]]"),
            "4:3",
            "the unknown table `[[certificates]]`",
            "did you mean `certificate`? write: [[certificate]]",
        ),
        (
            CONFIG.replace("[[upstream]]", "[[upstreams]]"),
            "8:3",
            "the unknown table `[[upstreams]]`",
            "did you mean `upstream`? write: [[upstream]]",
        ),
        (
            format!("{CONFIG}[limit]\n"),
            "10:2",
            "the unknown table `[limit]`",
            "did you mean `limits`? write: [limits]",
        ),
        (
            CONFIG.replace("key =", "keys ="),
            "6:1",
            "the unknown key `keys` below `[[certificate]]`",
            "did you mean `key`? write: key = \"server-key.pem\"",
        ),
        (
            below_upstream("client-cert = \"presented\""),
            "10:1",
            "the unknown key `client-cert` below `[[upstream]]`",
            "did you mean `client_cert`? write: client_cert = \"presented\"",
        ),
        (
            CONFIG.replace("chain =", "certificate ="),
            "5:1",
            "the unknown key `certificate` below `[[certificate]]`",
            "`chain`, `key`",
        ),
        (
            below_upstream("url = \"x\""),
            "10:1",
            "the unknown key `url` below `[[upstream]]`",
            "those below `[[upstream]]` are `address`, `account`, ",
        ),
        (
            below_upstream("max_stale = \"5m\""),
            "10:1",
            "the unknown key `max_stale` below `[[upstream]]`",
            "move `max_stale` to the top of the file, above the first table",
        ),
        (
            format!("handshake-timeout = \"5s\"\n{CONFIG}"),
            "1:1",
            "the unknown key `handshake-timeout`",
            "move `handshake_timeout` to a table that begins with `[limits]`",
        ),
        (
            CONFIG.replace("key = \"server-key.pem\"\n", ""),
            "4:1",
            "found no `key` below `[[certificate]]`",
            "add: key = \"server-key.pem\"",
        ),
        (
            CONFIG.replace(upstream, ""),
            "8:1",
            "found no `address` below `[[upstream]]`",
            "add: address = \"http://127.0.0.1:3000\"",
        ),
        (below_upstream(upstream), "10:1", "found `address` a second time", "remove one of the two"),
        (
            CONFIG.replace("\"registry.sqlite\"", "registry.sqlite"),
            "2:12",
            "found what is not TOML",
            "put the text in quotes: registry = \"registry.sqlite\"",
        ),
        (CONFIG.replace("\"127.0.0.1:0\"]", "\"127.0.0.1:0\""), "2:", "found what is not TOML", ""),
        (
            below_upstream("accounts = \"all\"\n[[upstream]]\naddress = \"http://a\"\naccounts = \"all\""),
            "13:12",
            "found a second upstream without `domains` and `account`",
            "name the domains or the account of all upstreams but one",
        ),
    ] {
        let refused = place.check(&config).exits(5);
        refused.stderr_has(&format!("edge.toml:{at}")).stderr_has(message).stderr_has(help);
    }
    for (config, message, help) in [
        (CONFIG.replace("listen = [\"127.0.0.1:0\"]\n", ""), "found no `listen`", "add: listen = ["),
        (CONFIG.replace("registry = \"registry.sqlite\"\n", ""), "found no `registry`", "add: registry = "),
        (CONFIG[..CONFIG.find("[[upstream]]").unwrap()].to_owned(), "found no `[[upstream]]`", "add a line"),
    ] {
        place.check(&config).exits(5).stderr_has(message).stderr_has(help);
    }
}

#[test]
fn no_configuration_line_moves_the_cursor_or_the_caret() {
    let place = Place::new();
    let long = "x".repeat(100_000);
    for (config, at, line, caret) in [
        (CONFIG.replace('\n', "\r\n").replace("listen", "listn"), "1:1", "1 | listn = [", "  | ^^^^^\n"),
        (format!("\u{feff}{CONFIG}").replace("listen", "listn"), "1:1", "1 | listn = [", "  | ^^^^^\n"),
        (format!("{CONFIG}\t\thtp = 1\n"), "10:3", "10 |         htp = 1", "   |         ^^^\n"),
        (format!("{CONFIG}\"日本\" = 1\n"), "10:1", "10 | \"日本\" = 1", "   | ^^^^^^\n"),
        (format!("{CONFIG}http = \"日本\" # \u{1b}[31m\u{202e}\n"), "10:", "", ""),
        (
            format!("{CONFIG}http = \"\\u001b\u{202e}\u{85}\"\n"),
            "10:8",
            "10 | http = \"\\u001b\\u{202e}\\u{85}\"",
            &format!("   |        {}\n", "^".repeat(22)),
        ),
        (format!("{CONFIG}{long} = 1\n"), "10:1", "x...\n", &format!("   | {}\n", "^".repeat(72))),
        (
            format!("{CONFIG}http = \"{long}\"\n"),
            "10:8",
            "10 | http = \"xxx",
            &format!("   |        {}\n", "^".repeat(72)),
        ),
        (
            CONFIG.replace("[\"127.0.0.1:0\"]", &format!("[ {} 1]", " ".repeat(1_000))),
            "1:1013\n",
            "1 | ...",
            " ^\n",
        ),
    ] {
        let refused = place.check(&config).exits(5);
        let refused = refused.stderr_has(&format!("edge.toml:{at}")).stderr_has(line).stderr_has(caret);
        let obeyed = |character: char| character.is_control() && character != '\n' || character == '\u{202e}';
        assert!(!refused.err.contains(obeyed), "{:?}", refused.err);
        assert!(refused.err.lines().all(|line| line.chars().count() < 400), "{}", refused.err);
    }
    fs::write(place.scratch.path("edge.toml"), b"listen = [\"\xff\"]").unwrap();
    let path = place.scratch.path("edge.toml");
    let refused = run(program().args(["edge", "--config", &path, "--check"]), b"").exits(5);
    refused.stderr_has("edge.toml:1:12").stderr_has("expected a text in UTF-8");
}

#[test]
fn a_caret_is_coloured_only_where_colour_is_wanted() {
    let place = Place::new();
    let path = place.scratch.file("edge.toml", CONFIG.replace("listen", "listn"));
    let shown =
        |color: &str| run(program().args(["edge", "--color", color, "--config", &path]), b"").exits(5).err;
    assert!(shown("always").contains("\u{1b}["));
    assert!(!shown("never").contains('\u{1b}'));
}

#[test]
fn an_address_that_is_listed_twice_is_refused() {
    let place = Place::new();
    let listen = "listen = [\"127.0.0.1:0\"]";
    for (lines, message) in [
        (
            "listen = [\"127.0.0.1:9443\", \"127.0.0.1:9443\"]",
            "found the address `127.0.0.1:9443` twice in `listen`, expected it once",
        ),
        (
            "listen = [\"127.0.0.1:9443\"]\nmetrics = \"127.0.0.1:9443\"",
            "found `127.0.0.1:9443` for `metrics` and in `listen`, expected another port",
        ),
    ] {
        let run = place.check(&CONFIG.replace(listen, lines));
        assert!(run.err.contains(message), "{}", run.err);
    }
}

#[test]
fn a_check_in_json_says_what_is_wrong_with_a_configuration() {
    let place = Place::new();
    let config = place.scratch.file("edge.toml", CONFIG.replace("registry =", "regstry ="));
    let run = run(program().args(["edge", "--check", "--format", "json", "--config", &config]), b"");
    assert_eq!(run.status, 5);
    let found: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(found["inOrder"], false);
    assert_eq!(found["error"]["line"], 2);
    assert!(found["error"]["remedy"].as_str().unwrap().starts_with("did you mean `registry`?"), "{found}");
}
