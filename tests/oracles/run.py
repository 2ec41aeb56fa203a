"""The figures worked out a second time, by another program: Python's csv, decimal and fractions.

    python3 tests/oracles/run.py GONGSHI SITE

Reads the sources of example-community and compares what follows from them with what SITE says, and with what
`gongshi diff` prints. Ends with the line `N passed, N failed`.
"""

import csv
import datetime
import decimal
import fractions
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict

import jsonschema

import forms
import imports
import ledger
import rule_texts
from rule_texts import articles

ROOT = pathlib.Path(__file__).resolve().parents[2] / "example-community"
PROGRAM, SITE = sys.argv[1], pathlib.Path(sys.argv[2])
PROGRAM = pathlib.Path(PROGRAM).resolve()
D = decimal.Decimal
F = fractions.Fraction
passed = failed = 0


def same(what, ours, theirs):
    """Counts a comparison and says where it fails."""
    global passed, failed
    if ours == theirs:
        passed += 1
    else:
        failed += 1
        print(f"{what}: worked out {ours!r}, the site says {theirs!r}")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rounded(number, places):
    """Half up, as money and scores are shown."""
    scaled = F(number) * 10**places
    whole = (abs(scaled) + F(1, 2)).__floor__()
    text = f"{whole:0{places + 1}d}"
    return ("-" if scaled < 0 and whole else "") + text[:-places] + "." + text[-places:]


def ledgers():
    for path in sorted((ROOT / "accounts").glob("????-Q?.csv")):
        yield path.stem, rows(path)


def check_accounts():
    settings = tomllib.loads((ROOT / "gongshi.toml").read_text(encoding="utf-8"))
    ids = {a["name"]: a["id"] for a in settings["account"]}
    balance = {a["id"]: D(a["opening"]) for a in settings["account"]}
    said = {(r["period"], r["account"]): r for r in rows(SITE / "data/statements.csv")}
    categories = {(r["period"], r["account"], r["category"]): r for r in rows(SITE / "data/categories.csv")}
    by_day = []
    for period, entries in ledgers():
        flow = defaultdict(lambda: [D(0), D(0)])
        by_category = defaultdict(lambda: [D(0), D(0)])
        for row in entries:
            account = ids[row["账户"]]
            for i, column in enumerate(("收入", "支出")):
                amount = D(row[column] or 0)
                flow[account][i] += amount
                by_category[account, row["科目"]][i] += amount
            by_day.append((row["日期"], account, D(row["收入"] or 0) - D(row["支出"] or 0)))
        page = (SITE / f"accounts/{period}.html").read_text(encoding="utf-8")
        for account, (income, expense) in flow.items():
            opening = balance[account]
            closing = balance[account] = opening + income - expense
            row = said.pop((period, account))
            for name, figure in (("opening", opening), ("income", income), ("expense", expense), ("closing", closing)):
                same(f"{period} {account} {name}", figure, D(row[name]))
                same(f"{period} {account} {name} on its page", True, f"{figure:,.2f}".replace("-", "−") in page)
        for (account, category), (income, expense) in by_category.items():
            row = categories.pop((period, account, category))
            same(f"{period} {account} {category}", (income, expense), (D(row["income"]), D(row["expense"])))
    same("statements of periods that are not in the books", {}, said)
    same("categories that are not in the books", {}, categories)
    opening = {a["id"]: D(a["opening"]) for a in settings["account"]}
    for row in rows(ROOT / "accounts/balances.csv"):
        account = ids[row["账户"]]
        books = opening[account] + sum((net for day, of, net in by_day if of == account and day <= row["日期"]), D(0))
        same(f"the bank on {row['日期']}, {account}", books, D(row["余额"]))


def contract_on(day, contracts):
    return next(c for c in contracts if c["from"] <= day <= c["until"])


def check_scores():
    contracts = [tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "contracts").glob("*.toml"))]
    contracts = [c for c in contracts if c.get("kind", "property") in ("property", "preliminary")]
    said = {r["period"]: r for r in rows(SITE / "data/score_totals.csv")}
    details = {(r["period"], r["clause"], r["source"]): r for r in rows(SITE / "data/scores.csv")}
    number = lambda value: F(str(value))
    for path in sorted((ROOT / "scores").glob("*.csv")):
        year, quarter = int(path.stem[:4]), int(path.stem[-1])
        last = datetime.date(year + (quarter == 4), quarter * 3 % 12 + 1, 1) - datetime.timedelta(days=1)
        contract = contract_on(last, contracts)
        measured = defaultdict(dict)
        for row in rows(path):
            measured[row["条款"]][row["来源"]] = row
        total = weights = F(0)
        deducted = rewarded = D(0)
        for clause in contract["clause"]:
            target, at_least = number(clause["target"]), clause.get("direction", "at_least") == "at_least"
            score = share = F(0)
            values = []
            for source, row in measured[clause["id"]].items():
                weight = number(contract["sources"][source])
                value = number(row["实测"]) if row["实测"] else None
                if row["得分"]:
                    points = number(row["得分"])
                elif at_least:
                    points = 100 * min(F(1), value / target)
                else:
                    points = F(100) if value == 0 else 100 * min(F(1), target / value)
                same(f"{path.stem} {clause['id']} {source}", rounded(points, 4), details[path.stem, clause["id"], source]["score"])
                score, share = score + weight * points, share + weight
                if value is not None:
                    values.append((weight, value))
            score /= share
            total += number(clause["weight"]) * score
            weights += number(clause["weight"])
            if values and "penalty" in clause:
                value = sum(w * v for w, v in values) / sum(w for w, _ in values)
                short = target - value if at_least else value - target
                units = max(0, (short / number(clause["penalty"]["per"])).__floor__())
                amount = D(clause["penalty"]["amount"]) * units
                deducted += min(amount, D(clause["penalty"]["cap"])) if "cap" in clause["penalty"] else amount
            if "reward" in clause and score >= number(clause["reward"]["at"]):
                rewarded += D(clause["reward"]["amount"])
        row = said.pop(path.stem)
        same(f"{path.stem} total", rounded(total / weights, 4), row["total"])
        same(f"{path.stem} deductions", deducted, D(row["deductions"]))
        same(f"{path.stem} rewards", rewarded, D(row["rewards"]))
        page = (SITE / f"scores/{path.stem}.html").read_text(encoding="utf-8")
        same(f"{path.stem} total on its page", True, rounded(total / weights, 1) in page)
    same("scores of periods that were not scored", {}, said)


def check_fund():
    settings = tomllib.loads((ROOT / "gongshi.toml").read_text(encoding="utf-8"))
    account = next(a for a in settings["account"] if a.get("kind") == "maintenance_fund")
    entries = [row for _, period in ledgers() for row in period if row["账户"] == account["name"]]
    page = (SITE / "fund/index.html").read_text(encoding="utf-8")
    by_day, before = defaultdict(D), {b["id"]: D(b["fund_opening"]) for b in settings["building"]}
    for row in rows(ROOT / "fund/balances.csv"):
        opening, paid_in, interest, used, closing = (D(row[c]) for c in ("opening", "paid_in", "interest", "used", "closing"))
        same(f"{row['date']} building {row['building']} goes on", before[row["building"]], opening)
        same(f"{row['date']} building {row['building']} adds up", opening + paid_in + interest - used, closing)
        before[row["building"]] = closing
        by_day[row["date"]] += closing
    for day, sum_ in by_day.items():
        books = D(account["opening"]) + sum((D(e["收入"] or 0) - D(e["支出"] or 0) for e in entries if e["日期"] <= day), D(0))
        same(f"the fund on {day}", books, sum_)
        same(f"the fund on {day}, on its page", True, f"{sum_:,.2f}" in page)
    said = {row["fund"]: row for row in rows(SITE / "data/fund.csv")}
    paid = defaultdict(D)
    for row in rows(SITE / "data/fund_payments.csv"):
        paid[row["fund"]] += D(row["amount"])
        entry = (SITE / "data/source" / row["entry_source"]).read_text(encoding="utf-8").splitlines()[int(row["entry_line"]) - 1]
        same(f"entry of {row['fund']} {row['date']} {row['voucher']}", True, row["amount"] in entry and row["voucher"] in entry)
    for path in sorted((ROOT / "fund").glob("*.toml")):
        record = tomllib.loads(path.read_text(encoding="utf-8"))
        same(f"{path.stem} paid", sum((D(p["amount"]) for p in record.get("payment", [])), D(0)), D(said[path.stem]["paid"]))
        same(f"{path.stem} paid, payment by payment", paid[path.stem], D(said[path.stem]["paid"]))
        if "share" in record:
            same(f"{path.stem} shares", sum(D(s["amount"]) for s in record["share"]), D(record["approved"]))


def check_tables():
    package = json.loads((SITE / "data/datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = SITE / "data" / resource["path"]
        table = rows(path)
        named = [field["name"] for field in resource["schema"]["fields"]]
        with open(path, encoding="utf-8-sig", newline="") as file:
            same(f"{path.name} header", named, next(csv.reader(file)))
        twin = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        # A cell that a spreadsheet would run has a quote before it in CSV alone.
        plain = [{k: (v[1:] if re.match(r"'[=+\-@\t\r]", v) else v) or None for k, v in row.items()} for row in table]
        same(f"{path.name} and its JSON", plain, [{k: v if v is None else str(v) for k, v in row.items()} for row in twin])


def check_diffs():
    for rule in sorted(p for p in (ROOT / "rules").iterdir() if p.is_dir()):
        versions = sorted(rule.glob("*.md"))
        for i, old in enumerate(versions):
            for new in versions[i + 1 :]:
                command = [PROGRAM, "diff", rule.name, old.stem, new.stem, "--format", "json"]
                diff = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
                for side, drop, path in (("from", "insert", old), ("to", "delete", new)):
                    told = sorted(
                        (a[side], re.sub(r"\s", "", "".join(s["text"] for s in a["segments"] if s["op"] != drop)))
                        for a in diff["articles"]
                        if a[side]
                    )
                    same(f"{rule.name} {old.stem}..{new.stem}, {side}", sorted(articles(path)), told)
                words = {w for _, w in articles(old)}
                unchanged = sum(1 for _, w in articles(new) if w in words)
                quiet = sum(diff["summary"][k] for k in ("unchanged", "renumbered", "moved"))
                same(f"{rule.name} {old.stem}..{new.stem}, articles whose words stayed", unchanged, quiet)


def check_sarif():
    """`check --format sarif` against the OASIS schema of SARIF 2.1.0."""
    schema = json.loads((pathlib.Path(__file__).parent / "schemas/sarif-2.1.0.json").read_text(encoding="utf-8"))
    for locale in ("zh-CN", "en"):
        command = [PROGRAM, "check", ".", "--format", "sarif", "--locale", locale]
        log = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
        wrong = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(log)]
        same(f"SARIF in {locale}, against its schema", [], wrong)
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        shutil.copytree(ROOT, place / "now", ignore=shutil.ignore_patterns("site", ".*"))
        shutil.copytree(place / "now", place / "before")
        ledger_file = place / "now" / "accounts" / "2025-Q4.csv"
        ledger_file.write_text(ledger_file.read_text(encoding="utf-8").replace(".00,", ".10,", 1), encoding="utf-8")
        command = [PROGRAM, "check", ".", "--against", "../before", "--format", "sarif"]
        log = json.loads(subprocess.run(command, cwd=place / "now", capture_output=True).stdout)
        wrong = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(log)]
        same("SARIF with what changes, against its schema", ([], True), (wrong, len(log["runs"][0]["properties"]["changes"]) > 0))
        (place / "mends").mkdir()
        (place / "mends" / "gongshi.toml").write_text("[disclosure]\nsince = 27.11.2025\n", encoding="utf-8")
        log = json.loads(subprocess.run(command[:3] + command[5:], cwd=place / "mends", capture_output=True).stdout)
        wrong = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(log)]
        same("SARIF with a mend, against its schema", ([], 1), (wrong, len(log["runs"][0]["results"][0]["fixes"])))


def check_other_folders():
    """Folders of other places and of odd names, in the formats of other professions."""
    for folder in ("generic-hoa", "odd-community"):
        with tempfile.TemporaryDirectory() as site:
            site = pathlib.Path(site) / "site"
            subprocess.run([PROGRAM, "build", ROOT.parent / "tests" / folder, "-o", site], capture_output=True, check=True)
            ledger.check(same, folder, site)
            rule_texts.check_form(same, folder, site)


check_accounts()
check_scores()
check_fund()
check_tables()
check_diffs()
check_sarif()
ledger.check(same, "the example", SITE)
rule_texts.check(same, "the example", ROOT / "rules", SITE)
check_other_folders()
imports.run(PROGRAM, same)
forms.check_forms(PROGRAM, same)
forms.check_workbooks(PROGRAM, same)
forms.check_round_trip(PROGRAM, same)
forms.check_records(PROGRAM, same)
forms.check_package(SITE, same)
forms.check_figures(SITE, same)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
