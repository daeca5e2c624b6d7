//! The options of a trusted edge: those that load, and those that are refused.

use serde_json::{Value, json};

use super::{digits, edge_certificate, of_fingerprints, of_networks};
use crate::case::fingerprint;
use crate::pem;

pub(super) fn cases() -> Vec<Value> {
    [loaded(), not_an_object(), wrong_types(), no_rules(), networks(), networks_together(), fingerprints()]
        .concat()
}

/// The networks that no router on the Internet forwards to.
const PRIVATE: &[&str] = &[
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
    "::1",
];

/// As many IPv4 addresses as are allowed together: one 64th of all.
const LARGEST_TOGETHER_4: &[&str] = &["10.0.0.0/8", "12.0.0.0/8", "14.0.0.0/8", "16.0.0.0/8"];

fn loaded() -> Vec<Value> {
    let edge = fingerprint(&edge_certificate());
    vec![
        loads("ok/unix-socket", r#"{"unixSocket":true}"#),
        loads("ok/address", &of_networks(&["192.0.2.7"])),
        loads("ok/loopback", &of_networks(&["127.0.0.1", "::1"])),
        loads("ok/networks", &of_networks(&["192.0.2.0/24", "2001:db8::/32", "198.51.100.7/32"])),
        loads("ok/largest-private-networks", &of_networks(&["10.0.0.0/8", "fc00::/7"])),
        loads("ok/mapped-address", &of_networks(&["::ffff:192.0.2.7"])),
        loads("ok/mapped-network", &of_networks(&["::ffff:192.0.2.0/120"])),
        loads("ok/upper-case", &of_networks(&["FD00::/64"])),
        loads("ok/same-network-twice", &of_networks(&["192.0.2.0/24", "192.0.2.0/24"])),
        loads("ok/fingerprint", &of_fingerprints(&[&edge])),
        loads("ok/fingerprint-without-colons", &of_fingerprints(&[&edge.replace(':', "").to_lowercase()])),
        loads("ok/two-fingerprints", &of_fingerprints(&[&edge, &"AB".repeat(32)])),
        loads(
            "ok/all-rules",
            &json!({ "unixSocket": true, "peerNetworks": ["192.0.2.7"], "edgeFingerprints": [edge] })
                .to_string(),
        ),
        loads("ok/false-beside-a-rule", r#"{"unixSocket":false,"peerNetworks":["192.0.2.7"]}"#),
        loads("ok/white-space", " {\r\n\t\"unixSocket\" : true } \n"),
        loads("ok/escaped-key", r#"{"unix\u0053ocket":true}"#),
        loads("ok/private-networks", &of_networks(PRIVATE)),
        loads("ok/largest-together-4", &of_networks(LARGEST_TOGETHER_4)),
        loads("ok/largest-together-6", &of_networks(&["fc00::/7", "2000::/7"])),
        loads("ok/neighbours-of-two-pairs", &of_networks(&["11.0.0.0/8", "12.0.0.0/8"])),
        loads("ok/halves-of-the-largest", &of_networks(&["fc00::/8", "fd00::/8"])),
        loads("ok/counted-once", &of_networks(&["10.0.0.0/8", "10.0.0.0/8", "10.1.0.0/16"].repeat(8))),
        loads("ok/as-many-networks-as-allowed", &many("peerNetworks", 64, |index| format!("10.0.0.{index}"))),
        loads("ok/as-many-fingerprints-as-allowed", &many("edgeFingerprints", 64, digits)),
    ]
}

fn not_an_object() -> Vec<Value> {
    let valid = r#"{"unixSocket":true}"#;
    vec![
        refused("json/nothing", "", "not_json"),
        refused("json/text", "unixSocket", "not_json"),
        refused("json/trailing-comma", r#"{"unixSocket":true,}"#, "not_json"),
        refused("json/second-value", &format!("{valid}{valid}"), "not_json"),
        refused("json/byte-order-mark", &format!("\u{feff}{valid}"), "not_json"),
        refused("json/cut", r#"{"unixSocket":tr"#, "not_json"),
        bytes("json/not-utf-8", b"{\"peerNetworks\":[\"\xfc\"]}", "not_json"),
        repeated("json/nested-deeper-than-a-stack", "[", 30_000, "not_json"),
        repeated("json/larger-than-the-limit", " ", (1 << 15) + 1, "too_large"),
        refused("json/array", r#"["192.0.2.7"]"#, "not_an_object"),
        refused("json/string", r#""192.0.2.7""#, "not_an_object"),
        refused("json/null", "null", "not_an_object"),
        refused("json/boolean", "true", "not_an_object"),
        refused("key/unknown", r#"{"anyone":true}"#, "unknown_option"),
        refused("key/snake-case", r#"{"unix_socket":true}"#, "unknown_option").suggests("unixSocket"),
        refused("key/other-case", r#"{"peernetworks":["192.0.2.7"]}"#, "unknown_option")
            .suggests("peerNetworks"),
        refused("key/former-name", r#"{"peerAddresses":["192.0.2.7"]}"#, "unknown_option"),
        refused("key/singular", r#"{"edgeFingerprint":[]}"#, "unknown_option").suggests("edgeFingerprints"),
        refused("key/beside-a-rule", r#"{"unixSocket":true,"loopback":true}"#, "unknown_option"),
        refused("key/prototype", r#"{"__proto__":{"unixSocket":true}}"#, "unknown_option"),
        refused("key/twice", r#"{"unixSocket":false,"unixSocket":true}"#, "duplicate_option"),
        refused(
            "key/twice-and-escaped",
            r#"{"peerNetworks":["192.0.2.7"],"peer\u004eetworks":["192.0.2.8"]}"#,
            "duplicate_option",
        ),
    ]
}

fn wrong_types() -> Vec<Value> {
    let of = |name: &str, value: &str| format!(r#"{{"{name}":{value}}}"#);
    vec![
        refused("type/unix-socket-string", &of("unixSocket", r#""true""#), "wrong_type"),
        refused("type/unix-socket-path", &of("unixSocket", r#""/run/edge.sock""#), "wrong_type"),
        refused("type/unix-socket-number", &of("unixSocket", "1"), "wrong_type"),
        refused("type/unix-socket-null", &of("unixSocket", "null"), "wrong_type"),
        refused("type/networks-string", &of("peerNetworks", r#""192.0.2.7""#), "wrong_type"),
        refused("type/networks-null", &of("peerNetworks", "null"), "wrong_type"),
        refused("type/networks-object", &of("peerNetworks", r#"{"0":"192.0.2.7"}"#), "wrong_type"),
        refused("type/network-number", &of("peerNetworks", r#"["192.0.2.7",3221226000]"#), "wrong_type")
            .of_element(2),
        refused("type/network-null", &of("peerNetworks", "[null]"), "wrong_type").of_element(1),
        refused(
            "type/fingerprints-string",
            &of("edgeFingerprints", &format!("\"{}\"", digits(1))),
            "wrong_type",
        ),
        refused("type/fingerprint-array", &of("edgeFingerprints", "[[]]"), "wrong_type").of_element(1),
    ]
}

fn no_rules() -> Vec<Value> {
    vec![
        refused("rule/none", "{}", "no_trust_rule"),
        refused("rule/false", r#"{"unixSocket":false}"#, "no_trust_rule"),
        refused("rule/no-network", &of_networks(&[]), "peer_networks_empty"),
        refused("rule/no-fingerprint", &of_fingerprints(&[]), "edge_fingerprints_empty"),
        refused(
            "rule/no-network-beside-a-rule",
            r#"{"unixSocket":true,"peerNetworks":[]}"#,
            "peer_networks_empty",
        ),
        refused(
            "rule/no-fingerprint-beside-a-rule",
            r#"{"unixSocket":true,"edgeFingerprints":[]}"#,
            "edge_fingerprints_empty",
        ),
    ]
}

fn networks() -> Vec<Value> {
    const MALFORMED: &str = "peer_network_malformed";
    const CATCH_ALL: &str = "peer_network_catch_all";
    const HOST_BITS: &str = "peer_network_has_host_bits";
    const ZONE: &str = "peer_network_has_zone";
    let one = |id: &str, network: &str, code: &str| {
        refused(&format!("network/{id}"), &of_networks(&[network]), code).of_element(1)
    };
    let host_bits =
        |id: &str, network: &str, suggestion: &str| one(id, network, HOST_BITS).suggests(suggestion);
    vec![
        one("empty", "", MALFORMED),
        one("blank", " 192.0.2.7", MALFORMED),
        one("blank-behind", "192.0.2.7 ", MALFORMED),
        one("host-name", "edge.example", MALFORMED),
        one("localhost", "localhost", MALFORMED),
        one("star", "*", MALFORMED),
        one("with-port", "192.0.2.7:443", MALFORMED),
        one("in-brackets", "[2001:db8::1]", MALFORMED),
        one("leading-zero", "192.0.2.07", MALFORMED),
        one("three-numbers", "192.0.2", MALFORMED),
        one("one-number", "3221225991", MALFORMED),
        one("hexadecimal", "0xC0000207", MALFORMED),
        one("number-too-large", "192.0.2.256", MALFORMED),
        one("two-addresses", "192.0.2.7,192.0.2.8", MALFORMED),
        one("range", "192.0.2.7-192.0.2.9", MALFORMED),
        one("net-mask", "192.0.2.0/255.255.255.0", MALFORMED),
        one("no-prefix", "192.0.2.0/", MALFORMED),
        one("prefix-too-long", "192.0.2.0/33", MALFORMED),
        one("prefix-too-long-6", "2001:db8::/129", MALFORMED),
        one("prefix-over-a-byte", "10.0.0.0/264", MALFORMED),
        one("prefix-with-sign", "10.0.0.0/+8", MALFORMED),
        one("prefix-negative", "10.0.0.0/-8", MALFORMED),
        one("prefix-with-zero", "10.0.0.0/08", MALFORMED),
        one("two-prefixes", "10.0.0.0/8/8", MALFORMED),
        one("digits-beyond-ascii", "１９２.0.2.7", MALFORMED),
        one("control-character", "192.0.2.7\u{1b}[2J", MALFORMED),
        one("nul", "192.0.2.7\0", MALFORMED),
        one("zone", "fe80::1%eth0", ZONE),
        one("zone-of-a-network", "fe80::%1/64", ZONE),
        one("everyone-4", "0.0.0.0/0", CATCH_ALL),
        one("everyone-6", "::/0", CATCH_ALL),
        one("everyone-with-host-bits", "192.0.2.7/0", CATCH_ALL),
        one("everyone-4-mapped", "::ffff:0:0/96", CATCH_ALL),
        one("everyone-4-mapped-dotted", "::ffff:0.0.0.0/96", CATCH_ALL),
        one("wider-than-mapped", "::/80", CATCH_ALL),
        one("half-4", "0.0.0.0/1", CATCH_ALL),
        one("half-4-mapped", "::ffff:128.0.0.0/97", CATCH_ALL),
        one("half-6", "8000::/1", CATCH_ALL),
        one("all-global-6", "2000::/3", CATCH_ALL),
        one("shorter-than-any-private-4", "10.0.0.0/7", CATCH_ALL),
        one("shorter-than-any-private-6", "fc00::/6", CATCH_ALL),
        refused("network/two-halves-4", &of_networks(&["0.0.0.0/1", "128.0.0.0/1"]), CATCH_ALL).of_element(1),
        refused("network/two-halves-6", &of_networks(&["::/1", "8000::/1"]), CATCH_ALL).of_element(1),
        refused("network/beside-another", &of_networks(&["192.0.2.7", "0.0.0.0/0"]), CATCH_ALL).of_element(2),
        host_bits("host-bits-4", "192.0.2.7/24", "192.0.2.0/24"),
        host_bits("host-bits-8", "10.0.0.7/8", "10.0.0.0/8"),
        host_bits("host-bits-6", "2001:db8::7/64", "2001:db8::/64"),
        host_bits("host-bits-mapped", "::ffff:192.0.2.7/120", "192.0.2.0/24"),
        refused("network/second-of-two", &of_networks(&["192.0.2.7", "edge"]), MALFORMED).of_element(2),
        refused(
            "network/more-than-allowed",
            &many("peerNetworks", 65, |index| format!("10.0.0.{index}")),
            "too_many_peer_networks",
        ),
    ]
}

/// Networks of which each is small enough.
fn networks_together() -> Vec<Value> {
    let together = |id: &str, networks: &[&str]| {
        refused(&format!("together/{id}"), &of_networks(networks), "peer_network_catch_all")
    };
    let global = |last: usize| {
        many("peerNetworks", last, |index| format!("{:x}00::/7", 0x20_usize.saturating_add(2 * index)))
    };
    let refused = |id: &str, options: &str| refused(id, options, "peer_network_catch_all");
    vec![
        refused("together/all-global-6", &global(16)),
        refused("together/half-of-all-global-6", &global(8)),
        refused("together/two-6", &global(2)),
        together("two-4", &["10.0.0.0/8", "11.0.0.0/8"]),
        together("two-4-in-any-order", &["11.0.0.0/8", "192.0.2.7", "10.0.0.0/8"]),
        together("pieces-of-two-4", &["11.128.0.0/9", "10.0.0.0/8", "11.0.0.0/9"]),
        together("one-of-two-mapped", &["::ffff:10.0.0.0/104", "11.0.0.0/8"]),
        refused("together/a-quarter-4", &many("peerNetworks", 64, |index| format!("{}.0.0.0/8", 2 * index))),
        together("more-than-allowed-4", &[LARGEST_TOGETHER_4, &["192.0.2.7"]].concat()),
        together("more-than-allowed-6", &["fc00::/7", "2000::/7", "fe80::1"]),
        together("three-6", &["2000::/7", "2400::/7", "2800::/7"]),
    ]
}

fn fingerprints() -> Vec<Value> {
    const MALFORMED: &str = "edge_fingerprint_malformed";
    let one = |id: &str, text: &str| {
        refused(&format!("fingerprint/{id}"), &of_fingerprints(&[text]), MALFORMED).of_element(1)
    };
    vec![
        one("empty", ""),
        one("sha-1", &"ab".repeat(20)),
        one("md5", &"ab".repeat(16)),
        one("sha-512", &"ab".repeat(64)),
        one("one-digit-short", &"a".repeat(63)),
        one("with-label", &format!("SHA256:{}", "ab".repeat(32))),
        one("with-blanks", &"ab ".repeat(32)),
        one("base64", "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="),
        one("certificate", &pem::certificate(&edge_certificate())),
        refused("fingerprint/second-of-two", &of_fingerprints(&[&digits(1), "ab"]), MALFORMED).of_element(2),
        refused(
            "fingerprint/more-than-allowed",
            &many("edgeFingerprints", 65, digits),
            "too_many_edge_fingerprints",
        ),
    ]
}

fn many(option: &str, count: usize, entry: impl Fn(usize) -> String) -> String {
    json!({ option: (0..count).map(entry).collect::<Vec<_>>() }).to_string()
}

fn loads(id: &str, options: &str) -> Value {
    json!({ "id": id, "options": options, "expect": {} })
}

fn refused(id: &str, options: &str, code: &str) -> Value {
    json!({ "id": id, "options": options, "expect": { "error": code } })
}

fn bytes(id: &str, options: &[u8], code: &str) -> Value {
    json!({ "id": id, "options": { "base64": pem::base64(options) }, "expect": { "error": code } })
}

fn repeated(id: &str, text: &str, count: usize, code: &str) -> Value {
    json!({ "id": id, "options": { "repeat": [text, count] }, "expect": { "error": code } })
}

/// More that a refusal must say.
trait Refusal {
    /// The number of the wrong entry, from 1.
    fn of_element(self, element: usize) -> Self;
    /// The text to write instead.
    fn suggests(self, suggestion: &str) -> Self;
}

impl Refusal for Value {
    fn of_element(mut self, element: usize) -> Self {
        self["expect"]["element"] = element.into();
        self
    }

    fn suggests(mut self, suggestion: &str) -> Self {
        self["expect"]["suggestion"] = suggestion.into();
        self
    }
}
