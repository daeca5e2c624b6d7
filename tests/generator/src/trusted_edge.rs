//! Writes the cases of the trusted edge as `tests/vectors/trusted_edge.json`: one case a line.
//!
//! Each expectation is declared here, from the rules of `issuedby::trusted_edge`, and never taken from the core. The
//! exact text of an answer (`trust`) is the core's.

use issuedby::trusted_edge::{ConnectionFacts, TrustedEdge};
use serde_json::{Value, json};

use crate::case::fingerprint;
use crate::file::GeneratedFile;
use crate::{authority, der, pem};

/// The number of the file's format. A runner must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// The vector file.
pub fn file() -> GeneratedFile {
    let groups = [("options", options()), ("decisions", decisions())];
    let counts: Vec<_> = groups.iter().map(|(name, cases)| format!("\"{name}\":{}", cases.len())).collect();
    let lists: Vec<_> =
        groups.iter().map(|(name, cases)| format!("\"{name}\":[\n{}\n]", lines(cases))).collect();
    let text = format!("{{\"format\":{FORMAT},\"count\":{{{}}},{}}}\n", counts.join(","), lists.join(","));
    GeneratedFile::new("tests/vectors/trusted_edge.json", text)
}

fn lines(values: &[Value]) -> String {
    let lines: Vec<_> = values.iter().map(Value::to_string).collect();
    lines.join(",\n")
}

fn options() -> Vec<Value> {
    [loaded(), not_an_object(), wrong_types(), no_rules(), networks(), fingerprints()].concat()
}

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
    let all_global: Vec<_> = (0x20..0x40_u16).step_by(2).map(|first| format!("{first:x}00::/7")).collect();
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
        refused("network/together-all-global-6", &many_texts("peerNetworks", &all_global), CATCH_ALL),
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

/// The facts of a connection.
#[derive(Clone, Default)]
struct Facts {
    unix_socket: bool,
    peer_address: Option<&'static str>,
    client_certificate: Option<Vec<u8>>,
}

impl Facts {
    fn over_unix_socket() -> Self {
        Self { unix_socket: true, ..Self::default() }
    }

    fn from(address: &'static str) -> Self {
        Self { peer_address: Some(address), ..Self::default() }
    }

    fn with(self, certificate: &[u8]) -> Self {
        Self { client_certificate: Some(certificate.to_vec()), ..self }
    }
}

fn decisions() -> Vec<Value> {
    [unix_socket_decisions(), address_decisions(), certificate_decisions(), several_rules()].concat()
}

fn unix_socket_decisions() -> Vec<Value> {
    let options = r#"{"unixSocket":true}"#;
    let believed = |id: &str, facts| believed(&format!("unix-socket/{id}"), options, facts, "unix_socket");
    let not =
        |id: &str, facts| not_believed(&format!("unix-socket/{id}"), options, facts, "not_a_unix_socket");
    vec![
        believed("connection", Facts::over_unix_socket()),
        // The address is from a header field, and no rule here reads it.
        believed(
            "address-of-a-header",
            Facts { peer_address: Some("192.0.2.7"), ..Facts::over_unix_socket() },
        ),
        not("nothing-known", Facts::default()),
        not("loopback", Facts::from("127.0.0.1")),
        not("address-that-is-a-path", Facts::from("/run/edge.sock")),
        not("certificate", Facts::from("192.0.2.7").with(&edge_certificate())),
    ]
}

fn address_decisions() -> Vec<Value> {
    const LISTED: &[&str] =
        &["192.0.2.7", "198.51.100.0/24", "fd00::/64", "::ffff:203.0.113.0/120", "2001:db8::1"];
    let options = of_networks(LISTED);
    let believed = |id: &str, address: &'static str| {
        believed(&format!("address/{id}"), &options, Facts::from(address), "peer_networks")
    };
    let not = |id: &str, address: &'static str, code: &str| {
        not_believed(&format!("address/{id}"), &options, Facts::from(address), code)
    };
    const OTHER: &str = "peer_address_not_listed";
    const UNREADABLE: &str = "peer_address_unreadable";
    let mut cases = vec![
        believed("listed", "192.0.2.7"),
        believed("first-of-network", "198.51.100.0"),
        believed("last-of-network", "198.51.100.255"),
        believed("listed-6", "2001:db8::1"),
        believed("other-spelling-6", "2001:0DB8:0:0:0:0:0:1"),
        believed("network-6", "fd00::ffff:ffff:ffff:ffff"),
        believed("mapped", "::ffff:192.0.2.7"),
        believed("mapped-hexadecimal", "::ffff:c000:207"),
        believed("of-a-mapped-network", "203.0.113.9"),
        not("neighbour", "192.0.2.8", OTHER),
        not("before-network", "198.51.99.255", OTHER),
        not("behind-network", "198.51.101.0", OTHER),
        not("behind-network-6", "fd00:0:0:1::", OTHER),
        not("loopback", "127.0.0.1", OTHER),
        not("loopback-6", "::1", OTHER),
        not("compatible-form", "::192.0.2.7", OTHER),
        not("nat64-form", "64:ff9b::192.0.2.7", OTHER),
        not("unspecified", "0.0.0.0", OTHER),
        not("empty", "", UNREADABLE),
        not("with-port", "192.0.2.7:443", UNREADABLE),
        not("in-brackets", "[2001:db8::1]", UNREADABLE),
        not("blank", "192.0.2.7 ", UNREADABLE),
        not("list", "192.0.2.7, 198.51.100.1", UNREADABLE),
        not("network", "198.51.100.0/24", UNREADABLE),
        not("leading-zero", "192.0.2.007", UNREADABLE),
        not("one-number", "3221225991", UNREADABLE),
        not("host-name", "testclient", UNREADABLE),
        not("forged-line", "192.0.2.7\nbelieved", UNREADABLE),
        not("nul", "192.0.2.7\0", UNREADABLE),
        not("longer-than-any", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0001", UNREADABLE),
        not("zone", "fd00::1%eth0", "peer_address_has_zone"),
        not("zone-with-any-character", "fd00::1%\u{1b}[2J", "peer_address_has_zone"),
    ];
    let facts = Facts { unix_socket: true, ..Facts::from("192.0.2.7") };
    let local = Facts { unix_socket: true, ..Facts::from("<local>") };
    cases.extend([
        not_believed("address/word-on-unix-socket", &options, local, "peer_address_missing"),
        not_believed("address/missing", &options, Facts::default(), "peer_address_missing"),
        not_believed("address/unix-socket", &options, Facts::over_unix_socket(), "peer_address_missing"),
        not_believed("address/of-a-header-on-unix-socket", &options, facts, "peer_address_on_unix_socket"),
    ]);
    cases
}

fn certificate_decisions() -> Vec<Value> {
    let (edge, other) = (edge_certificate(), client());
    let options = of_fingerprints(&[&digits(7), &fingerprint(&edge).replace(':', "").to_lowercase()]);
    let from = || Facts::from("192.0.2.7");
    let believed =
        |id: &str, facts| believed(&format!("certificate/{id}"), &options, facts, "edge_fingerprints");
    let not = |id: &str, facts, code| not_believed(&format!("certificate/{id}"), &options, facts, code);
    const OTHER: &str = "client_certificate_not_listed";
    const UNREADABLE: &str = "client_certificate_unreadable";
    let cut = edge.split_last().map(|(_, rest)| rest).unwrap_or_default();
    vec![
        believed("der", from().with(&edge)),
        believed("pem", from().with(pem::certificate(&edge).as_bytes())),
        believed("address-unknown", Facts::default().with(&edge)),
        believed("over-unix-socket", Facts::over_unix_socket().with(&edge)),
        not("other", from().with(&other), OTHER),
        not("other-in-pem", from().with(pem::certificate(&other).as_bytes()), OTHER),
        not("other-that-is-no-certificate", from().with(&der::sequence(&[der::integer(&[5])])), OTHER),
        not("missing", from(), "client_certificate_missing"),
        not("missing-over-unix-socket", Facts::over_unix_socket(), "client_certificate_missing"),
        not("empty", from().with(b""), UNREADABLE),
        not("cut", from().with(cut), OTHER),
        not("text", from().with(b"no certificate"), UNREADABLE),
        not("fingerprint-in-its-place", from().with(fingerprint(&edge).as_bytes()), UNREADABLE),
        not("public-key", from().with(pem::block("PUBLIC KEY", &edge).as_bytes()), UNREADABLE),
    ]
}

fn several_rules() -> Vec<Value> {
    let edge = edge_certificate();
    let options =
        json!({ "unixSocket": true, "peerNetworks": ["192.0.2.0/24"], "edgeFingerprints": [fingerprint(&edge)] })
            .to_string();
    let believed = |id: &str, facts, rule| believed(&format!("several/{id}"), &options, facts, rule);
    let not = |id: &str, facts, code| not_believed(&format!("several/{id}"), &options, facts, code);
    let elsewhere = || Facts::from("198.51.100.7");
    vec![
        believed("unix-socket", Facts::over_unix_socket(), "unix_socket"),
        believed("address", Facts::from("192.0.2.9"), "peer_networks"),
        believed("certificate", elsewhere().with(&edge), "edge_fingerprints"),
        believed("address-before-certificate", Facts::from("192.0.2.9").with(&edge), "peer_networks"),
        believed(
            "address-with-another-certificate",
            Facts::from("192.0.2.9").with(&client()),
            "peer_networks",
        ),
        believed("unreadable-address-with-certificate", Facts::from("edge").with(&edge), "edge_fingerprints"),
        not("nothing-known", Facts::default(), "client_certificate_missing"),
        not("other-address", elsewhere(), "peer_address_not_listed"),
        not("unreadable-address", Facts::from("edge"), "peer_address_unreadable"),
        not("other-address-and-certificate", elsewhere().with(&client()), "client_certificate_not_listed"),
        not("other-address-unreadable-certificate", elsewhere().with(b"-"), "peer_address_not_listed"),
    ]
}

fn client() -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client())
}

/// The client certificate that the edge shows to its workers.
fn edge_certificate() -> Vec<u8> {
    let ca = authority::other();
    ca.issue(&ca.client())
}

/// The digits of a fingerprint that no certificate here has.
fn digits(index: usize) -> String {
    format!("{index:064x}")
}

fn of_networks(networks: &[&str]) -> String {
    json!({ "peerNetworks": networks }).to_string()
}

fn of_fingerprints(fingerprints: &[&str]) -> String {
    json!({ "edgeFingerprints": fingerprints }).to_string()
}

fn many(option: &str, count: usize, entry: impl Fn(usize) -> String) -> String {
    many_texts(option, &(0..count).map(entry).collect::<Vec<_>>())
}

fn many_texts(option: &str, entries: &[String]) -> String {
    json!({ option: entries }).to_string()
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

fn believed(id: &str, options: &str, facts: Facts, rule: &str) -> Value {
    decision(id, options, &facts, json!({ "believed": true, "rule": rule, "code": rule }))
}

fn not_believed(id: &str, options: &str, facts: Facts, code: &str) -> Value {
    decision(id, options, &facts, json!({ "believed": false, "rule": null, "code": code }))
}

fn decision(id: &str, options: &str, facts: &Facts, expect: Value) -> Value {
    let edge = TrustedEdge::from_json(options).expect("the options of a decision are valid");
    let mut connection = ConnectionFacts::new().unix_socket(facts.unix_socket);
    if let Some(address) = facts.peer_address {
        connection = connection.peer_address(address);
    }
    if let Some(certificate) = &facts.client_certificate {
        connection = connection.client_certificate(&certificate[..]);
    }
    json!({
        "id": id,
        "options": options,
        "facts": {
            "unixSocket": facts.unix_socket,
            "peerAddress": facts.peer_address,
            "clientCertificate": facts.client_certificate.as_deref().map(pem::base64),
        },
        "expect": expect,
        "trust": edge.decide(&connection).to_json(),
    })
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
