//! Votes doubted: counts that cannot be, results that the arithmetic does not bear out, bases, days of notice.

use super::{Doubt, unless_owned};
use crate::diagnostic::Diagnostic;
use crate::figures::duties::State;
use crate::figures::minutes::days_between;
use crate::figures::resolutions::Outcome;
use crate::model::resolutions::{Claim, Count, Measure, Resolution};
use crate::model::{Base, Date, Exact, Part, Settings, Span, Spanned};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let outcomes = &doubt.figures.resolutions.outcomes;
    for (resolution, outcome) in doubt.community.resolutions.iter().zip(outcomes) {
        check_item(doubt, resolution, found);
        let counts = [(Measure::People, &resolution.people), (Measure::Area, &resolution.area)];
        let before = found.len();
        for (measure, count) in counts {
            found.extend(count.iter().flat_map(|count| impossible(measure, count)));
        }
        // Counts that cannot be have no result to doubt.
        if found.len() == before {
            found.extend(check_claim(resolution, outcome));
            found.extend(check_with_majority(doubt, resolution));
        }
        check_base(doubt, resolution, found);
        check_days(resolution, found);
    }
    check_told(doubt, found);
}

/// The matter is one that the jurisdiction knows.
fn check_item(doubt: &Doubt<'_>, resolution: &Resolution, found: &mut Vec<Diagnostic>) {
    let items = &doubt.jurisdiction.items;
    if items.is_empty() || doubt.jurisdiction.vote_item(&resolution.item.value).is_some() {
        return;
    }
    let known: Vec<String> = items.iter().map(|i| format!("{} {}", i.id, i.name(doubt.locale))).collect();
    let unknown = Diagnostic::new("GS0401", resolution.item.span).with("text", &resolution.item.value);
    found.push(unknown.with("allowed", known.join(", ")));
}

/// Votes add up to those who took part, who are no more than there are.
fn impossible(measure: Measure, count: &Count) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let parts = [&count.agreed.value, &count.against.value, &count.abstained.value, &count.invalid];
    let sum: Exact = parts.into_iter().cloned().sum();
    let participated = &count.participated;
    if sum != participated.value {
        let differs =
            Diagnostic::new("GS0402", participated.span).word("measure", word(measure)).with("sum", measure.shown(&sum));
        found.push(differs.with("participated", measure.shown(&participated.value)));
    }
    if participated.value > count.total.value {
        let over = Diagnostic::new("GS0403", participated.span).word("measure", word(measure));
        let over = over.with("participated", measure.shown(&participated.value)).with("total", measure.shown(&count.total.value));
        found.push(over.also(count.total.span));
    }
    if let Some(with) = count.with_majority.as_ref().filter(|with| with.value > count.agreed.value) {
        let over =
            Diagnostic::new("GS0414", with.span).word("measure", word(measure)).with("with_majority", measure.shown(&with.value));
        found.push(over.with("agreed", measure.shown(&count.agreed.value)).also(count.agreed.span));
    }
    found
}

/// What the record claims is what the counts say.
fn check_claim(resolution: &Resolution, outcome: &Outcome) -> Option<Diagnostic> {
    let claimed = resolution.claimed.as_ref()?;
    let passed = outcome.passed?;
    if passed == (claimed.value == Claim::Passed) {
        return None;
    }
    let no_quorum = outcome.quorate() == Some(false);
    let code = if no_quorum { "GS0405" } else { "GS0404" };
    let contradiction = Diagnostic::new(code, claimed.span)
        .with("title", &resolution.title)
        .word("claimed", if claimed.value == Claim::Passed { "vote.passed" } else { "vote.failed" })
        .word("counted", if passed { "vote.passed" } else { "vote.failed" })
        .with("steps", steps(outcome))
        .about(resolution.id.clone());
    Some(unless_owned(contradiction, &resolution.acknowledged))
}

/// Ballots not returned were counted with the majority, though the rules in force on the last day of the vote say that
/// they are not. Rules that say nothing of it are not compared.
fn check_with_majority(doubt: &Doubt<'_>, resolution: &Resolution) -> Option<Diagnostic> {
    let mut in_force = doubt.figures.rules.in_force(doubt.community, resolution.voted_to.value);
    let (rule, allowed) = in_force.find_map(|v| Some((v, v.requires.with_majority?)))?;
    let counts = [(Measure::People, &resolution.people), (Measure::Area, &resolution.area)];
    let mut counted = counts.into_iter().filter_map(|(measure, count)| Some((measure, count.as_ref()?.with_majority.as_ref()?)));
    let (measure, with) = counted.find(|(_, with)| !with.value.is_zero()).filter(|_| !allowed)?;
    let told = Diagnostic::new("GS0416", with.span)
        .with("title", &resolution.title)
        .word("measure", word(measure))
        .with("with_majority", measure.shown(&with.value))
        .with("rule", &rule.document.title)
        .with("effective", rule.effective);
    Some(told.about(resolution.id.clone()))
}

/// The comparisons as arithmetic: `3×66,666.66 = 199,999.98 < 2×100,000.00 = 200,000.00`.
fn steps(outcome: &Outcome) -> String {
    let step = |c: &crate::figures::resolutions::Comparison| {
        let (left, right) = crate::figures::resolutions::sides(&c.part, &c.whole, c.threshold);
        let sign = match left.cmp(&right) {
            std::cmp::Ordering::Less => "<",
            std::cmp::Ordering::Equal => "=",
            std::cmp::Ordering::Greater => ">",
        };
        let (part, whole) = (c.measure.shown(&c.part), c.measure.shown(&c.whole));
        format!(
            "{}×{part} = {} {sign} {}×{whole} = {}",
            c.threshold.of,
            c.measure.shown(&left),
            c.threshold.part,
            c.measure.shown(&right)
        )
    };
    outcome.comparisons.iter().map(step).collect::<Vec<_>>().join("; ")
}

/// The owners and the area that the vote counts are those that gongshi.toml declares.
fn check_base(doubt: &Doubt<'_>, resolution: &Resolution, found: &mut Vec<Diagnostic>) {
    let settings = &doubt.community.settings;
    for part in resolution.scope.unknown(settings) {
        let (Part::Building(id) | Part::Unit(id)) = &part.value else { continue };
        let near = crate::source::nearest(id, settings.buildings.iter().map(|b| b.id.value.as_str()));
        found.push(Diagnostic::new("GS0409", part.span).with("id", id).with_some("nearest", near));
    }
    if let Some(wrong) = total_of_less(settings, resolution) {
        found.push(wrong);
        return;
    }
    let Base { owners, area } = resolution.scope.base(settings);
    let counts = [(Measure::People, &resolution.people, owners), (Measure::Area, &resolution.area, area)];
    for (measure, count, declared) in counts {
        let (Some(count), Some(declared)) = (count, declared) else { continue };
        if count.total.value != declared {
            found.push(
                Diagnostic::new("GS0406", count.total.span)
                    .with("title", &resolution.title)
                    .word("measure", word(measure))
                    .with("total", measure.shown(&count.total.value))
                    .with("declared", measure.shown(&declared))
                    .about(resolution.id.clone()),
            );
        }
    }
}

/// A vote of all whose base is one building's, or less than half of all: it was a vote of fewer.
fn total_of_less(settings: &Settings, resolution: &Resolution) -> Option<Diagnostic> {
    let count = resolution.people.as_ref().filter(|_| resolution.scope.is_all())?;
    let households = settings.households.map(|n| Exact::from_integer(i64::from(n)));
    let all = resolution.scope.base(settings).owners.or(households)?;
    let total = &count.total.value;
    if *total == all {
        return None;
    }
    let parts = settings.buildings.iter().flat_map(|b| std::iter::once(b).chain(&b.entrances));
    let one = parts
        .filter(|b| b.owners.is_some_and(|n| Exact::from_integer(i64::from(n)) == *total))
        .map(|b| b.id.value.as_str())
        .next();
    let twice = total + total;
    (one.is_some() || twice < all).then(|| {
        Diagnostic::new("GS0415", count.total.span)
            .with("total", Measure::People.shown(total))
            .with("all", Measure::People.shown(&all))
            .with_some("part", one)
    })
}

/// Days follow one another.
fn check_days(resolution: &Resolution, found: &mut Vec<Diagnostic>) {
    let days = [&resolution.called_on, &resolution.voted_from, &Some(resolution.voted_to), &resolution.announced_on];
    let known: Vec<&Spanned<Date>> = days.into_iter().flatten().collect();
    for pair in known.windows(2).filter(|pair| pair[1].value < pair[0].value) {
        let backwards = Diagnostic::new("GS0407", pair[1].span).with("earlier", pair[1].value).with("later", pair[0].value);
        found.push(backwards.also(pair[0].span));
    }
}

/// Owners were told of a vote in time, and of its outcome. Days that run backwards are told as such.
fn check_told(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let of = |file| doubt.community.resolutions.iter().find(|r| Some(r.file) == file);
    for (duty, occurrence) in doubt.occurrences("assembly-notice") {
        let (State::Met { on, late: 1.. }, Some(resolution)) = (occurrence.state, of(occurrence.file)) else { continue };
        let days = days_between(on, occurrence.start);
        if let (0.., Some(called)) = (days, &resolution.called_on) {
            found.push(told("GS0408", called.span, resolution, (days, duty.days), duty.basis(doubt.locale)));
        }
    }
    for (duty, occurrence) in doubt.occurrences("decision-announced") {
        let (State::Met { on, late: 1.. }, Some(resolution)) = (occurrence.state, of(occurrence.file)) else { continue };
        let days = days_between(occurrence.start, on);
        if let Some(announced) = &resolution.announced_on {
            found.push(told("GS0413", announced.span, resolution, (days, duty.days), duty.basis(doubt.locale)));
        }
    }
}

fn told(code: &'static str, span: Span, resolution: &Resolution, (days, limit): (i32, u32), basis: &str) -> Diagnostic {
    let told = Diagnostic::new(code, span).with("title", &resolution.title).with("days", days).with("limit", limit);
    told.with_some("basis", Some(basis).filter(|b| !b.is_empty())).about(resolution.id.clone())
}

fn word(measure: Measure) -> &'static str {
    match measure {
        Measure::People => "measure.people",
        Measure::Area => "measure.area",
    }
}
