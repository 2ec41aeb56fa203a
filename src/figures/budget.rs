//! Budgets against the books: for every category what was planned, what was booked, and the difference.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::accounts::Flow;
use crate::model::accounts::{Budget, Entry};
use crate::model::{Community, Money, Period};

/// One category of one account in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub category: String,
    /// What the year was meant to bring in and cost; nothing for what nobody planned.
    pub budget: Flow,
    /// What the books hold.
    pub actual: Flow,
}

/// One account in a budget's year.
#[derive(Clone, Debug)]
pub struct OfAccount {
    pub account: u32,
    /// The planned ones in the budget's order, then those that were not planned, by weight.
    pub lines: Vec<Line>,
}

/// A budget beside the books of its year.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Index into [`Records::budgets`](crate::model::accounts::Records::budgets).
    pub budget: usize,
    /// The last day the books of that year reach; none where there are none yet.
    pub until: Option<Date>,
    /// In the budget's order; accounts without a budget are not compared.
    pub accounts: Vec<OfAccount>,
}

/// Every budget of the community.
pub fn work_out(community: &Community) -> Vec<Comparison> {
    let ledgers = &community.accounts.ledgers;
    let budgets = community.accounts.budgets.iter().enumerate();
    budgets
        .map(|(index, budget)| {
            let year = ledgers.iter().filter(|l| l.period.value.overlaps(budget.period));
            let entries = year.clone().flat_map(|l| &l.entries).filter(|e| budget.period.contains(e.date));
            let until = year.map(|l| l.period.value.end().min(budget.period.end())).max();
            Comparison { budget: index, until, accounts: compare(budget, entries) }
        })
        .collect()
}

/// A budget beside the entries of its year.
pub fn compare<'a>(budget: &Budget, entries: impl Iterator<Item = &'a Entry>) -> Vec<OfAccount> {
    let mut accounts: Vec<OfAccount> = Vec::new();
    for line in &budget.lines {
        let at = accounts.iter().position(|a| a.account == line.account).unwrap_or_else(|| {
            accounts.push(OfAccount { account: line.account, lines: Vec::new() });
            accounts.len() - 1
        });
        let planned = line_of(&mut accounts[at].lines, &line.category.value);
        planned.budget.income += line.income;
        planned.budget.expense += line.expense;
    }
    let mut booked: BTreeMap<(u32, &str), Flow> = BTreeMap::new();
    for entry in entries {
        booked.entry((entry.account, &entry.category)).or_default().add(entry);
    }
    for account in &mut accounts {
        let planned = account.lines.len();
        for ((_, category), flow) in booked.range((account.account, "")..).take_while(|((a, _), _)| *a == account.account) {
            line_of(&mut account.lines, category).actual = *flow;
        }
        account.lines[planned..].sort_by_key(|l| std::cmp::Reverse(l.actual.income + l.actual.expense));
    }
    accounts
}

fn line_of<'l>(lines: &'l mut Vec<Line>, category: &str) -> &'l mut Line {
    let at = lines.iter().position(|l| l.category == category).unwrap_or_else(|| {
        lines.push(Line { category: category.to_owned(), budget: Flow::default(), actual: Flow::default() });
        lines.len() - 1
    });
    &mut lines[at]
}

/// The sum of some lines.
pub fn total<'l>(lines: impl Iterator<Item = &'l Line>) -> (Flow, Flow) {
    let mut sum = (Flow::default(), Flow::default());
    for line in lines {
        for (all, one) in [(&mut sum.0, line.budget), (&mut sum.1, line.actual)] {
            all.income += one.income;
            all.expense += one.expense;
        }
    }
    sum
}

/// Whether a year's books are complete as far as their files go: from its first day to its last.
pub fn covers(community: &Community, year: Period) -> bool {
    let mut reached = year.start();
    for ledger in &community.accounts.ledgers {
        let period = ledger.period.value;
        if period.start() <= reached && period.end() >= reached {
            reached = period.end().saturating_add(jiff::ToSpan::day(1));
        }
    }
    reached > year.end()
}

/// What was booked beyond the plan; negative where less was.
pub fn beyond(budget: Money, actual: Money) -> Money {
    actual - budget
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::accounts::BudgetLine;
    use crate::model::{FileId, Span, Spanned};

    const NAMES: [&str; 5] = ["保洁", "绿化", "电梯", "停车费", ""];

    fn line(account: u32, category: usize, income: i32, expense: i32) -> BudgetLine {
        BudgetLine {
            account,
            category: Spanned::new(NAMES[category].to_owned(), Span::file(FileId(0))),
            income: Money::from_fen(income.into()),
            expense: Money::from_fen(expense.into()),
        }
    }

    fn entry(account: u32, category: usize, income: i32, expense: i32) -> Entry {
        Entry {
            date: Date::constant(2025, 3, 1),
            account,
            category: NAMES[category].to_owned(),
            income: Money::from_fen(income.into()),
            expense: Money::from_fen(expense.into()),
            counterparty: String::new(),
            memo: String::new(),
            voucher: String::new(),
            approved_by: String::new(),
            ties: None,
            extra: Vec::new(),
            span: Span::file(FileId(0)),
            line: 1,
        }
    }

    fn budget(lines: Vec<BudgetLine>) -> Budget {
        Budget {
            file: FileId(0),
            period: Period::year(2025).expect("a year"),
            lines,
            totals: Vec::new(),
            incomplete: false,
            front: Default::default(),
        }
    }

    type Amounts = (u32, usize, i32, i32);

    fn amounts() -> impl Strategy<Value = Vec<Amounts>> {
        prop::collection::vec((0..3_u32, 0..NAMES.len(), -1_000_000..1_000_000, -1_000_000..1_000_000), 0..40)
    }

    proptest! {
        /// Differences of the lines add up to the difference of the sums; no line of the budget or the books is lost.
        #[test]
        fn differences_add_up(planned in amounts(), booked in amounts()) {
            let lines: Vec<BudgetLine> = planned.iter().map(|(a, c, i, e)| line(*a, *c, *i, *e)).collect();
            let entries: Vec<Entry> = booked.iter().map(|(a, c, i, e)| entry(*a, *c, *i, *e)).collect();
            let accounts = compare(&budget(lines.clone()), entries.iter());
            for of in &accounts {
                let planned: Money = lines.iter().filter(|l| l.account == of.account).map(|l| l.expense).sum();
                let booked: Money = entries.iter().filter(|e| e.account == of.account).map(|e| e.expense).sum();
                let differences: Money = of.lines.iter().map(|l| beyond(l.budget.expense, l.actual.expense)).sum();
                prop_assert_eq!(differences, booked - planned);
                let (budget, actual) = total(of.lines.iter());
                prop_assert_eq!(budget.expense, planned);
                prop_assert_eq!(actual.expense, booked);
            }
        }

        /// The order of the books' rows changes nothing.
        #[test]
        fn order_of_rows_does_not_matter(planned in amounts(), booked in amounts()) {
            let lines: Vec<BudgetLine> = planned.iter().map(|(a, c, i, e)| line(*a, *c, *i, *e)).collect();
            let entries: Vec<Entry> = booked.iter().map(|(a, c, i, e)| entry(*a, *c, *i, *e)).collect();
            let budget = budget(lines);
            let (there, back) = (compare(&budget, entries.iter()), compare(&budget, entries.iter().rev()));
            for (one, other) in there.iter().zip(&back) {
                prop_assert_eq!(&one.lines, &other.lines);
            }
        }
    }
}
