//! The page for an address that is not there. It may be shown at any depth, so it links by base_url or not at all.

use super::page::Page;
use super::site::Site;
use super::value::{context, link, put};

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, "404.html".into(), "not_found.html", |_| {
        let mut context = context();
        let base = site.options.base_url.as_ref().or(site.community.settings.base_url.as_ref());
        let base = base.map(|url| format!("{}/", url.trim_end_matches('/')));
        let links = base.as_ref().map(|base| vec![link(site.strings().get("nav.home"), Some(format!("{base}index.html")))]);
        put!(context, { base_url: base.clone(), links: links });
        context
    }));
}
