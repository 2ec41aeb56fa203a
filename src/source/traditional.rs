//! Words of tables in Traditional Chinese are the same words: folded to Simplified, so that each list holds one spelling.

/// Traditional characters of headers, row words and signatures, each with its simplified form after it.
const PAIRS: &str = "帳账賬账戶户類类別别記记發发項项額额對对單单來来憑凭證证號号審审備备註注據据樓楼棟栋費费應应實实繳缴預预餘余題题問问\
條条評评價价時时數数會会紀纪動动間间滿满辦办結结開开編编測测場场經经決决議议標标準准計计總总轉转頁页過过財财務务製制覆复複复負负\
責责監监員员簽签說说蓋盖國国萬万億亿圓圆幹干納纳報报聯联絡络貸贷碼码傳传種种請请領领繫系電电話话業业營营積积險险稅税欄栏\
稱称內内訂订約约職职權权選选屆届處处該该維维資资獎奖終终狀状態态門门續续與与為为從从護护參参雙双變变啟启響响園园復复頭头學学導导層层崗岗幣币師师庫库棄弃張张錄录當当掃扫擔担換换攤摊斷断無无顯显機机構构樣样檢检匯汇沒没點点獨独現现離离筆笔簡简\
級级組组細细綠绿網网節节補补見见觀观規规認认訓训許许論论設设訪访訴诉詢询語语誤误調调謝谢質质貼贴較较達达還还這这進进連连適适郵邮鐘钟錢钱錯错際际隨随驗验";

/// A text with its Traditional characters simplified, as far as tables use them.
pub fn simplified(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c } else { simple(c) }).collect()
}

fn simple(c: char) -> char {
    let mut pairs = PAIRS.chars();
    while let (Some(traditional), Some(simplified)) = (pairs.next(), pairs.next()) {
        if traditional == c {
            return simplified;
        }
    }
    c
}

/// The Traditional characters that are read as a simplified one.
pub fn traditional(c: char) -> impl Iterator<Item = char> {
    let pairs = PAIRS.chars().step_by(2).zip(PAIRS.chars().skip(1).step_by(2));
    pairs.filter(move |(_, simplified)| *simplified == c).map(|(traditional, _)| traditional)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pairs_are_pairs() {
        let all: Vec<char> = super::PAIRS.chars().collect();
        assert_eq!(all.len() % 2, 0);
        for pair in all.chunks(2) {
            assert_ne!(pair[0], pair[1]);
            assert_eq!(super::simple(pair[1]), pair[1], "{pair:?}");
        }
        assert_eq!(super::simplified("憑證號碼"), "凭证号码");
    }
}
