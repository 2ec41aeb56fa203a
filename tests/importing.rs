//! Firms' files through the built program: workbooks as systems export them, and what must never come out of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

mod support;
use gongshi::model::Encoding;
use gongshi::source::encode;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use support::Community;

const ACCOUNT: &str = "[[account]]\nid = \"operating\"\nname = \"物业服务费账户\"\n";

/// A folder with one account.
fn folder(name: &str) -> Community {
    let folder = Community::empty(name);
    folder.file("gongshi.toml", ACCOUNT);
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Everything that a run has shown.
fn shown(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

fn save(folder: &Community, name: &str, workbook: &mut Workbook) -> PathBuf {
    let path = folder.beside(name);
    workbook.save(&path).unwrap();
    path
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in cells.iter().enumerate() {
        match cell.parse::<f64>() {
            Ok(number) if !cell.starts_with('0') || cell.contains('.') => sheet.write(row, column as u16, number).unwrap(),
            _ if cell.is_empty() => continue,
            _ => sheet.write(row, column as u16, *cell).unwrap(),
        };
    }
}

fn import(folder: &Community, file: &Path, args: &[&str]) -> Output {
    let file = file.to_str().unwrap();
    let mut all = vec!["import", file, "--locale", "en"];
    all.extend(args);
    folder.run(&all)
}

/// The codes that an import tells.
fn codes(folder: &Community, file: &Path, kind: &str) -> Vec<String> {
    let output = import(folder, file, &["--as", kind, "--dry-run", "--format", "json"]);
    let told: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", shown(&output)));
    told.iter().map(|t| t["code"].as_str().unwrap().to_owned()).collect()
}

/// One row a payment, as property systems export them.
fn payments(broken: bool) -> Workbook {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    row(sheet, 0, &["订单号", "房号", "业主", "联系电话", "费用项", "缴费时间", "实收金额", "备注"]);
    let rows = [
        ["9020250100000011", "2-2-404", "郑大海", "13912345678", "物业费", "2025-01-01 14:27:38", "897.68", "微信转账"],
        ["9020250100000012", "1-2-902", "赵小雨", "13812345678", "停车费", "2025-01-21 16:00:56", "240", ""],
        ["9020250100000013", "7-1-1702", "王秋水", "13712345678", "物业费", "2025-02-22 11:48:29", "899.3", ""],
        ["9020250100000014", "1-2-1801", "陈长江", "13612345678", "物业费", "2025-02-24 16:59:27", "0.10", "郑大海代缴"],
    ];
    for (index, cells) in rows.iter().enumerate() {
        let mut cells = *cells;
        if broken && index == 2 {
            cells[5] = "2025-02-30 11:48:29";
        }
        row(sheet, index as u32 + 1, &cells);
    }
    workbook
}

/// What no output may hold of those rows.
const PRIVATE: [&str; 12] =
    ["902025", "2-2-404", "1-2-902", "7-1-1702", "1801", "郑大海", "赵小雨", "王秋水", "陈长江", "139", "138", "代缴"];

fn assert_private(said: &str) {
    // The folder's own name holds the number of this process, which may be anything.
    let said = said.replace(&format!("-{}-", std::process::id()), "-");
    for private in PRIVATE {
        assert!(!said.contains(private), "{private} in:\n{said}");
    }
}

#[test]
fn payments_of_households_become_sums_by_month_and_item() {
    let folder = folder("households");
    let file = save(&folder, "收费.xlsx", &mut payments(false));
    let output = import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q1.csv"]);
    assert!(output.status.success(), "{}", shown(&output));
    let written = fs::read_to_string(folder.dir.join("accounts/2025-Q1.csv")).unwrap();
    assert_eq!(
        written,
        "date,account,category,income,memo\n\
         2025-01-31,operating,物业费,897.68,sum of fewer than 5 payments\n\
         2025-01-31,operating,停车费,240.00,sum of fewer than 5 payments\n\
         2025-02-24,operating,物业费,899.40,sum of fewer than 5 payments\n"
    );
    let said = shown(&output);
    assert!(said.contains("4 read, 4 of them summed up to the 3 that are written, 0 left out"), "{said}");
    assert!(said.contains("income: 2,037.08 read, 2,037.08 written, the same"), "{said}");
    let kept = fs::read_to_string(folder.dir.join("import/accounts.toml")).unwrap();
    assert_private(&(said + &written + &kept));
    assert!(folder.run(&["check", "--as-of", "2025-03-31"]).status.success());
}

#[test]
fn a_wrong_cell_among_households_is_told_by_its_place_alone() {
    let folder = folder("household-errors");
    let file = save(&folder, "收费.xlsx", &mut payments(true));
    for format in ["human", "json"] {
        let output = import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q1.csv", "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        assert!(shown(&output).contains("2025-02-30"), "{}", shown(&output));
        assert_private(&shown(&output));
    }
    let human = shown(&import(&folder, &file, &["--as", "accounts"]));
    assert!(human.contains("A4,B4,C4,D4,物业费,2025-02-30 11:48:29"), "{human}");
    assert!(!folder.dir.join("accounts").exists() && !folder.dir.join("import").exists());
}

#[test]
fn a_payment_without_its_day_is_told_and_not_lost() {
    let folder = folder("no-day");
    let file = folder.beside("收费.csv");
    fs::write(
        &file,
        "房号,业主,费用项,缴费时间,实收金额\n2-2-404,郑大海,物业费,2025-01-01,100.00\n1-2-902,赵小雨,物业费,,50.00\n",
    )
    .unwrap();
    assert_eq!(codes(&folder, &file, "accounts"), ["GS0212"]);
    let output = import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q1.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.dir.join("accounts").exists(), "{}", shown(&output));
    assert_private(&shown(&output));
}

#[test]
fn balances_are_named_in_the_folders_language_and_read_by_it() {
    for (locale, opening, closing) in [("zh-CN", "期初余额", "期末余额"), ("en", "opening balance", "closing balance")] {
        let folder = folder("balances");
        let file = folder.beside("账.csv");
        let rows = "日期,摘要,收入,支出,余额\n,上年结转,,,0.00\n2025-01-03,停车费,300,,300\n,期末余额,,,300.00\n";
        fs::write(&file, rows).unwrap();
        let args = ["import", file.to_str().unwrap(), "--as", "accounts", "-o", "accounts/2025-Q1.csv", "--locale", locale];
        let output = folder.run(&args);
        assert!(output.status.success(), "{}", shown(&output));
        let written = fs::read_to_string(folder.dir.join("accounts/2025-Q1.csv")).unwrap();
        assert!(written.contains(opening) && written.contains(closing), "{written}");
        let check = folder.run(&["check", "--as-of", "2025-03-31"]);
        assert!(check.status.success(), "{}", shown(&check));
    }
}

#[test]
fn rooms_become_buildings() {
    let folder = folder("buildings");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    row(sheet, 0, &["房号", "业主姓名", "收费项目", "应收金额", "实收金额"]);
    row(sheet, 1, &["10-1-101", "郑大海", "物业费", "300", "300"]);
    row(sheet, 2, &["2-1-101", "赵小雨", "物业费", "200", "150"]);
    row(sheet, 3, &["2-1-102", "王秋水", "物业费", "200", "200"]);
    row(sheet, 4, &["2-1-101", "赵小雨", "物业费", "100", "100"]);
    let file = save(&folder, "台账.xlsx", &mut workbook);
    let output = import(&folder, &file, &["--as", "collection"]);
    assert_eq!(
        text(&output.stdout),
        "building,category,households,owing,billed,collected\n2,物业费,2,1,500.00,450.00\n10,物业费,1,0,300.00,300.00\n"
    );
    assert_private(&shown(&output));
}

/// A ledger as a clerk keeps it by hand: a title, a unit, two rows of header, merged cells, totals, notes.
fn ledger_by_hand() -> Workbook {
    let mut workbook = Workbook::new();
    let plain = Format::new();
    let zeros = Format::new().set_num_format("0000");
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 5, "翠湖花园公共收益收支表", &plain).unwrap();
    sheet.write(1, 0, "2025年第一季度").unwrap();
    sheet.write(1, 5, "单位：万元").unwrap();
    for (column, name) in [(0, "日期"), (1, "科目"), (4, "凭证号"), (5, "摘要")] {
        sheet.merge_range(2, column, 3, column, name, &plain).unwrap();
    }
    sheet.merge_range(2, 2, 2, 3, "发生额", &plain).unwrap();
    sheet.write(3, 2, "收入").unwrap();
    sheet.write(3, 3, "支出").unwrap();
    sheet.write(4, 0, 45_721).unwrap();
    sheet.merge_range(4, 1, 5, 1, "停车费", &plain).unwrap();
    sheet.write(4, 2, 1.2).unwrap();
    sheet.write_with_format(4, 4, 12, &zeros).unwrap();
    sheet.write(5, 0, "2025年3月9日").unwrap();
    sheet.write(5, 2, "（0.05）").unwrap();
    sheet.write(5, 4, "记-0013").unwrap();
    sheet.write(5, 5, "退费").unwrap();
    row(sheet, 6, &["2025.3.20", "维修", "", "", "记-0014"]);
    sheet.write_formula(6, 3, Formula::new("=0.2+0.1").set_result("0.30000000000000004")).unwrap();
    sheet.write(6, 2, "-").unwrap();
    row(sheet, 7, &["合计", "", "1.15", "0.3"]);
    sheet.write(9, 0, "制表人：某某").unwrap();
    sheet.set_row_hidden(6).unwrap();
    workbook
}

#[test]
fn a_ledger_kept_by_hand_comes_out_clean_and_accounted_for() {
    let folder = folder("by-hand");
    let file = save(&folder, "手工账.xlsx", &mut ledger_by_hand());
    let output = import(&folder, &file, &["--as", "accounts"]);
    let said = shown(&output);
    assert_eq!(
        text(&output.stdout),
        "date,account,category,income,expense,memo,voucher\n\
         2025-03-05,operating,停车费,12000.00,,,0012\n\
         2025-03-09,operating,停车费,-500.00,,退费,记-0013\n\
         2025-03-20,operating,维修,,3000.00,,记-0014\n",
        "{said}"
    );
    for line in [
        "5 read, 3 written, 2 left out",
        "left out: 1 (8): totals, checked",
        "left out: 1 (10): notes",
        "income: 11,500.00 read, 11,500.00 written",
        "hidden rows, read like the others: please check: 1, the first at 7",
        "days kept as serial numbers",
        "formulas, of which the saved result was used: 1, the first at D7",
        "merged cells",
        "leading zeros",
    ] {
        assert!(said.contains(line), "{line} is not in:\n{said}");
    }
}

#[test]
fn months_are_read_together_and_their_summary_is_not() {
    let folder = folder("months");
    let mut workbook = Workbook::new();
    for (month, day, amount) in [("1月", "2025-01-05", "100"), ("2月", "2025-02-05", "200")] {
        let sheet = workbook.add_worksheet().set_name(month).unwrap();
        row(sheet, 0, &["日期", "科目", "收入"]);
        row(sheet, 1, &[day, "停车费", amount]);
        row(sheet, 2, &["本月合计", "", amount]);
    }
    let sheet = workbook.add_worksheet().set_name("汇总").unwrap();
    row(sheet, 0, &["日期", "科目", "收入"]);
    row(sheet, 1, &["2025-02-28", "停车费", "300"]);
    let file = save(&folder, "按月.xlsx", &mut workbook);
    let output = import(&folder, &file, &["--as", "accounts"]);
    let rows = "date,account,category,income\n2025-01-05,operating,停车费,100.00\n2025-02-05,operating,停车费,200.00\n";
    assert_eq!(text(&output.stdout), rows);
    assert!(shown(&output).contains("sheet “汇总” was not read"), "{}", shown(&output));
}

#[test]
fn sheets_of_two_shapes_are_asked_about() {
    let folder = folder("shapes");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("明细").unwrap();
    row(sheet, 0, &["日期", "科目", "收入"]);
    row(sheet, 1, &["2025-01-05", "停车费", "100"]);
    let sheet = workbook.add_worksheet().set_name("另一份").unwrap();
    row(sheet, 0, &["日期", "摘要", "收入", "支出"]);
    row(sheet, 1, &["2025-01-05", "停车费", "100"]);
    let file = save(&folder, "两份.xlsx", &mut workbook);
    assert_eq!(codes(&folder, &file, "accounts"), ["GS0132"]);
    folder.file("对应.toml", "as = \"accounts\"\nsheet = \"明细\"\n");
    let output = import(&folder, &file, &["--as", "accounts", "--map", "对应.toml"]);
    assert!(text(&output.stdout).ends_with("2025-01-05,operating,停车费,100.00\n"), "{}", shown(&output));
}

#[test]
fn errors_are_not_taken_for_nothing() {
    let folder = folder("errors");
    for (result, code) in [("#REF!", "GS0126"), ("#N/A", "GS0126")] {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        row(sheet, 0, &["日期", "科目", "收入"]);
        row(sheet, 1, &["2025-01-05", "停车费"]);
        sheet.write_formula(1, 2, Formula::new("=A9").set_result(result)).unwrap();
        let file = save(&folder, "公式.xlsx", &mut workbook);
        assert_eq!(codes(&folder, &file, "accounts"), [code], "{result}");
    }
}

#[test]
fn what_is_no_table_is_refused() {
    let folder = folder("no-table");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.beside(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let whole = fs::read(save(&folder, "a.xlsx", &mut ledger_by_hand())).unwrap();
    let mut locked = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    locked.extend([0; 600]);
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for (path, code) in [
        (file("half.xlsx", &whole[..whole.len() / 2]), "GS0120"),
        (file("图.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\xff\xff"), "GS0120"),
        (file("locked.xlsx", &locked), "GS0121"),
        (file("empty.csv", b""), "GS0215"),
        (file("quote.csv", "日期,收入\n2025-01-01,\"3".as_bytes()), "GS0108"),
    ] {
        assert_eq!(codes(&folder, &path, "accounts"), [code], "{}", path.display());
    }
    let missing = import(&folder, &folder.beside("nothing.xlsx"), &["--as", "accounts"]);
    assert_eq!(missing.status.code(), Some(2));
    let unknown = import(&folder, &folder.beside("empty.csv"), &["--as", "ledger"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(shown(&unknown).contains("accounts"), "{}", shown(&unknown));
}

#[test]
fn a_sheet_that_claims_a_billion_cells_is_refused_at_once() {
    let folder = folder("billion");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    row(sheet, 0, &["日期", "科目", "收入"]);
    sheet.write(1_048_575, 16_383, 1).unwrap();
    let file = save(&folder, "大.xlsx", &mut workbook);
    assert_eq!(codes(&folder, &file, "accounts"), ["GS0107"]);
}

#[test]
fn a_mapping_is_kept_with_the_folder_and_used_again() {
    let folder = folder("again");
    let first = folder.beside("一季度.csv");
    fs::write(&first, "日期,甲,科目\n2025-01-05,100.00,停车费\n").unwrap();
    let asked = import(&folder, &first, &["--as", "accounts", "-o", "accounts/2025-Q1.csv"]);
    assert_eq!(asked.status.code(), Some(1));
    assert!(text(&asked.stderr).contains("as = \"accounts\""), "{}", shown(&asked));
    folder.file("import/accounts.toml", "as = \"accounts\"\n[columns]\nincome = \"甲\"\n");
    let output = import(&folder, &first, &["--as", "accounts", "-o", "accounts/2025-Q1.csv"]);
    assert!(output.status.success() && shown(&output).contains("used the mapping kept in"), "{}", shown(&output));
    let second = folder.beside("二季度.csv");
    fs::write(&second, "日期,甲,科目\n2025-04-05,120.00,停车费\n").unwrap();
    let output = import(&folder, &second, &["--as", "accounts", "-o", "accounts/2025-Q2.csv"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert_eq!(fs::read_dir(folder.dir.join("import")).unwrap().count(), 1);
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = folder("there");
    folder.file("accounts/2025-Q1.csv", "mine\n");
    let file = save(&folder, "收费.xlsx", &mut payments(false));
    let refused = import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q1.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.dir.join("accounts/2025-Q1.csv")).unwrap(), "mine\n");
    assert!(import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q1.csv", "--replace"]).status.success());
    assert!(fs::read_to_string(folder.dir.join("accounts/2025-Q1.csv")).unwrap().starts_with("date,"));
}

#[test]
fn words_that_name_somebody_stop_the_table() {
    let folder = folder("named");
    let file = folder.beside("账.csv");
    fs::write(&file, "日期,科目,收入,摘要\n2025-01-05,停车费,100.00,退给业主13912345678\n").unwrap();
    let output = import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q1.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(shown(&output).contains("GS0903") && !shown(&output).contains("13912345678"), "{}", shown(&output));
    assert!(!folder.dir.join("accounts").exists());
}

#[test]
fn any_encoding_gives_the_same_table() {
    let folder = folder("encodings");
    let source = "日期;科目;收入\r\n2025年1月5日;停车费;１，２００．５０\r\n";
    for encoding in [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
        let (name, bytes) = (format!("{encoding:?}"), encode(source, encoding));
        let file = folder.beside(&format!("{name}.csv"));
        fs::write(&file, bytes).unwrap();
        let output = import(&folder, &file, &["--as", "accounts"]);
        assert_eq!(text(&output.stdout), "date,account,category,income\n2025-01-05,operating,停车费,1200.50\n", "{name}");
    }
}

/// A contract as a firm's clerk types it, on two sheets.
fn contract(broken: bool) -> Workbook {
    let mut workbook = Workbook::new();
    let plain = Format::new();
    let percent = Format::new().set_num_format("0%");
    let sheet = workbook.add_worksheet().set_name("合同").unwrap();
    sheet.merge_range(0, 0, 0, 2, "电梯更新合同信息", &plain).unwrap();
    row(sheet, 1, &["项目", "内容", "说明"]);
    row(sheet, 2, &["合同名称", "电梯更新合同", "按合同封面"]);
    row(sheet, 3, &["乙方", if broken { "宏升电梯 13912345678" } else { "宏升电梯公司" }]);
    row(sheet, 4, &["开始日期"]);
    sheet.write_number_with_format(4, 1, 45_889.0, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    row(sheet, 5, &["合同总价（万元）", "156"]);
    row(sheet, 6, &["联系人", "郑大海"]);
    row(sheet, 7, &["联系电话", "13812345678"]);
    let sheet = workbook.add_worksheet().set_name("收费标准").unwrap();
    row(sheet, 0, &["房屋种类", "单价", "计费方式", "允许相差"]);
    row(sheet, 1, &["住宅", "2.1", "包干制"]);
    sheet.write_number_with_format(1, 3, 0.08, &percent).unwrap();
    workbook
}

#[test]
fn particulars_become_toml_that_checks() {
    let folder = folder("particulars");
    let file = save(&folder, "合同.xlsx", &mut contract(false));
    let output = import(&folder, &file, &["--as", "contracts", "-o", "contracts/lift.toml"]);
    let said = shown(&output);
    assert!(output.status.success(), "{said}");
    let written = fs::read_to_string(folder.dir.join("contracts/lift.toml")).unwrap();
    assert_eq!(
        written,
        "title = \"电梯更新合同\"\nfirm = \"宏升电梯公司\"\nfrom = 2025-08-20\namount = \"1560000.00\"\n\n\
         [[fee]]\nproperty_type = \"住宅\"\nrate = 2.1\nbasis = \"lump_sum\"\ntolerance = 8\n"
    );
    assert!(said.contains("Filled cells: 25, of them 8 names, 8 values, 9 left out"), "{said}");
    assert!(said.contains("left out: 4 (合同!A7, 合同!B7, 合同!A8, 合同!B8)"), "{said}");
    for private in ["郑大海", "13812345678"] {
        assert!(!(said.clone() + &written).contains(private), "{said}");
    }
    // Nothing was asked for, so there is nothing to keep.
    assert!(!folder.dir.join("import").exists());
    assert!(folder.run(&["check", "--as-of", "2025-09-01"]).status.success());
}

/// What stands in one cell with its name is treated as what stands beside it, and no message shows it.
#[test]
fn a_person_named_in_one_cell_is_in_nothing_that_is_said() {
    let folder = folder("particulars-one-cell");
    let file = folder.beside("合同.csv");
    for line in ["联系人：郑大海", "业主代表：郑大海"] {
        fs::write(&file, format!("合同名称：电梯更新合同\n合同类型：电梯\n开始日期：2025-08-20\n{line}\n")).unwrap();
        for format in ["human", "json"] {
            let output = import(&folder, &file, &["--as", "contracts", "--format", format]);
            assert!(!shown(&output).contains("郑大海"), "{}", shown(&output));
        }
    }
}

/// The command line goes before a mapping, in what is written as in what is said.
#[test]
fn what_is_given_on_the_command_line_is_written() {
    let folder = folder("particulars-given");
    let file = folder.beside("合同.csv");
    fs::write(&file, "合同名称,电梯更新合同\n合同类型,电梯\n开始日期,2025-08-20\n").unwrap();
    folder.file("map.toml", "as = \"contracts\"\n[constants]\nuntil = \"2027-01-01\"\n");
    let output = import(&folder, &file, &["--as", "contracts", "--map", "map.toml", "--set", "until=2028-01-01"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(text(&output.stdout).contains("until = 2028-01-01"), "{}", shown(&output));
}

/// A word that a note may begin with does not hide an entry from the question which side it is on.
#[test]
fn an_entry_with_a_body_as_its_counterparty_is_asked_about() {
    let folder = folder("sides-note");
    let file = folder.beside("账.csv");
    fs::write(&file, "日期,收支,科目,对方,金额\n2025-01-03,收入,停车费,车主,300\n2025-01-10,,工资,业委会,50\n").unwrap();
    assert_eq!(codes(&folder, &file, "accounts"), ["GS0133"]);
}

#[test]
fn a_telephone_among_particulars_is_told_by_its_cell() {
    let folder = folder("particulars-private");
    let file = save(&folder, "合同.xlsx", &mut contract(true));
    for format in ["human", "json"] {
        let output = import(&folder, &file, &["--as", "contracts", "-o", "contracts/lift.toml", "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        let said = shown(&output);
        assert!(said.contains("GS0903") && !said.contains("13912345678") && !said.contains("郑大海"), "{said}");
    }
    assert!(shown(&import(&folder, &file, &["--as", "contracts"])).contains("乙方,B4"));
    assert!(!folder.dir.join("contracts").exists());
}

#[test]
fn names_that_are_not_understood_are_listed_and_asked_once() {
    let folder = folder("particulars-asked");
    let file = folder.beside("合同.csv");
    fs::write(&file, "合同名称,电梯更新合同\n何时起算,2025-08-20\n履约保证金,20000\n").unwrap();
    let args = ["--as", "contracts", "-o", "contracts/lift.toml"];
    let asked = import(&folder, &file, &args);
    assert_eq!(asked.status.code(), Some(1));
    assert!(shown(&asked).contains("open = [\"何时起算\", \"履约保证金\"]"), "{}", shown(&asked));
    let mapping = "as = \"contracts\"\nleft_out = [\"履约保证金\"]\n[keys]\nfrom = \"何时起算\"\n";
    let map = folder.beside("对应.toml");
    fs::write(&map, mapping).unwrap();
    let output = import(&folder, &file, &[&args[..], &["--map", map.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", shown(&output));
    let kept = fs::read_to_string(folder.dir.join("import/contracts.toml")).unwrap();
    assert!(kept.contains("from = \"何时起算\"") && kept.contains("left_out = [\"履约保证金\"]"), "{kept}");
    let again = import(&folder, &file, &["--as", "contracts", "-o", "contracts/other.toml"]);
    assert!(again.status.success() && shown(&again).contains("used the mapping kept in"), "{}", shown(&again));
}

#[test]
fn a_table_of_unknown_names_is_asked_about_with_all_of_them() {
    let folder = folder("shape");
    let file = folder.beside("台账.csv");
    fs::write(&file, "某小区台账\n甲,乙,丙\n2025-01-03,郑大海,300.00\n2025-01-09,赵小雨,100.00\n").unwrap();
    let output = import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q1.csv"]);
    assert_eq!(output.status.code(), Some(1));
    let said = shown(&output);
    assert!(said.contains("open = [\"乙\", \"丙\"]") && said.contains("date = \"甲\""), "{said}");
    assert!(!said.contains("郑大海"), "{said}");
    // A list of people is no header, whatever stands below.
    fs::write(&file, "郑大海,赵小雨\n300.00,100.00\n").unwrap();
    assert_eq!(codes(&folder, &file, "accounts"), ["GS0215"]);
}

#[test]
fn amounts_of_both_sides_in_one_column_are_told_apart() {
    let folder = folder("sides");
    let file = folder.beside("账.csv");
    let rows =
        "日期,收支,科目,金额\n2025-01-03,收入,停车费,300\n2025-01-09,支出,维修,100\n2025-01-10,收入,停车费,50\n合计,,,250\n";
    fs::write(&file, rows).unwrap();
    let output = import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q1.csv"]);
    assert!(output.status.success(), "{}", shown(&output));
    let written = fs::read_to_string(folder.dir.join("accounts/2025-Q1.csv")).unwrap();
    assert_eq!(
        written,
        "date,account,category,income,expense\n2025-01-03,operating,停车费,300.00,\n2025-01-09,operating,维修,,100.00\n\
         2025-01-10,operating,停车费,50.00,\n"
    );
    let said = shown(&output);
    assert!(said.contains("income: 350.00 read, 350.00 written") && said.contains("expense: 100.00 read"), "{said}");
    // What is said once is kept for the next quarter.
    fs::write(&file, "日期,摘要,金额\n2025-04-03,东门,300\n").unwrap();
    assert_eq!(codes(&folder, &file, "accounts"), ["GS0133"]);
    // The mapping it prints holds the place for what is asked.
    let stopped = shown(&import(&folder, &file, &["--as", "accounts"]));
    let mapping: Vec<&str> =
        stopped.lines().skip_while(|line| !line.starts_with("# ")).take_while(|l| !l.contains("Nothing")).collect();
    let mapping = mapping.join("\n").replace("# direction = \"income\"", "direction = \"expense\"");
    assert!(mapping.contains("\ndirection = \"expense\"\nas = "), "{stopped}");
    folder.file("对应.toml", mapping);
    let output = import(&folder, &file, &["--as", "accounts", "--map", "对应.toml", "-o", "accounts/2025-Q2.csv"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(fs::read_to_string(folder.dir.join("accounts/2025-Q2.csv")).unwrap().contains("date,account,expense,memo"));
    let again = import(&folder, &file, &["--as", "accounts", "-o", "accounts/2025-Q3.csv"]);
    assert!(again.status.success() && shown(&again).contains("used the mapping"), "{}", shown(&again));
}

#[test]
fn months_and_days_apart_become_days() {
    let folder = folder("parts");
    let file = folder.beside("账.csv");
    fs::write(&file, "2025年,,摘要,收入\n月,日,,\n1,3,停车费,300\n,9,停车费,50\n2月,1日,停车费,20\n").unwrap();
    let output = import(&folder, &file, &["--as", "accounts"]);
    let days: Vec<String> = text(&output.stdout).lines().skip(1).map(|line| line[..10].to_owned()).collect();
    assert_eq!(days, ["2025-01-03", "2025-01-09", "2025-02-01"], "{}", shown(&output));
}
