//! The one visible list of record kinds.

/// Calls `$then!` with every kind of record, in the order of the site's navigation. Each name here is a
/// file of that name in model, source, check, figures and render; those rooms walk the list by this
/// macro, so a new kind is its files, a `mod` line in each room and one word here.
#[macro_export]
macro_rules! record_kinds {
    ($then:ident) => {
        $then! { accounts, scores, surveys, complaints, contracts, rules, minutes, notices }
    };
}
