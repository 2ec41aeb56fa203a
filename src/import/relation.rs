//! Formulas in words, as property systems write them over their columns: 当期实收/当期应收=收费率. They are checked in
//! every row, so that a column that only follows from others can be left out with a good conscience.

use crate::model::Exact;
use crate::source::folded;

/// How one column follows from others.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// As the header says it.
    pub text: String,
    pub result: String,
    expression: Expression,
}

#[derive(Clone, Debug, PartialEq)]
enum Expression {
    Name(String),
    Both(Box<Expression>, char, Box<Expression>),
}

impl Relation {
    /// Reads `a+b=c`, `a/(a+b)=c`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = folded(text);
        let (left, result) = folded.split_once('=')?;
        let tokens = tokens(left);
        let mut rest = tokens.as_slice();
        let expression = sum(&mut rest)?;
        let result = result.trim();
        let whole = rest.is_empty() && !result.is_empty() && !result.contains(['+', '-', '*', '/', '=', '(', ')']);
        whole.then(|| Relation { text: folded.clone(), result: result.to_owned(), expression })
    }

    /// The names it is worked out from.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.expression.names(&mut names);
        names
    }

    /// What it comes to; `None` where a name has no value or a divisor is nothing.
    pub fn value(&self, of: &dyn Fn(&str) -> Option<Exact>) -> Option<Exact> {
        self.expression.value(of)
    }

    /// Whether it is a share, which is shown rounded, and not a sum.
    pub fn is_share(&self) -> bool {
        matches!(self.expression, Expression::Both(_, '/', _))
    }
}

impl Expression {
    fn names<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            Expression::Name(name) => into.push(name),
            Expression::Both(left, _, right) => {
                left.names(into);
                right.names(into);
            }
        }
    }

    fn value(&self, of: &dyn Fn(&str) -> Option<Exact>) -> Option<Exact> {
        match self {
            Expression::Name(name) => of(name),
            Expression::Both(left, sign, right) => {
                let (left, right) = (left.value(of)?.0, right.value(of)?.0);
                match sign {
                    '+' => Some(Exact(left + right)),
                    '-' => Some(Exact(left - right)),
                    '*' => Some(Exact(left * right)),
                    _ => (!Exact(right.clone()).is_zero()).then(|| Exact(left / right)),
                }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Sign(char),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut name = String::new();
    for c in text.chars().chain(['\0']) {
        if matches!(c, '+' | '-' | '*' | '/' | '(' | ')' | '\0') {
            if !name.trim().is_empty() {
                tokens.push(Token::Name(name.trim().to_owned()));
            }
            name.clear();
            if c != '\0' {
                tokens.push(Token::Sign(c));
            }
        } else {
            name.push(c);
        }
    }
    tokens
}

/// Deeper parentheses than any header has: the rest is then no formula.
const LONGEST: usize = 64;

fn sum(rest: &mut &[Token]) -> Option<Expression> {
    if rest.len() > LONGEST {
        return None;
    }
    chain(rest, &['+', '-'], product)
}

fn product(rest: &mut &[Token]) -> Option<Expression> {
    chain(rest, &['*', '/'], single)
}

fn chain(rest: &mut &[Token], signs: &[char], part: fn(&mut &[Token]) -> Option<Expression>) -> Option<Expression> {
    let mut left = part(rest)?;
    while let Some(Token::Sign(sign)) = rest.first().cloned().filter(|t| matches!(t, Token::Sign(s) if signs.contains(s))) {
        *rest = &rest[1..];
        left = Expression::Both(Box::new(left), sign, Box::new(part(rest)?));
    }
    Some(left)
}

fn single(rest: &mut &[Token]) -> Option<Expression> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    match first {
        Token::Name(name) => Some(Expression::Name(name.clone())),
        Token::Sign('(') => {
            let inner = sum(rest)?;
            let (close, after) = rest.split_first()?;
            *rest = after;
            (*close == Token::Sign(')')).then_some(inner)
        }
        Token::Sign(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_out_formulas_in_words() {
        let of = |name: &str| match name {
            "历史欠费" => Some(Exact::from_integer(30)),
            "欠费追回" => Some(Exact::from_integer(70)),
            _ => None,
        };
        let shown = |text: &str| Relation::parse(text).and_then(|r| r.value(&of)).map(|v| v.short(4));
        assert_eq!(shown("历史欠费+欠费追回=欠费"), Some("100".into()));
        assert_eq!(shown("欠费追回/（欠费追回+历史欠费）=清缴率"), Some("0.7".into()));
        assert_eq!(shown("欠费追回/别的=清缴率"), None);
        assert_eq!(shown("历史欠费-历史欠费*历史欠费=x"), Some("-870".into()));
    }

    #[test]
    fn what_is_no_formula_is_a_name() {
        for text in ["应缴/应收金额", "收入", "=x", "a+=b", "(a=b", "a)=b"] {
            assert_eq!(Relation::parse(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[ab+*/()=-]{0,80}") {
            let _ = Relation::parse(&text);
        }
    }
}
