//! The schemas of the file kinds: generated from the declared types, as draft-07, which editors understand.

use std::sync::OnceLock;

use jsonschema::Validator;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

use crate::kind::Kind;
use crate::nouns::{
    activity, audience, candor, changes, data, device_storage, organisation, page, promises,
    retention, rights, security, tool, vendor,
};
use crate::shape;

/// The kinds of files, by the names of their schemas.
pub fn kinds() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.name()).collect()
}

/// The schema of a kind as JSON text.
pub fn schema(kind: &str) -> Option<String> {
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
    serde_json::to_string_pretty(&value(kind)).ok()
}

/// Every schema with its file name, as they are published for editors.
pub fn schema_files() -> Vec<(String, String)> {
    kinds()
        .into_iter()
        .filter_map(|kind| Some((format!("{kind}.json"), schema(kind)? + "\n")))
        .collect()
}

/// A schema, as JSON and compiled.
struct Compiled {
    value: Value,
    /// Nothing where a schema is not valid itself, which a test rules out.
    validator: Option<Validator>,
}

/// The schema of a kind; every schema is made and compiled once.
fn compiled(kind: Kind) -> &'static Compiled {
    static SCHEMAS: [OnceLock<Compiled>; Kind::ALL.len()] =
        [const { OnceLock::new() }; Kind::ALL.len()];
    SCHEMAS[kind as usize].get_or_init(|| {
        let value = value(kind);
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft7);
        let validator = options.build(&value).ok();
        Compiled { value, validator }
    })
}

/// The compiled schema of a kind.
pub(crate) fn validator(kind: Kind) -> Option<&'static Validator> {
    compiled(kind).validator.as_ref()
}

/// The schema that a `$ref` of a kind's schema points at, or the schema itself. A reference that has a description
/// of its own stands in an `allOf`, because draft-07 allows nothing beside `$ref`.
pub(crate) fn resolved(kind: Kind, schema: &'static Value) -> &'static Value {
    let inner = match schema.get("allOf").and_then(Value::as_array) {
        Some(only) if only.len() == 1 => &only[0],
        _ => schema,
    };
    let target = inner
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| compiled(kind).value.pointer(reference.strip_prefix('#')?));
    target.unwrap_or(inner)
}

/// The keys of the block whose keyword refused something, with their schemas. `path` is that keyword's path; it may
/// lead through references.
pub(crate) fn properties(kind: Kind, path: &str) -> Option<&'static Map<String, Value>> {
    let (block, _keyword) = path.rsplit_once('/')?;
    let mut schema = &compiled(kind).value;
    for step in block.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        schema = match schema {
            _ if step == "$ref" => resolved(kind, schema),
            Value::Array(branches) => branches.get(step.parse::<usize>().ok()?)?,
            _ => schema.get(&step)?,
        };
    }
    resolved(kind, schema).get("properties")?.as_object()
}

/// The schema of a key of the block whose keyword refused something.
pub(crate) fn property(kind: Kind, path: &str, key: &str) -> Option<&'static Value> {
    properties(kind, path)?.get(key)
}

/// Whether a key's value may be left open with `not-stated`.
pub(crate) fn may_be_open(kind: Kind, schema: &'static Value) -> bool {
    let schema = resolved(kind, schema);
    let listed = |schema: &Value| {
        let words = schema.get("enum").and_then(Value::as_array);
        words.is_some_and(|words| words.iter().any(|word| word == "not-stated"))
    };
    let branches = schema.get("anyOf").and_then(Value::as_array);
    listed(schema) || branches.is_some_and(|branches| branches.iter().any(listed))
}

/// The schema of a kind as a JSON value.
fn value(kind: Kind) -> Value {
    match kind {
        Kind::Candor => of::<candor::Candor>(kind),
        Kind::Organisation => of::<organisation::Organisation>(kind),
        Kind::Audience => of::<audience::Audience>(kind),
        Kind::Data => of::<shape::Map<data::DataCategory>>(kind),
        Kind::Retention => of::<shape::Map<retention::Window>>(kind),
        Kind::DeviceStorage => of::<Vec<device_storage::Item>>(kind),
        Kind::Promises => of::<Vec<promises::Promise>>(kind),
        Kind::Rights => of::<rights::Rights>(kind),
        Kind::Security => of::<Vec<security::Measure>>(kind),
        Kind::Changes => of::<changes::Changes>(kind),
        Kind::Activity => of::<activity::StandAlone>(kind),
        Kind::Tool => of::<tool::Tool>(kind),
        Kind::Vendor => of::<vendor::Vendor>(kind),
        Kind::Page => of::<page::Head>(kind),
    }
}

fn of<T: JsonSchema>(kind: Kind) -> Value {
    let generator: SchemaGenerator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    tighten(&mut schema);
    if let Value::Object(object) = &mut schema {
        object.insert("title".to_owned(), Value::String(kind.name().to_owned()));
    }
    schema
}

/// An optional key may be left out; an empty one is a mistake. So no schema allows null.
fn tighten(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tighten),
        Value::Object(object) => {
            drop_null_branch(object);
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(words)) = object.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            if object.get("default").is_some_and(Value::is_null) {
                object.remove("default");
            }
            // An empty text is never meant: what a document does not say has a word of its own.
            if object.get("type").is_some_and(|kind| kind == "string") {
                object.entry("minLength").or_insert(Value::from(1));
            }
            object.values_mut().for_each(tighten);
        }
        _ => {}
    }
}

/// Takes the null out of an `anyOf`, and the `anyOf` away where one branch is left.
fn drop_null_branch(object: &mut Map<String, Value>) {
    let Some(Value::Array(branches)) = object.get_mut("anyOf") else {
        return;
    };
    branches.retain(|branch| branch.get("type").is_none_or(|kind| kind != "null"));
    if let [Value::Object(only)] = branches.as_slice() {
        let only = only.clone();
        object.remove("anyOf");
        for (key, value) in only {
            object.entry(key).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_valid_schema_without_null() {
        for kind in Kind::ALL {
            assert!(validator(kind).is_some(), "{}", kind.name());
            let text = schema(kind.name()).unwrap();
            assert!(!text.contains("\"null\""), "{} allows null", kind.name());
            assert!(text.contains("draft-07"), "{}", kind.name());
        }
        assert_eq!(schema("no-such-kind"), None);
    }
}
