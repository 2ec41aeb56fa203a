//! Numbers of a few people on a whole site: nothing that is published tells of one to four who owe, answered, helped or
//! own a building.

mod support;

use std::collections::BTreeSet;
use std::fs;

use support::{Community, said, tree};

/// Buildings 2 and 5 have fewer than five who owe; their unpaid amounts are 200.01 and 100.03.
const SHEET: &str = "\
楼栋,费用项,收费户,欠费户,应收,实收,欠费追回,预交,欠费
1号楼,物业费,60,9,60000.00,51000.00,100.00,50.00,70001.00
2号楼,物业费,50,3,50000.00,49799.99,110.00,-60.00,60002.00
3号楼,物业费,55,8,55000.00,47123.45,120.00,70.00,50003.00
4号楼,物业费,52,7,52000.00,45222.22,130.00,80.00,40004.00
5号楼,物业费,40,1,40000.00,39899.97,140.00,90.00,30005.00
合计,,257,28,257000.00,233045.63,600.00,230.00,250015.00
";

#[test]
fn a_building_with_few_who_owe_stands_with_its_neighbour_everywhere() {
    let community = Community::empty("collection");
    community.file("collection/2025-Q1.csv", SHEET).file("collection/2025-Q1.toml", "published_on = 2025-04-10\n");
    let built = community.run(&["build", "--as-of", "2025-05-01", "--locale", "zh-CN"]);
    assert_eq!(built.status.code(), Some(0), "{}", said(&built));

    let table = fs::read_to_string(community.dir.join("site/data/collection.csv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let buildings: Vec<&str> = rows.iter().map(|row| row[2]).collect();
    assert_eq!(buildings, ["1号楼", "2号楼、3号楼", "4号楼、5号楼"]);
    let owing: Vec<u32> = rows.iter().map(|row| row[4].parse().unwrap()).collect();
    assert_eq!(owing, [9, 11, 8]);

    let page = fs::read_to_string(community.dir.join("site/collection/2025-Q1.html")).unwrap();
    assert!(page.contains("每应收100元的物业费，收到90.7元") && page.contains("2号楼、3号楼"), "{page}");

    // No figure of a building that was merged, and no arrears, recovered or prepaid of any building, is in any file.
    let few = ["49799.99", "200.01", "47123.45", "45222.22", "39899.97", "100.03", "70001.00", "60002.00", "30005.00"];
    for (path, bytes) in tree(&community.dir.join("site")) {
        let text = String::from_utf8_lossy(&bytes).replace(',', "");
        for number in few {
            assert!(!text.contains(number), "{path} tells {number}");
        }
        assert!(!path.starts_with("data/source/collection"), "{path} is published");
    }
}

#[test]
fn where_all_who_owe_are_few_their_number_is_not_told() {
    let community = Community::empty("collection-few");
    community.file(
        "collection/2025-Q1.csv",
        "building,category,households,owing,billed,collected\n1,Dues,30,2,3000.00,2800.00\n2,Dues,30,1,3000.00,2900.00\n",
    );
    let built = community.run(&["build", "--as-of", "2025-05-01", "--locale", "en"]);
    assert_eq!(built.status.code(), Some(0), "{}", said(&built));
    let table = fs::read_to_string(community.dir.join("site/data/collection.csv")).unwrap();
    let rows: BTreeSet<&str> = table.lines().skip(1).collect();
    assert_eq!(rows, BTreeSet::from(["2025-Q1,Dues,\"1, 2\",60,,6000.00,5700.00,95.0000"]));
    let page = fs::read_to_string(community.dir.join("site/collection/2025-Q1.html")).unwrap();
    assert!(page.contains("fewer than 5") && page.contains("of every 100 billed for Dues, 95 came in"), "{page}");
}

/// Houses A and B have three and two owners, building 9 has forty.
const HOUSES: &str = "\
format = 1
[community]
name = \"Laurel Court\"
[[building]]
id = \"A\"
owners = 3
[[building]]
id = \"9\"
owners = 40
[[building]]
id = \"B\"
owners = 2
";

#[test]
fn a_house_of_few_owners_holds_its_fund_together_with_its_neighbour() {
    let community = Community::empty("houses");
    community.file("gongshi.toml", HOUSES).file(
        "fund/balances.csv",
        "date,building,opening,paid_in,interest,used,closing,area\n\
         2024-12-31,A,1000.01,,,,1000.01,300\n2024-12-31,9,500000.00,,,,500000.00,4000\n2024-12-31,B,2000.02,,,,2000.02,410.5\n\
         2025-12-31,A,1000.01,7.07,,,1007.08,300\n2025-12-31,9,500000.00,95.00,,,500095.00,4000\n2025-12-31,B,2000.02,,,,2000.02,\n",
    );
    let built = community.run(&["build", "--as-of", "2026-01-05", "--locale", "en"]);
    assert_eq!(built.status.code(), Some(0), "{}", said(&built));
    let table = fs::read_to_string(community.dir.join("site/data/fund_balances.csv")).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).collect();
    let all = "2024-12-31,\"A, 9, B\",503000.03,0.00,0.00,0.00,503000.03,4710.50";
    assert_eq!(rows, [all, "2025-12-31,\"A, 9, B\",503000.03,102.07,0.00,0.00,503102.10,"]);
    told_nowhere(&community, &["1000.01", "2000.02", "7.07", "1007.08"]);
    let page = fs::read_to_string(community.dir.join("site/fund/index.html")).unwrap();
    assert!(page.contains("fewer than 5 owners is shown together"), "{page}");
}

#[test]
fn a_question_that_few_answered_is_told_without_their_answers() {
    let community = Community::empty("few-answers");
    community.file(
        "surveys/2025-Q1.csv",
        "question,good,fair,bad\nThe gates are shut at night,31,11,13\nThe roof garden is kept well,0,1,3\nNobody uses the sauna,0,0,0\n",
    );
    community.file("surveys/2025-Q1.toml", "sent = 100\nreturned = 55\n");
    let built = community.run(&["build", "--as-of", "2025-05-01", "--locale", "en"]);
    assert_eq!(built.status.code(), Some(0), "{}", said(&built));
    let table = fs::read_to_string(community.dir.join("site/data/survey_answers.csv")).unwrap();
    assert!(table.contains("gates") && !table.contains("roof garden") && table.contains("sauna"), "{table}");
    let page = fs::read_to_string(community.dir.join("site/surveys/2025-Q1.html")).unwrap();
    let row = page.split("The roof garden").last().unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("Fewer than 5 answered") && !row.contains(">3<") && !row.contains(">1<"), "{row}");
    // All questions together are those that are shown: nothing is left over to be told from the sum.
    let index = fs::read_to_string(community.dir.join("site/surveys/index.html")).unwrap();
    assert!(index.contains(">55<") && !index.contains(">59<"), "{index}");
    told_nowhere(&community, &["The roof garden is kept well0,1,3", "kept well,0,1,3"]);
}

#[test]
fn no_copy_is_given_out_of_a_file_that_counts_a_few() {
    let community = Community::empty("few-helpers");
    community.file("volunteers/2024.csv", "date,activity,people,hours\n2024-02-09,patrol,30,61.25\n2024-02-10,library,3,6.75\n");
    community.file("volunteers/2025.csv", "date,activity,people,hours\n2025-02-09,patrol,30,71.25\n");
    let happening = |people: u32| {
        format!("+++\ntitle = \"Clearing the pond\"\nkind = \"volunteering\"\npeople = {people}\nhours = 8.75\n+++\nDone.\n")
    };
    // Where complaints and collection lie, nothing is copied, whatever it holds.
    community.file("complaints/2025-Q1.csv", "id,received,kind\n1,2025-01-03,repair\n").file("complaints/2025-Q1.toml", "");
    community.file("collection/2025-Q1.csv", "building,households,owing,billed,collected\n1,9,0,900.00,900.00\n");
    community.file("collection/2025-Q1.toml", "");
    community.file("community/2025-03-01-pond.md", happening(4)).file("community/2025-04-01-pond.md", happening(5));
    let built = community.run(&["build", "--as-of", "2025-05-01", "--locale", "en"]);
    assert_eq!(built.status.code(), Some(0), "{}", said(&built));
    let copies: Vec<String> =
        tree(&community.dir.join("site/data/source")).into_keys().filter(|path| !path.starts_with("gongshi.toml")).collect();
    assert_eq!(copies, ["community/2025-04-01-pond.md", "volunteers/2025.csv"]);
    told_nowhere(&community, &["6.75"]);
    let page = fs::read_to_string(community.dir.join("site/community/2025-03-01-pond.html")).unwrap();
    assert!(page.contains("fewer than 5 people") && !page.contains("8.75") && !page.contains("data/source"), "{page}");
}

/// No file of the site holds a number, with or without its thousands separated.
fn told_nowhere(community: &Community, numbers: &[&str]) {
    for (path, bytes) in tree(&community.dir.join("site")) {
        let text = String::from_utf8_lossy(&bytes);
        let plain = text.replace(',', "");
        for number in numbers {
            assert!(!text.contains(number) && !plain.contains(number), "{path} tells {number}");
        }
    }
}
