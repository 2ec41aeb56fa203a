//! Persons named with their room, or with what they owe, within one sentence or one row.
//!
//! A name is a surname and one or two characters that make no word of the dictionary, where something says that it is a
//! name: a title after it, a word such as 业主 before it, a room just before it, or a cell of its own.

use std::sync::LazyLock;

use regex::Regex;

use super::scan::{Places, Run};
use super::{Hit, Kind};
use crate::history::is_word;

/// Surnames by how common they are, the compound ones apart (Ministry of Public Security's yearly name reports).
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊施洪季柳葛欧鲁聂齐庄殷倪申颜耿温章柴祝詹卞俞柯阮尚翁梅骆牟凌霍裴米裘瞿岳俊左华游邢童涂焦宁兰辛管蒲房单甘卓应";
const COMPOUND: [&str; 8] = ["欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟"];

/// A room: 3号楼501, 3幢2单元501室, 3-2-501, 501室.
static ROOM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"D{1,3} ?(?:号楼|[栋幢座]) ?(?:D{1,2} ?单元 ?)?D{3,4} ?[室房]?|D{1,3}[-－]D{1,2}[-－]D{3,4} ?[室房]?|D{3,4} ?室")
});
static ARREARS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"欠(?:费|缴|款|交|租|物业)|拖欠|逾期未[缴交]|未[缴交](?:物业|停车|水|电)?费|滞纳金"));
/// Whether a name begins here is said by what stands around it.
static SURNAME: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{}|[{SURNAMES}]", COMPOUND.join("|"))));
/// 张先生 names somebody as much as a given name does.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    let titles = "先生|女士|小姐|老师|师傅|阿姨|大爷|大妈|大叔|奶奶|爷爷|老人|老太";
    pattern(&format!("^(?:{}|[{SURNAMES}])\\p{{Han}}{{0,2}}?(?:{titles})", COMPOUND.join("|")))
});
/// What says that a name follows.
static ANNOUNCED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:业主|户主|住户|居民|房主|租户|租客|承租人|联系人|姓名|当事人)[ :：为是、（(]{0,2}$"));
/// What may follow a name in running text.
const AFTER_NAME: &str = "反投提拖欠缴交未已在于到来住向对的因说称表要家等与和及、，。；：:,;）)（( \t|\"”\n\r";
/// What stands around a cell or a name on its own.
const EDGES: &str = ",，\t|\"、；;:：\n\r（）() ";
/// What ends names of columns and things, and no given name.
const NO_NAME: [char; 21] = [
    '费', '项', '户', '款', '额', '数', '率', '元', '号', '楼', '栋', '室', '层', '区', '位', '证', '电', '气', '车', '单', '类',
];
/// A number followed by one of these is no room: a year, a count, an amount.
const NO_ROOM: &str = "年月日元户人次台部件平米套个条.．%％万0123456789";

/// `D` stands for a digit of either width.
fn pattern(text: &str) -> Regex {
    // Our own constants, which every test compiles.
    Regex::new(&text.replace('D', "[0-9０-９]")).unwrap_or_else(|why| panic!("pattern: {why}"))
}

/// Words without which nothing is said of arrears.
const OWED: [&str; 4] = ["欠", "未缴", "未交", "滞纳金"];
const ENDS: [char; 5] = ['。', '！', '？', '；', '\n'];

pub fn hits(text: &str, places: &Places) -> Vec<Hit> {
    let rooms = places.runs.iter().filter(|run| matches!(run.digits, 3 | 4) && beside_room(text, run)).map(|run| run.start);
    let owed = OWED.iter().flat_map(|word| text.match_indices(word).map(|(at, _)| at));
    let mut sentences: Vec<(usize, usize)> = rooms.chain(owed).map(|at| sentence_at(text, at)).collect();
    sentences.sort_unstable();
    sentences.dedup();
    let mut found = Vec::new();
    for (start, end) in sentences {
        in_sentence(&text[start..end], start, &mut found);
    }
    found
}

/// Whether what stands just before or after three or four digits makes a room of them.
fn beside_room(text: &str, run: &Run) -> bool {
    let before = text[..run.start].trim_end_matches(' ').chars().next_back();
    let after = text[run.end..].trim_start_matches(' ').chars().next();
    before.is_some_and(|c| "楼元栋幢座-－".contains(c)) || after == Some('室')
}

/// The sentence or line that a place lies in.
fn sentence_at(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind(ENDS).map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(ENDS).map_or(text.len(), |end| at + end);
    (start, end)
}

fn in_sentence(sentence: &str, offset: usize, found: &mut Vec<Hit>) {
    let rooms = || ROOM.find_iter(sentence).filter(|room| is_room(sentence, room.start(), room.end()));
    let room_ends: Vec<usize> = rooms().map(|room| room.end()).collect();
    let kind = match (room_ends.is_empty(), ARREARS.is_match(sentence)) {
        (false, _) => Kind::NameAndRoom,
        (true, true) => Kind::NameAndArrears,
        (true, false) => return,
    };
    let mut from = 0;
    while let Some(surname) = SURNAME.find_at(sentence, from) {
        from = surname.start() + surname.as_str().chars().next().map_or(1, char::len_utf8);
        if let Some(end) = name_at(sentence, surname.start(), surname.len(), &room_ends) {
            found.push(Hit { kind, start: offset + surname.start(), end: offset + end });
            from = end;
        }
    }
}

/// Where the name that begins at `start` ends, if it is one.
fn name_at(sentence: &str, start: usize, surname: usize, room_ends: &[usize]) -> Option<usize> {
    let rest = &sentence[start..];
    if let Some(titled) = TITLED.find(rest) {
        return Some(start + titled.end());
    }
    let ahead = &sentence[..start];
    let announced = ANNOUNCED.is_match(ahead);
    let trimmed = ahead.trim_end_matches([' ', '：', ':', '，', ',', '的', '\t', '、']);
    let after_room = room_ends.contains(&trimmed.len()) || room_ends.contains(&ahead.len());
    let at_edge = ahead.chars().next_back().is_none_or(|c| EDGES.contains(c));
    for given in [2, 1] {
        let Some(name) = taken(rest, surname, given) else { continue };
        let next = rest[name.len()..].chars().next();
        let ends = next.is_none_or(|c| AFTER_NAME.contains(c));
        let alone = at_edge && next.is_none_or(|c| EDGES.contains(c)) && !begins_with_word(name);
        if ((announced || after_room) && ends || alone) && !name.ends_with(NO_NAME) && !is_word(name) {
            return Some(start + name.len());
        }
    }
    None
}

/// 单元门 is a thing, since 单元 is a word.
fn begins_with_word(name: &str) -> bool {
    let compound = COMPOUND.iter().any(|surname| name.starts_with(surname));
    !compound && name.char_indices().nth(2).is_some_and(|(two, _)| is_word(&name[..two]))
}

/// The surname with so many Chinese characters after it.
fn taken(rest: &str, surname: usize, given: usize) -> Option<&str> {
    let mut end = surname;
    for c in rest[surname..].chars().take(given) {
        if !('\u{4E00}'..='\u{9FFF}').contains(&c) {
            return None;
        }
        end += c.len_utf8();
    }
    let name = &rest[..end];
    (rest[surname..].chars().count() >= given).then_some(name)
}

fn is_room(sentence: &str, start: usize, end: usize) -> bool {
    let ahead = sentence[..start].chars().next_back();
    let next = sentence[end..].chars().next();
    let ends_in_room = sentence[..end].ends_with(['室', '房']);
    let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '－' | '.' | '/');
    !ahead.is_some_and(joined) && (ends_in_room || !next.is_some_and(|c| NO_ROOM.contains(c) || joined(c)))
}

/// How names of shops and offices end, and persons' do not.
const BUSINESS: [char; 12] = ['店', '厂', '社', '站', '所', '部', '局', '处', '铺', '坊', '馆', '队'];

/// Whether a whole cell is a person's name.
pub fn is_name(text: &str) -> bool {
    let text = text.trim();
    let compound = COMPOUND.iter().find(|c| text.starts_with(**c)).map(|c| c.chars().count());
    let surname = compound.or_else(|| text.chars().next().filter(|c| SURNAMES.contains(*c)).map(|_| 1));
    let han = text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let given = surname.map(|s| text.chars().count().saturating_sub(s));
    han && matches!(given, Some(1 | 2)) && !text.ends_with(BUSINESS) && !text.ends_with(NO_NAME) && !is_word(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Kind, &str)> {
        hits(text, &super::super::scan::places(text)).into_iter().map(|h| (h.kind, &text[h.start..h.end])).collect()
    }

    #[test]
    fn a_name_with_a_room() {
        let room = Kind::NameAndRoom;
        assert_eq!(found("3号楼2单元501室张小三反映电梯异响。"), [(room, "张小三")]);
        assert_eq!(found("业主李晓明（3-2-501）来访。"), [(room, "李晓明")]);
        assert_eq!(found("12幢1203，王女士，漏水"), [(room, "王女士")]);
        assert_eq!(found("2025-01-02,赵某,5栋301室,维修\n"), [(room, "赵某")]);
        assert_eq!(found("欧阳建,501室\n"), [(room, "欧阳建")]);
    }

    #[test]
    fn a_name_with_arrears() {
        assert_eq!(found("业主陈大勇拖欠物业费三年。"), [(Kind::NameAndArrears, "陈大勇")]);
        assert_eq!(found("欠费业主共13户，合计58058.72元。"), []);
    }

    #[test]
    fn things_are_no_persons() {
        for text in [
            "3号楼501室单元门损坏，水电费金额待定。",
            "和润物业到5栋301室检查，安保随行。",
            "1号楼,项目,金额,1203室\n",
            "5号楼地下室渗水，由和润物业整改。",
            "2025年3-2-501年",
            "单元门，9-1-2901，维修",
            "楼栋,费用项,收费户,欠费户,应收,应收户\n",
            "张三反映电梯异响。3号楼501室已修好。",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn cells_that_are_names() {
        assert!(is_name("张小三") && is_name(" 司马光明") && is_name("王五"));
        for word in ["金额", "水电公司", "和润物业", "文印店", "项目", "业主", "安保", "单元", "张"] {
            assert!(!is_name(word), "{word}");
        }
    }

    proptest::proptest! {
        /// Looking only at sentences with a room or arrears finds what looking at each finds.
        #[test]
        fn nothing_lies_in_other_sentences(
            text in "(张小三|王女士|业主|反映|欠费|拖欠|未缴费|[0-9]{1,4}|号楼|单元|幢|室|-| |，|,|。|；|\n|单元门|项目){0,40}",
        ) {
            let mut everywhere = Vec::new();
            let mut start = 0;
            for sentence in text.split_inclusive(ENDS) {
                in_sentence(sentence.trim_end_matches(ENDS), start, &mut everywhere);
                start += sentence.len();
            }
            proptest::prop_assert_eq!(hits(&text, &super::super::scan::places(&text)), everywhere);
        }
    }
}
