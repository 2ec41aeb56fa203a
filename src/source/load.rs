//! The way in: a folder becomes a community and what is wrong with it.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::account_list::AccountList;
use super::columns::TableKind;
use super::shape::AnyForm;
use super::{folder, settings};
use crate::diagnostic::Diagnostic;
use crate::model::{Community, FileId, Files, Settings, SourceFile};

/// A folder that was read as far as it could be.
pub struct Loaded {
    pub community: Community,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the folder holds anything of ours at all.
    pub recognised: bool,
    /// What came from the inbox: paths inside it.
    pub handed_in: BTreeSet<String>,
}

/// What a kind of record reads from.
pub struct Reading<'a> {
    pub files: &'a Files,
    pub settings: &'a Settings,
    pub accounts: &'a mut AccountList,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    /// The files below a folder with an ending, in path order.
    pub fn under(&self, folder: &str, ending: &str) -> Vec<(FileId, &'a SourceFile)> {
        let files = self.files;
        let start = files.0.partition_point(|f| f.path.as_ref() < folder);
        let rest = files.0[start..].iter().enumerate().take_while(|(_, f)| f.path.starts_with(folder));
        rest.filter(|(_, f)| f.path.ends_with(ending) && f.readable).map(|(i, f)| (FileId((start + i) as u32), f)).collect()
    }
}

fn endings(tables: &[&TableKind], forms: &[&dyn AnyForm]) -> Vec<&'static str> {
    let paths = tables.iter().map(|table| table.path).chain(forms.iter().map(|form| form.path()));
    paths.filter_map(|path| path.rsplit('.').next()).collect()
}

macro_rules! read_kinds {
    ($($kind:ident),*) => {
        /// Every kind of table there is, in the order of the site's navigation.
        pub fn tables() -> impl Iterator<Item = &'static TableKind> {
            let tables: [&'static [&'static TableKind]; _] = [$(super::$kind::TABLES),*];
            tables.into_iter().flatten().copied()
        }

        /// Every kind of file that is read key by key: gongshi.toml, then in the order of the site's navigation.
        pub fn forms() -> impl Iterator<Item = &'static dyn AnyForm> {
            let forms: [&'static [&'static dyn AnyForm]; _] = [&[&settings::FORM], $(super::$kind::FORMS),*];
            forms.into_iter().flatten().copied()
        }

        /// The folder of each kind with the endings of its files.
        fn record_folders() -> Vec<folder::RecordFolder> {
            vec![$((stringify!($kind), endings(super::$kind::TABLES, super::$kind::FORMS))),*]
        }

        fn read_kinds(community: &mut Community, files: &Files, settings: &Settings, accounts: &mut AccountList, diagnostics: &mut Vec<Diagnostic>) {
            let mut reading = Reading { files, settings, accounts, diagnostics };
            $(community.$kind = super::$kind::read(&mut reading);)*
        }
    };
}
crate::record_kinds!(read_kinds);

/// Reads a whole folder. Everything wrong is in `diagnostics`; one broken file does not hide another.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn load(root: &Path) -> io::Result<Loaded> {
    Ok(read(folder::walk(root, &record_folders(), false)?))
}

/// As [`load`], with what lies in `inbox/` in its place: the folder as it would be.
///
/// # Errors
/// When the folder or its inbox cannot be read.
pub fn load_with_inbox(root: &Path) -> io::Result<Loaded> {
    Ok(read(folder::walk(root, &record_folders(), true)?))
}

/// As [`load`], of files by their paths in the folder, as git keeps them.
pub fn load_files(files: Vec<(String, Vec<u8>)>) -> Loaded {
    read(folder::gather(files, &record_folders()))
}

fn read(walked: folder::Walked) -> Loaded {
    let mut diagnostics = walked.diagnostics;
    let files = walked.files;
    let settings_file = files.find("gongshi.toml").filter(|id| files.get(*id).readable);
    let settings = settings_file.map_or_else(Settings::default, |id| settings::FORM.read(id, files.get(id), &mut diagnostics));
    let mut accounts = AccountList::declared(&settings);
    let mut community = Community { attachments: walked.attachments, ..Community::default() };
    let recognised = !files.0.is_empty();
    read_kinds(&mut community, &files, &settings, &mut accounts, &mut diagnostics);
    community.accounts_opened = accounts.into_accounts();
    community.settings = settings;
    community.files = files;
    Loaded { community, diagnostics, recognised, handed_in: walked.handed_in }
}
