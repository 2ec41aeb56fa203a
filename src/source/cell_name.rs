//! What a spreadsheet calls its columns and cells.

/// A column's letters: 0 is `A`, 26 is `AA`.
pub fn letters(column: usize) -> String {
    let mut rest = column.saturating_add(1);
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

/// The column of a cell's name: `B7` is 1.
pub fn column_of(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number = letters.fold(0usize, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_column_is_found_again_by_its_letters(column in 0..18_278 * 26usize) {
            proptest::prop_assert_eq!(column_of(&format!("{}7", letters(column))), Some(column));
        }
    }

    #[test]
    fn the_last_columns_of_a_sheet() {
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
        assert_eq!(column_of("7"), None);
    }
}
