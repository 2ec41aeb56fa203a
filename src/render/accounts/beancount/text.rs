//! How Beancount writes text, amounts and comments.

use std::io::Write;

use crate::model::{Date, Money};

/// A ledger being written.
pub struct Writer<'o> {
    out: &'o mut Vec<u8>,
    currency: &'o str,
}

impl<'o> Writer<'o> {
    pub fn new(out: &'o mut Vec<u8>, currency: &'o str) -> Self {
        Writer { out, currency }
    }

    /// Text as it is.
    pub fn raw(&mut self, text: &str) -> &mut Self {
        self.out.extend_from_slice(text.as_bytes());
        self
    }

    pub fn day(&mut self, day: Date) -> &mut Self {
        // Writing to a vector cannot fail.
        let _ = write!(self.out, "{day}");
        self
    }

    /// A string in quotes. What would end it or its line is escaped; cells have no other control characters.
    pub fn quoted(&mut self, text: &str) -> &mut Self {
        self.out.push(b'"');
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|b| matches!(b, b'"' | b'\\' | b'\n' | b'\r' | b'\t')) {
            let escape = match rest[at] {
                b'\n' => b'n',
                b'\r' => b'r',
                b'\t' => b't',
                other => other,
            };
            self.out.extend_from_slice(&rest[..at]);
            self.out.extend_from_slice(&[b'\\', escape]);
            rest = &rest[at + 1..];
        }
        self.out.extend_from_slice(rest);
        self.out.push(b'"');
        self
    }

    pub fn amount(&mut self, amount: Money) -> &mut Self {
        let (sign, fen) = (if amount.is_negative() { "-" } else { "" }, amount.fen().unsigned_abs());
        // Writing to a vector cannot fail.
        let _ = write!(self.out, "{sign}{}.{:02} {}", fen / 100, fen % 100, self.currency);
        self
    }

    pub fn currency(&mut self) -> &mut Self {
        self.raw(self.currency)
    }

    /// A line of a transaction: so much goes to this account.
    pub fn posting(&mut self, account: &str, amount: Money) -> &mut Self {
        self.raw("  ").raw(account).raw("  ").amount(amount).raw("\n")
    }

    /// A line of metadata, where there is something to say.
    pub fn about(&mut self, key: &str, text: &str) -> &mut Self {
        if text.is_empty() { self } else { self.raw("  ").raw(key).raw(": ").quoted(text).raw("\n") }
    }

    pub fn about_day(&mut self, key: &str, day: Option<Date>) -> &mut Self {
        match day {
            Some(day) => self.raw("  ").raw(key).raw(": ").day(day).raw("\n"),
            None => self,
        }
    }

    pub fn about_amount(&mut self, key: &str, amount: Money) -> &mut Self {
        self.raw("  ").raw(key).raw(": ").amount(amount).raw("\n")
    }

    /// A line that programs pass over, which begins with `mark`.
    pub fn comment(&mut self, mark: &str, text: &str) -> &mut Self {
        self.raw(mark).raw(" ").raw(&text.replace(['\n', '\r'], " ")).raw("\n")
    }
}
