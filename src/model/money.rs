//! Amounts of money, exact to the fen (0.01 yuan).

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use super::Exact;

/// An amount of money in fen. Sums cannot overflow: one amount is at most [`Money::LIMIT`], and
/// `i128` holds more of those than any disk can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i128);

impl Money {
    pub const ZERO: Money = Money(0);
    /// The largest amount a file may hold: ten thousand billion yuan, in fen.
    pub const LIMIT: i128 = 1_000_000_000_000_000;

    pub fn from_fen(fen: i128) -> Self {
        Money(fen)
    }

    pub fn fen(self) -> i128 {
        self.0
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub fn abs(self) -> Self {
        Money(self.0.abs())
    }

    /// Yuan with two decimals and no separators, `-1234.50`: the form of files and JSON.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// In yuan.
impl From<Money> for Exact {
    fn from(money: Money) -> Self {
        Exact::from_decimal(money.0, 2)
    }
}

/// Yuan with two decimals and thousands separators, `-1,234.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        f.write_str(&super::number::grouped(fen / 100))?;
        write!(f, ".{:02}", fen % 100)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        Money(amounts.map(|m| m.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn prints_yuan_and_fen() {
        assert_eq!(Money(123_456_789).to_string(), "1,234,567.89");
        assert_eq!(Money(-5).to_string(), "-0.05");
        assert_eq!(Money(-123_450).plain(), "-1234.50");
        assert_eq!(Money(0).to_string(), "0.00");
    }
}
