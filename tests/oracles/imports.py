"""Spreadsheets made by other programs (openpyxl, xlwt, odfpy), and what an import of them must come to, added up in
decimals by Python."""

import csv
import datetime
import decimal
import io
import json
import pathlib
import random
import subprocess
import tempfile
from collections import defaultdict

import odf.opendocument
import odf.table
import odf.text
import openpyxl
import openpyxl.utils.datetime
import xlwt

D = decimal.Decimal
ITEMS = ["住宅物业费", "地下车位管理费", "公共水电公摊"]
HEADER = ["订单号", "房号", "业主", "联系电话", "费用项", "缴费时间", "实收金额"]


def payments(seed):
    """One row a payment, with the sums by month and item that must come of them."""
    chance = random.Random(seed)
    rows, sums, private = [], defaultdict(D), set()
    for index in range(200):
        cents = chance.choice([1, 10, 99, chance.randrange(1, 200_000), chance.randrange(1, 90_000_000)])
        day = datetime.datetime(2025, 1, 1) + datetime.timedelta(days=chance.randrange(90), minutes=chance.randrange(1440))
        item = chance.choice(ITEMS)
        room = f"{chance.randrange(1, 13)}-{chance.randrange(1, 4)}-{chance.randrange(101, 1904)}"
        order, phone = f"90{202501000000 + index}", f"13{chance.randrange(10**9):09d}"
        name = chance.choice("赵钱孙李周吴郑王") + chance.choice(["建国", "小雨", "大海", "秋水"])
        rows.append([order, room, name, phone, item, day.strftime("%Y-%m-%d %H:%M:%S"), cents / 100])
        sums[day.strftime("%Y-%m"), item] += D(cents) / 100
        private |= {order, room, name, phone}
    return rows, dict(sums), private


def as_xlsx(path, rows):
    book = openpyxl.Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)
    book.save(path)


def as_xls(path, rows):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("缴费明细")
    for r, row in enumerate([HEADER, *rows]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    book.save(str(path))


def as_ods(path, rows):
    book = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="缴费明细")
    for row in [HEADER, *rows]:
        line = odf.table.TableRow()
        for value in row:
            kind = {"valuetype": "float", "value": repr(value)} if isinstance(value, float) else {"valuetype": "string"}
            cell = odf.table.TableCell(**kind)
            cell.addElement(odf.text.P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def as_gbk(path, rows):
    with open(path, "w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])


def run(program, same):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "gongshi.toml").write_text('[[account]]\nid = "operating"\n', encoding="utf-8")

        def imported(path, *args):
            command = [program, "import", path, "--as", "accounts", "--locale", "en", *args]
            return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")

        for seed, (ending, write) in enumerate([("xlsx", as_xlsx), ("xls", as_xls), ("ods", as_ods), ("csv", as_gbk)]):
            rows, sums, private = payments(seed)
            path = folder / f"payments.{ending}"
            write(path, rows)
            result = imported(path)
            table = list(csv.DictReader(io.StringIO(result.stdout)))
            same(f"import of .{ending}: sums", sums, {(r["date"][:7], r["category"]): D(r["income"]) for r in table})
            said = result.stdout + result.stderr
            same(f"import of .{ending}: households named", [], sorted(p for p in private if p in said))
            same(f"import of .{ending}: rows", True, "200 read" in said)

        # The same day in both of a spreadsheet's calendars, once as a date and once as its bare number.
        for name, epoch in [("1900", openpyxl.utils.datetime.WINDOWS_EPOCH), ("1904", openpyxl.utils.datetime.MAC_EPOCH)]:
            book = openpyxl.Workbook()
            book.epoch = epoch
            day = datetime.datetime(2025, 3, 5)
            book.active.append(["日期", "科目", "收入"])
            book.active.append([day, "停车费", 1])
            book.active.append([openpyxl.utils.datetime.to_excel(day, epoch), "停车费", 2])
            book.save(folder / "days.xlsx")
            days = [r["date"] for r in csv.DictReader(io.StringIO(imported(folder / "days.xlsx").stdout))]
            same(f"days counted from {name}", ["2025-03-05"] * 2, days)

        # openpyxl writes formulas and never their results.
        book = openpyxl.Workbook()
        book.active.append(["日期", "科目", "收入"])
        book.active.append(["2025-03-05", "停车费", "=1+1"])
        book.save(folder / "formula.xlsx")
        told = json.loads(imported(folder / "formula.xlsx", "--dry-run", "--format", "json").stdout)
        same("a formula without its result", ["GS0125"], [t["code"] for t in told])
