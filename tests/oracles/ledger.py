"""The ledger in double entry, read by Beancount and shown by Fava."""

import datetime
import decimal
import json
import re
from collections import defaultdict

from beancount import loader
from beancount.core import data
from fava.application import create_app
from fava.core import FavaLedger

D = decimal.Decimal


def table(site, name):
    return json.loads((site / f"data/{name}.json").read_text(encoding="utf-8"))


def last_day(period):
    """The last day of 2025, 2025-Q1 or 2025-03."""
    year, part = int(period[:4]), period[5:]
    month = 12 if not part else int(part[1:]) * 3 if part[0] == "Q" else int(part)
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def check(same, what, site):
    """Compares a site's ledger with its tables, for every period, category, entry and asserted balance."""
    path = site / "data/ledger.beancount"
    entries, errors, options = loader.load_file(str(path))
    same(f"{what}: what Beancount finds wrong", [], [e.message for e in errors])
    opened = {e.account: e.meta for e in entries if isinstance(e, data.Open)}
    id_of = {account: meta["id"] for account, meta in opened.items() if account.startswith("Assets:")}
    name_of = {account: meta.get("name") for account, meta in opened.items()}
    currencies = {p.units.currency for e in entries if isinstance(e, data.Transaction) for p in e.postings}
    same(f"{what}: currencies", set(options["operating_currency"]), currencies)
    booked = [e for e in entries if isinstance(e, data.Transaction) and "line" in e.meta]
    same_entries(same, what, site, booked, id_of)
    same_periods(same, what, site, entries, booked, id_of, name_of)
    same_balances(same, what, site, entries, id_of)
    opens_in_fava(same, what, path, booked)
    return entries


def same_entries(same, what, site, booked, id_of):
    said = {(r["source"], int(r["line"])): r for r in table(site, "entries")}
    same(f"{what}: entries", len(said), len(booked))
    for e in booked:
        row = said[e.meta["source"], int(e.meta["line"])]
        net = sum((p.units.number for p in e.postings if p.account in id_of), D(0))
        ours = (row["date"], row["counterparty"] or None, row["memo"] or "", row["voucher"], D(row["income"]) - D(row["expense"]))
        theirs = (str(e.date), e.payee, e.narration, e.meta.get("voucher"), net)
        same(f"{what}: {row['source']}:{row['line']}", ours, theirs)
        account = next(id_of[p.account] for p in e.postings if p.account in id_of)
        same(f"{what}: account of {row['source']}:{row['line']}", row["account"], account)


def same_periods(same, what, site, entries, booked, id_of, name_of):
    period_of = {(r["source"], int(r["line"])): r["period"] for r in table(site, "entries")}
    flows, categories = defaultdict(lambda: [D(0), D(0)]), defaultdict(lambda: [D(0), D(0)])
    held = set()
    for e in booked:
        period = period_of[e.meta["source"], int(e.meta["line"])]
        own = next(p.account for p in e.postings if p.account in id_of)
        for p in e.postings:
            root = p.account.split(":")[0]
            side = {"Income": 0, "Expenses": 1}.get(root)
            if root == "Liabilities":
                held.add(id_of[own])
            if side is not None:
                amount = p.units.number * (-1, 1)[side]
                flows[period, id_of[own]][side] += amount
                categories[period, id_of[own], name_of[p.account]][side] += amount
    for row in table(site, "statements"):
        end = last_day(row["period"])
        postings = [
            p.units.number
            for e in entries
            if isinstance(e, data.Transaction) and e.date <= end
            for p in e.postings
            if id_of.get(p.account) == row["account"]
        ]
        same(f"{what}: {row['account']} at the end of {row['period']}", D(row["closing"]), sum(postings, D(0)))
        if row["account"] not in held:
            ours = [D(row["income"]), D(row["expense"])]
            same(f"{what}: {row['account']} in {row['period']}", ours, flows[row["period"], row["account"]])
    for row in table(site, "categories"):
        if row["account"] not in held and row["category"]:
            ours = [D(row["income"]), D(row["expense"])]
            theirs = categories[row["period"], row["account"], row["category"]]
            same(f"{what}: {row['account']}, {row['category']} in {row['period']}", ours, theirs)


def same_balances(same, what, site, entries, id_of):
    """Each balance of the record is asserted under the next day, or a note tells it and what the books say."""
    asserted = {(id_of[e.account], e.date, e.amount.number) for e in entries if isinstance(e, data.Balance)}
    noted = {(id_of[e.account], e.date, e.meta["bank"].number) for e in entries if isinstance(e, data.Note)}
    balances = table(site, "balances") if (site / "data/balances.json").exists() else []
    for row in balances:
        day, amount = datetime.date.fromisoformat(row["date"]), D(row["balance"])
        after = (row["account"], day + datetime.timedelta(days=1), amount)
        told = after in asserted or (row["account"], day, amount) in asserted or (row["account"], day, amount) in noted
        same(f"{what}: balance of {row['account']} on {day}", True, told)
    same(f"{what}: balances", len({(r["account"], r["date"]) for r in balances}), len(asserted) + len(noted))


def opens_in_fava(same, what, path, booked):
    ledger = FavaLedger(str(path))
    same(f"{what}: what Fava finds wrong", [], [e.message for e in ledger.errors])
    client = create_app([str(path)]).test_client()
    slug = re.search(r"/([^/]+)/", client.get("/").headers["Location"])[1]
    for page in ("income_statement", "balance_sheet", "journal"):
        answer = client.get(f"/{slug}/{page}/")
        same(f"{what}: Fava's {page}", 200, answer.status_code)
    tree = client.get(f"/{slug}/api/income_statement").get_json()
    same(f"{what}: Fava's tree of accounts", True, bool(tree["data"]["trees"]))
    same(f"{what}: entries in Fava", len(booked), sum("line" in e.meta for e in ledger.all_entries_by_type.Transaction))
