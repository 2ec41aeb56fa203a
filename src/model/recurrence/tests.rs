//! Rules against python-dateutil, which worked out these days once, and against what any rule must do.

use super::*;

/// Rule, start, and its first six days up to the end of 2030 as `dateutil.rrule` gives them.
const WORKED_OUT: &[(&str, &str, &str)] = &[
    ("FREQ=MONTHLY;BYDAY=2SA", "2024-01-13", "2024-01-13 2024-02-10 2024-03-09 2024-04-13 2024-05-11 2024-06-08"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "2024-01-13", "2024-01-26 2024-02-23 2024-03-29 2024-04-26 2024-05-31 2024-06-28"),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        "2024-01-13",
        "2024-01-21 2024-01-23 2024-02-04 2024-02-06 2024-02-18 2024-02-20",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "2024-01-13", "2024-01-14 2024-01-23 2024-01-28 2024-02-06 2024-02-11 2024-02-20"),
    ("FREQ=MONTHLY;BYMONTHDAY=31", "2024-01-13", "2024-01-31 2024-03-31 2024-05-31 2024-07-31 2024-08-31 2024-10-31"),
    ("FREQ=YEARLY", "2024-01-13", "2024-01-13 2025-01-13 2026-01-13 2027-01-13 2028-01-13 2029-01-13"),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "2024-01-13",
        "2024-01-31 2024-02-29 2024-03-29 2024-04-30 2024-05-31 2024-06-28",
    ),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2024-01-13", "2024-09-13 2024-12-13 2025-06-13 2026-02-13 2026-03-13 2026-11-13"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-01-13", "2024-02-29 2028-02-29"),
    ("FREQ=YEARLY;BYDAY=20MO", "2024-01-13", "2024-05-13 2025-05-19 2026-05-18 2027-05-17 2028-05-15 2029-05-14"),
    ("FREQ=YEARLY;BYMONTH=3,9;BYDAY=-1SU", "2024-01-13", "2024-03-31 2024-09-29 2025-03-30 2025-09-28 2026-03-29 2026-09-27"),
    ("FREQ=DAILY;BYMONTH=1;BYDAY=SA,SU", "2024-01-13", "2024-01-13 2024-01-14 2024-01-20 2024-01-21 2024-01-27 2024-01-28"),
    ("FREQ=YEARLY;BYMONTHDAY=1,-1", "2024-01-13", "2024-01-31 2024-02-01 2024-02-29 2024-03-01 2024-03-31 2024-04-01"),
    ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2024-01-13", "2024-01-31 2024-04-30 2024-07-31 2024-10-31 2025-01-31 2025-04-30"),
    (
        "FREQ=MONTHLY;INTERVAL=4;BYMONTHDAY=-15;BYSETPOS=1",
        "2024-07-23",
        "2024-11-16 2025-03-17 2025-07-17 2025-11-16 2026-03-17 2026-07-17",
    ),
    ("FREQ=DAILY;INTERVAL=1;BYDAY=MO,FR;COUNT=3", "2024-06-17", "2024-06-17 2024-06-21 2024-06-24"),
    (
        "FREQ=DAILY;INTERVAL=2;BYMONTHDAY=-10,6,-13;BYDAY=WE,TU,FR",
        "2024-04-28",
        "2024-05-22 2024-06-21 2024-07-19 2024-08-06 2024-11-06 2024-12-06",
    ),
    ("FREQ=DAILY", "2024-04-17", "2024-04-17 2024-04-18 2024-04-19 2024-04-20 2024-04-21 2024-04-22"),
    ("FREQ=YEARLY;INTERVAL=2;BYMONTH=3,6;UNTIL=20260630", "2024-11-27", "2026-03-27 2026-06-27"),
    ("FREQ=YEARLY", "2024-02-27", "2024-02-27 2025-02-27 2026-02-27 2027-02-27 2028-02-27 2029-02-27"),
    ("FREQ=DAILY", "2024-08-08", "2024-08-08 2024-08-09 2024-08-10 2024-08-11 2024-08-12 2024-08-13"),
    (
        "FREQ=WEEKLY;BYMONTH=3,8,12;BYDAY=MO;UNTIL=20260630",
        "2024-03-01",
        "2024-03-04 2024-03-11 2024-03-18 2024-03-25 2024-08-05 2024-08-12",
    ),
    ("FREQ=MONTHLY;INTERVAL=3;BYMONTH=5,8;BYMONTHDAY=10,19,-8;UNTIL=20260630", "2024-03-25", ""),
    (
        "FREQ=DAILY;INTERVAL=3;BYMONTH=3,7;BYDAY=TH,WE",
        "2024-08-25",
        "2025-03-05 2025-03-20 2025-03-26 2025-07-03 2025-07-09 2025-07-24",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-31,26,12",
        "2024-09-12",
        "2024-09-12 2024-09-26 2024-11-12 2024-11-26 2025-01-01 2025-01-12",
    ),
    (
        "FREQ=WEEKLY;BYDAY=FR,WE,SU;UNTIL=20260630",
        "2024-02-13",
        "2024-02-14 2024-02-16 2024-02-18 2024-02-21 2024-02-23 2024-02-25",
    ),
    (
        "FREQ=YEARLY;INTERVAL=1;BYDAY=-2FR,2SU,2TU",
        "2024-05-09",
        "2024-12-20 2025-01-12 2025-01-14 2025-12-19 2026-01-11 2026-01-13",
    ),
    ("FREQ=YEARLY;INTERVAL=2;UNTIL=20260630", "2024-05-10", "2024-05-10 2026-05-10"),
    (
        "FREQ=YEARLY;INTERVAL=1;BYMONTH=3;BYMONTHDAY=-22",
        "2024-02-06",
        "2024-03-10 2025-03-10 2026-03-10 2027-03-10 2028-03-10 2029-03-10",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "2024-05-05", "2024-05-05 2024-05-19 2024-06-02 2024-06-16 2024-06-30 2024-07-14"),
    ("FREQ=MONTHLY;BYMONTH=4,5;BYMONTHDAY=-28,-16;BYDAY=-1WE,-1TU;BYSETPOS=2", "2024-08-19", ""),
    ("FREQ=YEARLY;INTERVAL=2;BYDAY=3SA,1SU", "2024-07-09", "2026-01-04 2026-01-17 2028-01-02 2028-01-15 2030-01-06 2030-01-19"),
    (
        "FREQ=MONTHLY;BYDAY=SA,MO;UNTIL=20260630",
        "2024-09-01",
        "2024-09-02 2024-09-07 2024-09-09 2024-09-14 2024-09-16 2024-09-21",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=SU",
        "2024-08-09",
        "2024-08-22 2024-09-05 2024-09-19 2024-10-03 2024-10-17 2024-10-31",
    ),
    ("FREQ=DAILY;INTERVAL=1;BYDAY=FR", "2024-10-04", "2024-10-04 2024-10-11 2024-10-18 2024-10-25 2024-11-01 2024-11-08"),
    (
        "FREQ=MONTHLY;INTERVAL=4;BYDAY=5SA,4TH,5WE;UNTIL=20260630",
        "2024-07-26",
        "2024-07-31 2024-11-28 2024-11-30 2025-03-27 2025-03-29 2025-07-24",
    ),
    ("FREQ=DAILY", "2024-12-27", "2024-12-27 2024-12-28 2024-12-29 2024-12-30 2024-12-31 2025-01-01"),
    ("FREQ=YEARLY;INTERVAL=4;BYMONTH=2,10", "2024-12-07", "2028-02-07 2028-10-07"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,FR", "2024-11-27", "2024-11-29 2024-11-30 2024-12-13 2024-12-14 2024-12-27 2024-12-28"),
    ("FREQ=DAILY;INTERVAL=3", "2024-02-22", "2024-02-22 2024-02-25 2024-02-28 2024-03-02 2024-03-05 2024-03-08"),
    ("FREQ=DAILY;COUNT=4", "2024-10-28", "2024-10-28 2024-10-29 2024-10-30 2024-10-31"),
    ("FREQ=DAILY;BYDAY=SA", "2024-06-06", "2024-06-08 2024-06-15 2024-06-22 2024-06-29 2024-07-06 2024-07-13"),
    ("FREQ=WEEKLY;BYMONTH=9;UNTIL=20260630", "2024-09-04", "2024-09-04 2024-09-11 2024-09-18 2024-09-25 2025-09-03 2025-09-10"),
    ("FREQ=DAILY;INTERVAL=4;BYMONTH=5,8,11", "2024-11-16", "2024-11-16 2024-11-20 2024-11-24 2024-11-28 2025-05-03 2025-05-07"),
    (
        "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=-26,21",
        "2024-06-05",
        "2024-06-05 2024-06-21 2024-07-06 2024-07-21 2024-08-06 2024-08-21",
    ),
    (
        "FREQ=WEEKLY;BYMONTH=2,3,5;BYDAY=FR,MO,SU;UNTIL=20260630",
        "2024-04-25",
        "2024-05-03 2024-05-05 2024-05-06 2024-05-10 2024-05-12 2024-05-13",
    ),
    ("FREQ=YEARLY;BYDAY=SA;BYSETPOS=1;COUNT=2", "2024-05-14", "2025-01-04 2026-01-03"),
    ("FREQ=DAILY;INTERVAL=3;BYDAY=SA,TU,SU", "2024-10-07", "2024-10-13 2024-10-19 2024-10-22 2024-11-03 2024-11-09 2024-11-12"),
    ("FREQ=MONTHLY", "2024-10-19", "2024-10-19 2024-11-19 2024-12-19 2025-01-19 2025-02-19 2025-03-19"),
    ("FREQ=YEARLY;INTERVAL=4;BYMONTHDAY=4,-17,-8;BYSETPOS=1;UNTIL=20260630", "2024-10-22", ""),
    (
        "FREQ=YEARLY;INTERVAL=1;BYMONTH=1,8,10;BYDAY=1WE",
        "2024-03-27",
        "2024-08-07 2024-10-02 2025-01-01 2025-08-06 2025-10-01 2026-01-07",
    ),
    ("FREQ=WEEKLY;INTERVAL=4;BYMONTH=9,10", "2024-05-06", "2024-09-23 2024-10-21 2025-09-22 2025-10-20 2026-09-21 2026-10-19"),
    ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "2024-11-16", "2024-11-18 2024-12-02 2024-12-16 2024-12-30 2025-01-13 2025-01-27"),
    (
        "FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,TH;WKST=SU",
        "2024-07-20",
        "2024-08-12 2024-08-15 2024-09-09 2024-09-12 2024-10-07 2024-10-10",
    ),
    (
        "FREQ=YEARLY;INTERVAL=3;BYDAY=-2SA,5WE,3FR",
        "2024-07-19",
        "2024-12-21 2027-01-15 2027-02-03 2027-12-18 2030-01-18 2030-01-30",
    ),
    ("FREQ=WEEKLY;BYMONTH=4,8,11;BYDAY=TU,WE", "2024-08-10", "2024-08-13 2024-08-14 2024-08-20 2024-08-21 2024-08-27 2024-08-28"),
    (
        "FREQ=DAILY;INTERVAL=2;BYMONTH=2;UNTIL=20260630",
        "2024-07-16",
        "2025-02-01 2025-02-03 2025-02-05 2025-02-07 2025-02-09 2025-02-11",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=-28,-11,-14;BYDAY=2MO,2WE;COUNT=2", "2024-06-07", ""),
    ("FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=-8;BYDAY=2TU;COUNT=2", "2024-10-02", ""),
    ("FREQ=YEARLY;INTERVAL=1;BYMONTH=1,6;BYDAY=3MO,4WE,2FR;BYSETPOS=1;COUNT=1", "2024-03-02", "2025-01-10"),
];

#[test]
fn days_are_those_of_dateutil() {
    let last = Date::new(2030, 12, 31).unwrap();
    for (rule, start, expected) in WORKED_OUT {
        let days = Rule::parse(rule).unwrap().days(start.parse().unwrap(), last);
        let days: Vec<String> = days.iter().take(6).map(Date::to_string).collect();
        assert_eq!(days.join(" "), *expected, "{rule} from {start}");
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let cases = [
        ("BYDAY=MO", "BYDAY=MO", "rrule.no_freq"),
        ("", "", "rrule.no_freq"),
        ("FREQ=HOURLY", "FREQ=HOURLY", "rrule.freq"),
        ("FREQ=MONTHLY;BYDAY=第二个星期六", "BYDAY=第二个星期六", "rrule.day"),
        ("FREQ=MONTHLY;BYDAY=0SA", "BYDAY=0SA", "rrule.day"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32", "rrule.number"),
        ("FREQ=MONTHLY;BYMONTH=-1", "BYMONTH=-1", "rrule.number"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0", "rrule.number"),
        ("FREQ=DAILY;UNTIL=20250230", "UNTIL=20250230", "rrule.until"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY", "rrule.twice"),
        ("FREQ=DAILY;BYWEEKNO=3", "BYWEEKNO=3", "rrule.part"),
        ("每月", "每月", "rrule.part"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20250101", "FREQ=DAILY;COUNT=2;UNTIL=20250101", "rrule.count_and_until"),
        ("FREQ=WEEKLY;BYDAY=2SA", "FREQ=WEEKLY;BYDAY=2SA", "rrule.nth"),
        ("FREQ=WEEKLY;BYMONTHDAY=2", "FREQ=WEEKLY;BYMONTHDAY=2", "rrule.week_month_day"),
    ];
    for (rule, part, why) in cases {
        assert_eq!(Rule::parse(rule), Err(NotRead { part: part.to_owned(), why }), "{rule}");
    }
    assert!(Rule::parse("RRULE:freq=monthly; byday=2sa; until=2025-12-31T235959Z").is_ok());
}

#[test]
fn no_rule_runs_away() {
    let start = Date::new(2024, 1, 1).unwrap();
    let never = Rule::parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").unwrap();
    assert_eq!(never.first(start), None);
    let daily = Rule::parse("FREQ=DAILY;COUNT=4000000000").unwrap();
    assert!(daily.days(start, Date::MAX).len() < 36_600);
    let last_day = Rule::parse("FREQ=DAILY;INTERVAL=1000").unwrap();
    assert_eq!(last_day.days(Date::MAX, Date::MAX), vec![Date::MAX]);
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);)?([A-Z]{2,8}=[-0-9A-Z,]{0,6};?){0,4}", any in "\\PC{0,12}") {
        if let Ok(rule) = Rule::parse(&text) {
            let start = Date::new(2024, 2, 29).unwrap();
            let _ = rule.first(start);
            let _ = rule.days(start, Date::new(2026, 1, 1).unwrap());
        }
        let _ = Rule::parse(&any);
    }

    /// Days come in order, each once, within their bounds; COUNT bounds them, and a later end only adds days.
    #[test]
    fn days_are_in_order_and_in_bounds(
        frequency in 0usize..4, interval in 1u32..5, count in 1u32..9, day in 1i8..29, month in 1i8..13, reach in 0i32..900,
    ) {
        let frequency = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"][frequency];
        let rule = Rule::parse(&format!("FREQ={frequency};INTERVAL={interval};COUNT={count}")).unwrap();
        let start = Date::new(2024, month, day).unwrap();
        let last = start + reach.days();
        let days = rule.days(start, last);
        proptest::prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        proptest::prop_assert!(days.iter().all(|d| start <= *d && *d <= last));
        proptest::prop_assert!(days.len() <= count as usize);
        proptest::prop_assert_eq!(days.first(), Some(&start));
        proptest::prop_assert!(rule.days(start, last + 90.days()).starts_with(&days));
    }
}
