//! Every sequence of symbols up to a length.

/// Calls `visit` with every sequence of at most `longest` items of `symbols`, the shortest first.
///
/// # Errors
///
/// The first error of `visit`.
pub fn for_each<T: Copy>(
    symbols: &[T],
    longest: usize,
    mut visit: impl FnMut(&[T]) -> Result<(), String>,
) -> Result<(), String> {
    let mut sequence = Vec::new();
    (0..=longest).try_for_each(|length| extend(symbols, length, &mut sequence, &mut visit))
}

/// All of them, in a list.
pub fn all<T: Copy>(symbols: &[T], longest: usize) -> Vec<Vec<T>> {
    let mut found = Vec::new();
    let _ = for_each(symbols, longest, |sequence| {
        found.push(sequence.to_vec());
        Ok(())
    });
    found
}

fn extend<T: Copy>(
    symbols: &[T],
    missing: usize,
    sequence: &mut Vec<T>,
    visit: &mut impl FnMut(&[T]) -> Result<(), String>,
) -> Result<(), String> {
    if missing == 0 {
        return visit(sequence);
    }
    for symbol in symbols {
        sequence.push(*symbol);
        extend(symbols, missing - 1, sequence, visit)?;
        sequence.pop();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sequence_comes_once() {
        let mut found = all(&[0, 1, 2], 3);
        assert_eq!(found.len(), 1 + 3 + 9 + 27);
        found.sort();
        found.dedup();
        assert_eq!(found.len(), 40);
    }
}
