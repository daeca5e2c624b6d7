//! The length bytes of a DER element: definite, in the fewest bytes, at most four of them
//! (X.690 sections 8.1.3 and 10.1).

/// The rule that length bytes break.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LengthFault {
    /// No byte is left.
    Missing,
    /// The indefinite form of BER.
    Indefinite,
    /// More bytes than any input here can fill.
    MoreThanFourBytes,
    /// Fewer bytes than the first one states.
    Short { bytes: usize, left: usize },
    /// A longer form than is needed.
    NotMinimal,
}

/// The size of the length at the start of `bytes`, and the length itself.
#[inline]
pub(super) fn length(bytes: &[u8]) -> Result<(usize, usize), LengthFault> {
    match bytes {
        [] => Err(LengthFault::Missing),
        [short @ ..0x80, ..] => Ok((1, usize::from(*short))),
        [0x80, ..] => Err(LengthFault::Indefinite),
        [first, rest @ ..] => long(usize::from(first & 0x7f), rest),
    }
}

fn long(count: usize, rest: &[u8]) -> Result<(usize, usize), LengthFault> {
    const MAX_SIZE: usize = 4;
    if count > MAX_SIZE {
        return Err(LengthFault::MoreThanFourBytes);
    }
    let bytes = rest.get(..count).ok_or(LengthFault::Short { bytes: count, left: rest.len() })?;
    let length = bytes.iter().fold(0_u32, |length, byte| length << 8 | u32::from(*byte));
    if length < 0x80 || bytes.first() == Some(&0) {
        return Err(LengthFault::NotMinimal);
    }
    // Where a usize cannot hold it, no input can have this length either.
    Ok((count.saturating_add(1), usize::try_from(length).unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_length_has_one_form() {
        assert_eq!(length(&[0x00]), Ok((1, 0)));
        assert_eq!(length(&[0x7f, 0xff]), Ok((1, 0x7f)));
        assert_eq!(length(&[0x81, 0x80]), Ok((2, 0x80)));
        assert_eq!(length(&[0x82, 0x01, 0x00]), Ok((3, 0x100)));
        assert_eq!(length(&[0x84, 0xff, 0xff, 0xff, 0xff]), Ok((5, 0xffff_ffff)));
        for padded in [&[0x81, 0x7f][..], &[0x82, 0x00, 0x80], &[0x83, 0x00, 0x01, 0x00]] {
            assert_eq!(length(padded), Err(LengthFault::NotMinimal), "{padded:?}");
        }
    }

    #[test]
    fn what_is_no_length_says_why() {
        assert_eq!(length(&[]), Err(LengthFault::Missing));
        assert_eq!(length(&[0x80]), Err(LengthFault::Indefinite));
        assert_eq!(length(&[0x82, 0x01]), Err(LengthFault::Short { bytes: 2, left: 1 }));
        assert_eq!(length(&[0x85, 1, 1, 1, 1, 1]), Err(LengthFault::MoreThanFourBytes));
        assert_eq!(length(&[0xff]), Err(LengthFault::MoreThanFourBytes));
    }
}
