//! What a schema expects at a place, in plain words.

use candor_syntax::Node;
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

/// The tree as JSON. Keys are in the schema's spelling, so that `-`, `_` and case are equal.
pub(crate) fn as_json(node: &Node) -> Value {
    use candor_syntax::Value as Yaml;
    match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(*value),
        Yaml::Integer(value) => Value::from(*value),
        Yaml::Float(value) => Value::from(*value),
        Yaml::String(text) => Value::String(text.clone()),
        Yaml::Sequence(items) => Value::Array(items.iter().map(as_json).collect()),
        Yaml::Mapping(entries) => Value::Object(
            entries
                .iter()
                .map(|entry| {
                    (
                        schema_key(entry.key.as_str().unwrap_or_default()),
                        as_json(&entry.value),
                    )
                })
                .collect(),
        ),
    }
}

fn schema_key(key: &str) -> String {
    key.to_lowercase().replace('-', "_")
}

/// Whether a value has the form that a branch of a choice asks for, so that only something inside it is wrong.
pub(crate) fn has_form(errors: &[ValidationError<'static>], pointer: &str) -> bool {
    errors
        .iter()
        .filter(|error| error.instance_path().as_str() == pointer)
        .all(|error| match error.kind() {
            ValidationErrorKind::Type { .. }
            | ValidationErrorKind::Enum { .. }
            | ValidationErrorKind::Constant { .. } => false,
            ValidationErrorKind::AnyOf { context } => {
                context.iter().any(|errors| has_form(errors, pointer))
            }
            _ => true,
        })
}

/// The branch of a choice that was meant: of those whose form fits, the one with the fewest faults. `{stated: …}` is
/// always possible, so it was meant only if that key is there.
pub(crate) fn meant<'c>(
    context: &'c [Vec<ValidationError<'static>>],
    pointer: &str,
    is_stated: bool,
) -> Option<&'c [ValidationError<'static>]> {
    let lacks_stated = |errors: &[ValidationError<'static>]| {
        errors.iter().any(|error| {
            matches!(error.kind(), ValidationErrorKind::Required { property } if property == "stated")
        })
    };
    context
        .iter()
        .filter(|errors| has_form(errors, pointer) && (is_stated || !lacks_stated(errors)))
        .min_by_key(|errors| errors.len())
        .map(Vec::as_slice)
}

/// Everything that the branches of a choice would take at a place. The last of three is `{stated: …}`, which says
/// nothing about what was meant.
pub(crate) fn collect_expected(
    pointer: &str,
    context: &[Vec<ValidationError<'static>>],
    expected: &mut Vec<String>,
) {
    let own = if context.len() == 3 { 2 } else { context.len() };
    for error in context
        .iter()
        .take(own)
        .flatten()
        .filter(|error| error.instance_path().as_str() == pointer)
    {
        match error.kind() {
            ValidationErrorKind::Type { kind } => expected.extend(kinds(kind)),
            ValidationErrorKind::Enum { options } => expected.extend(words(options)),
            ValidationErrorKind::AnyOf { context } => collect_expected(pointer, context, expected),
            _ => {}
        }
    }
}

/// The words of a closed list, as messages write them.
pub(crate) fn words(options: &Value) -> Vec<String> {
    options
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|word| format!("`{word}`"))
        .collect()
}

/// The forms of a schema, in plain words.
pub(crate) fn kinds(kind: &TypeKind) -> Vec<String> {
    let name = |kind: &str| {
        match kind {
            "string" => "text",
            "array" => "a list",
            "object" => "a block of keys",
            "boolean" => "true or false",
            "integer" => "a whole number",
            "number" => "a number",
            other => other,
        }
        .to_owned()
    };
    match kind {
        TypeKind::Single(single) => vec![name(&single.to_string())],
        TypeKind::Multiple(several) => several.iter().map(|kind| name(&kind.to_string())).collect(),
    }
}

/// `a, b or c`.
pub(crate) fn one_of(list: &[String]) -> String {
    match list.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => list.concat(),
    }
}
