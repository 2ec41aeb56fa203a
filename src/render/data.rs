//! The page of tables to download, and datapackage.json, which describes them.

use std::sync::Arc;

use serde_json::json;
use tera::{Context, Value};

use super::address::href;
use super::page::Page;
use super::site::Site;
use super::table_file::{Field, Table};
use super::value::{link, put, row};

macro_rules! tables_of_kinds {
    ($($kind:ident),*) => {
        fn tables_of_kinds<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
            let mut tables = Vec::new();
            $(tables.extend(super::$kind::tables(site));)*
            tables
        }
    };
}
crate::record_kinds!(tables_of_kinds);

/// Every table with rows, findings last; those exist even when empty, so that a reader need not guess.
fn tables<'a>(site: &'a Site<'a>) -> Vec<Arc<Table<'a>>> {
    let derived = [super::duties::table(site), super::restatements::table(site)];
    let with_rows = tables_of_kinds(site).into_iter().chain(derived).filter(|t| t.row_count > 0);
    let mut tables: Vec<Arc<Table<'a>>> = with_rows.map(Arc::new).collect();
    tables.push(Arc::new(super::compliance::table(site)));
    tables
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    let tables = tables(site);
    for table in &tables {
        table.clone().pages(pages);
    }
    let described = tables.clone();
    pages.push(Page::template(site, "data/index.html".into(), "data.html", move |page| index(site, &described, page)));
    pages.push(Page::written("data/datapackage.json".into(), move |out| out.extend(package(site, &tables).into_bytes())));
}

/// What a column means, in words; a column of the folder's own means what its header says.
fn meaning<'s>(site: &'s Site<'_>, field: &'s Field) -> &'s str {
    if field.own { &field.name } else { site.strings().find(&format!("field.{}", field.name)).unwrap_or(&field.name) }
}

fn index(site: &Site<'_>, tables: &[Arc<Table<'_>>], page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.data");
    let mut context = site.page(page, "data", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let rows: Vec<Value> = tables.iter().map(|t| table_row(site, t, page)).collect();
    put!(context, {
        summary: strings.count("data.summary", tables.len(), &[]),
        tables: rows,
        formats: formats(site, page),
        package: link("datapackage.json", Some(href(page, "data/datapackage.json"))),
    });
    context
}

/// What is written besides tables, in the formats of those who read such records by profession.
fn formats(site: &Site<'_>, page: &str) -> Vec<Value> {
    super::accounts::ledger_download(site, page).into_iter().chain(super::rules::text_downloads(site, page)).collect()
}

fn table_row(site: &Site<'_>, table: &Table<'_>, page: &str) -> Value {
    let strings = site.strings();
    let file = |ending: &str, label: &str| row! { href: href(page, &table.path(ending)), label: label, size_text: "" };
    let type_label = |field: &Field| strings.find(&format!("data.type_{}", field.kind.name())).unwrap_or_default().to_owned();
    let fields: Vec<Value> = table
        .fields
        .iter()
        .map(|f| row! { name: f.name.as_str(), type_label: type_label(f), meaning: meaning(site, f) })
        .collect();
    row! {
        id: table.name,
        title: strings.find(&format!("table.{}", table.name)).unwrap_or(table.name),
        rows_text: strings.count("data.rows", table.row_count, &[]),
        files: vec![file("csv", "CSV"), file("json", "JSON")],
        fields_text: strings.count("data.fields", table.fields.len(), &[]),
        fields: fields,
    }
}

/// The Frictionless data package of the site's tables.
fn package(site: &Site<'_>, tables: &[Arc<Table<'_>>]) -> String {
    let strings = site.strings();
    let resources: Vec<serde_json::Value> = tables
        .iter()
        .map(|table| {
            let fields: Vec<serde_json::Value> = table
                .fields
                .iter()
                .map(|f| json!({ "name": f.name, "type": f.kind.name(), "title": meaning(site, f) }))
                .collect();
            json!({
                "name": table.name,
                "title": strings.find(&format!("table.{}", table.name)).unwrap_or(table.name),
                "path": format!("{}.csv", table.name),
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": { "fields": fields, "missingValues": [""] },
            })
        })
        .collect();
    let package = json!({
        "name": "gongshi",
        "title": site.title(),
        "profile": "tabular-data-package",
        "created": format!("{}T00:00:00Z", site.as_of),
        "resources": resources,
    });
    // Built of strings and lists alone, so it always serialises.
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}
