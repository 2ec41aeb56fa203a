//! Templates and schemas: what they give can be filled in, is read without a complaint, and never lies over what is there.

mod support;

use std::fs;
use std::path::PathBuf;

use gongshi::forms::{Kind, kinds};
use gongshi::model::Locale;
use gongshi::source::{Column, Holds, Need, TableKind, tables};
use support::{Community, printed, said};

/// What the examples of the instructions fit: an account, two buildings, a contract with the clauses they name.
fn settled(name: &str) -> Community {
    let community = Community::empty(name);
    community.file(
        "gongshi.toml",
        "[[account]]\nid = \"common\"\nname = \"公共收益账户\"\nopening = \"40000.00\"\n\n\
         [[account]]\nid = \"en\"\nname = \"Common income\"\nopening = \"40000.00\"\n\n[[building]]\nid = \"1\"\n",
    );
    let clause = |id: &str, weight: u8| format!("[[clause]]\nid = \"{id}\"\ntitle = \"x\"\ntarget = 30\nweight = {weight}\n");
    let contract = format!("title = \"x\"\nfrom = 2024-01-01\nkind = \"property\"\n{}{}", clause("C01", 50), clause("C03", 50));
    community.file("contracts/property.toml", contract);
    community
}

/// A path of a kind with its placeholders filled.
fn placed(path: &str) -> String {
    [("<period>", "2025-Q1"), ("<year>", "2025"), ("<date>", "2025-03-05"), ("<slug>", "x"), ("<rule>", "covenant")]
        .iter()
        .fold(path.to_owned(), |path, (placeholder, value)| path.replace(placeholder, value))
}

/// Columns that name other records, and those that stand for another.
const LEFT_EMPTY: [&str; 7] = ["resolution", "fund", "attachment", "minutes", "expense", "amount", "contract"];

/// A row by the examples of the instructions.
fn example_row(table: &TableKind, locale: Locale) -> String {
    let cell = |column: &Column| match column.holds {
        _ if LEFT_EMPTY.contains(&column.name) => String::new(),
        Holds::Choice(choices) => choices.values(locale)[0].to_owned(),
        _ => gongshi::forms::column(table.name, column.name, locale).unwrap().example.unwrap().to_owned(),
    };
    let answers = if table.answers { vec!["12".to_owned(), "6".to_owned(), "2".to_owned()] } else { Vec::new() };
    table.columns.iter().map(cell).chain(answers).collect::<Vec<_>>().join(",")
}

#[test]
fn an_empty_table_once_filled_in_is_read_without_a_complaint() {
    for locale in Locale::ALL {
        for table in tables() {
            let community = settled(&format!("template-{}-{}", table.name, locale.tag()));
            let path = placed(table.path);
            let output = community.run(&["template", table.name, "-o", &path, "--locale", locale.tag()]);
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            let empty = community.read(&path);
            assert!(empty.starts_with('\u{FEFF}'), "{path}");
            community.file(&path, format!("{empty}{}\r\n", example_row(table, locale)));
            if table.name == "balances" {
                community.file(
                    "accounts/2025-Q1.csv",
                    format!(
                        "date,account,income\n2025-03-05,{}\n",
                        match locale {
                            Locale::ZhCn => "公共收益账户,1200.00",
                            Locale::En => "Common income,1200.00",
                        }
                    ),
                );
            }
            if table.answers {
                community.file("surveys/2025-Q1.toml", "sent = 20\nreturned = 20\n");
            }
            let found: Vec<String> =
                community.check().iter().filter(|d| d["path"] == path.as_str()).map(ToString::to_string).collect();
            assert!(found.is_empty(), "{}: {found:#?}\n{}", table.name, community.read(&path));
        }
    }
}

#[test]
fn a_column_that_must_be_there_is_asked_for_and_so_is_each_of_its_cells() {
    for table in tables() {
        let community = settled(&format!("needed-{}", table.name));
        let path = placed(table.path);
        let header: Vec<&str> = table.columns.iter().map(|column| column.header(Locale::ZhCn)).collect();
        let row = example_row(table, Locale::ZhCn);
        let row: Vec<&str> = row.split(',').take(header.len()).collect();
        let needed = |column: &Column| matches!(column.need, Need::Must | Need::UnlessOneAccount);
        for (place, column) in table.columns.iter().enumerate().filter(|(_, column)| needed(column)) {
            let without = |cells: &[&str]| {
                let rest = cells.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, cell)| *cell);
                rest.collect::<Vec<_>>().join(",")
            };
            community.file(&path, format!("{}\n{}\n", without(&header), without(&row)));
            let codes = community.codes();
            // A survey of answers alone has no header at all.
            let missing = codes.iter().any(|code| code == "GS0210" || (table.answers && code == "GS0215"));
            assert!(missing, "{} without {}: {codes:?}", table.name, column.name);
            let mut blank = row.clone();
            blank[place] = "";
            community.file(&path, format!("{}\n{}\n", header.join(","), blank.join(",")));
            let codes = community.codes();
            assert!(codes.iter().any(|code| code == "GS0212"), "{} with a blank {}: {codes:?}", table.name, column.name);
        }
    }
}

/// A commented file with every key switched on; what must be there and is empty gets a value.
fn switched_on(text: &str) -> String {
    let value = |key: &str| match key {
        "from" | "date" | "voted_to" | "start" | "due" | "on" => "2025-01-01".to_owned(),
        "kind" => "\"committee\"".to_owned(),
        "scope" => "\"all\"".to_owned(),
        "period" => "\"2025\"".to_owned(),
        "item" => "4".to_owned(),
        _ => "\"x\"".to_owned(),
    };
    let is_key =
        |line: &str| line.split_once(" = ").is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    let lines = text.lines().map(|line| {
        let bare = line.strip_prefix("# ").filter(|bare| bare.starts_with('[') || is_key(bare)).unwrap_or(line);
        match bare.split_once(" = \"\"") {
            Some((key, rest)) => format!("{key} = {}{rest}", value(key)),
            None => bare.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_commented_file_with_everything_switched_on_is_understood() {
    for locale in Locale::ALL {
        for kind in kinds() {
            let Kind::Form(form) = kind else { continue };
            let community = Community::empty(&format!("commented-{}-{}", form.name(), locale.tag()));
            community.file("README", "x");
            let path = placed(form.path());
            let output = community.run(&["template", form.name(), "--locale", locale.tag()]);
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            let empty = printed(&output);
            let filled = switched_on(&empty);
            assert_ne!(empty, filled);
            community.file(&path, &filled);
            // The particulars of a table want their table.
            if form.name().ends_with("-front") {
                community.file(&path.replace(".toml", ".csv"), "a,b\n");
            }
            let codes: Vec<String> =
                community.check().iter().filter(|d| d["path"] == path.as_str()).map(ToString::to_string).collect();
            let misread: Vec<&String> = codes.iter().filter(|d| d.contains("\"GS01") || d.contains("\"GS02")).collect();
            assert!(misread.is_empty(), "{misread:#?}\n{filled}");
        }
    }
}

#[test]
fn an_empty_file_does_not_pass_for_a_filled_one() {
    for kind in kinds() {
        let Kind::Form(form) = kind else { continue };
        if form.shape().keys.iter().all(|key| !key.required) {
            continue;
        }
        let community = Community::empty(&format!("unfilled-{}", form.name()));
        let path = placed(form.path());
        let output = community.run(&["template", form.name(), "-o", &path]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(community.codes().contains(&"GS0202".to_owned()), "{}: {:?}", form.name(), community.codes());
    }
}

#[test]
fn a_template_is_the_same_each_time_and_never_lies_over_a_file() {
    let community = Community::empty("template-files");
    for name in ["a.xlsx", "b.xlsx"] {
        let output = community.run(&["template", "accounts", "-o", name, "--locale", "zh-CN"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let bytes = |name: &str| fs::read(community.dir.join(name)).unwrap();
    assert_eq!(bytes("a.xlsx"), bytes("b.xlsx"));
    let piped = community.run(&["template", "accounts", "--format", "xlsx", "--locale", "zh-CN"]);
    assert_eq!(piped.stdout, bytes("a.xlsx"));
    community.file("a.xlsx", "filled in");
    let output = community.run(&["template", "accounts", "-o", "a.xlsx"]);
    assert_eq!((output.status.code(), community.read("a.xlsx").as_str()), (Some(2), "filled in"), "{}", said(&output));
}

#[test]
fn what_there_is_no_template_of_is_said() {
    let community = Community::empty("template-unknown");
    for (args, told) in [
        (vec!["template", "acounts", "--locale", "en"], "did you mean accounts"),
        (vec!["schema", "acounts", "--locale", "en"], "did you mean accounts"),
        (vec!["template", "calendar", "--format", "xlsx", "--locale", "en"], "calendar/<slug>.toml"),
        (vec!["template", "minutes", "-o", "x.csv", "--locale", "en"], "minutes/<year>/<date>-<slug>.md"),
    ] {
        let output = community.run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(said(&output).contains(told), "{args:?}: {}", said(&output));
    }
    // What stands beside a table has its template by the table's name.
    let beside = community.run(&["template", "accounts", "--format", "toml", "--locale", "en"]);
    assert!(printed(&beside).contains("prepared_by"), "{}", printed(&beside));
}

#[test]
fn templates_speak_the_language_of_the_folder() {
    let community = Community::empty("template-language");
    community.file("gongshi.toml", "[site]\nlocale = \"en\"\n");
    assert_eq!(printed(&community.run(&["template", "balances"])), "\u{FEFF}date,account,balance,source\r\n");
    let chinese = community.run(&["template", "balances", "--locale", "zh-CN"]);
    assert_eq!(printed(&chinese), "\u{FEFF}日期,账户,余额,来源\r\n");
}

#[test]
fn a_new_folder_has_its_schemas_and_each_toml_names_its_own() {
    let community = Community::empty("schemas");
    let dir = community.beside("schemas-new");
    let output = community.run(&["new", dir.to_str().unwrap(), "--locale", "en"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let mut tomls: Vec<PathBuf> = Vec::new();
    let mut folders = vec![dir.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                tomls.push(path);
            }
        }
    }
    assert!(tomls.len() > 8, "{tomls:?}");
    for path in &tomls {
        let text = fs::read_to_string(path).unwrap();
        let named =
            text.lines().take(2).find_map(|line| line.strip_prefix("#:schema ")).unwrap_or_else(|| panic!("{}", path.display()));
        let schema = fs::read_to_string(path.parent().unwrap().join(named)).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["additionalProperties"], false);
    }
    // Whoever has an older folder writes them with a command.
    let written = dir.join("again");
    let output = community.run(&["schema", "-o", written.to_str().unwrap(), "--locale", "en"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let files = |folder: PathBuf| {
        let mut files: Vec<_> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap()).map(|e| (e.file_name(), fs::read(e.path()).unwrap())).collect();
        files.sort();
        files
    };
    assert_eq!(files(written), files(dir.join(".schema")));
    fs::remove_dir_all(dir).unwrap();
}
