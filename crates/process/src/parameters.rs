use std::collections::BTreeMap;

use crate::fault::Fault;
use crate::nearest::nearest;
use crate::operations::OperationCard;

/// What one parameter of an operation is.
#[derive(Clone, Copy, Debug)]
pub struct ParameterCard {
    /// The name to write.
    pub name: &'static str,
    /// One sentence on what it does.
    pub summary: &'static str,
    /// Which values it takes.
    pub kind: ParameterKind,
    /// The value that is used when it is absent, as it would be written. `None`: see `required`.
    pub default: Option<&'static str>,
    /// Whether a run without it is refused.
    pub required: bool,
}

/// Which values a parameter takes.
#[derive(Clone, Copy, Debug)]
pub enum ParameterKind {
    /// A whole number.
    Number {
        /// Least value.
        least: u32,
        /// Greatest value.
        greatest: u32,
        /// What is counted, for example `pixels`; empty for a plain number.
        unit: &'static str,
    },
    /// One of these words.
    Word(&'static [&'static str]),
    /// A colour as six hexadecimal digits, red first, for example `8a2d1c`.
    Colour,
}

impl ParameterKind {
    /// The values in words, for messages.
    fn expected(self) -> String {
        match self {
            Self::Number {
                least,
                greatest,
                unit,
            } => {
                let unit = if unit.is_empty() {
                    String::new()
                } else {
                    format!(" ({unit})")
                };
                format!("a whole number from {least} to {greatest}{unit}")
            }
            Self::Word(words) => format!("one of: {}", words.join(", ")),
            Self::Colour => "a colour as six hexadecimal digits, for example 8a2d1c".to_owned(),
        }
    }

    fn read(self, text: &str) -> Option<Argument> {
        match self {
            Self::Number {
                least, greatest, ..
            } => {
                // `parse` would also take a leading plus sign.
                if !text.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                let number = text.parse().ok()?;
                (least..=greatest)
                    .contains(&number)
                    .then_some(Argument::Number(number))
            }
            Self::Word(words) => words
                .iter()
                .find(|word| **word == text)
                .map(|word| Argument::Word(word)),
            Self::Colour => {
                let digits = text.strip_prefix('#').unwrap_or(text);
                if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return None;
                }
                let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
                Some(Argument::Colour([red, green, blue]))
            }
        }
    }
}

/// A value that was read and is in its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Argument {
    Number(u32),
    Word(&'static str),
    Colour([u8; 3]),
}

/// All parameters of one run, read and checked.
#[derive(Debug)]
pub(crate) struct Arguments {
    operation: &'static str,
    values: BTreeMap<&'static str, Argument>,
}

impl Arguments {
    pub(crate) fn read(
        card: &'static OperationCard,
        given: &BTreeMap<String, String>,
    ) -> Result<Self, Fault> {
        for name in given.keys() {
            if !card
                .parameters
                .iter()
                .any(|parameter| parameter.name == name)
            {
                return Err(Fault::UnknownParameter {
                    operation: card.name,
                    name: name.clone(),
                    nearest: nearest(name, card.parameters.iter().map(|parameter| parameter.name)),
                });
            }
        }
        let mut values = BTreeMap::new();
        for parameter in card.parameters {
            let text = match given
                .get(parameter.name)
                .map(String::as_str)
                .or(parameter.default)
            {
                Some(text) => text,
                None if parameter.required => {
                    return Err(Fault::MissingParameter {
                        operation: card.name,
                        name: parameter.name,
                    });
                }
                None => continue,
            };
            let Some(value) = parameter.kind.read(text) else {
                return Err(Fault::BadParameter {
                    name: parameter.name,
                    value: text.to_owned(),
                    expected: parameter.kind.expected(),
                });
            };
            values.insert(parameter.name, value);
        }
        Ok(Self {
            operation: card.name,
            values,
        })
    }

    pub(crate) fn number_if_given(&self, name: &'static str) -> Option<u32> {
        match self.values.get(name) {
            Some(Argument::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn number(&self, name: &'static str) -> Result<u32, Fault> {
        self.number_if_given(name).ok_or(self.missing(name))
    }

    pub(crate) fn word(&self, name: &'static str) -> Result<&'static str, Fault> {
        match self.values.get(name) {
            Some(Argument::Word(word)) => Ok(word),
            _ => Err(self.missing(name)),
        }
    }

    pub(crate) fn colour(&self, name: &'static str) -> Result<[u8; 3], Fault> {
        match self.values.get(name) {
            Some(Argument::Colour(colour)) => Ok(*colour),
            _ => Err(self.missing(name)),
        }
    }

    pub(crate) fn missing(&self, name: &'static str) -> Fault {
        Fault::MissingParameter {
            operation: self.operation,
            name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::operations;

    #[test]
    fn every_default_is_a_value_that_would_be_accepted() {
        for card in operations() {
            for parameter in card.parameters {
                if let Some(default) = parameter.default {
                    assert!(
                        parameter.kind.read(default).is_some(),
                        "{} {}",
                        card.name,
                        parameter.name
                    );
                    assert!(!parameter.required, "{} {}", card.name, parameter.name);
                }
            }
        }
    }

    #[test]
    fn values_out_of_range_or_shape_are_refused() {
        let number = ParameterKind::Number {
            least: 1,
            greatest: 100,
            unit: "",
        };
        assert_eq!(number.read("100"), Some(Argument::Number(100)));
        for text in ["0", "101", "-1", "+5", "1.5", "", "99999999999", "ten"] {
            assert_eq!(number.read(text), None, "{text}");
        }
        assert_eq!(
            ParameterKind::Colour.read("#8a2d1c"),
            Some(Argument::Colour([0x8a, 0x2d, 0x1c]))
        );
        for text in ["8a2d1", "8a2d1cf", "+a2d1c", "ääää"] {
            assert_eq!(ParameterKind::Colour.read(text), None, "{text}");
        }
    }
}
