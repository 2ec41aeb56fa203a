//! The one visible list of record kinds.

/// Calls `$then!` with every kind of record, in the order of the site's navigation. Each name here is a
/// file of that name in model, source, check, figures and render; those rooms walk the list by this
/// macro, so a new kind is its files, a `mod` line in each room and one word here. `replies` stands last: what
/// they answer may be a finding, so they are checked when all other kinds have been.
#[macro_export]
macro_rules! record_kinds {
    ($then:ident) => {
        $then! { accounts, fund, collection, scores, surveys, complaints, contracts, resolutions, rules, minutes, notices, organisation, letters, seal, calendar, community, volunteers, replies }
    };
}
