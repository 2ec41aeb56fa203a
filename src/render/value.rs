//! Template values, built without a detour through serde.

use tera::{Context, Value};

use crate::model::Date;

/// A table of values: `row! { label: name, href: link }`.
macro_rules! row {
    ($($key:ident : $value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut map = tera::Map::default();
        $(map.insert(tera::value::Key::from(stringify!($key)), tera::Value::from($value));)*
        tera::Value::from(map)
    }};
}
pub(crate) use row;

/// Puts values into a context: `put!(context, { title: name })`.
macro_rules! put {
    ($context:expr, { $($key:ident : $value:expr),* $(,)? }) => {
        $($context.insert_value(stringify!($key), tera::Value::from($value));)*
    };
}
pub(crate) use put;

/// A link, or its bare label where there is nowhere to go.
pub fn link(label: impl Into<Value>, href: Option<String>) -> Value {
    row! { label: label.into(), href: href }
}

/// A badge: its word and its tone (`on`, `due`, or none).
pub fn badge(label: impl Into<Value>, tone: &str) -> Value {
    row! { label: label.into(), tone: tone }
}

/// A day for machines and for people.
pub fn day(date: Date, text: String) -> Value {
    row! { iso: date.to_string(), text: text }
}

/// A context with nothing in it.
pub fn context() -> Context {
    Context::new()
}
