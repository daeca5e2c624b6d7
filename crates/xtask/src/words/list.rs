//! The words that this repository does not use, each with the word to write instead.
//!
//! The glossary in CONTRIBUTING.md gives the meaning and the RFC of the words to write.

/// A word, or a turn of phrase, that is refused.
pub(super) struct Word {
    /// A regular expression over one line, and over the same line with its identifiers split into words.
    /// ASCII case does not count. If it begins with `(?-i)`, case counts, and identifiers are not split.
    pub(super) pattern: &'static str,
    /// The word to write instead.
    pub(super) write: &'static str,
    /// Regular expressions, case included, of the places where the word is right: names that an interface
    /// fixes, and terms of an RFC.
    pub(super) allowed: &'static [&'static str],
}

const fn word(pattern: &'static str, write: &'static str) -> Word {
    Word { pattern, write, allowed: &[] }
}

const fn except(pattern: &'static str, write: &'static str, allowed: &'static [&'static str]) -> Word {
    Word { pattern, write, allowed }
}

/// Every word, by subject. An expression of `allowed` must contain the whole word that it excuses.
pub(super) const WORDS: &[Word] = &[
    // The field's words: PKIX, TLS and HTTP.
    except(
        r"octets?",
        "byte",
        &[
            // ASN.1's type, in prose and in code.
            r"OCTET STRING",
            r"OCTET_STRING",
            r"octet_string\b",
            r"OctetString\w*",
            r"application/octet-stream",
            // Ids of vectors, tags of random cases and names of samples.
            r"(?:[a-z0-9]+-)+octets?(?:-[a-z]+)*\b",
            // The glossary names the word.
            r#""octet""#,
        ],
    ),
    except(r"judge\w*|judging", "evaluate; a verdict", &[r#""judge""#]),
    word(r"\btold\b", "says, gets, reports; in code `ClientReport`, `identity_headers`"),
    word(
        r"\bgrounds?\b|GroundsFell",
        "the CAs and dates of a verdict (`VerdictGuard`); a rule of the trusted edge",
    ),
    word(r"(?-i)\bAsked\b", "`AccessRecord`"),
    word(r"(?-i)\bTaken\b|answers_not_taken", "`StallGuard`, `responses_stalled`"),
    word(r"\w*patien(?:ce|t|tly)\b", "a timeout; `write_timeout`"),
    word(r"(?-i)\bShaken\b|\bshaken\b", "`Handshaken`, handshake"),
    word(
        r"\bconverse\(|\bBREATH\b|until_the_end|until_told",
        "`serve_connection`, `ACCEPT_BACKOFF`, `until_signal`",
    ),
    word(r"(?-i)\bRoom\b", "`ConnectionPermit`"),
    word(r"complain\w*|\w*_complaint\w*|complaints?\b", "log, report, error, warning"),
    word(r"(?-i)\bOF_THE_CONNECTION\b|says_origin", "`HOP_BY_HOP`, `is_forwarding_header`"),
    word(r"AnswerBody|clean_answer", "`ResponseBody`, `sanitize_response`"),
    word(r"server behind this edge", "upstream"),
    except(
        r"broken_by|reasons_of_ca|\bhop\.rs",
        "`violations`, `ca_rules`, `evaluation.rs`",
        // The edge's module about hop-by-hop fields.
        &[r"hop_by_hop\.rs"],
    ),
    word(r"could be walked|\bwalk\.rs", "could be parsed; `parse.rs`"),
    word(r"(?-i)from_der_and_more|\bNoKeys\b", "`from_der_prefix`"),
    word(r"(?-i)\bof_webpki\b|\bUnfitCa\b", "`from_webpki`, `CaError`"),
    word(r"is_attention|\bremarks?\b|\balarming\b", "warning"),
    except(
        r"\w*alarm\w*",
        "warning",
        // A key of `issuedby inspect --format json`.
        &[r#""alarms""#, r"`alarms`"],
    ),
    // Plain English.
    except(
        r"\bnobody\b",
        "no one, no client; or turn the sentence: who does it?",
        // Values of names in tests, the id of a vector, the description of a scenario.
        &[r#""nobody""#, r"nobody@", r"CN=nobody", r"identifier-of-nobody", r"a CA that nobody uploaded"],
    ),
    word(r"\b(?:is|are|was|were) to be\b", "must be, is"),
    except(
        r"\bthe one that\b",
        "name the thing: the CA that, the line that",
        // A message that vectors hold.
        &[r"keep the one that is meant"],
    ),
    word(r"\b(?:whose|client's|caller's) doing\b", "who causes it"),
    word(r"\bis none any more\b|\bwhat is none\b|\bthat is none\b", "is no longer valid; is not a NAME"),
    word(r"\bwhatsoever\b|\bwhosoever\b", "any"),
    word(r"nearest that there is", "the closest is"),
    word(r"fell on the way", "was lost"),
    word(r"(?-i)^[ \t/*!|-]*(?:Read are|What is no )", "subject first: The parser reads, Anything else is"),
];

/// The beginnings of doc comments that are refused: a noun phrase or a verb says what the thing is.
pub(super) const QUESTIONS: &[&str] = &["What", "How", "Who", "Whose", "Where", "Why", "Whether", "Which"];
