//! Letters doubted: nothing happens to them before they are sent, and they are answered by their day.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::letters::Standing;
use crate::model::letters::Letter;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for (letter, standing) in doubt.community.letters.iter().zip(&doubt.figures.letters.standings) {
        check_order(letter, found);
        check_answer(doubt, letter, *standing, found);
    }
}

fn check_order(letter: &Letter, found: &mut Vec<Diagnostic>) {
    let days =
        [("letter.received", letter.received_on), ("letter.due", letter.answer_due), ("letter.answered", letter.answered_on)];
    for (what, day) in days {
        if let Some(day) = day.filter(|day| day.value < letter.date.value) {
            let early = Diagnostic::new("GS1220", day.span).word("what", what).with("day", day.value);
            found.push(early.with("sent", letter.date.value).also(letter.date.span));
        }
    }
}

fn check_answer(doubt: &Doubt<'_>, letter: &Letter, standing: Standing, found: &mut Vec<Diagnostic>) {
    let Some(due) = letter.answer_due else { return };
    // The day that the letter set counts from the day on which duties count.
    if due.value < letter.date.value || doubt.since.is_none_or(|since| due.value < since) {
        return;
    }
    let told = match (standing, letter.answered_on) {
        (Standing::Overdue { days }, _) => Diagnostic::new("GS1221", due.span).with("days", days),
        (Standing::Answered { late: Some(days), .. }, Some(answered)) => {
            Diagnostic::new("GS1222", answered.span).with("days", days).with("answered", answered.value)
        }
        _ => return,
    };
    let told = told.with("title", &letter.document.title).with("from", &letter.from).with("to", &letter.to);
    found.push(told.with("due", due.value).about(letter.document.id.clone()));
}
