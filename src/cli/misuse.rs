//! What is wrong with the arguments, in the reader's language: the parser itself speaks English alone.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::words::words;
use crate::model::Locale;

/// What was misused and how to go on; none of what this program's arguments cannot run into.
pub fn worded(error: &Error, locale: Locale) -> Option<String> {
    let argument = named(error, ContextKind::InvalidArg).map(|arg| bare(&arg));
    let value = named(error, ContextKind::InvalidValue);
    let (key, mut values) = match error.kind() {
        ErrorKind::InvalidSubcommand => ("misuse.command", vec![("given", named(error, ContextKind::InvalidSubcommand)?)]),
        ErrorKind::MissingSubcommand => ("misuse.no_command", Vec::new()),
        ErrorKind::UnknownArgument => ("misuse.argument", vec![("given", argument?)]),
        ErrorKind::InvalidValue if value.as_deref().is_none_or(str::is_empty) => {
            ("misuse.no_value", vec![("argument", argument?)])
        }
        ErrorKind::InvalidValue => ("misuse.value", vec![("given", value?), ("argument", argument?)]),
        ErrorKind::ValueValidation => ("misuse.value", vec![("given", value?), ("argument", argument?)]),
        ErrorKind::MissingRequiredArgument => ("misuse.missing", vec![("argument", named(error, ContextKind::InvalidArg)?)]),
        ErrorKind::ArgumentConflict => {
            let other = named(error, ContextKind::PriorArg).map(|arg| bare(&arg))?;
            ("misuse.conflict", vec![("argument", argument?), ("other", other)])
        }
        ErrorKind::TooManyValues => ("misuse.value", vec![("given", value?), ("argument", argument?)]),
        _ => return None,
    };
    // Our own parsers fail with what they want, and nothing else.
    let wanted = named(error, ContextKind::ValidValue).or_else(|| error.source().map(ToString::to_string));
    let wanted = wanted.map(|wanted| wanted.replace(", ", words().get("misuse.separator", locale)));
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    // Of several the parser names the likest last.
    let near = near.into_iter().find_map(|kind| named(error, kind));
    let near = near.as_deref().and_then(|near| near.split(", ").last()).map(bare);
    let more = |key: &str, filled: Option<String>| match filled {
        Some(text) => words().fill(key, locale, &[("text", &text)]),
        None => String::new(),
    };
    values.push(("near", more("misuse.near", near)));
    values.push(("wanted", more("misuse.wanted", wanted)));
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(words().fill(key, locale, &values))
}

/// `--format <FORMAT>` without what stands for its value; a positional argument as it is.
fn bare(argument: &str) -> String {
    let option = argument.starts_with('-');
    let name = argument.split(' ').next().filter(|_| option);
    name.unwrap_or(argument).to_owned()
}

fn named(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        _ => None,
    }
}
