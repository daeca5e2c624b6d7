//! The faults of a certificate, of its CA or of the time of the check, one each.

/// One rule that is broken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(missing_docs, reason = "each says what is wrong, and its group where")]
pub enum Fault {
    Malformed,
    TooManyExtensions,
    TrailingData,
    Version1,
    Version2,
    DuplicateExtension,
    SerialNegative,
    SerialZero,
    SerialTopBitSet,
    SerialTooLong,
    SubjectMalformed,
    SubjectTooLarge,
    IssuerOther,
    IssuerMalformed,
    IssuerEmpty,
    IssuerTooLarge,
    AlgorithmsDiffer,
    AlgorithmOfOtherKey,
    AlgorithmUnknown,
    SignatureWrong,
    KeyTooWeak,
    KeyOfOtherKind,
    IsCa,
    PurposeServerAlone,
    PurposeAnyAlone,
    PurposeAbsent,
    NoDigitalSignature,
    UnknownCriticalExtension,
    UniqueIdentifier,
    PoliciesAbsent,
    PolicyAnyAlone,
    PoliciesCritical,
    NotYetValid,
    Expired,
    CaNotYetValid,
    CaExpired,
    CheckTimeInvalid,
    NameOutside,
    NameUnsupported,
    NameUnreadable,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 40] = [
        Self::Malformed,
        Self::TooManyExtensions,
        Self::TrailingData,
        Self::Version1,
        Self::Version2,
        Self::DuplicateExtension,
        Self::SerialNegative,
        Self::SerialZero,
        Self::SerialTopBitSet,
        Self::SerialTooLong,
        Self::SubjectMalformed,
        Self::SubjectTooLarge,
        Self::IssuerOther,
        Self::IssuerMalformed,
        Self::IssuerEmpty,
        Self::IssuerTooLarge,
        Self::AlgorithmsDiffer,
        Self::AlgorithmOfOtherKey,
        Self::AlgorithmUnknown,
        Self::SignatureWrong,
        Self::KeyTooWeak,
        Self::KeyOfOtherKind,
        Self::IsCa,
        Self::PurposeServerAlone,
        Self::PurposeAnyAlone,
        Self::PurposeAbsent,
        Self::NoDigitalSignature,
        Self::UnknownCriticalExtension,
        Self::UniqueIdentifier,
        Self::PoliciesAbsent,
        Self::PolicyAnyAlone,
        Self::PoliciesCritical,
        Self::NotYetValid,
        Self::Expired,
        Self::CaNotYetValid,
        Self::CaExpired,
        Self::CheckTimeInvalid,
        Self::NameOutside,
        Self::NameUnsupported,
        Self::NameUnreadable,
    ];

    /// The field that it is about: of the faults of one field a certificate has one.
    fn field(self) -> Self {
        match self {
            Self::TooManyExtensions => Self::Malformed,
            Self::Version2 => Self::Version1,
            Self::SerialZero | Self::SerialTopBitSet | Self::SerialTooLong => Self::SerialNegative,
            Self::SubjectTooLarge => Self::SubjectMalformed,
            Self::IssuerMalformed | Self::IssuerEmpty | Self::IssuerTooLarge => Self::IssuerOther,
            Self::AlgorithmOfOtherKey | Self::AlgorithmUnknown => Self::AlgorithmsDiffer,
            Self::KeyOfOtherKind => Self::KeyTooWeak,
            Self::PurposeAnyAlone | Self::PurposeAbsent => Self::PurposeServerAlone,
            Self::PolicyAnyAlone | Self::PoliciesCritical => Self::PoliciesAbsent,
            Self::CaExpired => Self::CaNotYetValid,
            other => other,
        }
    }
}

/// A set of faults, one of a field at most.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Faults(u64);

impl Faults {
    /// The set with one more; `None` where another fault is about the same field.
    pub fn with(self, fault: Fault) -> Option<Self> {
        let is_free = self.iter().all(|other| other.field() != fault.field());
        is_free.then_some(Self(self.0 | 1 << fault as u64))
    }

    /// True where it has this fault.
    pub fn has(self, fault: Fault) -> bool {
        self.0 & (1 << fault as u64) != 0
    }

    /// The faults.
    pub fn iter(self) -> impl Iterator<Item = Fault> {
        Fault::ALL.into_iter().filter(move |fault| self.has(*fault))
    }
}

/// The options of the verifier.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// An absent extKeyUsage is refused.
    pub require_client_auth_eku: bool,
    /// The CA's own validity is not asked.
    pub ignore_ca_validity: bool,
    /// Serial numbers that RFC 5280 asks to handle are accepted.
    pub allow_unusual_serial: bool,
}

impl Options {
    /// All eight.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..8).map(|bits| Self {
            require_client_auth_eku: bits & 1 != 0,
            ignore_ca_validity: bits & 2 != 0,
            allow_unusual_serial: bits & 4 != 0,
        })
    }
}
