//! A text as it is gathered from a file, piece by piece with its places.

use crate::model::{Closed, Layer, Person, PhotoNote, Place, Role, Unseen};

/// So much text of one attachment is looked through; the books of a large community over years are a hundredth of it.
const LONGEST: usize = 16 * 1024 * 1024;

/// The radicals of the Kangxi dictionary (U+2F00 to U+2FD5) as the characters they are.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴\
    廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿\
    目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵\
    邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
/// Other radicals (U+2E80 to U+2EFF), each before its character.
const RADICALS: &str = "\
    ⺁厂⺆冂⺈刀⺊卜⺌小⺍小⺎兀⺐尢⺒巳⺓幺⺛旡⺝月⺟母⺠民⺥爪⺦丬⺧牛⺪疋⺫目⺬示⺮竹⺯糹⺱网⺵网⺶羊⺷羊⺸羊\
    ⺹老⺻聿⺼肉⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻢马⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄\
    ⻪黾⻫齐⻬齐⻭齿⻰龙⻱龟⻲龟";

/// A character as it is typed. A PDF knows glyphs, and what exports one may name 小 as the radical that looks like it; so
/// does every browser that prints.
fn plain(c: char) -> char {
    let found = match c {
        '\u{2F00}'..='\u{2FD5}' => KANGXI.chars().nth(c as usize - 0x2F00),
        '\u{2E80}'..='\u{2EFF}' => RADICALS.chars().skip_while(|radical| *radical != c).nth(1),
        _ => None,
    };
    found.unwrap_or(c)
}

/// What has been gathered so far.
#[derive(Default)]
pub struct Spread {
    layer: Layer,
    notes: Vec<PhotoNote>,
    /// Pictures that stand among the text.
    pictures: u32,
    full: bool,
}

impl Spread {
    /// What is written from here on stands in `place`.
    pub fn at(&mut self, place: Place) {
        if self.full || self.layer.marks.last().is_some_and(|(_, last)| *last == place) {
            return;
        }
        let start = self.layer.text.len();
        // A place without any text in it is none.
        if self.layer.marks.last().is_some_and(|(last, _)| *last == start) {
            self.layer.marks.pop();
        }
        self.layer.marks.push((start, place));
    }

    /// Text of the line that is being written; its own line ends are spaces.
    pub fn write(&mut self, text: &str) {
        if self.full {
            return;
        }
        if self.layer.text.len() + text.len() > LONGEST {
            self.full = true;
            self.close(Closed::TooLarge);
            return;
        }
        self.layer.text.extend(text.chars().map(|c| if c.is_control() { ' ' } else { plain(c) }));
    }

    /// A part of a line from the next.
    pub fn part(&mut self) {
        if !self.full && !self.layer.text.ends_with(['\t', '\n']) {
            self.layer.text.push('\t');
        }
    }

    pub fn end_line(&mut self) {
        if !self.full && !self.layer.text.is_empty() && !self.layer.text.ends_with('\n') {
            self.layer.text.push('\n');
        }
    }

    /// A text with its place, on a line of its own.
    pub fn line(&mut self, place: Place, text: &str) {
        if !text.trim().is_empty() {
            self.end_line();
            self.at(place);
            self.write(text.trim());
            self.end_line();
        }
    }

    pub fn person(&mut self, role: Role, name: &str) {
        let person = Person { role, name: name.trim().to_owned() };
        if !person.name.is_empty() && self.layer.people.len() < 1000 && !self.layer.people.contains(&person) {
            self.layer.people.push(person);
        }
    }

    /// A picture among the text, with what its camera wrote into it.
    pub fn picture(&mut self, notes: Vec<PhotoNote>) {
        self.pictures += 1;
        self.notes.extend(notes.into_iter().filter(|note| !self.notes.contains(note)).collect::<Vec<_>>());
    }

    pub fn unseen(&mut self, what: Unseen) {
        self.layer.unseen.push(what);
    }

    pub fn close(&mut self, why: Closed) {
        if !self.layer.unseen.contains(&Unseen::Closed(why)) {
            self.unseen(Unseen::Closed(why));
        }
    }

    pub fn is_full(&self) -> bool {
        self.full
    }

    pub fn into_parts(mut self) -> (Layer, Vec<PhotoNote>) {
        if self.pictures > 0 {
            self.unseen(Unseen::Pictures(self.pictures));
        }
        (self.layer, self.notes)
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn radicals_are_read_as_characters() {
        let text: String = "张\u{2F29}三 \u{2F4B}费 \u{2ECB}牌 \u{2EA0} \u{2EF0} \u{2FD5} 小".chars().map(plain).collect();
        assert_eq!(text, "张小三 欠费 车牌 民 龙 龠 小");
    }
}
