//! The privacy gate in what attachments hold beneath their surface: text layers, comments, properties, scans.

mod support;

#[path = "support/documents.rs"]
mod documents;

use documents::{docx, packed, paragraph, pdf, xlsx};
use support::{Community, printed, said};

/// Each diagnostic as its code and message, in English, of a folder with one attachment.
fn told(path: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let community = Community::empty("layer");
    community.file("notices/2025-01-10-a.md", "公告\n").file(path, bytes);
    let whole = community.run(&["check", ".", "--locale", "zh-CN"]);
    for secret in ["13812345678", "11010519491231002X", "张小三", "Zhang San"] {
        assert!(!printed(&whole).contains(secret), "{}", printed(&whole));
    }
    assert!(!said(&whole).contains("panicked"), "{}", said(&whole));
    community.check().iter().map(|d| format!("{} {}", d["code"].as_str().unwrap(), d["message"].as_str().unwrap())).collect()
}

#[test]
fn a_pdf_is_read_page_by_page() {
    let pages: [&[&str]; 2] = [&["公示", "报名电话13812345678"], &["证件 11010519491231002X", "3号楼2单元501室张小三反映漏水"]];
    assert_eq!(
        told("attachments/a.pdf", pdf(&pages, "/Author(Zhang San)/Title(Notice)")),
        [
            "GS0901 an identity number stands here (110***************): page 2",
            "GS0903 a mobile number stands here (138****5678): page 1",
            "GS0909 a person (张**) and a room stand together here: page 2",
            "GS0914 the file carries its author’s name (Z**); it does not show when the file is opened, but whoever downloads it can read it",
        ]
    );
}

#[test]
fn pages_that_are_pictures_are_for_people_to_look_at() {
    let told = told("attachments/a.pdf", pdf(&[&[], &["一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"], &[]], ""));
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("GS0915 2 of its pages are pictures"), "{told:?}");
}

#[test]
fn a_document_is_read_with_what_it_hides() {
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>房号</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>3-2-501</w:t></w:r></w:p></w:tc>\
        <w:tc><w:p><w:r><w:t>张小三</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let struck = "<w:p><w:del w:author='Zhang San'><w:r><w:delText>13800000001</w:delText></w:r></w:del></w:p>";
    let body = format!("{}{table}{struck}", paragraph(&["联系138", "1234", "5678"]));
    let comments = "<w:comments xmlns:w='w'><w:comment w:author='Zhang San'><w:p><w:r><w:t>身份证11010519491231002X</w:t></w:r></w:p></w:comment></w:comments>";
    let properties = "<p><dc:creator>张小三</dc:creator><cp:lastModifiedBy>Administrator</cp:lastModifiedBy></p>";
    let links = "<Relationships><Relationship Id='a' TargetMode='External' Target='mailto:zhang@example.cn'/></Relationships>";
    let parts = [("word/comments.xml", comments), ("docProps/core.xml", properties), ("word/_rels/document.xml.rels", links)];
    assert_eq!(
        told("attachments/a.docx", docx(&body, &parts)),
        [
            "GS0901 an identity number stands here (110***************): a comment",
            "GS0903 a mobile number stands here (138****5678): paragraph 1",
            "GS0903 a mobile number stands here (138****0001): paragraph 2, struck out in a revision and still in the file",
            "GS0908 an e-mail address stands here (z****@example.cn): the address of a link",
            "GS0909 a person (张**) and a room stand together here: row 2 of table 1",
            "GS0914 the file carries the name of who commented on it or revised it (Z**); it does not show when the file is opened, but whoever downloads it can read it",
            "GS0914 the file carries its author’s name (张**); it does not show when the file is opened, but whoever downloads it can read it",
        ]
    );
}

/// What a picture is said to show stands apart from the words around it, or two numbers would become one that is none.
#[test]
fn a_number_that_describes_a_picture_is_a_number_of_its_own() {
    let body =
        "<w:p><w:r><w:t>见图1</w:t></w:r><w:r><w:drawing><wp:docPr descr='13812345678' title='2'/></w:drawing></w:r></w:p>";
    assert_eq!(told("attachments/a.docx", docx(body, &[])), ["GS0903 a mobile number stands here (138****5678): paragraph 1"]);
}

#[test]
fn a_workbook_is_read_cell_by_cell() {
    let row =
        "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2'><v>1.3812345678E10</v></c><c r='XFD1048576'><v>412300</v></c></row>";
    let hidden = "<row r='7'><c r='B7' t='inlineStr'><is><t>110105</t><t>19491231002X</t></is></c></row>";
    let shared = "<sst><si><t>停车费</t></si><si><t>张小三，3-2-501</t></si></sst>";
    let comments = "<comments><authors><author>Zhang San</author></authors><commentList><comment ref='B2' authorId='0'><text><t>13800000001</t></text></comment></commentList></comments>";
    let others = [("xl/sharedStrings.xml", shared), ("xl/comments1.xml", comments)];
    assert_eq!(
        told("attachments/a.xlsx", xlsx(&[("账", "visible", row), ("底稿", "veryHidden", hidden)], &others)),
        [
            "GS0901 an identity number stands here (110***************): cell B7 of the hidden sheet “底稿”",
            "GS0903 a mobile number stands here (138****5678): cell B2 of sheet “账”",
            "GS0903 a mobile number stands here (138****0001): the comment on B2",
            "GS0909 a person (张**) and a room stand together here: xl/sharedStrings.xml inside the file",
            "GS0914 the file carries the name of who commented on it or revised it (Z**); it does not show when the file is opened, but whoever downloads it can read it",
        ]
    );
}

#[test]
fn slides_are_read_with_their_notes() {
    let slide = |text: &str| format!("<p:sld xmlns:p='p'><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>");
    let relations = "<Relationships><Relationship Id='r2' Target='slides/slide2.xml'/><Relationship Id='r1' Target='slides/slide1.xml'/></Relationships>";
    let beside = "<Relationships><Relationship Id='n' Target='../notesSlides/notesSlide1.xml'/></Relationships>";
    let parts = [
        ("ppt/presentation.xml", "<p:presentation><p:sldId r:id='r2'/><p:sldId r:id='r1'/></p:presentation>"),
        ("ppt/_rels/presentation.xml.rels", relations),
        ("ppt/slides/slide1.xml", &slide("车牌沪A12345")),
        ("ppt/slides/slide2.xml", &slide("公示")),
        ("ppt/slides/_rels/slide2.xml.rels", beside),
        ("ppt/notesSlides/notesSlide1.xml", &slide("打13812345678")),
    ];
    assert_eq!(
        told("attachments/a.pptx", packed(&parts)),
        [
            "GS0903 a mobile number stands here (138****5678): the notes of slide 1",
            "GS0907 a vehicle's number plate stands here (沪A****5): slide 2",
        ]
    );
}

#[test]
fn open_documents_are_read_too() {
    let text = "<office:text><text:p>电话<text:span>138</text:span>12345678</text:p><text:p>见<office:annotation>\
        <dc:creator>Zhang San</dc:creator><text:p>11010519491231002X</text:p></office:annotation>附件</text:p></office:text>";
    let odt = packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", text)]);
    assert_eq!(
        told("attachments/a.odt", odt),
        [
            "GS0901 an identity number stands here (110***************): a comment",
            "GS0903 a mobile number stands here (138****5678): paragraph 1",
            "GS0914 the file carries the name of who commented on it or revised it (Z**); it does not show when the file is opened, but whoever downloads it can read it",
        ]
    );
    let rows = "<table:table table:name='账'><table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='16000'/></table:table-row>\
        <table:table-row><table:table-cell><text:p>3-2-501</text:p></table:table-cell><table:table-cell><text:p>张小三</text:p></table:table-cell></table:table-row></table:table>";
    let ods = packed(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", rows)]);
    assert_eq!(
        told("attachments/a.ods", ods),
        ["GS0909 a person (张**) and a room stand together here: cell B1000001 of sheet “账”"]
    );
}

#[test]
fn documents_without_persons_pass() {
    let table =
        "<row r='1'><c r='A1'><v>45721</v></c><c r='B1'><v>412300.00000000006</v></c><c r='C1'><v>20250131001</v></c></row>";
    let shared = "<sst><si><t>记-0012</t></si></sst>";
    let properties = "<p><dc:creator>openpyxl</dc:creator><Company>和润物业</Company></p>";
    let others = [("xl/sharedStrings.xml", shared), ("docProps/core.xml", properties)];
    assert_eq!(told("attachments/a.xlsx", xlsx(&[("账", "visible", table)], &others)), Vec::<String>::new());
    let pages: [&[&str]; 1] = [&["第二百七十八条 发票号码 24312000000012345678", "合计 138123456.78 元"]];
    assert_eq!(told("attachments/a.pdf", pdf(&pages, "/Author(WPS Office)")), Vec::<String>::new());
}

#[test]
fn what_cannot_be_looked_into_is_told() {
    let whole = pdf(&[&["公示"]], "");
    let cut = &whole[..whole.len() / 3];
    let encrypted = packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", ""),
        ("META-INF/manifest.xml", "<m:encryption-data/>"),
    ]);
    let broken = docx("<w:p><w:r><w:t>电话13812345678</w:t></w:r></w:p></w:wrong>", &[]);
    let closed = |why: &str| format!("GS0917 this attachment was not looked through for personal data: {why}");
    assert_eq!(told("attachments/a.pdf", cut), [closed("it is damaged, or not what its ending says")]);
    assert_eq!(told("attachments/a.odt", encrypted), [closed("it is locked with a password")]);
    assert_eq!(told("attachments/a.xls", "PK"), [closed("it is damaged, or not what its ending says")]);
    assert_eq!(told("attachments/a.zip", "PK"), [closed("files of this kind are not looked into")]);
    assert_eq!(
        told("attachments/a.docx", broken),
        ["GS0903 a mobile number stands here (138****5678): paragraph 1", &closed("it is damaged, or not what its ending says")],
        "what was read before the damage is looked at"
    );
}

#[test]
fn a_bomb_is_not_unpacked() {
    let body = docx(&paragraph(&["电话13812345678"]), &[]);
    let bomb = documents::bomb(&body, "word/media/picture", 10, 32 * 1024 * 1024);
    assert!(bomb.len() < 2 * 1024 * 1024, "{}", bomb.len());
    assert_eq!(
        told("attachments/a.docx", bomb),
        [
            "GS0903 a mobile number stands here (138****5678): paragraph 1",
            "GS0915 there are 7 pictures in it: no program can tell whether it shows personal data, and nobody is named as having looked through it",
            "GS0917 this attachment was not looked through for personal data: it holds more than is looked through"
        ]
    );
}

#[test]
fn redact_says_that_it_cannot_mask_a_document() {
    let community = Community::empty("redact");
    community.file("attachments/a.pdf", pdf(&[&["13812345678"]], "")).file("attachments/a.xlsx", xlsx(&[], &[]));
    for path in ["attachments/a.pdf", "attachments/a.xlsx"] {
        let before = std::fs::read(community.dir.join(path)).unwrap();
        let output = community.run(&["redact", path, "--write", "--locale", "en"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains("cannot be masked here"), "{}", said(&output));
        assert_eq!(std::fs::read(community.dir.join(path)).unwrap(), before);
    }
}
