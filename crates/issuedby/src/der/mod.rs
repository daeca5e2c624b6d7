//! The one strict reader of DER elements: definite minimal lengths, no recursion, no copies (X.690 sections 8.1 and
//! 10.1).
//!
//! Certificates, names and RFC 9440 values are read with it, each under [`Rules`] of its own. No rule makes a length
//! laxer: the rules add a largest length, and say whether tag numbers above 30 are read.

mod error;
mod length;

use core::marker::PhantomData;

pub(crate) use error::{DerError, DerFault, LengthFault};

/// The differences between the readers of certificates, names and RFC 9440 values.
pub(crate) trait Rules: Copy {
    /// Tells whether tag numbers above 30 are read: in the minimal form, at most four bytes long.
    const HIGH_TAG_NUMBERS: bool;
    /// Tells whether another tag is the error where the element is not DER either. Names say first that they are not DER.
    const OTHER_TAG_FIRST: bool;
    /// The longest contents of one element, in bytes.
    const MAX_CONTENTS_SIZE: usize;
    /// The error of the caller.
    type Error: From<DerError>;
}

/// A position in DER that knows its offset from the start of the input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a, R> {
    rest: &'a [u8],
    offset: usize,
    rules: PhantomData<R>,
}

/// One element: identifier byte, contents, and where both are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a, R> {
    /// The first identifier byte; its low five bits are all set when the tag number has bytes of its own.
    pub(crate) tag: u8,
    /// Offset of the identifier byte from the start of the input.
    pub(crate) offset: usize,
    /// Offset of the contents from the start of the input.
    pub(crate) contents_offset: usize,
    /// The whole element, header included.
    pub(crate) der: &'a [u8],
    /// The contents, without the header.
    pub(crate) contents: &'a [u8],
    rules: PhantomData<R>,
}

impl<'a, R> Element<'a, R> {
    /// The size of the whole element in bytes.
    pub(crate) fn len(&self) -> usize {
        self.der.len()
    }

    /// A reader of the elements inside this one.
    pub(crate) fn reader(&self) -> Reader<'a, R> {
        Reader::at(self.contents, self.contents_offset)
    }
}

impl<'a, R> Reader<'a, R> {
    pub(crate) const fn new(input: &'a [u8]) -> Self {
        Self::at(input, 0)
    }

    /// A reader of `input`, which stands at `offset` in the whole input.
    pub(crate) const fn at(input: &'a [u8], offset: usize) -> Self {
        Self { rest: input, offset, rules: PhantomData }
    }

    pub(crate) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The offset of the next element.
    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    /// The identifier byte of the next element.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }
}

impl<'a, R: Rules> Reader<'a, R> {
    /// Reads everything that is left with `read`, and refuses bytes that follow. `what` names the whole in the error.
    #[inline(always)]
    pub(crate) fn read_all<T>(
        mut self,
        what: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, R::Error>,
    ) -> Result<T, R::Error> {
        let value = read(&mut self)?;
        self.finish(what)?;
        Ok(value)
    }

    /// The next element, whatever its type. `what` names it in the error.
    #[inline(always)]
    pub(crate) fn read(&mut self, what: &'static str) -> Result<Element<'a, R>, R::Error> {
        let whole = self.rest;
        // Nearly every element has one identifier byte and a length below 128.
        let (tag, header, length) = match *whole {
            [tag, length @ 0..=0x7f, ..] if tag & 0x1f != 0x1f => (tag, 2, usize::from(length)),
            _ => self.header(what)?,
        };
        let parts = whole.split_at_checked(header.saturating_add(length));
        let Some((der, rest)) = parts else {
            let left = whole.len().saturating_sub(header);
            return Err(self.error(what, header, DerFault::Short { bytes: length, left }));
        };
        let contents = der.get(header..).unwrap_or_default();
        let contents_offset = self.offset.saturating_add(header);
        let offset = self.offset;
        self.rest = rest;
        self.offset = contents_offset.saturating_add(length);
        Ok(Element { tag, offset, contents_offset, der, contents, rules: PhantomData })
    }

    /// The next element, which must have this identifier byte.
    #[inline(always)]
    pub(crate) fn read_tagged(&mut self, tag: u8, what: &'static str) -> Result<Element<'a, R>, R::Error> {
        let before = *self;
        let other = |found| Err(before.error(what, 0, DerFault::OtherTag { expected: tag, found }));
        match self.peek() {
            None => Err(self.error(what, 0, DerFault::NoElement { expected: Some(tag) })),
            Some(found) if found != tag && R::OTHER_TAG_FIRST => other(found),
            Some(_) => match self.read(what)? {
                element if element.tag == tag => Ok(element),
                element => other(element.tag),
            },
        }
    }

    /// The only element that is left, which must have this identifier byte.
    #[inline(always)]
    pub(crate) fn read_only(self, tag: u8, what: &'static str) -> Result<Element<'a, R>, R::Error> {
        self.read_all(what, |reader| reader.read_tagged(tag, what))
    }

    /// Refuses anything that is left. `what` names the whole that has ended.
    #[inline(always)]
    fn finish(&self, what: &'static str) -> Result<(), R::Error> {
        match self.rest.len() {
            0 => Ok(()),
            bytes => Err(self.error(what, 0, DerFault::Trailing { bytes })),
        }
    }

    /// The first identifier byte, the size of the header, and the length that it states.
    fn header(&self, what: &'static str) -> Result<(u8, usize, usize), R::Error> {
        let fail = |at, fault| Err(self.error(what, at, fault));
        let Some((&tag, mut rest)) = self.rest.split_first() else {
            return fail(0, DerFault::NoElement { expected: None });
        };
        if tag & 0x1f == 0x1f {
            if !R::HIGH_TAG_NUMBERS {
                return fail(0, DerFault::HighTagNumber);
            }
            match high_tag_number_size(rest) {
                Ok(bytes) => rest = rest.get(bytes..).unwrap_or_default(),
                Err(fault) => return fail(0, fault),
            }
        }
        let before_length = self.rest.len().saturating_sub(rest.len());
        let (bytes, length) = match length::length(rest) {
            Ok(found) => found,
            Err(fault) => return fail(before_length, DerFault::Length(fault)),
        };
        if length > R::MAX_CONTENTS_SIZE {
            return fail(before_length, DerFault::TooLong);
        }
        Ok((tag, before_length.saturating_add(bytes), length))
    }

    /// An error in the next element, `at` bytes after its start.
    #[cold]
    fn error(&self, what: &'static str, at: usize, fault: DerFault) -> R::Error {
        DerError { what, element: self.offset, offset: self.offset.saturating_add(at), fault }.into()
    }
}

/// The bytes that a high tag number takes (X.690 section 8.1.2.4): at most four, so below 2^28.
fn high_tag_number_size(bytes: &[u8]) -> Result<usize, DerFault> {
    match *bytes {
        [0x80, ..] => Err(DerFault::PaddedTagNumber),
        [0..=0x1e, ..] => Err(DerFault::LowTagNumberInHighForm),
        [0..=0x7f, ..] => Ok(1),
        [_, 0..=0x7f, ..] => Ok(2),
        [_, _, 0..=0x7f, ..] => Ok(3),
        [_, _, _, 0..=0x7f, ..] => Ok(4),
        [_, _, _, _, _, ..] => Err(DerFault::TagNumberTooLarge),
        _ => Err(DerFault::TagNumberCutOff),
    }
}

#[cfg(test)]
mod tests {
    use super::length::LengthFault;
    use super::*;

    #[derive(Clone, Copy, Debug)]
    struct Strict;

    impl Rules for Strict {
        const HIGH_TAG_NUMBERS: bool = false;
        const OTHER_TAG_FIRST: bool = true;
        const MAX_CONTENTS_SIZE: usize = 130;
        type Error = DerError;
    }

    fn fault(input: &[u8]) -> (usize, DerFault) {
        let error = Reader::<'_, Strict>::new(input).read("an element").unwrap_err();
        (error.offset, error.fault)
    }

    #[test]
    fn rules_bound_the_length_and_refuse_high_tag_numbers() {
        assert_eq!(fault(&[0xbf, 0x1f, 0]), (0, DerFault::HighTagNumber));
        assert_eq!(fault(&[0x30, 0x81, 131]), (1, DerFault::TooLong));
        assert_eq!(fault(&[0x30, 0x81, 130]), (3, DerFault::Short { bytes: 130, left: 0 }));
        assert_eq!(fault(&[0x30, 0x80]), (1, DerFault::Length(LengthFault::Indefinite)));
        assert_eq!(fault(&[0x30]), (1, DerFault::Length(LengthFault::Missing)));
        assert_eq!(fault(&[]), (0, DerFault::NoElement { expected: None }));
    }

    #[test]
    fn read_all_refuses_what_is_left() {
        let read = |input| {
            Reader::<'_, Strict>::new(input).read_all("the whole", |reader| {
                reader.read_tagged(0x30, "a SEQUENCE")?.reader().read_all("the SEQUENCE", |inside| {
                    inside.read("an element").map(|element| (element.offset, element.contents_offset))
                })
            })
        };
        assert_eq!(read(&[0x30, 2, 4, 0]).unwrap(), (2, 4));
        let after_inner = read(&[0x30, 3, 4, 0, 9]).unwrap_err();
        assert_eq!((after_inner.what, after_inner.offset), ("the SEQUENCE", 4));
        assert_eq!(after_inner.fault, DerFault::Trailing { bytes: 1 });
        let after_outer = read(&[0x30, 2, 4, 0, 9, 9]).unwrap_err();
        assert_eq!((after_outer.what, after_outer.offset), ("the whole", 4));
        assert_eq!(after_outer.fault, DerFault::Trailing { bytes: 2 });
    }

    #[test]
    fn another_tag_is_an_error_at_the_start_of_the_element() {
        let mut reader = Reader::<'_, Strict>::at(&[4, 0], 7);
        let error = reader.read_tagged(0x30, "a SEQUENCE").unwrap_err();
        assert_eq!((error.element, error.offset), (7, 7));
        assert_eq!(error.fault, DerFault::OtherTag { expected: 0x30, found: 4 });
        // Whatever its length is: missing, indefinite, too large, or beyond the end.
        for input in [&[4][..], &[4, 0x80], &[4, 0x81, 131], &[4, 9], &[0x1f]] {
            let error = Reader::<'_, Strict>::new(input).read_tagged(0x30, "a SEQUENCE").unwrap_err();
            assert_eq!(error.fault, DerFault::OtherTag { expected: 0x30, found: input[0] });
        }
    }
}
