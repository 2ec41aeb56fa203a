//! Exact numbers: measurements, scores and weights as fractions, never as floating point.

use num_bigint::BigInt;
use num_rational::BigRational;

/// An exact fraction. Scores are products and quotients of decimals; rounding happens once, on the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(pub BigRational);

impl Exact {
    pub fn from_integer(n: i64) -> Self {
        Exact(BigRational::from_integer(BigInt::from(n)))
    }

    /// `digits / 10^scale`: the decimal `12.5` is `(125, 1)`.
    pub fn from_decimal(digits: i128, scale: u32) -> Self {
        Exact(BigRational::new(BigInt::from(digits), BigInt::from(10).pow(scale)))
    }

    pub fn zero() -> Self {
        Exact::from_integer(0)
    }

    pub fn is_zero(&self) -> bool {
        *self == Exact::zero()
    }

    pub fn is_negative(&self) -> bool {
        *self < Exact::zero()
    }

    /// Rounded half up (away from zero for negative numbers) to `places` decimals, trailing zeros kept.
    pub fn rounded(&self, places: u32) -> String {
        let scaled = &self.0 * BigRational::from_integer(BigInt::from(10).pow(places));
        let n = scaled.round().to_integer();
        let negative = n < BigInt::from(0);
        let digits = n.magnitude().to_string();
        let places = places as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        let sign = if negative { "-" } else { "" };
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// At most `places` decimals, without trailing zeros: `95`, `2.5`.
    pub fn short(&self, places: u32) -> String {
        let text = self.rounded(places);
        if !text.contains('.') {
            return text;
        }
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// Rounded to `places` decimals, with thousands separators: `1,236`, `66,666.66`.
    pub fn separated(&self, places: u32) -> String {
        let text = self.rounded(places);
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
        let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
        match whole.parse() {
            Ok(whole) => format!("{sign}{}{fraction}", grouped(whole)),
            Err(_) => text,
        }
    }

    /// Whether it has no fraction.
    pub fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    /// The nearest floating point number: only for where a mark stands in a chart.
    pub fn approximate(&self) -> f64 {
        self.rounded(6).parse().unwrap_or(0.0)
    }

    /// The whole number below or at this one.
    pub fn floor(&self) -> BigInt {
        self.0.floor().to_integer()
    }
}

macro_rules! arithmetic {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl std::ops::$trait<&Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                Exact(&self.0 $op &other.0)
            }
        }
        impl std::ops::$trait for Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact(self.0 $op other.0)
            }
        }
    )*};
}
arithmetic!(Add add +, Sub sub -, Mul mul *, Div div /);

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(numbers: I) -> Exact {
        numbers.fold(Exact::zero(), |a, b| a + b)
    }
}

/// A whole number with thousands separators.
pub fn grouped(n: u128) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Exact;

    #[test]
    fn rounds_half_up() {
        assert_eq!(Exact::from_decimal(7485, 2).rounded(1), "74.9");
        assert_eq!(Exact::from_decimal(-5, 2).rounded(1), "-0.1");
        assert_eq!(Exact::from_decimal(5, 3).rounded(2), "0.01");
        assert_eq!(Exact::from_decimal(950, 1).short(2), "95");
        assert_eq!((Exact::from_integer(2) / Exact::from_integer(3)).rounded(4), "0.6667");
    }
}
