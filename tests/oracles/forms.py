"""Schemas and tables, looked at by other people's programs: jsonschema, frictionless and taplo."""

import csv
import datetime
import fnmatch
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from decimal import Decimal as D

import frictionless
import jsonschema
import openpyxl
import yaml

HOUSE = pathlib.Path(__file__).resolve().parents[2]


def kinds(program):
    """Name and path of every kind, as `gongshi schema` lists them."""
    listed = subprocess.run([program, "schema", "--locale", "en"], capture_output=True, check=True, text=True).stdout
    return [tuple(line.split()[:2]) for line in listed.splitlines()]


def schema_of(program, kind, *options):
    command = [program, "schema", kind, *options]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def plain(value):
    """As an editor hands it to a validator: days and times are text."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


def keys_of(path, text):
    """The keys of a TOML file or of front matter, whether it is YAML; none where there are no keys or no syntax."""
    text = text.removeprefix("\ufeff")
    try:
        if path.endswith(".toml"):
            return plain(tomllib.loads(text)), False
        fence = text.split("\n", 1)[0].rstrip()
        if fence not in ("+++", "---"):
            return None, False
        front = re.split(rf"^{re.escape(fence)}\s*$", text, maxsplit=2, flags=re.M)[1]
        if fence == "+++":
            return plain(tomllib.loads(front)), False
        keys = yaml.safe_load(front)
        return (plain(keys) if isinstance(keys, dict) else None), True
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, IndexError):
        return None, False


class Schemas:
    def __init__(self, program):
        self.program = program
        self.kinds = kinds(program)
        self.validators = {}

    def form_at(self, path):
        fits = []
        for name, pattern in self.kinds:
            if pattern.endswith((".toml", ".md")) and pattern.count("/") == path.count("/"):
                shape = re.sub("<[a-z]+>", "*", pattern)
                if fnmatch.fnmatchcase(path, shape):
                    fits.append((len(shape), name))
        if fits:
            # A budget's particulars lie among those of periods: the pattern that says most is theirs.
            return max(fits)[1]
        # Minutes may lie as deep as one likes.
        return "minutes" if path.startswith("minutes/") and path.endswith(".md") else None

    def validator(self, kind, is_yaml):
        if (kind, is_yaml) not in self.validators:
            schema = schema_of(self.program, kind, *(["--yaml"] if is_yaml else []))
            self.validators[kind, is_yaml] = jsonschema.Draft202012Validator(schema)
        return self.validators[kind, is_yaml]

    def complaints(self, path, text):
        """What is wrong with a file by its schema, or nothing where it has none or cannot be read."""
        kind = self.form_at(path)
        keys, is_yaml = keys_of(path, text) if kind else (None, False)
        if keys is None:
            return None
        return [f"{'.'.join(map(str, e.absolute_path))}: {e.message}" for e in self.validator(kind, is_yaml).iter_errors(keys)]


def cases(folder):
    """The literate cases: their files, and what is expected of each."""
    for page in sorted(folder.glob("*.md")):
        for section in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.M)[1:]:
            files, expect = {}, []
            for _, info, body in re.findall(r"^(`{3,})([^\n`]*)\n(.*?)^\1[ ]*$", section, flags=re.M | re.S):
                words = info.split()
                if words == ["expect"]:
                    expect = body.split("\n")
                elif len(words) == 2:
                    files[words[1]] = body
            if files:
                yield f"{page.name} {section.splitlines()[0]}", files, expect


# What a schema of one file can know: unknown keys, keys that are missing, wrong types.
KNOWN_TO_A_SCHEMA = ("GS0201", "GS0202", "GS0203")


def check_forms(program, same):
    schemas = Schemas(program)
    for name, path in schemas.kinds:
        if path.endswith((".toml", ".md")):
            for options in ([], ["--yaml"], ["--locale", "en"], ["--locale", "zh-CN"]):
                jsonschema.Draft202012Validator.check_schema(schema_of(program, name, *options))
    looked_at = defaultdict(int)
    with tempfile.TemporaryDirectory() as work:
        roots = [HOUSE / "example-community", HOUSE / "tests/generic-hoa"]
        for locale in ("zh-CN", "en"):
            roots.append(pathlib.Path(work) / locale)
            subprocess.run([program, "new", roots[-1], "--locale", locale], capture_output=True, check=True)
        for root in roots:
            for path in sorted([*root.rglob("*.toml"), *root.rglob("*.md")]):
                inner = path.relative_to(root).as_posix()
                wrong = schemas.complaints(inner, path.read_text(encoding="utf-8-sig"))
                if wrong is not None:
                    looked_at[schemas.form_at(inner)] += 1
                    same(f"{root.name}/{inner} against its schema", [], wrong)
        check_editors(roots[2:], same)
        check_tables(program, roots, same)
    forms = {name for name, path in schemas.kinds if path.endswith((".toml", ".md"))}
    same("kinds of which a file was held against its schema", forms, set(looked_at))
    for folder in (HOUSE / "src/diagnostic/catalogue", HOUSE / "tests/cases"):
        for heading, files, expect in cases(folder):
            for path, text in files.items():
                wrong = schemas.complaints(path, text)
                if wrong is None:
                    continue
                told = [line.split()[-1] for line in expect if line.startswith(path + ":") and " error " in line]
                if not told:
                    same(f"{heading}: {path} against its schema", [], wrong)
                elif any(code in KNOWN_TO_A_SCHEMA for code in told):
                    same(f"{heading}: {path} is wrong by its schema too", True, bool(wrong))


def check_editors(roots, same):
    """What an editor's language server says of a new folder, following its `#:schema` lines; and of a slip."""
    taplo = pathlib.Path(sys.executable).with_name("taplo")

    def wrong(root):
        ran = subprocess.run([taplo, "check", "--colors", "never"], cwd=root, capture_output=True, text=True)
        return sorted({line.split("path=")[-1].strip('"').rsplit("/", 1)[-1] for line in ran.stderr.splitlines() if "path=" in line and "ERROR" in line})

    for root in roots:
        for path in sorted(root.rglob("*.toml")):
            lines = path.read_text(encoding="utf-8").splitlines()[:2]
            named = next((line.removeprefix("#:schema ") for line in lines if line.startswith("#:schema ")), "")
            same(f"{path.name} names a schema that is there", True, bool(named) and (path.parent / named).is_file())
        same(f"what taplo finds in a new folder in {root.name}", [], wrong(root))
        slip = root / "contracts/slip.toml"
        slip.write_text((root / "contracts/property.toml").read_text(encoding="utf-8").replace("\nfirm = ", "\nfrim = "), encoding="utf-8")
        same(f"a slip that taplo finds in {root.name}", ["slip.toml"], wrong(root))
        slip.unlink()


def check_tables(program, roots, same):
    """Tables of the folders against their Table Schema."""
    tables = [(name, path) for name, path in kinds(program) if path.endswith(".csv")]
    seen = set()
    for root in roots:
        for path in sorted(root.rglob("*.csv")):
            inner = path.relative_to(root).as_posix()
            fits = [n for n, p in tables if fnmatch.fnmatchcase(inner, re.sub("<[a-z]+>", "*", p)) and p.count("/") == inner.count("/")]
            # The file that is named outright is not a period.
            name = next((n for n, p in tables if p == inner), None) or ("budget" if "budget-" in inner else fits[0])
            seen.add(name)
            rows = [r for r in csv.reader(path.read_text(encoding="utf-8-sig").splitlines()) if r and not r[0].startswith("#")]
            english = all(cell.isascii() for cell in rows[0])
            descriptor = schema_of(program, name, "--locale", "en" if english else "zh-CN")
            schema = frictionless.Schema.from_descriptor(descriptor)
            detector = frictionless.Detector(schema_sync=True)
            report = frictionless.Resource(data=rows, schema=schema, detector=detector).validate()
            wrong = [error.message for task in report.tasks for error in task.errors]
            same(f"{root.name}/{inner} against its Table Schema", [], wrong)
    same("kinds of which a table was held against its schema", {n for n, _ in tables}, seen)


def check_package(site, same):
    """The published datapackage.json, with every table in it against its schema."""
    report = frictionless.Package(str(site / "data/datapackage.json")).validate()
    same("datapackage.json", [], [error.message for error in report.errors])
    for task in report.tasks:
        same(f"data/{task.place}", [], [error.message for error in task.errors][:5])


def check_figures(site, same):
    """Sums of the published tables against what the pages say."""
    def table(name):
        with open(site / f"data/{name}.csv", encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    flow = defaultdict(lambda: [D(0), D(0)])
    for row in table("entries"):
        flow[row["period"], row["account"]][0] += D(row["income"] or 0)
        flow[row["period"], row["account"]][1] += D(row["expense"] or 0)
    for (period, account), (income, expense) in sorted(flow.items()):
        page = (site / f"accounts/{period}.html").read_text(encoding="utf-8")
        for what, sum_ in (("income", income), ("expense", expense)):
            same(f"{what} of {account} in data/entries.csv, on the page of {period}", True, f"{sum_:,.2f}" in page)
    same("periods in data/entries.csv", True, bool(flow))


def check_workbooks(program, same):
    """The empty spreadsheets, as openpyxl reads them."""
    formats = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "money": "#,##0.00", "number": "General", "count": "0"}
    types = {"date": "date", "moment": "date", "money": "decimal", "number": "decimal", "count": "whole", "choice": "list"}
    with tempfile.TemporaryDirectory() as work:
        for name, path in kinds(program):
            for locale in ("zh-CN", "en") if path.endswith(".csv") else ():
                file = pathlib.Path(work) / f"{name}-{locale}.xlsx"
                subprocess.run([program, "template", name, "-o", file, "--locale", locale], capture_output=True, check=True)
                book = openpyxl.load_workbook(file)
                sheet, told = book.worksheets
                what = f"{name}.xlsx in {locale}"
                fields = schema_of(program, name, "--locale", locale)["fields"]
                header = [cell.value for cell in sheet[1]]
                same(f"{what}: its header", [field["name"] for field in fields], header[: len(fields)])
                same(f"{what}: rows below the header", 1, sheet.max_row)
                same(f"{what}: the header stays in view", "A2", sheet.freeze_panes)
                same(f"{what}: made on a fixed day", datetime.datetime(2025, 1, 1), book.properties.created)
                rules = {area.min_col: rule for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
                columns = {place: column for column in sheet.column_dimensions.values() for place in range(column.min, column.max + 1)}
                for place, field in enumerate(fields, 1):
                    column = columns[place]
                    same(f"{what}: format of {field['name']}", formats.get(field["holds"], "@"), column.number_format)
                    same(f"{what}: {field['name']} is wide enough", True, column.width >= 10)
                    rule = rules.get(place)
                    same(f"{what}: what {field['name']} accepts", types.get(field["holds"]), rule and rule.type if field["holds"] != "text" else None)
                    same(f"{what}: {field['name']} says what it is", True, bool(rule and rule.prompt and field["description"] in rule.prompt))
                    if field["holds"] == "choice":
                        pattern = re.compile(f"(?:{field['constraints']['pattern']})")
                        listed = rule.formula1.strip('"').split(",")
                        same(f"{what}: choices of {field['name']}", [True] * len(listed), [bool(pattern.fullmatch(c)) for c in listed])
                rows = [[cell.value for cell in row] for row in told.iter_rows()]
                explained = {row[0]: row for row in rows if row[0]}
                for field in fields:
                    same(f"{what}: {field['name']} is explained", field["description"], explained.get(field["name"], [None] * 5)[2])
                needed = [row[0] for row in rows if row[1] in ("必填", "yes")]
                same(f"{what}: what is needed", [f["name"] for f in fields if f["need"] == "must"], needed)


# What the examples of the instructions fit.
SETTLED = """
[[account]]
id = "common"
name = "公共收益账户"
opening = "40000.00"

[[account]]
id = "en"
name = "Common income"
opening = "40000.00"

[[building]]
id = "1"
"""
CLAUSE = '[[clause]]\nid = "{}"\ntitle = "x"\ntarget = 30\nweight = 50\n'
# Columns that name other records, and those that stand for another.
LEFT_EMPTY = {"resolution", "fund", "attachment", "minutes", "expense", "amount", "contract"}


def cell(field, name, choices):
    """A cell as somebody types it into a spreadsheet."""
    example = field["example"]
    if name in LEFT_EMPTY:
        return None
    match field["holds"]:
        case "date" | "moment":
            return datetime.datetime.fromisoformat(example)
        case "money" | "number":
            return float(example)
        case "count":
            return int(example)
        case "choice":
            return choices[0]
        case _:
            return example


def check_round_trip(program, same):
    """An empty spreadsheet, filled in and imported, becomes a table that checks without a word."""
    for name, path in kinds(program):
        for locale in ("zh-CN", "en") if path.endswith(".csv") else ():
            with tempfile.TemporaryDirectory() as work:
                root = pathlib.Path(work) / "folder"
                (root / "contracts").mkdir(parents=True)
                (root / "gongshi.toml").write_text(f'[site]\nlocale = "{locale}"\n{SETTLED}', encoding="utf-8")
                contract = 'title = "x"\nfrom = 2024-01-01\nkind = "property"\n' + CLAUSE.format("C01") + CLAUSE.format("C03")
                (root / "contracts/property.toml").write_text(contract, encoding="utf-8")
                file = pathlib.Path(work) / "filled.xlsx"
                subprocess.run([program, "template", name, "-o", file, "--locale", locale], capture_output=True, check=True)
                book = openpyxl.load_workbook(file)
                sheet = book.worksheets[0]
                fields = schema_of(program, name, "--locale", locale)["fields"]
                names = [field["name"] for field in schema_of(program, name, "--locale", "en")["fields"]]
                rules = {area.min_col: r for r in sheet.data_validations.dataValidation for area in r.sqref.ranges}
                listed = lambda place: (rules[place].formula1 or "").strip('"').split(",") if rules[place].type == "list" else []
                row = [cell(field, plain_name, listed(i)) for i, (field, plain_name) in enumerate(zip(fields, names), 1)]
                row += [12, 6, 2] if name == "surveys" else []
                for place, value in enumerate(row, 1):
                    sheet.cell(2, place, value)
                book.save(file)
                inner = path.replace("<period>", "2025-Q1").replace("<year>", "2025")
                command = [program, "import", file, "--as", name, "-o", inner, "--format", "json"]
                ran = subprocess.run(command, cwd=root, capture_output=True, text=True)
                what = f"{name}.xlsx in {locale}, filled in"
                same(f"{what}: imported", (0, []), (ran.returncode, json.loads(ran.stdout or "null")))
                if ran.returncode:
                    print(ran.stderr)
                    continue
                # What stands beside it, without which it is not whole.
                if name == "surveys":
                    (root / "surveys/2025-Q1.toml").write_text("sent = 20\nreturned = 20\n", encoding="utf-8")
                if name == "balances":
                    account = {"zh-CN": "公共收益账户", "en": "Common income"}[locale]
                    (root / "accounts/2025-Q1.csv").write_text(f"date,account,income\n2025-03-05,{account},1200.00\n", encoding="utf-8")
                checked = subprocess.run([program, "check", ".", "--format", "json"], cwd=root, capture_output=True, text=True)
                told = [d["message"] for d in json.loads(checked.stdout) if d["path"] == inner]
                same(f"{what}, imported and checked", [], told)


# Keys that name other records, which are not there.
OTHER_RECORDS = {"resolution", "notice", "minutes", "contract", "attachments", "where"}


def keys_by_title(schema, path="", above="", found=None):
    """Every key of a schema that has a value of its own, by the name that a sheet gives it; tables by their titles."""
    found = {"": {}} if found is None else found
    for name, key in schema["properties"].items():
        inner = key["items"] if key.get("type") == "array" else key
        own, title = f"{path}.{name}".strip("."), above + key["title"]
        if "properties" not in inner:
            found[""][title] = (own, key)
        elif key.get("type") == "array":
            found[title] = keys_by_title(inner, own)[""]
        else:
            keys_by_title(inner, own, f"{title}/", found)
    return found


def typed(rule, form, key, own, words):
    """What somebody types into a cell, and what it must become; nothing where the key names another record."""
    if own.rsplit(".", 1)[-1] in OTHER_RECORDS:
        return None, None
    match rule.type if rule else None:
        case "date":
            return datetime.datetime(2025, 3, 5), datetime.date(2025, 3, 5)
        case "decimal":
            return (12000.5, "12000.50") if form == "#,##0.00" else (12, 12)
        case "whole":
            return 7, 7
        case "list":
            word = rule.formula1.strip('"').split(",")[0]
            if key.get("type") == "boolean":
                return word, True
            return word, words.get(word, word)
        case _:
            text = key.get("examples", ["text"])[0]
            return text, text


def check_records(program, same):
    """The empty spreadsheets of records, as openpyxl reads them; filled in and imported, they become what was typed."""
    for name, path in kinds(program):
        for locale in ("zh-CN", "en") if path.endswith("/<slug>.toml") and not path.startswith("calendar") else ():
            what = f"{name}.xlsx in {locale}"
            with tempfile.TemporaryDirectory() as work:
                root = pathlib.Path(work)
                (root / "gongshi.toml").write_text(f'[site]\nlocale = "{locale}"\n', encoding="utf-8")
                file = root / "filled.xlsx"
                subprocess.run([program, "template", name, "-o", file, "--locale", locale], capture_output=True, check=True)
                book = openpyxl.load_workbook(file)
                tables = keys_by_title(schema_of(program, name, "--locale", locale))
                first, *others, told = book.worksheets
                same(f"{what}: a sheet for each table", sorted(t for t in tables if t), sorted(sheet.title for sheet in others))
                same(f"{what}: the header stays in view", ["A2"] * len(book.worksheets[:-1]), [s.freeze_panes for s in book.worksheets[:-1]])
                same(f"{what}: names in the first sheet", sorted(tables[""]), sorted(row[0].value for row in first.iter_rows(min_row=2)))
                expected = defaultdict(list)
                for sheet in book.worksheets[:-1]:
                    rules = {(a.min_row, a.min_col): r for r in sheet.data_validations.dataValidation for a in r.sqref.ranges}
                    pairs = sheet is first
                    record = {}
                    cells = [(row[0], row[1]) for row in sheet.iter_rows(min_row=2)] if pairs else [(c, sheet.cell(2, c.column)) for c in sheet[1]]
                    own_keys = tables["" if pairs else sheet.title]
                    same(f"{what}: names in {sheet.title}", sorted(own_keys), sorted(title.value for title, _ in cells))
                    for title, cell_ in cells:
                        own, key = own_keys[title.value]
                        rule = rules.get((cell_.row, cell_.column))
                        same(f"{what}: {title.value} says what it is", True, bool(rule and rule.prompt))
                        columns = {p: c for c in sheet.column_dimensions.values() for p in range(c.min, c.max + 1)}
                        form = cell_.number_format if pairs else columns[cell_.column].number_format
                        value, becomes = typed(rule, form, key, own, words_of(locale, name, own))
                        if value is not None:
                            cell_.value = value
                            record[own] = becomes
                    expected[sheet.title if not pairs else ""].append(record)
                book.save(file)
                command = [program, "import", file, "--as", name, "-o", "out.toml", "--format", "json"]
                ran = subprocess.run(command, cwd=root, capture_output=True, text=True)
                same(f"{what}, filled in: imported", (0, []), (ran.returncode, json.loads(ran.stdout or "null")))
                if ran.returncode:
                    print(ran.stderr)
                    continue
                written = tomllib.loads((root / "out.toml").read_text(encoding="utf-8"))
                flat = {}
                for records in expected.values():
                    for record in records:
                        flat |= record
                same(f"{what}, filled in: what was typed", flat, flattened(written))


def words_of(locale, form, own):
    """What the words of a drop-down list stand for, from the words that the program is built with."""
    words = tomllib.loads((HOUSE / f"src/forms/words/{locale}.toml").read_text(encoding="utf-8"))["choice"]
    return {word: name for name, word in words.get(f"{form}.{own}", {}).items()}


def flattened(value, path=""):
    """A TOML file's values by their keys; of several tables of a kind, the only one."""
    flat = {}
    for name, inner in value.items():
        own = f"{path}.{name}".strip(".")
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            same_kind = [flattened(one, own) for one in inner]
            flat |= same_kind[0] if len(same_kind) == 1 else {own: same_kind}
        elif isinstance(inner, dict):
            flat |= flattened(inner, own)
        else:
            flat[own] = inner
    return flat
