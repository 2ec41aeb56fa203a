"""How much the privacy gate finds, and how often it is wrong: a generated text with known contents.

    python3 benches/privacy.py target/release/gongshi [SEED]

Each line holds one personal item in a sentence, or a look-alike: vouchers, amounts, article numbers, dates, invoice numbers.
Check digits are worked out here, apart from gongshi's own. Prints recall by kind and precision over all.
"""

import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
EACH = 500
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

lines = [(kind, code, make()) for kind, (code, make) in PERSONAL.items() for _ in range(EACH)]
lines += [("look-alike", None, random.choice(ALIKE)()) for _ in range(EACH * len(PERSONAL))]
random.shuffle(lines)
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "notices/2025-01-10-a.md"
    path.parent.mkdir()
    path.write_text("\n".join(text for _, _, text in lines) + "\n", encoding="utf-8")
    command = [PROGRAM, "check", folder, "--format", "json"]
    found = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)

told = collections.defaultdict(set)
for item in found:
    if item["code"].startswith("GS09"):
        told[item["line"]].add(item["code"])
hit = collections.Counter()
right = wrong = 0
for number, (kind, code, text) in enumerate(lines, 1):
    hit[kind] += code in told[number]
    right += len(told[number] & {code})
    false = told[number] - {code} if code else told[number]
    wrong += len(false)
    if "-v" in sys.argv and (false or (code and code not in told[number])):
        print(number, kind, sorted(told[number]), text)
for kind in PERSONAL:
    print(f"{kind:20} recall {100 * hit[kind] / EACH:6.2f} %")
print(f"precision {100 * right / (right + wrong):.2f} % ({wrong} wrong of {right + wrong}, {EACH * len(PERSONAL)} look-alikes)")
