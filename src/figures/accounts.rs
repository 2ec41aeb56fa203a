//! The ledger added up: opening + income − expense = closing, for every account and period.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::accounts::{BalanceKind, Entry};
use crate::model::{Community, Money, Period};

/// Money in and out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    pub income: Money,
    pub expense: Money,
}

impl Flow {
    pub fn add(&mut self, entry: &Entry) {
        self.income += entry.income;
        self.expense += entry.expense;
    }

    pub fn net(&self) -> Money {
        self.income - self.expense
    }
}

/// A name with its money, in order of weight.
pub type ByName = Vec<(String, Flow)>;

/// A balance the bank gave, beside what the books say for that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankBalance {
    pub date: Date,
    pub bank: Money,
    pub books: Money,
}

/// One account in one period.
#[derive(Clone, Debug)]
pub struct Statement {
    pub account: u32,
    pub period: Period,
    /// Index of the ledger among the records.
    pub ledger: usize,
    pub opening: Money,
    pub flow: Flow,
    pub closing: Money,
    pub by_category: ByName,
    pub by_counterparty: ByName,
    /// The same period last year, where it is in the books.
    pub last_year: Option<Flow>,
    /// From the first day of the calendar year to this period's last day.
    pub year_to_date: Flow,
    /// The same days last year, where the books have them from the year's first day on.
    pub last_year_to_date: Option<Flow>,
    /// The last balance asserted within the period.
    pub bank: Option<BankBalance>,
}

/// One account in one month.
#[derive(Clone, Copy, Debug)]
pub struct Month {
    pub month: Period,
    pub flow: Flow,
    /// At the month's end.
    pub balance: Money,
}

/// One account over all its days.
#[derive(Clone, Debug, Default)]
pub struct AccountFigures {
    /// (date, net) of every entry in order of date, with the running balance after it.
    running: Vec<(Date, Money)>,
    opening: Money,
    pub months: Vec<Month>,
    /// Every entry: ledger and entry index, in order of date.
    pub entries: Vec<(usize, usize)>,
    pub by_category: ByName,
}

impl AccountFigures {
    /// The balance at the end of a day, in yuan.
    pub fn balance_at(&self, day: Date) -> Money {
        let n = self.running.partition_point(|(date, _)| *date <= day);
        if n == 0 { self.opening } else { self.running[n - 1].1 }
    }

    /// The balance at the beginning of a day.
    pub fn balance_before(&self, day: Date) -> Money {
        let n = self.running.partition_point(|(date, _)| *date < day);
        if n == 0 { self.opening } else { self.running[n - 1].1 }
    }

    /// The balance after the last entry.
    pub fn closing(&self) -> Money {
        self.running.last().map_or(self.opening, |(_, balance)| *balance)
    }
}

#[derive(Debug, Default)]
pub struct Figures {
    /// Per account, as in `Community::accounts_opened`.
    pub accounts: Vec<AccountFigures>,
    /// In order of period, then account.
    pub statements: Vec<Statement>,
    /// Every category with its entries (ledger and entry index).
    pub categories: BTreeMap<String, Vec<(usize, usize)>>,
    /// Every budget beside the books of its year, in order of year.
    pub budgets: Vec<super::budget::Comparison>,
}

impl Figures {
    pub fn statements_of(&self, period: Period) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(move |s| s.period == period)
    }

    pub fn statements_for(&self, account: u32) -> impl DoubleEndedIterator<Item = &Statement> {
        self.statements.iter().filter(move |s| s.account == account)
    }

    /// Every period of the books, in order.
    pub fn periods(&self) -> Vec<Period> {
        let mut periods: Vec<Period> = self.statements.iter().map(|s| s.period).collect();
        periods.dedup();
        periods
    }
}

pub fn work_out(community: &Community, _: &Jurisdiction, _: Date) -> Figures {
    let mut figures =
        Figures { accounts: account_figures(community), budgets: super::budget::work_out(community), ..Figures::default() };
    let flows = flows_by_month(community);
    for (index, ledger) in community.accounts.ledgers.iter().enumerate() {
        let period = ledger.period.value;
        let mut accounts: BTreeMap<u32, (Flow, NamedFlows<'_>, NamedFlows<'_>)> = BTreeMap::new();
        for (i, entry) in ledger.entries.iter().enumerate() {
            let (flow, categories, parties) = accounts.entry(entry.account).or_default();
            flow.add(entry);
            categories.entry(&entry.category).or_default().add(entry);
            if !entry.counterparty.is_empty() {
                parties.entry(&entry.counterparty).or_default().add(entry);
            }
            if let Some(entries) = figures.categories.get_mut(&entry.category) {
                entries.push((index, i));
            } else {
                figures.categories.insert(entry.category.clone(), vec![(index, i)]);
            }
        }
        for (account, (flow, categories, parties)) in accounts {
            let opening = figures.accounts[account as usize].balance_before(period.start());
            figures.statements.push(Statement {
                account,
                period,
                ledger: index,
                opening,
                flow,
                closing: opening + flow.net(),
                by_category: ranked(categories),
                by_counterparty: ranked(parties),
                last_year: flows.over(account, period.last_year()),
                year_to_date: flows.to_date(account, period),
                last_year_to_date: flows.last_year_to_date(account, period),
                bank: last_balance(community, &figures.accounts[account as usize], account, period),
            });
        }
    }
    figures.statements.sort_by_key(|s| (s.period, s.account));
    figures
}

/// The last balance asserted for an account within a period. Balances are in order of date.
fn last_balance(community: &Community, figures: &AccountFigures, account: u32, period: Period) -> Option<BankBalance> {
    let balances = &community.accounts.balances;
    let end = balances.partition_point(|b| b.date <= period.end());
    let within = balances[..end].iter().rev().take_while(|b| b.date >= period.start());
    let last = within.into_iter().find(|b| b.account == account && b.kind == BalanceKind::Closing)?;
    Some(BankBalance { date: last.date, bank: last.balance.value, books: figures.balance_at(last.date) })
}

type NamedFlows<'a> = HashMap<&'a str, Flow>;

/// The heaviest first; equal weights by name, so that the order is the same everywhere.
fn ranked(flows: NamedFlows<'_>) -> ByName {
    let mut list: ByName = flows.into_iter().map(|(name, flow)| (name.to_owned(), flow)).collect();
    list.sort_by(|a, b| (b.1.income + b.1.expense).cmp(&(a.1.income + a.1.expense)).then_with(|| a.0.cmp(&b.0)));
    list
}

fn account_figures(community: &Community) -> Vec<AccountFigures> {
    let mut accounts: Vec<AccountFigures> =
        community.accounts_opened.iter().map(|a| AccountFigures { opening: a.opening, ..AccountFigures::default() }).collect();
    let ledgers = &community.accounts.ledgers;
    for (l, ledger) in ledgers.iter().enumerate() {
        for (e, entry) in ledger.entries.iter().enumerate() {
            accounts[entry.account as usize].entries.push((l, e));
        }
    }
    for account in &mut accounts {
        account.entries.sort_by_key(|(l, e)| (ledgers[*l].entries[*e].date, *l, *e));
        let mut balance = account.opening;
        let mut categories: NamedFlows<'_> = HashMap::new();
        for (l, e) in &account.entries {
            let entry = &ledgers[*l].entries[*e];
            balance += entry.net();
            account.running.push((entry.date, balance));
            categories.entry(&entry.category).or_default().add(entry);
            let month = Period::month_of(entry.date);
            fill_months(&mut account.months, month);
            if let Some(last) = account.months.last_mut() {
                last.flow.add(entry);
                last.balance = balance;
            }
        }
        account.by_category = ranked(categories);
    }
    accounts
}

/// Appends months up to `month`; a month without entries keeps the balance.
fn fill_months(months: &mut Vec<Month>, month: Period) {
    while months.last().is_none_or(|last| last.month < month) {
        let next = months.last().map_or(month, |last| last.month.next());
        let balance = months.last().map_or(Money::ZERO, |last| last.balance);
        months.push(Month { month: next, flow: Flow::default(), balance });
    }
}

/// Money by account and month: what comparisons with last year are added up from.
struct MonthFlows {
    flows: HashMap<(u32, Period), Flow>,
    /// The first and last month of each account's books, as their files cover them.
    covered: HashMap<u32, (Date, Date)>,
}

fn flows_by_month(community: &Community) -> MonthFlows {
    let mut months = MonthFlows { flows: HashMap::new(), covered: HashMap::new() };
    for ledger in &community.accounts.ledgers {
        let period = ledger.period.value;
        for entry in &ledger.entries {
            months.flows.entry((entry.account, Period::month_of(entry.date))).or_default().add(entry);
            let covered = months.covered.entry(entry.account).or_insert((period.start(), period.end()));
            *covered = (covered.0.min(period.start()), covered.1.max(period.end()));
        }
    }
    months
}

impl MonthFlows {
    /// The money of a span of days that begins and ends with a month; none where the books do not cover it.
    fn between(&self, account: u32, first: Date, last: Date) -> Option<Flow> {
        let (start, end) = self.covered.get(&account)?;
        if first < *start || last > *end {
            return None;
        }
        let mut sum = Flow::default();
        let mut month = Period::month_of(first);
        while month.start() <= last {
            if let Some(flow) = self.flows.get(&(account, month)) {
                sum.income += flow.income;
                sum.expense += flow.expense;
            }
            month = month.next();
        }
        Some(sum)
    }

    fn over(&self, account: u32, period: Period) -> Option<Flow> {
        self.between(account, period.start(), period.end())
    }

    fn to_date(&self, account: u32, period: Period) -> Flow {
        let year_start = Date::constant(period.calendar_year(), 1, 1);
        let covered = self.covered.get(&account).map_or(year_start, |(start, _)| *start);
        self.between(account, year_start.max(covered), period.end()).unwrap_or_default()
    }

    fn last_year_to_date(&self, account: u32, period: Period) -> Option<Flow> {
        let last = period.last_year();
        self.between(account, Date::constant(last.calendar_year(), 1, 1), last.end())
    }
}
