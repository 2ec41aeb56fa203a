//! Pages of letters: who asked whom for what, whether it was answered, what is waiting.

use tera::{Context, Value};

use super::address::href;
use super::home::News;
use super::markdown;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{badge, link, put, row};
use crate::figures::letters::{Addressee, Standing};
use crate::model::letters::Letter;
use crate::model::{Community, Date, Spanned};

const INDEX: &str = "letters/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::People;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for letter in &community.letters {
        addresses.add(letter.document.file, page_of(letter), &letter.document.title);
    }
}

fn page_of(letter: &Letter) -> String {
    format!("{}.html", letter.document.id)
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "letters_index.html", |page| index(site, page)));
    for (i, letter) in site.community.letters.iter().enumerate() {
        pages.push(Page::template(site, page_of(letter), "letter.html", move |page| one(site, i, page)));
    }
}

/// Letters with where they stand, the newest first.
fn newest_first<'a>(site: &'a Site<'_>) -> impl Iterator<Item = (&'a Letter, Standing)> {
    site.community.letters.iter().zip(site.figures.letters.standings.iter().copied()).rev()
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.letters");
    let mut context = site.page(page, "letters", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let mut waiting: Vec<(&Letter, Standing)> =
        newest_first(site).filter(|(_, s)| matches!(s, Standing::Waiting { .. } | Standing::Overdue { .. })).collect();
    waiting.sort_by_key(|(letter, _)| letter.answer_due.map(|d| d.value));
    let waiting: Vec<Value> = waiting.into_iter().map(|(l, s)| list_row(site, l, s, page)).collect();
    let mut years: Vec<(i16, Vec<Value>)> = Vec::new();
    for (letter, standing) in newest_first(site) {
        let year = letter.date.value.year();
        let item = list_row(site, letter, standing, page);
        match years.last_mut() {
            Some((last, items)) if *last == year => items.push(item),
            _ => years.push((year, vec![item])),
        }
    }
    let years: Vec<Value> = years
        .into_iter()
        .map(|(year, items)| row! { id: format!("y{year}"), label: strings.fill("year", &[("year", &year.to_string())]), items: items })
        .collect();
    put!(context, {
        summary: summary(site),
        waiting: waiting,
        addressees: addressees(site),
        years: years,
        downloads: vec![
            row! { label: "letters.csv", href: href(page, "data/letters.csv"), note: "CSV" },
            row! { label: "letters.json", href: href(page, "data/letters.json"), note: "JSON" },
        ],
    });
    context
}

fn summary(site: &Site<'_>) -> String {
    let strings = site.strings();
    let (waiting, overdue) = site.figures.letters.waiting();
    let all = strings.count("letters.summary", site.community.letters.len(), &[]);
    let open = match (waiting, overdue) {
        (0, _) => strings.fill("letters.none_waiting", &[]),
        (waiting, 0) => strings.count("letters.waiting", waiting, &[]),
        (waiting, overdue) => strings.count("letters.waiting_overdue", waiting, &[("overdue", &overdue.to_string())]),
    };
    format!("{all}{}{open}", strings.get("fill.sentence_separator"))
}

fn addressees(site: &Site<'_>) -> Vec<Value> {
    let of = |to: &Addressee| {
        row! {
            name: to.name.as_str(),
            letters: to.letters,
            in_time: to.in_time,
            late: to.late,
            waiting: to.waiting,
            overdue: to.overdue,
        }
    };
    site.figures.letters.addressees.iter().map(of).collect()
}

fn list_row(site: &Site<'_>, letter: &Letter, standing: Standing, page: &str) -> Value {
    row! {
        href: href(page, &page_of(letter)),
        title: letter.document.title.as_str(),
        date: site.strings().day(letter.date.value),
        parties_text: parties_text(site, letter),
        due_text: letter.answer_due.filter(|_| letter.answered_on.is_none()).map(|d| due_text(site, d.value)),
        state: state(site, standing),
    }
}

fn parties_text(site: &Site<'_>, letter: &Letter) -> String {
    site.strings().fill("letters.parties", &[("from", &letter.from), ("to", &letter.to)])
}

fn due_text(site: &Site<'_>, due: Date) -> String {
    site.strings().fill("letters.due", &[("date", &site.strings().date(due))])
}

fn state(site: &Site<'_>, standing: Standing) -> Value {
    let strings = site.strings();
    match standing {
        Standing::Answered { late: None, days } => badge(strings.days("letters.answered", days), "on"),
        Standing::Answered { late: Some(days), .. } => badge(strings.days("letters.answered_late", days), ""),
        Standing::Waiting { days_left: 0 } => badge(strings.fill("letters.last_day", &[]), ""),
        Standing::Waiting { days_left } => badge(strings.days("letters.days_left", days_left), ""),
        Standing::Overdue { days } => badge(strings.days("letters.overdue", days), "due"),
        Standing::NoneAsked => badge(strings.get("letters.none_asked"), ""),
    }
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let letter = &site.community.letters[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.letters"), Some(INDEX))];
    let mut context = site.page(page, "letters", &letter.document.title, &crumbs);
    site.meta(&mut context, page, Some(letter.date.value), Some(letter.document.file));
    let day = |date: Option<Spanned<Date>>| date.map(|d| strings.day(d.value));
    put!(context, {
        from: letter.from.as_str(),
        to: letter.to.as_str(),
        sent: strings.day(letter.date.value),
        received: day(letter.received_on),
        due: day(letter.answer_due),
        answered: day(letter.answered_on),
        answer: letter.answer.clone(),
        topics: site.stories.links(letter.document.file, letter.topic.as_deref(), page),
        state: state(site, site.figures.letters.standings[index]),
        body_html: Value::safe_string(&markdown::document(site, &letter.document, page)),
    });
    let all = &site.community.letters;
    let beside = |letter: Option<&Letter>| letter.map(|l| link(l.document.title.as_str(), Some(href(page, &page_of(l)))));
    put!(context, {
        pager: row! { prev: beside(index.checked_sub(1).and_then(|i| all.get(i))), next: beside(all.get(index + 1)) },
    });
    context
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for letter in &site.community.letters {
        let answered = letter.answered_on.map(|d| (d.value, "kind.news.letter_answers"));
        for (date, kind) in [Some((letter.date.value, "kind.news.letters")), answered].into_iter().flatten() {
            news.push(News { date, title: letter.document.title.clone(), page: page_of(letter), kind });
        }
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::date("date"),
        Field::text("sender"),
        Field::text("addressee"),
        Field::text("subject"),
        Field::date("received_on"),
        Field::date("answer_due"),
        Field::date("answered_on"),
        Field::text("answer"),
        Field::text("page"),
        Field::text("source"),
    ];
    let shown = |date: Option<Spanned<Date>>| date.map(|d| d.value.to_string()).unwrap_or_default();
    vec![Table::new("letters", fields).rows(site.community.letters.iter().map(move |l| {
        vec![
            l.date.value.to_string(),
            l.from.clone(),
            l.to.clone(),
            l.document.title.clone(),
            shown(l.received_on),
            shown(l.answer_due),
            shown(l.answered_on),
            l.answer.clone().unwrap_or_default(),
            page_of(l),
            site.community.files.path(l.document.file).to_owned(),
        ]
    }))]
}
