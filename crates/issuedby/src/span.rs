//! Places in the bytes of a certificate.

use crate::der::Element;

/// A place in the bytes of a certificate: start and end, as offsets.
///
/// A certificate has at most [`MAX_CERTIFICATE_SIZE`](crate::limits::MAX_CERTIFICATE_SIZE), so that 32 bits hold every offset.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(crate) fn new(start: usize, length: usize) -> Self {
        let offset = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        Self { start: offset(start), end: offset(start.saturating_add(length)) }
    }

    /// The bytes at this place of the certificate that the span was made from.
    #[inline]
    pub(crate) fn of(self, der: &[u8]) -> &[u8] {
        der.get(self.start()..position(self.end)).unwrap_or_default()
    }

    pub(crate) fn start(self) -> usize {
        position(self.start)
    }
}

fn position(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

impl<R> Element<'_, R> {
    pub(crate) fn whole_span(&self) -> Span {
        Span::new(self.offset, self.len())
    }

    pub(crate) fn contents_span(&self) -> Span {
        Span::new(self.contents_offset, self.contents.len())
    }
}
