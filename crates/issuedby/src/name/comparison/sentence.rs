//! The likely cause of a mismatch, said to people.

use alloc::format;
use alloc::string::String;
use core::fmt::{self, Display};

use super::resemblance::{self, Resemblance};
use super::{Comparison, Difference, DifferenceKind, Hint, MatchLevel};
use crate::diagnosis::{Quoted, is_quoted_whole};

pub(super) fn of_comparison(comparison: &Comparison) -> Option<String> {
    let hints = comparison.hints();
    // The number of RDNs says less than what is missing, and lost characters are no matter where all is there.
    let says_more = |hint: &&Hint| match hint {
        Hint::RdnCount { .. } => false,
        Hint::ReplacementCharacter => comparison.level() == MatchLevel::Different,
        _ => true,
    };
    let main = hints.iter().find(says_more).or(hints.first())?;
    Some(match main {
        Hint::ReversedOrder if comparison.sides_look_exchanged() => String::from(
            "the order is reversed: the found name looks like OpenSSL's default or oneline output; if it was typed, the \
             two sides are exchanged: write the expected name",
        ),
        Hint::ReversedOrder => {
            String::from("the order is reversed: this looks like OpenSSL's default or oneline output")
        }
        Hint::Reordered => String::from("the RDNs are the same in another order, which is another name"),
        Hint::RegroupedMultiValued => String::from(
            "the attributes are the same, but grouped otherwise: `+` joins those of one RDN, `,` stands \
             between RDNs",
        ),
        Hint::UnicodeCaseOrCompatibility => letter_case(comparison),
        Hint::ReplacementCharacter => lost_characters(comparison),
        Hint::AttributeTypeDiffers => other_types(comparison),
        Hint::PolicyIsSubset => more_was_found(comparison),
        Hint::PolicyIsSuperset => less_was_found(comparison),
        Hint::RdnCount { .. } | Hint::Different => different(comparison),
    })
}

fn letter_case(comparison: &Comparison) -> String {
    match comparison.suggestion() {
        Some(_) => String::from(
            "the names differ in the letter case of characters beyond ASCII, as where a program changed the case of \
             the whole name: only ASCII letters ignore case, write the others exactly as they are printed",
        ),
        None => format!(
            "the found name has characters beyond ASCII that only seem to be ASCII letters in another case: {}",
            different(comparison)
        ),
    }
}

fn lost_characters(comparison: &Comparison) -> String {
    const LOST: &str = "the expected name holds U+FFFD, the sign for a character that was lost: it was \
                        pasted from a tool that lost characters";
    match comparison.suggestion() {
        Some(_) => String::from(LOST),
        None => format!("{LOST}; print it with `openssl x509 -noout -subject -nameopt RFC2253`"),
    }
}

fn other_types(comparison: &Comparison) -> String {
    let mut types = comparison.differences().iter().filter(|it| it.kind() == DifferenceKind::Type);
    match types.next() {
        Some(difference) => {
            let note = note_on_types(difference);
            format!("the values are the same, their attribute types are not: {difference}{note}")
        }
        None => format!("the same values stand under other attribute types: {}", different(comparison)),
    }
}

/// The usual confusion about the two types.
fn note_on_types(difference: &Difference) -> &'static str {
    let types = [difference.expected(), difference.found()]
        .map(|printed| printed.and_then(|it| it.split('=').next()));
    let either = |keyword: &str| types.contains(&Some(keyword));
    if either("SN") && either("serialNumber") {
        "; SN is the surname, serialNumber is the number"
    } else if either("SN") && either("ST") {
        "; S is the state (ST), SN is the surname"
    } else if either("UID") || either(UNIQUE_IDENTIFIER) || either("x500UniqueIdentifier") {
        "; UID is the userId, what OpenSSL prints as uid is 0.9.2342.19200300.100.1.44, and \
         x500UniqueIdentifier is a third type"
    } else if either("mail") && either("emailAddress") {
        "; mail is the directory's type, emailAddress (also E) the one of certificates"
    } else {
        ""
    }
}

/// uniqueIdentifier of RFC 4524, printed in dotted decimal.
const UNIQUE_IDENTIFIER: &str = "0.9.2342.19200300.100.1.44";

fn more_was_found(comparison: &Comparison) -> String {
    if comparison.differences().iter().all(|it| it.expected().is_none()) {
        let all_found = comparison.differences().len();
        if let [Hint::RdnCount { expected: 0, .. }, ..] = comparison.hints() {
            return format!(
                "the expected name is empty, the found one has {}",
                Count(all_found, "attribute")
            );
        }
        let more = Listing { comparison, kind: DifferenceKind::Unexpected };
        return format!("the expected name is a part of the found one only: it lacks {more}");
    }
    different(comparison)
}

fn less_was_found(comparison: &Comparison) -> String {
    if comparison.differences().iter().all(|it| it.found().is_none()) {
        if comparison.hints().iter().any(|hint| matches!(hint, Hint::RdnCount { found: 0, .. })) {
            return String::from("the found name is empty");
        }
        let more = Listing { comparison, kind: DifferenceKind::Missing };
        let note =
            if are_two_names(comparison) { "; these are two names in one: list them one by one" } else { "" };
        return format!("the expected name has more than the found one: {more}{note}");
    }
    different(comparison)
}

/// Tells whether what the expected name has more is a whole name of its own: it begins with a CN again, and goes on.
fn are_two_names(comparison: &Comparison) -> bool {
    let mut more = comparison.differences().iter();
    let begins = more
        .next()
        .is_some_and(|first| first.attribute() == "CN" && first.expected_rdn().is_some_and(|rdn| rdn > 1));
    begins && more.next().is_some()
}

fn different(comparison: &Comparison) -> String {
    let differences = comparison.differences();
    let Some(first) = differences.first() else { return String::from("the names differ") };
    let alike = resemblance::is_only_difference(differences).then(|| first.resemblance()).flatten();
    if let Some(cause) = alike.and_then(cause_of) {
        return alike_but_different(comparison, first, cause);
    }
    let note = note_on_values(first);
    match differences.len() {
        1 => format!("the names differ in one attribute: {first}{note}"),
        number => format!("the names differ in {number} attributes, the first: {first}{note}"),
    }
}

/// The usual mistakes behind a value.
fn note_on_values(difference: &Difference) -> &'static str {
    let (expected, found) =
        (difference.expected().unwrap_or_default(), difference.found().unwrap_or_default());
    if expected.contains("/emailAddress=") && !found.contains("/emailAddress=") {
        "; `/emailAddress=` is OpenSSL's old way to print an RDN of its own"
    } else if is_without_variable(expected, found) {
        "; a shell replaced the word after `$`: put the name in single quotes"
    } else {
        ""
    }
}

/// Tells whether the expected text is the found one without a `$` and the word after it.
fn is_without_variable(expected: &str, found: &str) -> bool {
    found.split_once('$').is_some_and(|(before, rest)| {
        let after =
            rest.trim_start_matches(|character: char| character.is_ascii_alphanumeric() || character == '_');
        expected.strip_prefix(before) == Some(after)
    })
}

/// The cause of a difference that people cannot see; `None` where another sentence says it.
const fn cause_of(resemblance: Resemblance) -> Option<&'static str> {
    Some(match resemblance {
        Resemblance::HiddenCharacters => "the names look alike but differ in characters that cannot be seen",
        Resemblance::MangledExpected => {
            "the expected name is mojibake: UTF-8 that was read as Latin-1 or Windows-1252"
        }
        Resemblance::MangledFound => {
            "the found name is mojibake: UTF-8 that was read as Latin-1 or Windows-1252"
        }
        Resemblance::SimilarCharacters => "the names look alike but have different characters",
        Resemblance::WhiteSpace => "the names differ in white space between words",
        Resemblance::LostCharacters => return None,
    })
}

/// The cause with the character; and, where the found name is the odd one, the side to write.
fn alike_but_different(comparison: &Comparison, first: &Difference, cause: &str) -> String {
    let place = match (first.expected_rdn(), first.found_rdn()) {
        (Some(rdn), Some(_)) => format!("RDN {rdn}, {}", first.attribute()),
        _ => String::from(first.attribute()),
    };
    let mut sentence = match first.odd_character() {
        Some(odd) => format!("{cause}: {place}, {odd}"),
        None => format!("{cause}: {first}"),
    };
    if comparison.suggestion().is_none() {
        sentence.push_str(if first.resemblance() == Some(Resemblance::MangledFound) {
            "; write it like this only if the subject of your own CA is printed so; if the found name was typed, the two \
             sides are exchanged: write the expected name"
        } else {
            "; if a certificate has the found name, it is that of another CA; if the found name was typed, the two sides \
             are exchanged: write the expected name"
        });
    }
    sentence
}

/// The text to paste, after the sentence.
pub(super) struct Paste<'a>(pub(super) Option<&'a str>);

impl Display for Paste<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(text) if is_quoted_whole(text) => write!(f, "; paste {} instead", Quoted(text)),
            // A name that was cut must not be pasted.
            Some(text) => write!(f, "; paste the found name instead, all {} characters of it", text.len()),
            None => Ok(()),
        }
    }
}

/// The same for a name that may have been typed.
pub(super) struct PasteIfFromCertificate<'a>(pub(super) Option<&'a str>);

impl Display for PasteIfFromCertificate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(text) if is_quoted_whole(text) => {
                write!(f, "; if a certificate has it so, paste {}", Quoted(text))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// The attributes of one kind of difference: the first few, and how many more.
struct Listing<'a> {
    comparison: &'a Comparison,
    kind: DifferenceKind,
}

impl Display for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        let differences = self.comparison.differences();
        let of_kind = || differences.iter().filter(|it| it.kind() == self.kind);
        for (index, difference) in of_kind().take(SHOWN).enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            let printed = difference.expected().or(difference.found()).unwrap_or_default();
            write!(f, "{separator}{}", Quoted(printed))?;
        }
        match of_kind().count().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

struct Count(usize, &'static str);

impl Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, noun) = self;
        write!(f, "{number} {noun}{}", if *number == 1 { "" } else { "s" })
    }
}
