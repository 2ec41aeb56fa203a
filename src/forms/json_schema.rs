//! JSON Schema 2020-12 of a TOML file or of front matter, from what its reader asks for.

use serde_json::{Map, Value, json};

use super::{spelling, words};
use crate::model::Locale;
use crate::source::{AnyForm, Key, Shape, Wanted};

/// What becomes of a key that nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strangers {
    /// An error, as in TOML.
    Refused,
    /// Kept, as in YAML front matter, whose keys belong to other programs too; there a key may also be without a value.
    Kept,
}

/// The schema of a kind of file, with titles and descriptions in a language.
pub fn json_schema(form: &dyn AnyForm, strangers: Strangers, locale: Locale) -> Value {
    let writer = Writer { form: form.name(), nothing: strangers == Strangers::Kept, locale };
    let mut schema = writer.table(&form.shape(), "", "#");
    let kind = words::kind(form.name(), locale);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(kind.map(|k| k.title));
    schema["description"] = json!(kind.map(|k| k.about));
    schema["additionalProperties"] = json!(strangers == Strangers::Kept);
    schema
}

struct Writer {
    form: &'static str,
    /// Whether a key may be without a value.
    nothing: bool,
    locale: Locale,
}

impl Writer {
    /// A table; `path` is the keys that lead to it, each with a dot behind, and `pointer` where its schema stands.
    fn table(&self, shape: &Shape, path: &str, pointer: &str) -> Value {
        if shape.free {
            return json!({ "type": "object", "additionalProperties": self.value(&Wanted::Count, true) });
        }
        let mut properties = Map::new();
        for key in &shape.keys {
            properties.insert(key.name.to_owned(), self.key(key, path, pointer));
        }
        let required: Vec<&str> = shape.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !required.is_empty() {
            table["required"] = json!(required);
        }
        table
    }

    fn key(&self, key: &Key, path: &str, pointer: &str) -> Value {
        let path = format!("{path}{}", key.name);
        let own = format!("{pointer}/properties/{}", key.name);
        let schema = match &key.wanted {
            Wanted::Table(shape) => self.table(shape, &format!("{path}."), &own),
            Wanted::Tables(shape) => {
                json!({ "type": "array", "items": self.table(shape, &format!("{path}."), &format!("{own}/items")) })
            }
            Wanted::Again => json!({ "type": "array", "items": { "$ref": pointer } }),
            wanted => self.value(wanted, key.required),
        };
        let mut schema = if self.nothing { json!({ "anyOf": [schema, { "type": "null" }] }) } else { schema };
        if let Some(described) = words::key(self.form, &path, self.locale) {
            schema["title"] = json!(described.title);
            schema["description"] = json!(described.about);
            if let Some(example) = described.example {
                schema["examples"] = json!([example]);
            }
        }
        schema
    }

    /// A value as its reader takes it. A blank text is no value, which a key that must be there cannot be.
    fn value(&self, wanted: &Wanted, required: bool) -> Value {
        let whole = |pattern: &str| if required { format!("^(?:{pattern})$") } else { format!("^(?:{pattern}|\\s*)$") };
        match wanted {
            Wanted::Text if required => json!({ "type": ["string", "number", "boolean"], "pattern": "\\S" }),
            Wanted::Text => json!({ "type": ["string", "number", "boolean"] }),
            Wanted::Texts => {
                let text = self.value(&Wanted::Text, required);
                let least = u8::from(required);
                json!({ "anyOf": [text, { "type": "array", "items": text, "minItems": least }] })
            }
            Wanted::Date => json!({ "type": ["string", "integer"], "pattern": whole(&spelling::day()) }),
            Wanted::Money | Wanted::Number => json!({ "type": ["string", "number"], "pattern": whole(&spelling::number()) }),
            Wanted::Count => json!({ "type": ["string", "integer"], "minimum": 0, "pattern": whole(&spelling::number()) }),
            Wanted::Boolean => json!({ "type": "boolean" }),
            Wanted::Choice(names) => {
                let listed: Vec<Value> = names.iter().map(|name| name.parse::<i64>().map_or(json!(name), |n| json!(n))).collect();
                json!({ "anyOf": [{ "enum": listed }, { "type": "string", "pattern": whole(&spelling::choice(names)) }] })
            }
            Wanted::Table(_) | Wanted::Tables(_) | Wanted::Again => json!(true),
        }
    }
}
