//! Errors of the DER reader, from which certificates, names and RFC 9440 values make their own.

pub(crate) use super::length::LengthFault;

/// Bytes that are not the expected DER element.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct DerError {
    /// The name of what was being read, with its article.
    pub(crate) what: &'static str,
    /// Offset of the element in the input.
    pub(crate) element: usize,
    /// Offset of the byte at which the element is wrong.
    pub(crate) offset: usize,
    pub(crate) fault: DerFault,
}

/// The rule that an element breaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum DerFault {
    /// The input ends before the element; `expected` is its identifier byte, where one was asked for.
    NoElement {
        expected: Option<u8>,
    },
    /// Another identifier byte than the expected one.
    OtherTag {
        expected: u8,
        found: u8,
    },
    /// A tag number above 30, where none is read.
    HighTagNumber,
    PaddedTagNumber,
    LowTagNumberInHighForm,
    /// A tag number of more than 28 bits.
    TagNumberTooLarge,
    TagNumberCutOff,
    Length(LengthFault),
    /// A length beyond the largest one that is read.
    TooLong,
    /// The length states more bytes of contents than are left.
    Short {
        bytes: usize,
        left: usize,
    },
    /// Bytes follow where nothing may.
    Trailing {
        bytes: usize,
    },
}
