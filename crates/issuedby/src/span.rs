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

/// The first few places of something, and the number of all.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FewSpans {
    kept: [Span; Self::KEPT],
    count: usize,
}

impl FewSpans {
    /// More than a message lists.
    const KEPT: usize = 8;

    pub(crate) fn push(&mut self, span: Span) {
        if let Some(free) = self.kept.get_mut(self.count) {
            *free = span;
        }
        self.count = self.count.saturating_add(1);
    }

    /// The first of them.
    pub(crate) fn first(self) -> Option<Span> {
        self.iter().next()
    }

    /// Those that are kept.
    pub(crate) fn iter(self) -> impl Iterator<Item = Span> {
        self.kept.into_iter().take(self.count)
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
