//! Fee collection on a whole site: nothing that is published tells of one to four households who owe.

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
