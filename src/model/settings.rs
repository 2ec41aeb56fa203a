//! `gongshi.toml`: the community, its site, its accounts. Every key but an account's `id` has a default.

use jiff::civil::Date;
use serde::Deserialize;

use super::{Money, Span, Spanned};

/// What an account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// Property service fees and what they pay for.
    Operating,
    /// Income from common parts: the owners', after reasonable cost (Civil Code 282).
    CommonIncome,
    /// 专项维修资金 (Civil Code 281).
    MaintenanceFund,
    Deposit,
    /// Collected and paid on for others (代收代付): water, power.
    PassThrough,
}

impl AccountKind {
    pub const NAMES: &[(&str, AccountKind)] = &[
        ("operating", AccountKind::Operating),
        ("common_income", AccountKind::CommonIncome),
        ("maintenance_fund", AccountKind::MaintenanceFund),
        ("deposit", AccountKind::Deposit),
        ("pass_through", AccountKind::PassThrough),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(AccountKind::NAMES, self)
    }
}

/// When an entry is booked: when money moves, or when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Cash,
    Accrual,
}

impl Basis {
    pub const NAMES: &[(&str, Basis)] = &[("cash", Basis::Cash), ("accrual", Basis::Accrual)];

    pub fn name(self) -> &'static str {
        super::name_of(Basis::NAMES, self)
    }
}

/// An account that the folder declares, or that its entries open by naming it.
#[derive(Clone, Debug)]
pub struct Account {
    /// In addresses and references; a declared id, else the name the entries use.
    pub id: Spanned<String>,
    pub name: String,
    pub holder: Option<String>,
    /// Balance at the beginning of `opened_on`, in yuan.
    pub opening: Money,
    pub opened_on: Option<Date>,
    pub kind: Option<AccountKind>,
    pub basis: Basis,
    /// Whether the account has a bank account of its own: only then is it asserted against the bank.
    pub own_bank: bool,
    /// False for an account that only its entries know.
    pub declared: bool,
}

impl Account {
    /// Whether balances.csv and closing rows are asserted: cash accounts with a bank account of their own.
    pub fn asserted(&self) -> bool {
        self.own_bank && self.basis == Basis::Cash
    }
}

/// A building or an entrance of it: the base of votes and of collection.
#[derive(Clone, Debug)]
pub struct Building {
    pub id: Spanned<String>,
    pub name: Option<String>,
    pub owners: Option<u32>,
    /// m².
    pub area: Option<super::Exact>,
    pub fund_opening: Option<Money>,
    pub entrances: Vec<Building>,
}

/// Who may read: owners (the law gives these rights to them; pages ask search engines to stay out) or anyone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    #[default]
    Owners,
    Public,
}

impl Audience {
    pub const NAMES: &[(&str, Audience)] = &[("owners", Audience::Owners), ("public", Audience::Public)];
}

/// How often a duty comes due; periods begin with the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    Monthly,
    EveryTwoMonths,
    Quarterly,
    HalfYearly,
    Yearly,
}

impl Cadence {
    pub const NAMES: &[(&str, Cadence)] = &[
        ("monthly", Cadence::Monthly),
        ("every_two_months", Cadence::EveryTwoMonths),
        ("quarterly", Cadence::Quarterly),
        ("half_yearly", Cadence::HalfYearly),
        ("yearly", Cadence::Yearly),
    ];

    /// Months of a period.
    pub fn months(self) -> u8 {
        match self {
            Cadence::Monthly => 1,
            Cadence::EveryTwoMonths => 2,
            Cadence::Quarterly => 3,
            Cadence::HalfYearly => 6,
            Cadence::Yearly => 12,
        }
    }
}

/// A folder's own say on a duty: `[[duty]]`.
#[derive(Clone, Debug)]
pub struct DutyOverride {
    pub id: Spanned<String>,
    pub title: Option<String>,
    pub days: Option<u32>,
    pub cadence: Option<Cadence>,
    /// What of the record meets it: a name that `figures::duties` knows.
    pub met_by: Option<Spanned<String>>,
    pub basis: Option<String>,
    pub judged: bool,
}

/// A contradiction that somebody owns: it is then published as a finding, with both figures and the reason.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    pub code: Spanned<String>,
    pub reason: String,
    pub by: Option<String>,
    pub on: Option<Date>,
}

/// A name or number that may stand in a file, since somebody decided so: `[privacy] allow`.
#[derive(Clone, Debug)]
pub struct Allowed {
    pub path: Spanned<String>,
    pub text: Spanned<String>,
    /// Published.
    pub reason: String,
}

/// Pictures and scans that somebody has looked through: a file, or files of a folder by their names.
#[derive(Clone, Debug)]
pub struct Redacted {
    pub path: Spanned<String>,
    pub files: Vec<Spanned<String>>,
    pub by: String,
    pub on: Option<Date>,
}

impl Redacted {
    /// The attachments it names, each with the place that names it.
    pub fn paths(&self) -> impl Iterator<Item = (String, Span)> {
        let whole = self.files.is_empty().then(|| (self.path.value.clone(), self.path.span));
        let folder = self.path.value.trim_end_matches('/');
        whole.into_iter().chain(self.files.iter().map(move |file| (format!("{folder}/{}", file.value), file.span)))
    }
}

#[derive(Clone, Debug)]
pub struct Settings {
    pub name: Option<String>,
    pub address: Option<String>,
    pub households: Option<u32>,
    /// m².
    pub area: Option<super::Exact>,
    pub channels: Vec<String>,
    pub developer: Option<String>,
    /// The currency of every amount, as its code of three letters; else the jurisdiction's.
    pub currency: Option<String>,
    pub timezone: String,
    pub base_url: Option<String>,
    pub locale: Option<String>,
    pub theme: Option<String>,
    pub title: Option<String>,
    pub contact: Option<String>,
    pub source_url: Option<String>,
    pub as_of: Option<Date>,
    pub audience: Audience,
    /// Duties count from this day.
    pub since: Option<Date>,
    pub jurisdiction: Option<Spanned<String>>,
    pub accounts: Vec<Account>,
    pub buildings: Vec<Building>,
    pub duties: Vec<DutyOverride>,
    /// `[privacy] allow`.
    pub allowed: Vec<Allowed>,
    pub redacted: Vec<Redacted>,
    /// Days and other numbers of the jurisdiction that the folder sets, by id.
    pub jurisdiction_overrides: Vec<(Spanned<String>, u32)>,
}

impl Settings {
    pub const TIMEZONE: &str = "Asia/Shanghai";

    /// The declared building that a record names by its id or its name.
    pub fn building_of(&self, named: &str) -> Option<usize> {
        let named = named.trim();
        self.buildings.iter().position(|b| b.id.value == named || b.name.as_deref() == Some(named))
    }

    /// How many own the building that a record names, where that is declared.
    pub fn owners_of(&self, named: &str) -> Option<u32> {
        self.building_of(named).and_then(|i| self.buildings[i].owners)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            name: None,
            address: None,
            households: None,
            area: None,
            channels: Vec::new(),
            developer: None,
            currency: None,
            timezone: Settings::TIMEZONE.to_owned(),
            base_url: None,
            locale: None,
            theme: None,
            title: None,
            contact: None,
            source_url: None,
            as_of: None,
            audience: Audience::default(),
            since: None,
            jurisdiction: None,
            accounts: Vec::new(),
            buildings: Vec::new(),
            duties: Vec::new(),
            allowed: Vec::new(),
            redacted: Vec::new(),
            jurisdiction_overrides: Vec::new(),
        }
    }
}
