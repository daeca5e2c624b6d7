//! Bytes being written, on the stack as long as they are few.

use smallvec::SmallVec;

/// The bytes that fit without the heap: the normal form of a name of five to ten RDNs has 100 to 300.
const INLINE: usize = 512;

/// The bytes of a [`Buffer`] that is finished.
pub(crate) type Bytes = SmallVec<[u8; INLINE]>;

/// A buffer that is written from its start to its end.
///
/// `SmallVec` alone asks for its capacity at every call; here the room is there before it is used, which
/// halves the time that a normal form takes.
pub(crate) struct Buffer {
    bytes: Bytes,
    length: usize,
}

impl Buffer {
    #[inline]
    pub(crate) fn new() -> Self {
        Self { bytes: Bytes::from_buf([0; INLINE]), length: 0 }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        for (place, byte) in self.extend(bytes.len()).iter_mut().zip(bytes) {
            *place = *byte;
        }
    }

    /// Pushes with ASCII letters in lower case.
    #[inline]
    pub(crate) fn push_lowercase(&mut self, bytes: &[u8]) {
        for (place, byte) in self.extend(bytes.len()).iter_mut().zip(bytes) {
            *place = byte.to_ascii_lowercase();
        }
    }

    /// Writes over what was pushed at `start`.
    #[inline]
    pub(crate) fn overwrite<const N: usize>(&mut self, start: usize, bytes: [u8; N]) {
        if let Some(place) = self.bytes.get_mut(start..).and_then(<[u8]>::first_chunk_mut) {
            *place = bytes;
        }
    }

    /// Forgets what was pushed after `length`.
    #[inline]
    pub(crate) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    #[inline]
    pub(crate) fn finish(mut self) -> Bytes {
        self.bytes.truncate(self.length);
        self.bytes
    }

    /// Makes the buffer longer by `count` bytes, which the caller writes.
    #[inline]
    fn extend(&mut self, count: usize) -> &mut [u8] {
        let start = self.length;
        self.length = start.saturating_add(count);
        if self.length > self.bytes.len() {
            self.grow();
        }
        self.bytes.get_mut(start..self.length).unwrap_or_default()
    }

    /// Doubles the room, at least: many small pushes then cost no more than one large one.
    #[cold]
    fn grow(&mut self) {
        let room = self.bytes.len().saturating_mul(2).max(self.length);
        self.bytes.resize(room, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_stays_when_the_heap_is_needed() {
        let mut buffer = Buffer::new();
        for _ in 0..300 {
            buffer.push(b"ab");
            buffer.push_lowercase(b"CD");
        }
        buffer.overwrite(2, *b"xy");
        assert_eq!(buffer.len(), 1200);
        assert_eq!(buffer.finish().as_slice(), [&b"abxy"[..], &b"abcd".repeat(299)].concat());
    }

    #[test]
    fn few_bytes_need_no_heap() {
        let mut buffer = Buffer::new();
        buffer.push(&[1; INLINE]);
        let bytes = buffer.finish();
        assert!(!bytes.spilled());
        assert_eq!(bytes.len(), INLINE);
    }

    #[test]
    fn a_truncated_buffer_goes_on_where_it_was_cut() {
        let mut buffer = Buffer::new();
        buffer.push(b"abc");
        buffer.truncate(1);
        buffer.push(b"d");
        assert_eq!(buffer.as_slice(), b"ad");
    }
}
