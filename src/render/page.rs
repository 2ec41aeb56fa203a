//! The list of everything a site holds.

use std::collections::HashMap;
use std::fs;

use rayon::prelude::*;

use tera::Context;

use super::site::{Site, copy_of};
use super::{compliance, data, home, not_found, participation, topics};

type Draw<'a> = Box<dyn Fn(&mut Vec<u8>) -> Result<(), String> + Send + Sync + 'a>;

/// A file of the site: its address and how to draw it.
pub struct Page<'a> {
    /// Site-relative, with `/`.
    pub path: String,
    draw: Draw<'a>,
}

impl<'a> Page<'a> {
    /// A page drawn from a template with what `fill` gives.
    pub fn template(
        site: &'a Site<'a>,
        path: String,
        template: &'static str,
        fill: impl Fn(&str) -> Context + Send + Sync + 'a,
    ) -> Self {
        let own = path.clone();
        Page { path, draw: Box::new(move |out| site.theme.draw(template, &fill(&own), out)) }
    }

    /// A file that is written by code: a table, a package.
    pub fn written(path: String, write: impl Fn(&mut Vec<u8>) + Send + Sync + 'a) -> Self {
        Page {
            path,
            draw: Box::new(move |out| {
                write(out);
                Ok(())
            }),
        }
    }

    /// A file whose bytes are there.
    pub fn bytes(path: String, bytes: &'a [u8]) -> Self {
        Page::written(path, move |out| out.extend_from_slice(bytes))
    }

    /// Draws it into a buffer.
    ///
    /// # Errors
    /// What the template engine or the file system says.
    pub fn draw(&self, out: &mut Vec<u8>) -> Result<(), String> {
        (self.draw)(out)
    }
}

macro_rules! pages_of_kinds {
    ($($kind:ident),*) => {
        fn pages_of_kinds<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
            $(if !site.community.$kind.is_empty() {
                super::$kind::pages(site, pages);
            })*
        }
    };
}
crate::record_kinds!(pages_of_kinds);

/// Every file of the site.
pub fn plan<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let mut pages = Vec::with_capacity(site.community.files.0.len() * 2 + 64);
    home::pages(site, &mut pages);
    pages_of_kinds(site, &mut pages);
    topics::pages(site, &mut pages);
    participation::pages(site, &mut pages);
    compliance::pages(site, &mut pages);
    data::pages(site, &mut pages);
    not_found::pages(site, &mut pages);
    for (name, bytes) in &site.theme.assets {
        pages.push(Page::bytes(format!("assets/{name}"), bytes));
    }
    copies(site, &mut pages);
    pages
}

/// The source of every record, where no git host shows it, and every attachment.
fn copies<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    if site.community.settings.source_url.is_none() {
        for (id, file) in site.community.files.iter() {
            if file.readable && !file.path.starts_with("theme/") && !site.is_withheld(id) {
                pages.push(Page::bytes(copy_of(&file.path), file.bytes()));
            }
        }
    }
    for attachment in &site.community.attachments {
        pages.push(Page {
            path: copy_of(&attachment.path),
            draw: Box::new(|out| {
                let bytes = fs::read(&attachment.disk).map_err(|error| format!("{}: {error}", attachment.path))?;
                out.extend_from_slice(&bytes);
                Ok(())
            }),
        });
    }
}

/// Draws every page in memory, in parallel: by address, or the first page that could not be drawn and why.
///
/// # Errors
/// As for [`Page::draw`].
pub fn draw_all(pages: &[Page<'_>]) -> Result<HashMap<String, Vec<u8>>, (String, String)> {
    pages
        .par_iter()
        .map(|page| {
            let mut bytes = Vec::new();
            page.draw(&mut bytes).map_err(|why| (page.path.clone(), why))?;
            Ok((page.path.clone(), bytes))
        })
        .collect()
}
