//! The charts of the books.

use super::super::charts::{self, CategoryItem, CategoryLabels, MoneyLabels, MonthPoint};
use super::super::format::short_month_key;
use super::super::site::Site;
use super::category_label;
use super::rows::Side;
use crate::figures::accounts::{Flow, Month};
use crate::model::{Locale, Money};

/// How many categories a chart shows before the rest is one bar.
const MOST_BARS: usize = 9;

/// What every chart of the books has in common.
/// Units by magnitude in fen: 元 and 万元, yuan and thousand yuan.
pub fn units<'s>(site: &'s Site<'_>) -> [(i128, &'s str); 2] {
    let larger = match site.locale {
        Locale::ZhCn => 1_000_000,
        Locale::En => 100_000,
    };
    [(100, site.strings().get("chart.unit")), (larger, site.strings().get("chart.unit_larger"))]
}

/// Income and expense by month, the balance above.
pub fn monthly(site: &Site<'_>, months: &[Month], id: &str, title: &str, level: u8) -> String {
    let strings = site.strings();
    let texts: Vec<(String, String)> = months
        .iter()
        .enumerate()
        .map(|(i, m)| {
            let long = strings.period(m.month);
            let month = m.month.as_month().unwrap_or(1);
            let short = if month == 1 || i == 0 { long.clone() } else { strings.get(short_month_key(month)).to_owned() };
            (long, short)
        })
        .collect();
    let points: Vec<MonthPoint<'_>> = months
        .iter()
        .zip(&texts)
        .map(|(m, (long, short))| MonthPoint {
            label_long: long,
            label_short: short,
            income_fen: m.flow.income.fen(),
            expense_fen: m.flow.expense.fen(),
            balance_fen: m.balance.fen(),
        })
        .collect();
    let units = units(site);
    charts::monthly_money(
        &points,
        &MoneyLabels {
            frame: strings.frame(id, title, level),
            balance: strings.get("chart.balance"),
            balance_description: strings.get("chart.balance_note"),
            flow: strings.get("chart.flow"),
            flow_description: strings.get("chart.flow_note"),
            income: strings.get("accounts.income"),
            expense: strings.get("accounts.expense"),
            units: &units,
            columns: [
                strings.get("chart.month"),
                strings.get("accounts.income"),
                strings.get("accounts.expense"),
                strings.get("chart.balance"),
            ],
        },
    )
}

/// One side by category, the smallest together as the last bar.
pub fn by_category(site: &Site<'_>, flows: &[(String, Flow)], side: Side, id: &str, title: &str, level: u8) -> String {
    let strings = site.strings();
    let mut amounts: Vec<(&str, Money)> =
        flows.iter().map(|(name, flow)| (category_label(site, name), side.of(flow))).filter(|(_, m)| !m.is_zero()).collect();
    if amounts.is_empty() {
        return String::new();
    }
    amounts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    if amounts.len() > MOST_BARS + 1 {
        let rest: Money = amounts.split_off(MOST_BARS).into_iter().map(|(_, m)| m).sum();
        amounts.push((strings.get("chart.rest"), rest));
    }
    let items: Vec<CategoryItem<'_>> = amounts.iter().map(|(name, m)| CategoryItem { name, amount_fen: m.fen() }).collect();
    let units = units(site);
    charts::by_category(
        &items,
        &CategoryLabels {
            frame: strings.frame(id, title, level),
            name: strings.get(if side == Side::Income { "accounts.income" } else { "accounts.expense" }),
            description: strings.get("chart.category_note"),
            units: &units,
            columns: [strings.get("entries.category"), strings.get("chart.amount"), strings.get("accounts.share")],
        },
    )
}
