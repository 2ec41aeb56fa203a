//! What holds of the checks whatever the record says: a limit is passed on one day and no other, waiting never mends what is
//! late, owning a contradiction keeps it and lets it be published. Families whose arithmetic stands in `figures` have their
//! properties there.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use gongshi::diagnostic::Severity;
use gongshi::jurisdiction::Jurisdiction;
use gongshi::model::{Date, Locale};
use gongshi::{check, figures, source};
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

const SETTINGS: &str = "jurisdiction = \"cn-2021\"\n\n[disclosure]\nsince = 2024-01-01\n\n[[account]]\nid = \"common\"\nopening = \"100.00\"\nopened_on = 2024-01-01\n";

static FOLDERS: AtomicUsize = AtomicUsize::new(0);

/// A folder that is gone when the case is over.
struct Folder(PathBuf);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("gongshi-properties-{}-{number}", std::process::id()));
        for (path, text) in files.iter().chain(&[("gongshi.toml", SETTINGS)]) {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Folder(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What is told of these files on a day.
fn told(files: &[(&str, &str)], as_of: Date) -> Vec<(String, Severity)> {
    let folder = Folder::with(files);
    let loaded = source::load(&folder.0).unwrap();
    let community = loaded.community;
    let jurisdiction = Jurisdiction::built_in("cn-2021").unwrap().with_overrides(&community.settings.duties);
    let figures = figures::work_out(&community, &jurisdiction, as_of);
    let mut found = loaded.diagnostics;
    found.extend(check::run(&community, &figures, &jurisdiction, as_of, Locale::En));
    found.into_iter().map(|d| (d.code.to_owned(), d.severity)).collect()
}

fn count(code: &str, files: &[(&str, &str)], as_of: Date) -> usize {
    told(files, as_of).iter().filter(|(c, _)| c == code).count()
}

fn day(after: i32) -> Date {
    date(2025, 1, 1) + after.days()
}

fn year_of_books(rows: &str) -> String {
    format!("date,account,category,income,expense\n{rows}")
}

fn vote(with_majority: u32) -> String {
    let people = "total = 100\nparticipated = 80\nfor = 60\nagainst = 20\nabstain = 0\n";
    format!(
        "title = \"x\"\nitem = 4\nvoted_to = 2025-05-02\n\n[people]\n{people}with_majority = {with_majority}\n\n[area]\n{people}"
    )
}

fn contract(from: Date, until: Date, rest: &str) -> String {
    format!("title = \"x\"\nfirm = \"f\"\nkind = \"property\"\nfrom = {from}\nuntil = {until}\n{rest}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    // ---- notices ----

    #[test]
    fn a_fund_notice_is_short_below_its_days_and_at_no_later_day_less_so(shown in 0i32..20, today in 0i32..400) {
        let notice = format!("+++\nkind = \"fund\"\nstart = {}\nend = {}\n+++\nx\n", day(0), day(shown));
        let short = count("GS0702", &[("notices/2025-01-01-x.md", &notice)], day(today));
        prop_assert_eq!(short == 1, shown < 7);
    }

    #[test]
    fn a_notice_that_ends_before_it_begins_is_always_an_error(end in -30i32..30) {
        let notice = format!("+++\nstart = {}\nend = {}\n+++\nx\n", day(0), day(end));
        let backwards = told(&[("notices/2025-01-01-x.md", &notice)], day(50)).contains(&("GS0213".to_owned(), Severity::Error));
        prop_assert_eq!(backwards, end < 0);
    }

    // ---- the seal register ----

    #[test]
    fn approvals_are_too_few_only_below_what_the_rules_ask(approvals in 0u32..9, needed in 1u32..9) {
        let rule = format!("+++\nadopted_by = \"before_records\"\n[requires]\nseal_approvals = {needed}\n+++\n\nArticle 1 x\n");
        let used = format!("date,seal,document,kind,copies,by,approvals\n2025-02-01,assembly,x,notice,1,a,{approvals}\n");
        let files = [("rules/procedure/2024-01-01.md", rule.as_str()), ("seal/2025.csv", used.as_str())];
        prop_assert_eq!(count("GS1211", &files, day(60)) == 1, approvals < needed);
    }

    #[test]
    fn a_contract_is_sealed_after_its_vote(sealed in 0i32..300) {
        let on = day(sealed);
        let used = format!("date,seal,document,kind,copies,by,approvals,resolution\n{on},committee,x,contract,1,a,3,resolutions/v\n");
        let vote = vote(0);
        let files = [("resolutions/v.toml", vote.as_str()), ("seal/2025.csv", used.as_str())];
        prop_assert_eq!(count("GS1212", &files, day(400)) == 1, on < date(2025, 5, 2));
    }

    // ---- the calendar, volunteers ----

    #[test]
    fn an_outcome_stands_on_a_day_of_its_rule(which in 1i8..=28, on in 0i32..360) {
        let rule = format!("rrule = \"FREQ=MONTHLY;BYMONTHDAY={which}\"");
        let event = format!("[[event]]\ntitle = \"x\"\nstart = 2025-01-01\n{rule}\n[[event.outcome]]\ndate = {}\ntext = \"y\"\n", day(on));
        let strange = count("GS1234", &[("calendar/x.toml", &event)], day(365)) == 1;
        prop_assert_eq!(strange, day(on).day() != which);
    }

    #[test]
    fn nobody_gives_more_hours_than_a_day_has(people in 2u32..50, over in -30i32..30, year in 2024i16..2027) {
        let hours = (24 * people).saturating_add_signed(over);
        let sheet = format!("date,activity,people,hours\n{year}-03-01,x,{people},{hours}\n");
        let files = [("volunteers/2025.csv", sheet.as_str())];
        prop_assert_eq!(count("GS1241", &files, day(100)) == 1, hours > 24 * people);
        prop_assert_eq!(count("GS1240", &files, day(100)) == 1, year != 2025);
    }

    // ---- minutes ----

    #[test]
    fn a_promise_past_its_day_stays_late_until_it_is_done(due in 0i32..200, today in 0i32..400, later in 0i32..400) {
        let minutes = |done: &str| format!("+++\n[[action]]\nid = \"A\"\nwhat = \"x\"\nowner = \"y\"\ndue = {}\n{done}+++\nx\n", day(due));
        let open = |text: &str, on| count("GS0703", &[("minutes/2025-01-01-x.md", text)], day(on));
        let late = open(&minutes(""), today);
        prop_assert_eq!(late == 1, today > due);
        prop_assert!(open(&minutes(""), today + later) >= late);
        prop_assert_eq!(open(&minutes(&format!("done_on = {}\n", day(today))), today + later), 0);
    }

    #[test]
    fn a_joint_meeting_lacks_exactly_whom_the_rules_want(came in proptest::collection::vec(any::<bool>(), 3)) {
        let names = ["\"a\"", "\"b\"", "\"c\""];
        let there: Vec<&str> = names.into_iter().zip(&came).filter(|(_, came)| **came).map(|(name, _)| name).collect();
        let rule = format!("+++\nadopted_by = \"before_records\"\n[requires]\njoint_parties = [{}]\n+++\n\nArticle 1 x\n", names.join(", "));
        let minutes = format!("+++\nkind = \"joint\"\nparties = [{}]\n+++\nx\n", there.join(", "));
        let files = [("rules/procedure/2024-01-01.md", rule.as_str()), ("minutes/2025-01-01-x.md", minutes.as_str())];
        // Minutes that name nobody do not say who was missing.
        prop_assert_eq!(count("GS0721", &files, day(10)) == 1, !there.is_empty() && there.len() < 3);
    }

    // ---- books, audits ----

    #[test]
    fn owning_a_contradiction_keeps_it_and_lets_it_be_published(off in -5i64..5) {
        let books = year_of_books("2025-02-01,common,x,50.00,\n");
        let bank = format!("date,account,balance,source\n2025-03-31,common,{}.00,bank\n", 150 + off);
        let files = [("accounts/2025-Q1.csv", books.as_str()), ("accounts/balances.csv", bank.as_str())];
        let owned = "[[acknowledged]]\ncode = \"GS0301\"\nreason = \"a fee came a day later\"\nby = \"a\"\non = 2025-04-01\n";
        let owning = [files[0], files[1], ("accounts/2025-Q1.toml", owned)];
        let of = |files: &[(&str, &str)]| -> Vec<Severity> {
            told(files, day(100)).into_iter().filter(|(code, _)| code == "GS0301").map(|(_, severity)| severity).collect()
        };
        let (error, finding) = if off == 0 { (vec![], vec![]) } else { (vec![Severity::Error], vec![Severity::Finding]) };
        prop_assert_eq!(of(&files), error);
        prop_assert_eq!(of(&owning), finding);
    }

    #[test]
    fn a_year_waits_for_its_audit_until_the_last_day_of_the_limit(today in 0i32..400, audited in any::<bool>()) {
        let books = year_of_books("2024-02-01,common,x,50.00,\n");
        let audit = |year: i16| format!("+++\nperiod = \"{year}\"\npublished_on = {}-03-01\n+++\nx\n", year + 1);
        let (first, second) = (audit(2023), audit(2024));
        let mut files = vec![("accounts/2024.csv", books.as_str()), ("accounts/audits/2024-03-01.md", first.as_str())];
        if audited {
            files.push(("accounts/audits/2025-03-01.md", &second));
        }
        // 180 days after the last of December, which is the day before `day(0)`.
        prop_assert_eq!(count("GS0321", &files, day(today)) == 1, !audited && today > 179);
    }

    // ---- contracts, scores ----

    #[test]
    fn two_contracts_overlap_when_one_begins_before_the_other_ends(second in 1i32..500) {
        let (one, other) = (contract(day(0), day(250), ""), contract(day(second), day(900), ""));
        let files = [("contracts/a.toml", one.as_str()), ("contracts/b.toml", other.as_str())];
        // The day of the takeover belongs to both.
        prop_assert_eq!(count("GS0620", &files, day(0)) == 1, second < 250);
    }

    #[test]
    fn fees_within_the_tolerance_are_quiet(booked in 1080u32..1320, tolerance in 0u32..10) {
        let fee = format!("\n[[fee]]\nproperty_type = \"x\"\nrate = \"1.00\"\narea = \"100.00\"\ntolerance = {tolerance}\ncategory = \"fees\"\n");
        let agreed = contract(date(2024, 1, 1), date(2029, 12, 31), &fee);
        let books = year_of_books(&format!("2024-02-01,common,fees,{booked}.00,\n"));
        let files = [("contracts/a.toml", agreed.as_str()), ("accounts/2024.csv", books.as_str())];
        let off = booked.abs_diff(1200);
        prop_assert_eq!(count("GS0621", &files, day(0)) == 1, off * 100 > tolerance * 1200);
    }

    #[test]
    fn weights_add_up_to_a_hundred_or_are_an_error(one in 1u32..100, off in -3i32..3) {
        let other = (100 - one).saturating_add_signed(off);
        let clause = |id: &str, weight: u32| format!("\n[[clause]]\nid = \"{id}\"\ntitle = \"x\"\ntarget = 1\nweight = {weight}\n");
        let agreed = contract(day(0), day(900), &(clause("A", one) + &clause("B", other)));
        let wrong = told(&[("contracts/a.toml", &agreed)], day(0)).contains(&("GS0601".to_owned(), Severity::Error));
        prop_assert_eq!(wrong, one + other != 100);
    }

    #[test]
    fn a_score_lies_between_nothing_and_a_hundred_in_whatever_row(score in -50i32..150, first in any::<bool>()) {
        let clause = |id: &str| format!("\n[[clause]]\nid = \"{id}\"\ntitle = \"x\"\ntarget = 1\nweight = 50\n");
        let agreed = contract(day(0), day(900), &(clause("A") + &clause("B")));
        let (one, other) = (format!("A,committee,{score}\n"), "B,committee,50\n".to_owned());
        let rows = if first { one + &other } else { other + &one };
        let sheet = format!("clause,source,score\n{rows}");
        let files = [("contracts/a.toml", agreed.as_str()), ("scores/2025-Q1.csv", sheet.as_str())];
        prop_assert_eq!(count("GS0603", &files, day(100)) == 1, !(0..=100).contains(&score));
    }

    #[test]
    fn each_source_that_is_silent_is_told_once(committee in any::<bool>(), survey in any::<bool>()) {
        let rest = "\n[[clause]]\nid = \"A\"\ntitle = \"x\"\ntarget = 1\nweight = 100\n\n[sources]\ncommittee = 60\nsurvey = 40\n";
        let agreed = contract(day(0), day(900), rest);
        let rows = [("A,committee,50\n", committee), ("A,survey,50\n", survey)];
        let heard: String = rows.into_iter().filter(|(_, heard)| *heard).map(|(row, _)| row).collect();
        let sheet = format!("clause,source,score\n{heard}");
        let files = [("contracts/a.toml", agreed.as_str()), ("scores/2025-Q1.csv", sheet.as_str())];
        let silent = usize::from(!committee) + usize::from(!survey);
        // A sheet without a row says nothing of any contract.
        prop_assert_eq!(count("GS0605", &files, day(100)), if silent == 2 { 0 } else { silent });
    }

    // ---- rules ----

    #[test]
    fn a_version_is_a_draft_where_its_vote_did_not_pass(agreed in 0u32..=80) {
        let people = format!("total = 100\nparticipated = 80\nfor = {agreed}\nagainst = {}\nabstain = 0\n", 80 - agreed);
        let vote = format!("title = \"x\"\nitem = 1\nvoted_to = 2024-05-02\n\n[people]\n{people}\n[area]\n{people}");
        let rule = "+++\nadopted_by = \"assembly\"\nresolution = \"resolutions/v\"\n+++\n\nArticle 1 x\n";
        let files = [("rules/procedure/2024-06-01.md", rule), ("resolutions/v.toml", vote.as_str())];
        // More than half of those who took part.
        prop_assert_eq!(count("GS0410", &files, day(0)) == 1, agreed <= 40);
        prop_assert_eq!(count("GS0411", &files, day(0)), 0);
    }

    #[test]
    fn a_vote_is_asked_for_from_the_first_day_on(effective in -30i32..30) {
        let since = date(2024, 1, 1);
        let path = format!("rules/procedure/{}.md", since + effective.days());
        let told = count("GS0411", &[(path.as_str(), "+++\nadopted_by = \"assembly\"\n+++\n\nArticle 1 x\n")], day(0));
        prop_assert_eq!(told == 1, effective >= 0);
    }

    // ---- votes, bodies, replies ----

    #[test]
    fn ballots_count_with_the_majority_only_where_the_rules_do_not_forbid_it(with in 0u32..60, allowed in any::<Option<bool>>()) {
        let requires = allowed.map_or(String::new(), |allowed| format!("[requires]\nwith_majority = {allowed}\n"));
        let rule = format!("+++\nadopted_by = \"before_records\"\n{requires}+++\n\nArticle 1 x\n");
        let vote = vote(with);
        let files = [("rules/procedure/2024-01-01.md", rule.as_str()), ("resolutions/v.toml", vote.as_str())];
        prop_assert_eq!(count("GS0416", &files, day(200)) == 1, with > 0 && allowed == Some(false));
    }

    #[test]
    fn a_term_that_ends_before_it_begins_is_an_error(until in -3i32..3) {
        let body = format!("kind = \"committee\"\nname = \"x\"\nsince = {}\nuntil = {}\n", day(0), day(until));
        let wrong = told(&[("organisation/x.toml", &body)], day(0)).contains(&("GS1201".to_owned(), Severity::Error));
        prop_assert_eq!(wrong, until < 0);
    }

    #[test]
    fn a_reply_is_about_something(there in any::<bool>()) {
        let about = if there { "notices/2025-01-01-x" } else { "notices/2025-01-02-y" };
        let reply = format!("+++\nabout = \"{about}\"\nby = \"x\"\n+++\ny\n");
        let files = [("notices/2025-01-01-x.md", "x\n"), ("replies/2025-01-02-x.md", reply.as_str())];
        let errors = told(&files, day(10)).into_iter().filter(|(_, severity)| *severity == Severity::Error).count();
        prop_assert_eq!(errors == 0, there);
    }

    // ---- complaints ----

    #[test]
    fn an_answer_is_late_beyond_the_hours_agreed_and_later_ones_are_too(over in -50i32..50, limit in 1i32..72) {
        let minutes = limit * 60 + over;
        let agreed = contract(date(2024, 1, 1), day(900), &format!("\n[limits]\ncomplaint_answer_hours = {limit}\n"));
        let (days, rest) = (minutes / 1440, minutes % 1440);
        let answered = format!("{} {:02}:{:02}", day(9 + days), rest / 60, rest % 60);
        let row = format!("T1,2025-01-10 00:00,x,y,{answered},{answered}\n");
        let sheet = format!("id,received,kind,summary,answered,resolved\n{row}");
        let files = [("contracts/a.toml", agreed.as_str()), ("complaints/2025-Q1.csv", sheet.as_str())];
        prop_assert_eq!(count("GS0803", &files, day(100)) == 1, minutes > limit * 60);
    }
}
