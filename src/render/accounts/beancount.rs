//! `data/ledger.beancount`: the books in double entry, which auditors' programs read (Beancount, Fava).
//!
//! - Every account of the community is an asset. Against it stand income and expenses, by account and category. Where the
//!   account holds what is others' (deposits, 代收代付) a liability stands against it: such money is nobody's income.
//! - Money that moves between two accounts of the community is an expense of one and an income of the other, since that is
//!   all the books say of it.
//! - A balance of the bank is asserted only where the books agree with it. Where they do not and somebody owns the difference,
//!   a note on the account gives both figures and the reason: an assertion would fail, and `pad` would invent an entry.
//!   So does a balance that no page compares.
//! - Balances hold at the end of a day here and at its beginning there: they stand under the next day.
//! - Money by building (fund/balances.csv) is left out: entries do not say whose building they are.

mod names;
mod text;

use std::collections::HashMap;

use super::super::format::money;
use super::super::site::Site;
use super::category_label;
use crate::model::accounts::{Balance, BalanceKind, Entry, Ledger, Ties};
use crate::model::{AccountKind, Acknowledged, Date, Money, Spanned};
use text::Writer;

/// Where it stands.
pub const PATH: &str = "data/ledger.beancount";

/// Where opening balances come from.
const OPENING: &str = "Equity:Opening-Balances";
/// The code of what is no currency (ISO 4217), for places that name none.
const NO_CURRENCY: &str = "XXX";

/// What stands against an account of the community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Root {
    Income,
    Expenses,
    Liabilities,
}

impl Root {
    fn name(self) -> &'static str {
        match self {
            Root::Income => "Income",
            Root::Expenses => "Expenses",
            Root::Liabilities => "Liabilities",
        }
    }
}

/// By account, root and category: its name, and the day of its first entry.
type Opposites<'a> = HashMap<(u32, Root, &'a str), (String, Date)>;

/// The accounts of the file.
struct Book<'a> {
    site: &'a Site<'a>,
    /// The part that names each account of the community.
    parts: Vec<String>,
    /// The evening from which each holds its opening balance.
    opened: Vec<Date>,
    opposites: Opposites<'a>,
}

pub fn write(site: &Site<'_>, out: &mut Vec<u8>) {
    let code = site.strings().currency.as_str();
    let book = Book::new(site);
    let mut to = Writer::new(out, if code == "none" { NO_CURRENCY } else { code });
    book.head(&mut to);
    book.openings(&mut to);
    for ledger in &site.community.accounts.ledgers {
        to.raw("\n").comment("*", &site.strings().period(ledger.period.value));
        for entry in &ledger.entries {
            book.entry(ledger, entry, &mut to);
        }
    }
    to.raw("\n").comment("*", site.strings().get("beancount.balances"));
    for balance in &site.community.accounts.balances {
        book.balance(balance, &mut to);
    }
}

/// Whether an account holds money that is others'.
fn is_held(kind: Option<AccountKind>) -> bool {
    matches!(kind, Some(AccountKind::Deposit | AccountKind::PassThrough))
}

/// What stands against an entry, and how much.
fn legs(entry: &Entry, held: bool) -> impl Iterator<Item = (Root, Money)> {
    let legs = match held {
        true => [(Root::Liabilities, -entry.net()), (Root::Expenses, Money::ZERO)],
        false => [(Root::Income, -entry.income), (Root::Expenses, entry.expense)],
    };
    legs.into_iter().filter(|(_, amount)| !amount.is_zero())
}

fn next(day: Date) -> Date {
    // The last day that can be written has none after it.
    day.tomorrow().unwrap_or(day)
}

impl<'a> Book<'a> {
    fn new(site: &'a Site<'a>) -> Self {
        let (accounts, records) = (&site.community.accounts_opened, &site.community.accounts);
        // What is asked of an account before its first day is its opening balance.
        let mut opened: Vec<Date> = accounts.iter().map(|a| a.opened_on.unwrap_or(Date::MAX)).collect();
        let mut parts = Vec::with_capacity(accounts.len());
        let mut opposites = Opposites::new();
        for account in accounts {
            parts.push(names::of_id(&account.id.value));
        }
        for entry in records.ledgers.iter().flat_map(|l| &l.entries) {
            let at = entry.account as usize;
            opened[at] = opened[at].min(entry.date);
            for (root, _) in legs(entry, is_held(accounts[at].kind)) {
                let name = || format!("{}:{}:{}", root.name(), parts[at], names::of_category(&entry.category));
                let known = opposites.entry((entry.account, root, entry.category.as_str()));
                let (_, first) = known.or_insert_with(|| (name(), entry.date));
                *first = entry.date.min(*first);
            }
        }
        for balance in &records.balances {
            let at = balance.account as usize;
            opened[at] = opened[at].min(balance.date);
        }
        let first = opened.iter().copied().min().filter(|day| *day != Date::MAX).unwrap_or(site.as_of);
        for day in &mut opened {
            let own = if *day == Date::MAX { first } else { *day };
            *day = own.yesterday().unwrap_or(own);
        }
        Book { site, parts, opened, opposites }
    }

    fn head(&self, to: &mut Writer<'_>) {
        let strings = self.site.strings();
        to.comment(";;", strings.get("beancount.about_1"));
        to.comment(";;", strings.get("beancount.about_2"));
        to.comment(";;", strings.get("beancount.about_3"));
        to.raw("\noption \"title\" ").quoted(&self.site.title()).raw("\n");
        // To the cent: without this Beancount lets a cent pass.
        to.raw("option \"tolerance_multiplier\" \"0\"\noption \"operating_currency\" \"").currency().raw("\"\n\n");
    }

    /// Opens every account, and gives those of the community what they held before.
    fn openings(&self, to: &mut Writer<'_>) {
        let (accounts, strings) = (&self.site.community.accounts_opened, self.site.strings());
        to.comment("*", strings.get("beancount.accounts"));
        for (at, account) in accounts.iter().enumerate() {
            to.day(self.opened[at]).raw(" open Assets:").raw(&self.parts[at]).raw(" ").currency().raw("\n");
            to.about("id", &account.id.value).about("name", &account.name);
            to.about("holder", account.holder.as_deref().unwrap_or_default());
            to.about("kind", account.kind.map_or("", AccountKind::name));
            to.about("basis", account.basis.name());
            to.about_day("opened_on", account.opened_on);
        }
        let mut opposites: Vec<_> = self.opposites.iter().collect();
        opposites.sort_unstable_by_key(|(key, _)| **key);
        for ((_, _, category), (name, first)) in opposites {
            to.day(*first).raw(" open ").raw(name).raw(" ").currency().raw("\n");
            to.about("name", category_label(self.site, category));
        }
        let first = accounts.iter().zip(&self.opened).filter(|(a, _)| !a.opening.is_zero()).map(|(_, day)| *day).min();
        let Some(first) = first else { return };
        to.raw("\n").comment("*", strings.get("beancount.opening"));
        if accounts.iter().any(|a| !a.opening.is_zero() && !is_held(a.kind)) {
            to.day(first).raw(" open ").raw(OPENING).raw(" ").currency().raw("\n");
        }
        for (at, account) in accounts.iter().enumerate().filter(|(_, a)| !a.opening.is_zero()) {
            let owed = is_held(account.kind).then(|| format!("Liabilities:{}", self.parts[at]));
            if let Some(owed) = &owed {
                to.day(self.opened[at]).raw(" open ").raw(owed).raw(" ").currency().raw("\n").about("name", &account.name);
            }
            to.day(self.opened[at]).raw(" * ").quoted(strings.get("beancount.opening")).raw("\n");
            to.posting(&format!("Assets:{}", self.parts[at]), account.opening);
            to.posting(owed.as_deref().unwrap_or(OPENING), -account.opening);
        }
    }

    fn entry(&self, ledger: &Ledger, entry: &'a Entry, to: &mut Writer<'_>) {
        to.day(entry.date).raw(" *");
        if !entry.counterparty.is_empty() {
            to.raw(" ").quoted(&entry.counterparty);
        }
        to.raw(" ").quoted(&entry.memo);
        let ties = entry.ties.as_deref();
        for record in ties.into_iter().flat_map(records).filter(|r| names::is_link(r)) {
            to.raw(" ^").raw(record);
        }
        to.raw("\n").about("voucher", &entry.voucher).about("approved_by", &entry.approved_by);
        if let Some(ties) = ties {
            let record = |tie: &'a Option<Spanned<String>>| tie.as_ref().map_or("", |t| t.value.as_str());
            to.about("contract", record(&ties.contract)).about("clause", ties.clause.as_deref().unwrap_or_default());
            to.about("resolution", record(&ties.resolution)).about("fund", record(&ties.fund));
            let files: Vec<&str> = ties.attachments.iter().map(|a| a.value.as_str()).collect();
            to.about("attachment", &files.join("; "));
        }
        // Their headers are the folder's own and seldom ASCII, as keys here must be.
        for (n, (header, cell)) in ledger.extra_columns.iter().zip(&entry.extra).enumerate().filter(|(_, (_, c))| !c.is_empty()) {
            to.about(&format!("extra_{}", n + 1), &format!("{header}: {cell}"));
        }
        to.about("source", self.site.community.files.path(ledger.file)).raw(&format!("  line: {}\n", entry.line));
        let at = entry.account as usize;
        to.raw("  Assets:").raw(&self.parts[at]).raw("  ").amount(entry.net()).raw("\n");
        for (root, amount) in legs(entry, is_held(self.site.community.accounts_opened[at].kind)) {
            // Every leg of every entry was opened.
            if let Some((name, _)) = self.opposites.get(&(entry.account, root, entry.category.as_str())) {
                to.posting(name, amount);
            }
        }
    }

    /// What the bank, or a row of the books, says an account holds.
    fn balance(&self, balance: &Balance, to: &mut Writer<'_>) {
        let at = balance.account as usize;
        let (account, figures) = (&self.site.community.accounts_opened[at], &self.site.figures.accounts.accounts[at]);
        let (books, day) = match balance.kind {
            BalanceKind::Closing => (figures.balance_at(balance.date), next(balance.date)),
            BalanceKind::Opening => (figures.balance_before(balance.date), balance.date),
        };
        let bank = balance.balance.value;
        if account.asserted() && books == bank {
            to.day(day).raw(" balance Assets:").raw(&self.parts[at]).raw("  ").amount(bank).raw("\n");
            to.about("origin", &balance.source);
            return;
        }
        let owned = self.owned(balance).filter(|_| account.asserted());
        // The words of the pages.
        let key = match (account.asserted(), owned) {
            (false, _) => "accounts.bank_not_compared",
            (true, None) => "accounts.bank_differs",
            (true, Some(_)) => "accounts.bank_explained",
        };
        let values = [
            ("date", self.site.strings().date(balance.date)),
            ("balance", money(bank)),
            ("closing", money(books)),
            ("difference", money((books - bank).abs())),
            ("reason", owned.map(|o| o.reason.clone()).unwrap_or_default()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let said = self.site.strings().fill(key, &values);
        to.day(balance.date).raw(" note Assets:").raw(&self.parts[at]).raw(" ").quoted(&said).raw("\n");
        to.about("origin", &balance.source).about_amount("bank", bank).about_amount("books", books);
        if let Some(owned) = owned {
            to.about("code", &owned.code.value).about("reason", &owned.reason);
            to.about("acknowledged_by", owned.by.as_deref().unwrap_or_default()).about_day("acknowledged_on", owned.on);
        }
    }

    /// Who owns that books and bank differ.
    fn owned(&self, balance: &Balance) -> Option<&'a Acknowledged> {
        let code = if balance.kind == BalanceKind::Closing { "GS0301" } else { "GS0307" };
        let ledgers = &self.site.community.accounts.ledgers;
        let ledger = ledgers.iter().find(|l| l.period.value.contains(balance.date))?;
        ledger.front.acknowledged.iter().find(|a| a.code.value == code)
    }
}

/// The records an entry is tied to, which link the entries of one matter.
fn records(ties: &Ties) -> impl Iterator<Item = &str> {
    ties.contract.iter().chain(&ties.resolution).chain(&ties.fund).map(|tie| tie.value.as_str())
}
