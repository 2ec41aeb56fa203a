//! The books in double entry (`data/ledger.beancount`): nothing is lost or made on the way, whatever the books hold. What
//! Beancount and Fava say of it is asked in tests/oracles.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use gongshi::jurisdiction::Jurisdiction;
use gongshi::model::{Locale, Money};
use gongshi::render::{Options, Site, plan};
use gongshi::{figures, source};
use jiff::civil::date;
use proptest::prelude::*;
use support::Community;

/// The ledger of a folder, and what each of its accounts holds in the end by our own figures.
fn ledger(folder: &Path) -> (String, Vec<(String, Money)>) {
    let community = source::load(folder).unwrap().community;
    let (jurisdiction, day) = (Jurisdiction::default(), date(2026, 1, 31));
    let figures = figures::work_out(&community, &jurisdiction, day);
    let closing =
        |(at, account): (usize, &gongshi::model::Account)| (account.id.value.clone(), figures.accounts.accounts[at].closing());
    let closing = community.accounts_opened.iter().enumerate().map(closing).collect();
    let site = Site::new(&community, &figures, &jurisdiction, &[], Locale::En, Options::default()).unwrap_or_else(|_| panic!());
    let mut out = Vec::new();
    let pages = plan(&site);
    pages.iter().find(|p| p.path == "data/ledger.beancount").expect("a ledger").draw(&mut out).unwrap();
    (String::from_utf8(out).unwrap(), closing)
}

/// Cents of a posting line, by account: `  Assets:Common  -12.30 CNY`.
fn posting(line: &str) -> Option<(&str, i128)> {
    let mut words = line.strip_prefix("  ")?.split("  ");
    let account = words.next().filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let cents = words.next()?.split(' ').next()?.replace('.', "");
    Some((account, cents.parse().ok()?))
}

/// The sum of every account's postings. Each transaction is balanced.
fn sums(ledger: &str) -> BTreeMap<String, i128> {
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    let mut open = 0;
    for line in ledger.lines() {
        if !line.starts_with("  ") {
            assert_eq!(open, 0, "not balanced before: {line}");
        }
        if let Some((account, cents)) = posting(line) {
            open += cents;
            *sums.entry(account.to_owned()).or_default() += cents;
        }
    }
    sums
}

fn name_of(ledger: &str, id: &str) -> String {
    let at = ledger.find(&format!("  id: \"{id}\"")).unwrap_or_else(|| panic!("{id}"));
    ledger[..at].lines().next_back().unwrap().split(' ').nth(2).unwrap().to_owned()
}

#[test]
fn books_at_their_worst_are_all_there() {
    let odd = Community::empty("ledger-odd");
    let site = odd.dir.join("site");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/odd-community");
    let built = odd.run(&["build", folder.to_str().unwrap(), "-o", site.to_str().unwrap()]);
    assert!(built.status.success(), "{}", support::said(&built));
    let ledger = odd.read("site/data/ledger.beancount");
    let held = sums(&ledger);
    assert_eq!(held.values().sum::<i128>(), 0);
    for (account, cents) in [
        ("Assets:X公共收益", 87612),
        ("Expenses:X公共收益:X电费", 2500),
        ("Income:X公共收益:X停车费", -10010),
        ("Income:X公共收益:X停车-费", -1),
        ("Income:X公共收益:X停车--2d-费", -1),
        // What is held for others is owed, not earned.
        ("Assets:Deposit--5f-1", 120_000),
        ("Liabilities:Deposit--5f-1", -50_000),
        ("Liabilities:Deposit--5f-1:X押金", -50_000),
        ("Liabilities:Deposit-1:X水费", 0),
    ] {
        assert_eq!(held.get(account), Some(&cents), "{account}");
    }
    for text in [
        "option \"title\" \"\\\"半山\\\"苑 \\\\ 二期\"",
        "2024-12-31 open Assets:3 HKD",
        "2025-01-01 * \"商户 \\\"甲\\\"\" \"反斜杠 \\\\ 和 \\\"引号\\\"\"\n  voucher: \"记-0001\"",
        "\"两行\\n摘要\"",
        "  extra_1: \"经办 部门: 工程, \\\"二\\\"部\"",
        // The end of a day is the beginning of the next.
        "2025-02-01 balance Assets:X公共收益  876.12 HKD",
        // What the bank says otherwise is neither asserted nor hidden.
        "2025-03-31 note Assets:X公共收益 \"2025年3月31日对账单余额916.12港元，账面876.12港元，相差40.00港元",
        "  bank: 916.12 HKD\n  books: 876.12 HKD\n  code: \"GS0301\"\n  reason: \"未达账项",
        "2025-03-31 note Assets:Xx \"2025年3月31日登记的余额9.99港元",
    ] {
        assert!(ledger.contains(text), "{text}\n{ledger}");
    }
    assert!(!ledger.contains("balance Assets:Xx"), "an account kept on accrual is not asserted against the bank");
    for page in ["accounts/index.html", "accounts/2025-Q1.html", "data/index.html"] {
        assert!(odd.read(&format!("site/{page}")).contains("data/ledger.beancount\""), "{page}");
    }
}

#[test]
fn accounts_that_only_entries_name_open_with_them() {
    let community = Community::empty("ledger-undeclared");
    community
        .file("accounts/2025-Q1.csv", "date,account,category,amount\n2025-02-03,现金,杂费,-5.00\n2025-01-07,Bank 2,,7.00\n")
        .build();
    let ledger = community.read("site/data/ledger.beancount");
    assert!(ledger.contains("2025-02-02 open Assets:X现金 CNY\n  id: \"现金\""), "{ledger}");
    assert!(ledger.contains("2025-01-06 open Assets:XBank--20-2 CNY"), "{ledger}");
    assert!(!ledger.contains("Equity:"), "nobody said what they held before\n{ledger}");
}

#[test]
fn a_folder_without_books_has_no_ledger() {
    let community = Community::empty("ledger-none");
    community.file("gongshi.toml", "[[account]]\nid = \"a\"\n").file("minutes/2025-01-11-x.md", "# X\n\n到会五人。\n").build();
    assert!(!community.dir.join("site/data/ledger.beancount").exists());
    assert!(!community.read("site/data/index.html").contains("ledger.beancount"));
}

#[derive(Clone, Debug)]
struct Row {
    day: i64,
    account: usize,
    category: String,
    income: bool,
    cents: i64,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..90i64, 0..4usize, "[a-cX电费 -]{1,4}", any::<bool>(), -100_000..10_000_000i64);
    let row = row.prop_map(|(day, account, category, income, cents)| Row { day, account, category, income, cents });
    prop::collection::vec(row, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn money_is_conserved(rows in rows(), kind in prop::sample::select(vec!["operating", "deposit", "pass_through"])) {
        let community = Community::empty("ledger-property");
        let accounts = ["common", "押金", "x", "Common"];
        let opened: String = accounts
            .iter()
            .enumerate()
            .map(|(n, id)| format!("[[account]]\nid = \"{id}\"\nopening = \"{n}.10\"\nopened_on = 2025-01-01\nkind = \"{kind}\"\n"))
            .collect();
        community.file("gongshi.toml", opened);
        let mut csv = String::from("date,account,category,income,expense\n");
        for row in &rows {
            let day = date(2025, 1, 1) + jiff::ToSpan::days(row.day);
            let amount = Money::from_fen(row.cents.into()).plain();
            let (income, expense) = if row.income { (amount.as_str(), "") } else { ("", amount.as_str()) };
            csv.push_str(&format!("{day},{},\"{}\",{income},{expense}\n", accounts[row.account], row.category));
        }
        community.file("accounts/2025-Q1.csv", csv);
        let (text, closing) = ledger(&community.dir);
        let held = sums(&text);
        prop_assert_eq!(held.values().sum::<i128>(), 0);
        for (id, money) in closing {
            let name = name_of(&text, &id);
            prop_assert_eq!(held.get(&name).copied().unwrap_or(0), money.fen(), "{}\n{}", name, text);
        }
    }
}
