//! Round ticks and exact numbers. Amounts stay whole fen until the last moment, where plotters
//! turns them into positions.

use std::ops::Range;

/// Amounts beyond this many fen (10²⁵ yuan) are drawn as if they were this; tables still say them
/// exactly. It keeps every sum of a drawing below the end of `i128`.
pub const LIMIT: i128 = 1_000_000_000_000_000_000_000_000_000;

/// An amount in fen as drawn.
pub fn drawable(fen: i128) -> i128 {
    fen.clamp(-LIMIT, LIMIT)
}

/// Ticks at round numbers within `low..=high`, at most `most` of them, rising; zero alone where
/// the range is empty.
pub fn ticks(low: i128, high: i128, most: usize) -> Vec<i128> {
    if high <= low {
        return vec![0];
    }
    let step = step(low, high, most);
    let first = low.div_euclid(step) + i128::from(low.rem_euclid(step) != 0);
    (first..=high.div_euclid(step)).map(|i| i * step).collect()
}

/// The smallest of 1, 2, 5, 10, 20, 50 … of which at most `most` multiples lie in `low..=high`.
fn step(low: i128, high: i128, most: usize) -> i128 {
    let most = most.max(2) as i128;
    let mut power: i128 = 1;
    loop {
        for step in [power, 2 * power, 5 * power] {
            let first = low.div_euclid(step) + i128::from(low.rem_euclid(step) != 0);
            if high.div_euclid(step) - first < most {
                return step;
            }
        }
        power *= 10;
    }
}

/// How many decimals the multiples of `step` need when written in units of `divisor`.
pub fn places(step: i128, divisor: i128) -> u32 {
    let mut places = 0;
    let mut scaled = step;
    while scaled % divisor != 0 && places < 8 {
        scaled *= 10;
        places += 1;
    }
    places
}

/// The distance of neighbouring `ticks`, or `otherwise` where there is only one.
pub fn distance(ticks: &[i128], otherwise: i128) -> i128 {
    match ticks {
        [first, second, ..] => second - first,
        _ => otherwise,
    }
}

/// The range 6 % wider at each end that is not zero, so that marks keep clear of the edge; at least
/// `least` wide, for plotters draws an empty range upside down and clamps what lies outside one.
pub fn padded(low: i128, high: i128, least: i128) -> Range<f64> {
    let (low, high) = (low.min(0) as f64, high.max(0) as f64);
    let pad = (high - low) * 0.06;
    let high = if high > 0.0 { high + pad } else { high };
    let low = if low < 0.0 { low - pad } else { low };
    if high > low { low..high } else { low..low + least.max(1) as f64 }
}

/// The largest unit of which `largest` fen are at least one; the first where none is that small.
///
/// Units are pairs of fen and name, such as `(1_000_000, "万元")`.
pub fn unit<'a>(units: &[(i128, &'a str)], largest: i128) -> (i128, &'a str) {
    let fits =
        units.iter().filter(|(fen, _)| *fen > 0 && fen.unsigned_abs() <= largest.unsigned_abs()).max_by_key(|(fen, _)| *fen);
    let smallest = units.iter().filter(|(fen, _)| *fen > 0).min_by_key(|(fen, _)| *fen);
    fits.or(smallest).copied().unwrap_or((100, ""))
}

/// `value` in units of `divisor`, rounded half away from zero to `places` decimals, with a true
/// minus sign and commas: for axes and bars.
pub fn in_units(value: i128, divisor: i128, places: u32) -> String {
    let scale = 10_u128.pow(places);
    let divisor = divisor.unsigned_abs().max(1);
    let scaled = value.unsigned_abs().saturating_mul(scale).saturating_add(divisor / 2) / divisor;
    number(value < 0 && scaled > 0, "−", scaled, places)
}

/// As [`in_units`] with one decimal; what is not zero but would be written so becomes `< 0.1` or
/// `> −0.1`.
pub fn about(value: i128, divisor: i128) -> String {
    let text = in_units(value, divisor, 1);
    match (text.as_str(), value) {
        ("0.0", 0) => "0".to_owned(),
        ("0.0", ..0) => "> −0.1".to_owned(),
        ("0.0", _) => "< 0.1".to_owned(),
        _ => text,
    }
}

/// An amount of fen in yuan, exact, with commas and two decimals: `1,234.50`. The sign is the plain
/// hyphen, so that a cell copied into a spreadsheet is a number.
pub fn yuan(fen: i128) -> String {
    number(fen < 0, "-", fen.unsigned_abs(), 2)
}

/// Writes `digits` with `places` decimals and commas.
fn number(negative: bool, minus: &str, digits: u128, places: u32) -> String {
    // From the last digit on, turned round at the end.
    let mut reversed = Vec::with_capacity(24);
    let mut rest = digits;
    let mut written = 0;
    while rest > 0 || written <= places {
        if written == places && places > 0 {
            reversed.push('.');
        } else if written > places && (written - places).is_multiple_of(3) {
            reversed.push(',');
        }
        // Sums of a community fit 64 bits, where division is several times faster.
        let digit = match u64::try_from(rest) {
            Ok(small) => {
                rest = u128::from(small / 10);
                (small % 10) as u8
            }
            Err(_) => {
                let digit = (rest % 10) as u8;
                rest /= 10;
                digit
            }
        };
        reversed.push(char::from(b'0' + digit));
        written += 1;
    }
    let sign = if negative { minus } else { "" };
    sign.chars().chain(reversed.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(0, 100, 6), [0, 20, 40, 60, 80, 100]);
        assert_eq!(ticks(-25, 31, 6), [-20, -10, 0, 10, 20, 30]);
        assert_eq!(ticks(0, 0, 6), [0]);
        assert_eq!(ticks(-LIMIT, LIMIT, 5).len(), 5);
        for high in 1..500 {
            let ticks = ticks(-high / 3, high, 6);
            assert!(ticks.len() <= 6 && ticks.contains(&0), "{high}: {ticks:?}");
            assert!(ticks.iter().all(|t| (-high / 3..=high).contains(t)));
        }
    }

    #[test]
    fn ranges_are_never_empty_and_hold_zero() {
        assert_eq!(padded(0, 0, 100), 0.0..100.0);
        assert_eq!(padded(0, 0, 0), 0.0..1.0);
        assert_eq!(padded(20, 100, 1), 0.0..106.0);
        assert_eq!(padded(-100, -20, 1), -106.0..0.0);
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(yuan(0), "0.00");
        assert_eq!(yuan(-123_456_789), "-1,234,567.89");
        assert_eq!(yuan(7), "0.07");
        assert_eq!(yuan(i128::MIN), "-1,701,411,834,604,692,317,316,873,037,158,841,057.28");
        assert_eq!(in_units(88_650_000, 1_000_000, 1), "88.7");
        assert_eq!(in_units(-250, 100, 0), "−3");
        assert_eq!(in_units(-1, 1_000_000, 1), "0.0");
        assert_eq!(in_units(100_000_000, 100, 0), "1,000,000");
        assert_eq!(about(1, 1_000_000), "< 0.1");
        assert_eq!(about(0, 1_000_000), "0");
        assert_eq!(about(-1, 1_000_000), "> −0.1");
    }

    #[test]
    fn units_follow_the_largest_amount() {
        let units = [(100, "元"), (1_000_000, "万元")];
        assert_eq!(unit(&units, 999_999).1, "元");
        assert_eq!(unit(&units, -1_000_000).1, "万元");
        assert_eq!(unit(&units, 0).1, "元");
        assert_eq!(unit(&[], 5), (100, ""));
        assert_eq!(unit(&[(0, "x")], 5), (100, ""));
        assert_eq!(places(200_000, 1_000_000), 1);
        assert_eq!(places(5_000_000, 1_000_000), 0);
    }
}
