"""A made-up community of any size, the same for gongshi and for Hugo: what benches/peers.py builds.

    python3 benches/corpus.py DIR --minutes 10000 --rules 20 --versions 10 --rows 10000 [--layout gongshi|hugo]

Nothing is random: the same arguments give the same bytes.
"""

import argparse
import datetime
import pathlib
import shutil

MATTERS = ["电梯", "停车", "绿化", "门禁", "水泵", "消防", "外墙", "保洁", "账目", "维修资金", "充电", "照明"]
SAID = [
    "物业企业报告了本月的工单，到场时间比上月短，仍有几单超过约定。",
    "到会委员核对了银行对账单与凭证，两处差额当场查清，已补记。",
    "业主代表提出施工时间应当避开午休，各方同意写进张贴的通知。",
    "方案先公示十五日，期满后再交业主大会表决，费用不超过三万元。",
    "居民委员会建议请第三方检测，结果与原始记录一并公开。",
    "下一次会议前由物业企业提交照片和验收单，由秘书归档备查。",
]
DIGITS = "零一二三四五六七八九"
FOLDERS = ("minutes", "rules")


def numeral(n):
    """Article numbers from 1 to 199."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    text = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones or not text else "")


def minutes(i):
    """Path, title, date and body of a meeting: about 3 KB."""
    day = datetime.date(2014, 1, 4) + datetime.timedelta(days=i * 7 % 4200)
    parts = [f"主持：主任　到会：{5 + i % 7} 人　记录：秘书\n"]
    for n in range(3):
        said = [SAID[(i + n * 2 + k) % len(SAID)] for k in range(6)]
        parts.append(f"## {n + 1}. {MATTERS[(i + n) % 12]}\n\n{''.join(said[:4])}\n\n- {said[4]}\n- {said[5]}\n")
    yes = 400 + i % 500
    parts.append(f"| 表决 | 户数 | 面积 |\n|---|--:|--:|\n| 同意 | {yes} | {yes * 96}.50 |\n| 反对 | {i % 80} | 5120.00 |\n")
    parts.append(f"下次会议：{day + datetime.timedelta(days=30)}，参见[规约](https://example.org/{i % 9})。\n")
    return f"minutes/{day.year}/{day}-m{i:05d}", f"{day.year}年会议：{MATTERS[i % 12]}", day, "\n".join(parts)


def versions(rule, count, articles=80):
    """The texts of a rule: in each version some articles grow, one comes and one goes."""
    texts = ["".join(SAID[(rule + a + k) % len(SAID)] for k in range(3)) for a in range(articles)]
    for version in range(count):
        if version:
            for k in range(5):
                at = (version * 17 + k * 13 + rule) % len(texts)
                texts[at] = texts[at].replace("十五日", "二十日").replace("三万元", "五万元") + SAID[(version + k) % len(SAID)]
            texts.insert((version * 29) % len(texts), SAID[version % len(SAID)] * 2)
            texts.pop((version * 41) % len(texts))
        yield "\n\n".join(f"第{numeral(n)}条 {text}" for n, text in enumerate(texts, 1)) + "\n"


def accounts(rows):
    """Quarter and line of every entry."""
    for i in range(rows):
        day = datetime.date(2016, 1, 1) + datetime.timedelta(days=i * 3600 // max(rows, 1))
        income = i % 9 < 5
        category = ["物业费", "停车费", "广告费"][i % 3] if income else ["工资", "维保", "绿化", "水电", "维修"][i % 5]
        amount = f"{(i * 7919) % 900000 / 100 + 1:.2f}"
        account = "公共收益" if category in ("停车费", "广告费") else "物业费账户"
        money = f"{amount}," if income else f",{amount}"
        yield f"{day.year}-Q{(day.month + 2) // 3}", f"{day},{account},{category},{money},单位{i % 300},摘要{i},记-{i:06d}"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def make(out, layout, minutes_count, rules, version_count, rows):
    out = pathlib.Path(out)
    pages = [minutes(i) for i in range(minutes_count)]
    for rule in range(rules):
        for v, text in enumerate(versions(rule, version_count)):
            day = datetime.date(2010 + v, 1, 1)
            pages.append((f"rules/rule{rule}/{day}", f"规约{rule}（{day.year}年）", day, text))
    if layout == "gongshi":
        write(out / "gongshi.toml", '[community]\nname = "测速小区"\n')
        for path, title, _, body in pages:
            write(out / f"{path}.md", f'+++\ntitle = "{title}"\n+++\n\n{body}')
        quarters = {}
        for quarter, line in accounts(rows):
            quarters.setdefault(quarter, ["日期,账户,科目,收入,支出,对方,摘要,凭证号"]).append(line)
        for quarter, lines in quarters.items():
            write(out / f"accounts/{quarter}.csv", "\n".join(lines) + "\n")
        shutil.copytree(pathlib.Path(__file__).parent / "bare-theme", out / "theme", dirs_exist_ok=True)
        return
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>'
        '<header><nav><a href="/">首页</a> <a href="/minutes/">会议</a> <a href="/rules/">规约</a></nav></header>'
        "<main>BODY</main><footer>测速小区</footer></body></html>"
    )
    entries = '<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>'
    write(out / "hugo.toml", 'baseURL = "https://example.org/"\ntitle = "c"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n')
    write(out / "layouts/_default/single.html", page.replace("BODY", "<h1>{{ .Title }}</h1>{{ .Content }}"))
    write(out / "layouts/_default/list.html", page.replace("BODY", entries))
    write(out / "layouts/index.html", page.replace("BODY", entries.replace(".Pages", "first 20 .Site.RegularPages")))
    for path, title, day, body in pages:
        write(out / f"content/{path}.md", f'+++\ntitle = "{title}"\ndate = {day}\n+++\n\n{body}')


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--layout", choices=("gongshi", "hugo"), default="gongshi")
    parser.add_argument("--minutes", type=int, default=10_000)
    parser.add_argument("--rules", type=int, default=20)
    parser.add_argument("--versions", type=int, default=10)
    parser.add_argument("--rows", type=int, default=10_000)
    a = parser.parse_args()
    make(a.out, a.layout, a.minutes, a.rules, a.versions, a.rows)
