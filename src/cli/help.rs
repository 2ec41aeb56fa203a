//! Help texts in the reader's language.

use std::ffi::OsString;

use super::words::words;
use crate::model::Locale;

/// The language of help: `--locale`, else the system's, else Chinese. It is needed before the arguments are parsed.
pub fn locale_of_arguments(arguments: impl Iterator<Item = OsString>) -> Locale {
    let arguments: Vec<String> = arguments.map(|a| a.to_string_lossy().into_owned()).collect();
    let given = arguments.iter().enumerate().find_map(|(i, a)| match a.strip_prefix("--locale") {
        Some("") => arguments.get(i + 1).map(String::as_str),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    given.and_then(Locale::parse).unwrap_or_else(system_locale)
}

/// The language of the system, Chinese where it says neither.
pub fn system_locale() -> Locale {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| Locale::parse(&value))
        .unwrap_or_default()
}

/// Puts the texts of words.toml on a command, its arguments and its subcommands.
pub fn localised(command: clap::Command, locale: Locale) -> clap::Command {
    let template = words().get("help.template", locale);
    let mut command = dressed(command, "help.top", locale).help_template(template.to_owned());
    let names: Vec<String> = command.get_subcommands().map(|s| s.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| {
            let template = words().get("help.sub_template", locale);
            dressed(sub, &format!("help.{name}"), locale).help_template(template.to_owned())
        });
    }
    command
}

fn dressed(command: clap::Command, key: &str, locale: Locale) -> clap::Command {
    let about = words().get(&format!("{key}.about"), locale).to_owned();
    let after = words().find(&format!("{key}.after"), locale).unwrap_or_default().to_owned();
    let command = command
        .about(about.lines().next().unwrap_or_default().to_owned())
        .long_about(about)
        .after_help(after)
        .subcommand_help_heading(words().get("help.commands", locale).to_owned())
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help));
    let command = if key == "help.top" {
        command
            .disable_version_flag(true)
            .arg(clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version))
    } else {
        command
    };
    command.mut_args(|arg| {
        let id = arg.get_id().to_string();
        let own = format!("{key}.{id}");
        let text = words().find(&own, locale).or_else(|| words().find(&format!("help.any.{id}"), locale));
        let heading = if arg.is_positional() { "help.arguments" } else { "help.options" };
        let arg = arg.help_heading(words().get(heading, locale).to_owned());
        match text {
            Some(text) => arg.help(text.to_owned()),
            None => arg,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_has_help_in_every_language() {
        for locale in Locale::ALL {
            let command = super::super::args::command(locale);
            for sub in command.get_subcommands() {
                assert!(sub.get_about().is_some_and(|a| !a.to_string().is_empty()), "{} {}", sub.get_name(), locale.tag());
                for arg in sub.get_arguments() {
                    assert!(arg.get_help().is_some(), "{} {} {}", sub.get_name(), arg.get_id(), locale.tag());
                }
            }
        }
    }
}
