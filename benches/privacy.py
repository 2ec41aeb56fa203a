"""How much the privacy gate finds, and how often it is wrong: a generated text with known contents.

    python3 benches/privacy.py target/release/gongshi [SEED] [-v]

Each line holds one personal item in a sentence, or a look-alike: vouchers, amounts, article numbers, dates, invoice numbers.
Check digits are worked out here, apart from gongshi's own. The same lines are written as Markdown and as attachments: PDFs of
two kinds, a workbook and a document, a page, a row or a paragraph each. Prints recall by kind and precision over all.
"""

import collections
import io
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from xml.sax.saxutils import escape

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
random.seed(int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else 1)
EACH = 500
# A page each: so many would be more pages than are read.
EACH_ATTACHED = 100
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英建华国晓志文玉红"
REGIONS = ["110105", "310115", "440305", "330106", "510107", "320505", "420106", "610113"]
SENTENCES = ["请与{}联系。", "登记信息：{}，已核实", "附：{}", "{} 已到场", "经办（{}）"]


def digits(n):
    return "".join(random.choice("0123456789") for _ in range(n))


def day(first=1940, last=2010):
    return f"{random.randint(first, last)}{random.randint(1, 12):02}{random.randint(1, 28):02}"


def identity():
    body = random.choice(REGIONS) + day() + digits(3)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]


def card():
    body = "62" + digits(random.choice((13, 14, 16)))
    total = sum(sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def name():
    return random.choice(SURNAMES) + "".join(random.choice(GIVEN) for _ in range(random.choice((1, 2))))


def room():
    building, unit, number = random.randint(1, 30), random.randint(1, 4), random.randint(1, 30) * 100 + random.randint(1, 4)
    return random.choice([f"{building}号楼{unit}单元{number}室", f"{building}-{unit}-{number}", f"{building}幢{number}"])


PERSONAL = {
    "identity number": ("GS0901", lambda: random.choice(SENTENCES).format(identity())),
    "bank card": ("GS0905", lambda: random.choice(SENTENCES).format(card())),
    "old identity number": ("GS0902", lambda: random.choice(SENTENCES).format(random.choice(REGIONS) + day(1940, 1999)[2:] + digits(3))),
    "mobile": ("GS0903", lambda: random.choice(SENTENCES).format(f"1{random.randint(3, 9)}{digits(9)}")),
    "fixed telephone": ("GS0904", lambda: random.choice(SENTENCES).format(f"0{random.choice(('10', '21', '571', '755'))}-{random.randint(2, 8)}{digits(7)}")),
    "passport": ("GS0906", lambda: random.choice(SENTENCES).format(f"E{random.randint(3, 9)}{digits(7)}")),
    "plate": ("GS0907", lambda: random.choice(SENTENCES).format(f"{random.choice('京沪浙粤苏')}{random.choice('ABCDE')}{digits(5)}")),
    "e-mail": ("GS0908", lambda: random.choice(SENTENCES).format(f"{random.choice(('zhang', 'li.na', 'wang88'))}{digits(3)}@example.cn")),
    "name and room": ("GS0909", lambda: random.choice([f"{room()}{name()}反映漏水。", f"业主{name()}（{room()}）来访", f"2025-03-01,{name()},{room()},维修"])),
    "name and arrears": ("GS0910", lambda: random.choice([f"业主{name()}拖欠物业费", f"{name()},欠费,1200.00"])),
}
ALIKE = [
    lambda: f"记-{digits(4)} 收 {random.randint(1, 9999999) / 100:.2f} 元",
    lambda: f"合计 {random.randint(10**9, 10**12)}.{digits(2)} 元",
    lambda: f"发票号码 2{digits(19)}",
    lambda: f"合同编号 HT{day(2015, 2026)}{digits(3)}",
    lambda: f"《民法典》第二百{random.choice('七八')}十{random.choice('一二三')}条，{day(2015, 2026)}",
    lambda: f"{random.randint(1, 30)}号楼{random.randint(900, 1500)}户，{random.randint(1, 12)}月{random.randint(1, 28)}日",
    lambda: f"流水号 {day(2015, 2026)}{digits(6)}",
    lambda: f"凭证 {digits(8)}，{random.randint(1, 12)}-{random.randint(1, 28)}-{random.randint(2015, 2026)}",
    lambda: f"{random.choice(['安保', '水电', '单元门', '项目', '金额', '高层'])}，{room()}，维修",
    lambda: f"欠费{random.randint(5, 40)}户，应收{random.randint(1, 10**7) / 100:.2f}",
]



def corpus(each):
    lines = [(kind, code, make()) for kind, (code, make) in PERSONAL.items() for _ in range(each)]
    lines += [("look-alike", None, random.choice(ALIKE)()) for _ in range(each * len(PERSONAL))]
    random.shuffle(lines)
    return lines


def markdown(texts):
    return ("\n".join(texts) + "\n").encode()


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def docx(texts):
    """A paragraph each, in runs of a few characters, as word processors leave them."""
    def runs(text):
        cuts = sorted(random.sample(range(len(text)), min(2, len(text) - 1)))
        pieces = [text[a:b] for a, b in zip([0] + cuts, cuts + [len(text)])]
        return "".join(f"<w:r><w:t xml:space='preserve'>{escape(piece)}</w:t></w:r>" for piece in pieces)

    body = "".join(f"<w:p>{runs(text)}</w:p>" for text in texts)
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"})


def xlsx(texts):
    """A row each, its parts in cells of their own where commas part them; whole numbers are numbers."""
    def cell(text, at):
        number = text.isdigit() and len(text) < 16 and text[0] != "0"
        return f"<c r='{at}'><v>{text}</v></c>" if number else f"<c r='{at}' t='inlineStr'><is><t>{escape(text)}</t></is></c>"

    rows = (f"<row r='{n}'>" + "".join(cell(part, f"{c}{n}") for c, part in zip("ABCDEFGH", re.split("[,，]", text))) + "</row>"
            for n, text in enumerate(texts, 1))
    return packed({
        "xl/workbook.xml": "<workbook><sheets><sheet name='s' sheetId='1' r:id='a'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>",
    })


def pdf(texts, font, extra, codes, apart):
    """A page each, between other lines. `apart` draws each character at its own place, in any order."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", font, *extra]
    kids = []
    for text in texts:
        content = []
        for line, y in ((random.choice(ALIKE)(), 760), (text, 740), ("以上各项已经核对。", 720)):
            x, shown = 60, []
            for c in line if apart else [line]:
                shown.append(f"1 0 0 1 {x} {y} Tm <{''.join(map(codes, c))}> Tj")
                x += 12 * sum(0.5 if ord(one) < 128 else 1 for one in c)
            random.shuffle(shown)
            content.append("BT /F 12 Tf " + "\n".join(shown) + " ET")
        stream = "\n".join(content)
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        objects.append(f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/Contents {len(objects)} 0 R>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out, places = "%PDF-1.7\n", []
    parts = [out]
    at = len(out)
    for n, item in enumerate(objects, 1):
        places.append(at)
        parts.append(f"{n} 0 obj\n{item}\nendobj\n")
        at += len(parts[-1])
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places))
    parts.append(f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n")
    return "".join(parts).encode("latin-1")


WIDTHS = "/DW 1000/W[32[" + "500 " * 95 + "]]"


def pdf_subset(texts):
    """A font whose codes mean nothing but by its own table, as exporters embed it."""
    known = sorted({c for text in texts for c in text} | set("".join(f() for f in ALIKE * 200) + "以上各项已经核对。"))
    numbers = {c: n for n, c in enumerate(known, 1)}
    chars = "".join(f"<{n:04X}> <{ord(c):04X}>\n" for c, n in numbers.items())
    table = f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(known)} beginbfchar\n{chars}endbfchar"
    font = "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts[5 0 R]>>"
    widths = "/DW 1000/W[" + " ".join(f"{n}[500]" for c, n in numbers.items() if ord(c) < 128) + "]"
    extra = [f"<</Length {len(table)}>>\nstream\n{table}\nendstream", f"<</Type/Font/Subtype/CIDFontType2/BaseFont/F{widths}>>"]
    return pdf(texts, font, extra, lambda c: f"{numbers.get(c, 0):04X}", True)


def pdf_named(texts):
    """A font of the system in a named encoding, as report programs write it."""
    font = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
    extra = [f"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light{WIDTHS}>>"]
    return pdf(texts, font, extra, lambda c: f"{ord(c):04X}", False)


# Each form with its place in the folder, how it is made, and where its messages say the number of the line.
FORMS = {
    "Markdown": ("notices/2025-01-10-a.md", markdown, None),
    "PDF, subset font": ("attachments/a.pdf", pdf_subset, r"page (\d+)"),
    "PDF, named encoding": ("attachments/a.pdf", pdf_named, r"page (\d+)"),
    "workbook": ("attachments/a.xlsx", xlsx, r"cell [A-Z]+(\d+)"),
    "document": ("attachments/a.docx", docx, r"paragraph (\d+)"),
}


def found(path, content):
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / path
        target.parent.mkdir()
        target.write_bytes(content)
        command = [PROGRAM, "check", folder, "--format", "json", "--locale", "en"]
        return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)


def measure(form):
    path, make, place = FORMS[form]
    each = EACH_ATTACHED if place else EACH
    lines = corpus(each)
    told = collections.defaultdict(set)
    for item in found(path, make([text for _, _, text in lines])):
        if item["code"].startswith("GS09"):
            number = re.search(place, item["message"]) if place else None
            told[int(number[1]) if number else item["line"]].add(item["code"])
    hit = collections.Counter()
    right = wrong = 0
    for number, (kind, code, text) in enumerate(lines, 1):
        hit[kind] += code in told[number]
        right += len(told[number] & {code})
        false = told[number] - {code} if code else told[number]
        wrong += len(false)
        if "-v" in sys.argv and (false or (code and code not in told[number])):
            print(number, kind, sorted(told[number]), text)
    recall = {kind: 100 * hit[kind] / each for kind in PERSONAL}
    return recall, f"{100 * right / (right + wrong):.2f} ({wrong} of {right + wrong})"


measured = {form: measure(form) for form in FORMS}
print(f"{'recall in %':20} " + " ".join(f"{form:>22}" for form in FORMS))
for kind in PERSONAL:
    print(f"{kind:20} " + " ".join(f"{measured[form][0][kind]:22.2f}" for form in FORMS))
print(f"{'precision in %':20} " + " ".join(f"{measured[form][1]:>22}" for form in FORMS))
