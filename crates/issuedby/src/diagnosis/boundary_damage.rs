//! BEGIN and END lines of PEM text that are damaged around their words.

use super::holds;

/// The damage of a line that was a BEGIN or END line of a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum BoundaryDamage {
    /// More or fewer than five hyphens on a side.
    Hyphens,
    /// Dashes or blanks beyond ASCII, as editors for documents put them in.
    Typography,
}

impl BoundaryDamage {
    /// The damage of a line whose first word is `word`; `None` of an intact one and of any other.
    pub(crate) fn of(line: &[u8], word: &[u8]) -> Option<Self> {
        let line = line.trim_ascii();
        let words = line.iter().position(u8::is_ascii_alphabetic)?;
        let (dashes, label) = line.split_at_checked(words)?;
        let are_dashes = dashes.iter().all(|byte| matches!(byte, b'-' | b' ') || !byte.is_ascii());
        let is_intact = line
            .strip_prefix(b"-----")
            .and_then(|line| line.strip_suffix(b"-----"))
            .is_some_and(|label| label.is_ascii() && label.trim_ascii() == label && !label.contains(&b'-'));
        let was_boundary =
            are_dashes && !dashes.is_empty() && label.starts_with(word) && holds(label, b"CERT");
        match was_boundary && !is_intact {
            true if line.is_ascii() => is_label_of_certificate(label, word).then_some(Self::Hyphens),
            true => Some(Self::Typography),
            false => None,
        }
    }

    pub(crate) const fn found(self) -> &'static str {
        match self {
            Self::Hyphens => "a BEGIN or END line with more or fewer than five hyphens",
            Self::Typography => "a BEGIN or END line with typographic dashes or blanks (not ASCII)",
        }
    }

    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Hyphens => {
                "write five hyphens on each side with `sed -E 's/^[^A-Z]*(BEGIN|END) CERTIFICATE[^A-Z]*$/-----\\1 CERTIFICATE-----/' \
                 FILE > FILE.pem`"
            }
            Self::Typography => {
                "an editor for documents made these: write the lines again with \
                 `sed -E 's/^.*(BEGIN|END).*CERTIFICATE.*$/-----\\1 CERTIFICATE-----/' FILE > FILE.pem`"
            }
        }
    }
}

/// Tells whether only the hyphens after the label can be wrong.
fn is_label_of_certificate(label: &[u8], word: &[u8]) -> bool {
    let rest = label.strip_prefix(word).and_then(|rest| rest.strip_prefix(b" CERTIFICATE"));
    rest.is_some_and(|rest| rest.iter().all(|byte| matches!(byte, b'-' | b' ')))
}
