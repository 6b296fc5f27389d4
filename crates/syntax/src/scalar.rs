//! Plain scalars of the YAML 1.2 core schema (YAML 1.2.2, section 10.3.2).
//!
//! Only what that schema names is special: `no`, `012:30` and dates are text, `012` is twelve.

use crate::Value;

/// The value of a plain scalar.
pub(crate) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Value::Float(f64::INFINITY);
        }
        "-.inf" | "-.Inf" | "-.INF" => return Value::Float(f64::NEG_INFINITY),
        _ => {}
    }
    integer(text)
        .or_else(|| float(text))
        .unwrap_or_else(|| Value::String(text.to_owned()))
}

fn integer(text: &str) -> Option<Value> {
    let radix = |digits: &str, radix| {
        let all_digits = digits.chars().all(|digit| digit.is_digit(radix));
        (all_digits && !digits.is_empty())
            .then(|| i64::from_str_radix(digits, radix).ok().map(Value::Integer))
            .flatten()
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().map(Value::Integer)
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn float(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)),
        ),
        None => (unsigned, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let number = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let power = exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent));
    (number && power)
        .then(|| text.parse().ok().map(Value::Float))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_core_schema_is_special() {
        let text = |text: &str| Value::String(text.to_owned());
        for (written, value) in [
            ("012", Value::Integer(12)),
            ("0x1F", Value::Integer(31)),
            ("-7", Value::Integer(-7)),
            ("1_000", text("1_000")),
            ("no", text("no")),
            ("2026-09-01", text("2026-09-01")),
            ("1.", Value::Float(1.0)),
            (".5", Value::Float(0.5)),
            ("1e3", Value::Float(1000.0)),
            (".", text(".")),
            ("e3", text("e3")),
            ("", Value::Null),
            ("99999999999999999999", Value::Float(1e20)),
            ("0x", text("0x")),
        ] {
            assert_eq!(plain(written), value, "{written}");
        }
    }
}
