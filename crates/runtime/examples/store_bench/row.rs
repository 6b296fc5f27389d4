//! What is printed: one JSON object per row of a table.

use serde_json::{Value, json};

/// Two digits behind the point are more than any figure here is sure of.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A figure, or that there is none.
pub(crate) fn figure(value: Option<f64>) -> Value {
    value.map_or(json!("not measured"), |number| json!(rounded(number)))
}

/// The value in the middle; nothing where any is missing.
pub(crate) fn median(values: Vec<Option<f64>>) -> Option<f64> {
    let mut values: Vec<f64> = values.into_iter().collect::<Option<_>>()?;
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// A row for each system with its rate, and the store's rate over it. The store comes first.
pub(crate) fn rates(
    case: &str,
    facts: &[(&str, Value)],
    systems: &[(&str, Option<f64>)],
) -> Vec<Value> {
    let own = systems.first().and_then(|(_, rate)| *rate);
    let row = |(system, rate): &(&str, Option<f64>)| {
        let mut row = serde_json::Map::new();
        row.insert("case".to_owned(), json!(case));
        for (key, value) in facts {
            row.insert((*key).to_owned(), value.clone());
        }
        row.insert("system".to_owned(), json!(system));
        row.insert("per_second".to_owned(), figure(*rate));
        let ratio = own.zip(*rate).map(|(own, rate)| own / rate);
        row.insert("store_to_it".to_owned(), figure(ratio));
        Value::Object(row)
    };
    systems.iter().map(row).collect()
}
