//! Base64, as the vectors and the committed corpora have it.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes of a base64 text; what is not base64 is passed over, since a seed need not be valid.
pub(crate) fn decode(base64: &str) -> Vec<u8> {
    let sextets = base64.bytes().filter_map(|byte| ALPHABET.iter().position(|letter| *letter == byte));
    let mut bytes = Vec::new();
    let (mut bits, mut width) = (0_usize, 0);
    for sextet in sextets {
        bits = (bits << 6) | sextet;
        width += 6;
        if width >= 8 {
            width -= 8;
            bytes.push(((bits >> width) & 0xFF) as u8);
        }
    }
    bytes
}

/// The base64 text of some bytes, with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            (0..3).fold(0, |bits, place| bits << 8 | usize::from(group.get(place).copied().unwrap_or(0)));
        for place in 0..4 {
            let letter = ALPHABET[bits >> (18 - 6 * place) & 0x3F];
            text.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_with_and_without_padding() {
        assert_eq!(decode("AQID"), [1, 2, 3]);
        assert_eq!(decode("AQI="), [1, 2]);
        assert_eq!(decode("/w"), [255]);
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        assert_eq!(encode(b"ABCDE"), "QUJDREU=");
        for length in 0..20 {
            let bytes: Vec<u8> = (0..length).map(|number: u8| number.wrapping_mul(37)).collect();
            assert_eq!(decode(&encode(&bytes)), bytes);
        }
    }
}
