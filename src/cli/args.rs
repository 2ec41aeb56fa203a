//! What the command line accepts. Its help texts stand in words.toml, in every language.

use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::words::say;
use super::{help, misuse};
use crate::model::{Date, Locale};

#[derive(Parser)]
#[command(name = "gongshi", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[arg(long, global = true, value_parser = parse_locale, value_name = "zh-CN|en")]
    pub locale: Option<Locale>,
}

#[derive(Subcommand)]
pub enum Command {
    New(NewOptions),
    Check(CheckOptions),
    Build(BuildOptions),
    Serve(ServeOptions),
    Diff(DiffOptions),
    Explain(ExplainOptions),
    Redact(RedactOptions),
    Import(ImportOptions),
    Schema(SchemaOptions),
    Template(TemplateOptions),
}

#[derive(Args)]
pub struct NewOptions {
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
}

/// How `explain` prints a page of the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    Human,
    Markdown,
}

/// How `check` lists what it found.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Human,
    Json,
    Sarif,
    Github,
}

#[derive(Args)]
pub struct CheckOptions {
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    #[arg(long, value_enum, default_value = "human")]
    pub format: ListFormat,
    #[arg(long, conflicts_with_all = ["format", "only", "against"])]
    pub watch: bool,
    /// No code: every mend that is certain.
    #[arg(long, value_name = "CODE", num_args = 0..=1, require_equals = true, default_missing_value = "", value_delimiter = ',', conflicts_with_all = ["format", "watch", "only", "against"])]
    pub fix: Option<Vec<String>>,
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    #[arg(long, value_name = "PATH")]
    pub only: Option<String>,
    #[arg(long, value_name = "FOLDER|REVISION", allow_hyphen_values = true)]
    pub against: Option<String>,
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub as_of: Option<Date>,
}

#[derive(Args)]
pub struct BuildOptions {
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "URL", value_parser = parse_url)]
    pub base_url: Option<String>,
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub as_of: Option<Date>,
    #[arg(long)]
    pub no_history: bool,
    #[arg(long, value_name = "N", value_parser = parse_jobs)]
    pub jobs: Option<u16>,
}

#[derive(Args)]
pub struct ServeOptions {
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    #[arg(long, default_value_t = 8080, value_name = "PORT", value_parser = parse_port)]
    pub port: u16,
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub as_of: Option<Date>,
}

#[derive(Args)]
pub struct DiffOptions {
    #[arg(value_name = "RULE")]
    pub rule: String,
    #[arg(value_name = "FROM")]
    pub from: Option<String>,
    #[arg(value_name = "TO")]
    pub to: Option<String>,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

#[derive(Args)]
pub struct ExplainOptions {
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    #[arg(long, value_enum, default_value = "human")]
    pub format: PageFormat,
}

#[derive(Args)]
pub struct RedactOptions {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long)]
    pub write: bool,
}

/// What made the site that posts are taken over from.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SiteMaker {
    Jekyll,
}

#[derive(Args)]
pub struct ImportOptions {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long = "as", value_name = "KIND", required_unless_present = "from")]
    pub kind: Option<String>,
    #[arg(long, value_enum, conflicts_with_all = ["kind", "set", "replace", "format"])]
    pub from: Option<SiteMaker>,
    #[arg(long, value_name = "MAPPING")]
    pub map: Option<PathBuf>,
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = parse_pair)]
    pub set: Vec<(String, String)>,
    #[arg(short, long, value_name = "OUT")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub replace: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "COLUMN=VALUE".to_owned())?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

#[derive(Args)]
pub struct SchemaOptions {
    #[arg(value_name = "KIND")]
    pub kind: Option<String>,
    #[arg(long)]
    pub yaml: bool,
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What a template is written as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TemplateFormat {
    Csv,
    Xlsx,
    Toml,
    Md,
}

#[derive(Args)]
pub struct TemplateOptions {
    #[arg(value_name = "KIND")]
    pub kind: Option<String>,
    #[arg(long, value_enum)]
    pub format: Option<TemplateFormat>,
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

fn parse_date(text: &str) -> Result<Date, String> {
    crate::source::date(text).map_err(|_| "YYYY-MM-DD".to_owned())
}

fn parse_url(text: &str) -> Result<String, String> {
    if crate::source::is_web_address(text) { Ok(text.to_owned()) } else { Err("https://example.org".to_owned()) }
}

fn parse_jobs(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|jobs| (1..=256).contains(jobs)).ok_or_else(|| "1–256".to_owned())
}

fn parse_port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "0–65535".to_owned())
}

fn parse_locale(text: &str) -> Result<Locale, String> {
    Locale::parse(text).ok_or_else(|| "zh-CN, en".to_owned())
}

/// Parses the arguments of this process.
///
/// # Errors
/// The exit status, once help, version or what is wrong has been printed.
pub fn parse() -> Result<(Cli, Option<Locale>), u8> {
    let spoken = help::locale_of_arguments(std::env::args_os());
    let command = help::localised(Cli::command(), spoken);
    let parsed = command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => {
            let locale = cli.locale;
            Ok((cli, locale))
        }
        Err(error) => {
            match misuse::worded(&error, spoken) {
                Some(text) => say(&text),
                // A closed pipe while printing help is nobody's trouble.
                None => drop(error.print()),
            }
            Err(if error.use_stderr() { 2 } else { 0 })
        }
    }
}

#[cfg(test)]
pub fn command(locale: Locale) -> clap::Command {
    help::localised(Cli::command(), locale)
}
