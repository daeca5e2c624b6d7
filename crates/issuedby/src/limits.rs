//! Every limit on input that an attacker chooses: its name, its number and its reason.

/// The largest certificate, in bytes of DER, that is looked at at all.
///
/// webpki refuses a certificate whose outer SEQUENCE is 2^16 or longer, and no client certificate in
/// the wild comes near: 64 KiB leaves room for hundreds of names and a post-quantum key and signature.
pub const MAX_CERTIFICATE_SIZE: usize = 65_536;

/// The largest PEM text, in bytes, from which a CA or a leaf is read: 1 MiB.
///
/// Sixteen times the largest certificate as text, so that a pasted bundle gives the error "several
/// certificates" and not "too large".
pub const MAX_PEM_SIZE: usize = 1 << 20;

/// The most certificates in one bundle of CAs.
///
/// The lists of public CAs that systems bring have about 150; an account has a few. Each certificate costs its checks.
pub const MAX_BUNDLE_CERTIFICATES: usize = 1_024;

/// The most extensions in one certificate.
///
/// Conforming client certificates carry about ten; duplicates are found by comparing each with all
/// before it, which this bounds at 2 016 comparisons of object identifiers.
pub const MAX_EXTENSIONS: usize = 64;

/// The most entries of one list of a certificate, such as its alternative names, that an inspection gives.
///
/// Certificates with the most names in the wild have about 2 000. Twenty times as many fit into 64 KiB, and what is said of
/// each has ten times its size.
pub const MAX_INSPECTED_ENTRIES: usize = 4_096;

/// The most bytes of one value, such as an extension that nothing reads or a policy's qualifier, that an inspection gives:
/// 1 KiB.
///
/// Extensions of private use have a few dozen bytes. The size of every one is said.
pub const MAX_INSPECTED_VALUE_SIZE: usize = 1_024;

/// The most bytes of the qualifiers of all policies of a certificate that an inspection gives: 8 KiB.
///
/// A notice has at most 200 characters (RFC 5280 section 4.2.1.4), and certificates have a few policies. In hexadecimal, each
/// byte takes three.
pub const MAX_INSPECTED_QUALIFIERS_SIZE: usize = 8_192;

/// The most signature checks spent on one leaf, over all CAs that share its issuer's name.
///
/// One forged leaf must not buy unbounded public-key operations. Where the limit ends the search, the
/// verdict says so (`too_many_candidates`).
pub const MAX_SIGNATURE_CHECKS: usize = 64;

/// The largest DER Name, in bytes of the RDNSequence contents.
///
/// A Name cannot be larger than the certificate that holds it.
pub const MAX_NAME_SIZE: usize = 65_535;

/// The longest text that is read as a Name, in bytes of UTF-8.
///
/// Sixteen times the longest issuer name in use, so that a whole file pasted by mistake is named as such and costs
/// nothing.
pub const MAX_NAME_TEXT_SIZE: usize = 16_384;

/// The most RDNs in one Name. The deepest directory trees in use have about a dozen levels.
pub const MAX_RDNS: usize = 128;

/// The most attributes in one Name, over all its RDNs.
pub const MAX_ATTRIBUTES: usize = 256;

/// The most content bytes of one object identifier in a Name.
///
/// Twice what an arc of 128 bits (`2.25.` and a UUID) below the longest registered prefix takes.
pub const MAX_OID_SIZE: usize = 64;

/// The most comparisons of a certificate's names with name constraints, over all CAs that share its issuer's name.
///
/// A hundred names under a hundred constraints take 10 000. It is below webpki's own limit of 250 000 and counts at
/// least what that counts, so that this one is met first and says so (`name_constraints_too_complex`).
pub const MAX_NAME_CONSTRAINT_COMPARISONS: usize = 65_536;

/// A comparison of longer names counts once more for each so many bytes, so that the limit bounds the work too.
pub const NAME_CONSTRAINT_COMPARISON_SIZE: usize = 64;

/// The largest certificate, in bytes of DER, that is taken from a `Client-Cert` field.
///
/// RFC 9651 section 3.3.5 asks every parser to take 16 384; ours goes up to
/// [`MAX_CERTIFICATE_SIZE`], so that one limit holds for every way in.
pub const MAX_CLIENT_CERT_SIZE: usize = MAX_CERTIFICATE_SIZE;

/// The most members in a `Client-Cert-Chain` list that is parsed: what RFC 9651 section 3.1 asks of
/// every parser.
pub const MAX_CHAIN_MEMBERS: usize = 1_024;

/// The most certificates of a presented chain that are read for a diagnosis.
///
/// TLS stacks commonly stop at 10; each may cost two signature checks.
pub const MAX_CHAIN_USED: usize = 16;

/// The most CAs whose names are compared with the issuer of a refused certificate, for its message.
///
/// An account has a few CAs. Anyone can present a certificate that is refused; a comparison takes microseconds.
pub const MAX_CAS_COMPARED: usize = 32;

/// The most parameters after the item of one structured field: RFC 9651 section 3.1.2 asks every
/// parser to take 256.
pub const MAX_PARAMETERS: usize = 256;

/// The longest value of one structured field, in bytes, all its lines joined: 32 MiB.
///
/// RFC 9651 asks every parser to take lists of 1 024 members and byte sequences of 16 384 bytes, which
/// together make 22 MiB of text. HTTP servers stop far earlier; this bounds callers that have no server.
pub const MAX_STRUCTURED_FIELD_SIZE: usize = 1 << 25;

/// The longest label of a PEM block, in bytes: what stands between `-----BEGIN ` and `-----`.
///
/// The longest in use, `ENCRYPTED PRIVATE KEY` and its kin, have about 25. Labels are repeated in error
/// messages, so that this also bounds what a message shows of its input.
pub const MAX_PEM_LABEL_SIZE: usize = 64;

/// The longest value of `Client-Cert`, and of `Client-Cert-Chain`, that an edge sends by default: 8 KiB.
///
/// Half of the 16 KiB that Node takes for all fields of a request together, and room for a certificate of 6 KiB.
pub const DEFAULT_CLIENT_CERT_VALUE_SIZE: usize = 8_192;

/// The longest identifier of a CA, in bytes, that an edge sends to its workers.
///
/// Those of a registry have 33; a UUID has 36, an ARN stays below 100.
pub const MAX_CA_ID_SIZE: usize = 128;

/// The largest JSON text, in bytes, from which the options of a policy are read: 1 MiB.
///
/// Sixty-four names of 16 KiB, the longest that are read; what is larger was not written by a person.
pub const MAX_OPTIONS_SIZE: usize = 1 << 20;

/// The most names in `certIssuerDN`.
///
/// A rotation needs two. Each is compared with the issuer at every request.
pub const MAX_CERT_ISSUER_DNS: usize = 64;

/// The longest line, in bytes, that a policy writes for the log about one request: 4 KiB.
///
/// It has names in it that a client chose, and syslog daemons cut lines at 1 to 8 KiB.
pub const MAX_LOG_SIZE: usize = 4_096;

/// The largest JSON text, in bytes, from which the options of a trusted edge are read: 32 KiB.
///
/// As many networks and fingerprints as are allowed, indented, take less than half.
pub const MAX_TRUSTED_EDGE_OPTIONS_SIZE: usize = 32_768;

/// The most entries in `peerNetworks`.
///
/// Edges have a few networks. Each is compared with the peer's address at every request.
pub const MAX_PEER_NETWORKS: usize = 64;

/// The most entries in `edgeFingerprints`: each edge of a fleet, and its next certificate.
pub const MAX_EDGE_FINGERPRINTS: usize = 64;

/// The shortest prefix of an IPv4 network in `peerNetworks`: `10.0.0.0/8` is the largest private network (RFC 1918).
pub const MIN_IPV4_NETWORK_PREFIX: u8 = 8;

/// The shortest prefix of an IPv6 network in `peerNetworks`: `fc00::/7` is the largest private network (RFC 4193).
pub const MIN_IPV6_NETWORK_PREFIX: u8 = 7;

/// The shortest prefix that all networks in `peerNetworks` of IPv4, or of IPv6, may have the addresses of: 1/64 of all.
///
/// They hold too much together even where none is larger than the largest private one: 64 times `/8` are a quarter of
/// all IPv4 addresses. Four times `/8` have room for every private network (RFC 1918, RFC 6598, loopback) and for more
/// addresses than any edge has beside them; twice `/7` for `fc00::/7` and as much again.
pub const MIN_NETWORKS_TOGETHER_PREFIX: u8 = 6;

/// The longest text, in bytes, that is read as the address of a peer: IPv6 with the last 32 bits as IPv4, written out.
pub const MAX_PEER_ADDRESS_SIZE: usize = 45;

/// The validity of an end-entity certificate, in years, from which on an inspection gives a caution.
///
/// Certificates of people and services are renewed within three years, those of machines within five at most.
pub const LONG_VALIDITY_YEARS: i64 = 5;

/// The same of a CA certificate: roots are commonly valid for 20 years, some for 25.
pub const LONG_CA_VALIDITY_YEARS: i64 = 26;
