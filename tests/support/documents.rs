//! Documents made by code: PDF, OOXML and OpenDocument as small as they can be.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A file of parts.
pub fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A file of parts with so many pictures more, each of so many zeros.
pub fn bomb(file: &[u8], name: &str, count: usize, size: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(file.to_vec())).unwrap();
    zip.start_file("zeros", SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![0; size]).unwrap();
    let mut whole = ZipArchive::new(zip.finish().unwrap()).unwrap();
    let mut zip = ZipWriter::new_append(whole.clone().into_inner()).unwrap();
    for n in 0..count {
        zip.raw_copy_file_rename(whole.by_name("zeros").unwrap(), format!("{name}{n}.jpg")).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A document of OOXML with a body, and whatever other parts.
pub fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let mut parts = vec![("[Content_Types].xml", "<Types/>"), ("word/document.xml", document.as_str())];
    parts.extend_from_slice(others);
    packed(&parts)
}

/// A paragraph of it, a run for each text.
pub fn paragraph(runs: &[&str]) -> String {
    let runs: String = runs.iter().map(|run| format!("<w:r><w:t>{run}</w:t></w:r>")).collect();
    format!("<w:p>{runs}</w:p>")
}

/// A workbook of OOXML: each sheet with its name, its state and the XML of its rows.
pub fn xlsx(sheets: &[(&str, &str, &str)], others: &[(&str, &str)]) -> Vec<u8> {
    let (mut list, mut relations, mut parts) = (String::new(), String::new(), Vec::new());
    for ((name, state, rows), n) in sheets.iter().zip(1..) {
        list.push_str(&format!("<sheet name='{name}' sheetId='{n}' state='{state}' r:id='rId{n}'/>"));
        relations.push_str(&format!("<Relationship Id='rId{n}' Target='worksheets/sheet{n}.xml'/>"));
        let xml = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{n}.xml"), xml));
    }
    parts.push(("xl/workbook.xml".to_owned(), format!("<workbook><sheets>{list}</sheets></workbook>")));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relations}</Relationships>")));
    let mut all: Vec<(&str, &str)> = parts.iter().map(|(name, xml)| (name.as_str(), xml.as_str())).collect();
    all.extend_from_slice(others);
    packed(&all)
}

/// A PDF with a page for each list of lines, its characters by their codes; a page without lines shows a picture.
pub fn pdf(pages: &[&[&str]], info: &str) -> Vec<u8> {
    let table = "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange";
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts[5 0 R]>>".to_owned(),
        stream("", table),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/F/DW 1000>>".to_owned(),
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "\u{1}"),
        format!("<<{info}>>"),
    ];
    let mut kids = String::new();
    for lines in pages {
        let mut content = String::from(if lines.is_empty() { "q 500 0 0 700 0 0 cm /I Do Q\n" } else { "" });
        for (line, y) in lines.iter().zip((0..800).rev().step_by(20)) {
            let codes: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            content.push_str(&format!("BT /F 12 Tf 1 0 0 1 50 {y} Tm <{codes}> Tj ET\n"));
        }
        objects.push(stream("", &content));
        let resources = "/Resources<</Font<</F 3 0 R>>/XObject<</I 6 0 R>>>>";
        objects.push(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {} 0 R>>", objects.len()));
        kids.push_str(&format!("{} 0 R ", objects.len()));
    }
    objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len());
    let mut out = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (object, n) in objects.iter().zip(1..) {
        places.push(out.len());
        out.push_str(&format!("{n} 0 obj\n{object}\nendobj\n"));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|place| out.push_str(&format!("{place:010} 00000 n \n")));
    out.push_str(&format!("trailer <</Size {}/Root 1 0 R/Info 7 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}

fn stream(dict: &str, content: &str) -> String {
    format!("<<{dict}/Length {}>>\nstream\n{content}\nendstream", content.len())
}
