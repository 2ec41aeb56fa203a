//! Documents and slides of OOXML (.docx, .pptx), and what every OOXML file has: properties, links out of it, other parts.

use super::flow::{self, Frame, Kind};
use super::package::{Package, Says, Tag, attribute, walk, write_properties};
use super::spread::Spread;
use crate::model::{Closed, Place, Role};

/// Parts that hold forms and numbers of the program's own, no text of anybody's.
const NO_TEXT: [&str; 12] = [
    "styles",
    "theme",
    "fontTable",
    "settings",
    "webSettings",
    "numbering",
    "calcChain",
    "presProps",
    "viewProps",
    "tableStyles",
    "[Content_Types]",
    "slideLayout",
];

pub fn read(package: &mut Package) -> Result<Spread, Closed> {
    let mut spread = Spread::default();
    let mut seen = Vec::new();
    if package.has("word/document.xml") {
        write_part(package, &mut spread, "word/document.xml", Frame::Body);
        seen.push("word/document.xml".to_owned());
    } else if package.has("ppt/presentation.xml") {
        write_slides(package, &mut spread, &mut seen)?;
    } else {
        return Err(Closed::Damaged);
    }
    write_rest(package, &mut spread, &seen);
    Ok(spread)
}

fn write_part(package: &mut Package, spread: &mut Spread, name: &str, frame: Frame) {
    let written = package.text(name).and_then(|xml| flow::write(spread, &xml, frame, Kind::Office));
    if let Err(why) = written {
        spread.close(why);
    }
}

/// Slides in the order in which they are shown, each with its notes.
fn write_slides(package: &mut Package, spread: &mut Spread, seen: &mut Vec<String>) -> Result<(), Closed> {
    let paths = package.relations("ppt/presentation.xml")?;
    let mut slides = Vec::new();
    walk(&package.text("ppt/presentation.xml")?, |tag| {
        if let Tag::Open(tag) = tag
            && tag.local_name().as_ref() == "sldId"
        {
            slides.extend(paths.get(&attribute(tag, "r:id")).cloned());
        }
    })?;
    for (slide, number) in slides.into_iter().zip(1..) {
        write_part(package, spread, &slide, Frame::Whole(Place::Slide(number)));
        let mut beside: Vec<String> = package.relations(&slide)?.into_values().collect();
        beside.sort();
        for part in beside.into_iter().filter(|part| part.starts_with("ppt/notesSlides/")) {
            write_part(package, spread, &part, Frame::Whole(Place::Notes(number)));
            seen.push(part);
        }
        seen.push(slide);
    }
    Ok(())
}

/// Everything of an OOXML file that its own reader has not written: comments, headers, properties, links and what is left.
pub fn write_rest(package: &mut Package, spread: &mut Spread, seen: &[String]) {
    for name in package.names() {
        if seen.contains(&name) || has_no_text(&name) {
            continue;
        }
        // What has been read stands, whatever the next part is.
        if let Err(why) = package.text(&name).and_then(|xml| write_other(spread, &xml, name)) {
            spread.close(why);
        }
        if spread.is_full() {
            return;
        }
    }
    if let Err(why) = package.look_at_media(spread) {
        spread.close(why);
    }
}

fn write_other(spread: &mut Spread, xml: &str, name: String) -> Result<(), Closed> {
    if name.ends_with(".rels") {
        write_links(spread, xml)
    } else if name == "docProps/core.xml" || name == "docProps/app.xml" || name == "docProps/custom.xml" {
        write_properties(spread, xml, property)
    } else if name.contains("omments") {
        write_comments(spread, xml, &name)
    } else if name.starts_with("xl/persons/") || name.ends_with("commentAuthors.xml") || name.ends_with("people.xml") {
        write_people(spread, xml)
    } else if name.starts_with("word/") || name.starts_with("ppt/") || name.contains("/drawings/") {
        flow::write(spread, xml, Frame::Whole(Place::Part(name)), Kind::Office)
    } else {
        flow::write_all(spread, xml, &Place::Part(name))
    }
}

fn has_no_text(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.trim_end_matches(".xml").trim_end_matches(|c: char| c.is_ascii_digit());
    // A document may begin from a master, whose texts are shown on every slide.
    !(name.ends_with(".xml") || name.ends_with(".rels")) || NO_TEXT.contains(&stem)
}

/// Addresses out of the file: `mailto:` and `tel:` hold what their texts may not.
fn write_links(spread: &mut Spread, xml: &str) -> Result<(), Closed> {
    walk(xml, |tag| {
        if let Tag::Open(tag) = tag
            && attribute(tag, "TargetMode") == "External"
        {
            let target = attribute(tag, "Target");
            let said = ["mailto:", "tel:", "sms:"].iter().find_map(|scheme| target.strip_prefix(scheme));
            spread.line(Place::Part("links".to_owned()), said.unwrap_or(&target));
        }
    })
}

/// What a property says, by its name.
fn property(name: &str) -> Says {
    match name {
        "creator" | "Manager" => Says::Person(Role::Author),
        "lastModifiedBy" => Says::Person(Role::LastChanged),
        "created" | "modified" | "AppVersion" | "Application" | "Template" => Says::Machine,
        _ => Says::Anything,
    }
}

/// Comments of documents, of cells (old and new) and of slides. Who wrote them stands beside them, or in a list.
fn write_comments(spread: &mut Spread, xml: &str, part: &str) -> Result<(), Closed> {
    let (mut author, mut in_author) = (String::new(), false);
    let walked = walk(xml, |tag| match tag {
        Tag::Open(tag) => match tag.local_name().as_ref() {
            "comment" | "threadedComment" | "cm" => {
                spread.end_line();
                let cell = attribute(tag, "ref");
                spread.at(Place::Comment(Some(cell).filter(|cell| !cell.is_empty())));
                spread.person(Role::Commented, &attribute(tag, "w:author"));
            }
            "author" => in_author = true,
            _ => {}
        },
        Tag::Text(text) if in_author => author.push_str(text),
        Tag::Text(text) => spread.write(text),
        Tag::Close("author") => {
            in_author = false;
            spread.person(Role::Commented, &std::mem::take(&mut author));
        }
        Tag::Close("p" | "comment" | "threadedComment" | "cm") => spread.end_line(),
        Tag::Close(_) => {}
    });
    // A list of who has commented is no comment.
    walked.and_then(|()| if part.contains("Authors") { write_people(spread, xml) } else { Ok(()) })
}

fn write_people(spread: &mut Spread, xml: &str) -> Result<(), Closed> {
    walk(xml, |tag| {
        if let Tag::Open(tag) = tag {
            for key in ["displayName", "name", "w15:author"] {
                spread.person(Role::Commented, &attribute(tag, key));
            }
        }
    })
}
