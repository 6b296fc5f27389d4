//! Typed reading of the tree, as a serde deserializer that keeps places.

use std::fmt;

use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer,
    MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::rules::SYNTAX;
use crate::spanned::{MANY, OR_WORD, SPANNED};
use crate::{Diagnostic, Document, Node, Place, Span, Value, canonical, same_word};

/// Reads a node as a type. Struct keys and enum words are equal up to `-`, `_` and case.
///
/// # Errors
/// The first fault, at the innermost node that it concerns. A node that was validated against its schema has none.
pub fn from_node<'de, T: Deserialize<'de>>(
    document: &'de Document,
    node: &'de Node,
) -> Result<T, Box<Diagnostic>> {
    T::deserialize(Reader { document, node }).map_err(|error| {
        let place = document.place_of(error.span.unwrap_or(node.span));
        Box::new(Diagnostic::new(&SYNTAX, error.message).at(place))
    })
}

#[derive(Clone, Copy)]
struct Reader<'de> {
    document: &'de Document,
    node: &'de Node,
}

/// What could not be read, with the innermost span.
#[derive(Debug)]
struct ReadError {
    message: String,
    span: Option<Span>,
}

impl ReadError {
    fn within(mut self, node: &Node) -> Self {
        self.span.get_or_insert(node.span);
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

impl serde::de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            span: None,
        }
    }
}

impl<'de> Reader<'de> {
    fn child(self, node: &'de Node) -> Self {
        Self { node, ..self }
    }

    fn items<V: Visitor<'de>>(self, items: &'de [Node], visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_seq(Items {
            reader: self,
            items: items.iter(),
        })
    }

    fn entries<V: Visitor<'de>>(
        self,
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match &self.node.value {
            Value::Mapping(entries) => visitor.visit_map(Entries {
                reader: self,
                entries: entries.iter(),
                value: None,
                fields,
            }),
            // A file or block without content is a block without keys.
            Value::Null => visitor.visit_map(Entries {
                reader: self,
                entries: [].iter(),
                value: None,
                fields,
            }),
            _ => self.other(visitor),
        }
    }

    fn other<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::String(text) => visitor.visit_str(text),
            Value::Sequence(items) => self.items(items, visitor),
            Value::Mapping(_) => self.entries(None, visitor),
        }
    }
}

/// `16.0` is a whole number, as JSON Schema has it.
macro_rules! whole_numbers {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.node.value {
                Value::Float(number) if number.fract() == 0.0 && number.abs() < MOST_WHOLE => visitor
                    .visit_i64(number as i64)
                    .map_err(|error: ReadError| error.within(self.node)),
                _ => self.deserialize_any(visitor),
            }
        }
    )+};
}

/// Below it, every whole number has a float of its own.
const MOST_WHOLE: f64 = 9_007_199_254_740_992.0;

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.other(visitor).map_err(|error| error.within(self.node))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let result = match name {
            SPANNED => visitor.visit_seq(Parts {
                reader: self,
                place: self.document.place(self.node),
                next: 0,
            }),
            MANY => match &self.node.value {
                Value::Sequence(items) => self.items(items, visitor),
                _ => self.items(std::slice::from_ref(self.node), visitor),
            },
            OR_WORD => visitor.visit_enum(Choice { reader: self }),
            _ => visitor.visit_newtype_struct(self),
        };
        result.map_err(|error| error.within(self.node))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.entries(Some(fields), visitor)
            .map_err(|error| error.within(self.node))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.entries(None, visitor)
            .map_err(|error| error.within(self.node))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let result = match &self.node.value {
            Value::String(text) => {
                let known = variants
                    .iter()
                    .copied()
                    .find(|variant| same_word(variant, text));
                visitor.visit_enum(known.unwrap_or(text).into_deserializer())
            }
            _ => Err(ReadError::custom("a word is expected here")),
        };
        result.map_err(|error| error.within(self.node))
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct identifier ignored_any
    }
}

struct Items<'de> {
    reader: Reader<'de>,
    items: std::slice::Iter<'de, Node>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        self.items
            .next()
            .map(|item| seed.deserialize(self.reader.child(item)))
            .transpose()
    }
}

struct Entries<'de> {
    reader: Reader<'de>,
    entries: std::slice::Iter<'de, crate::Entry>,
    value: Option<&'de Node>,
    fields: Option<&'static [&'static str]>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        let Some(entry) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(&entry.value);
        let field = self.fields.and_then(|fields| {
            let written = entry.key.as_str()?;
            fields
                .iter()
                .copied()
                .find(|field| same_word(field, written))
        });
        match field {
            Some(field) => seed.deserialize(StrDeserializer::new(field)).map(Some),
            None => seed.deserialize(self.reader.child(&entry.key)).map(Some),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        match self.value.take() {
            Some(node) => seed.deserialize(self.reader.child(node)),
            None => Err(ReadError::custom("a key without a value")),
        }
    }
}

/// The parts of a spanned value: path, line, column, end line, end column, value.
struct Parts<'de> {
    reader: Reader<'de>,
    place: Place,
    next: u8,
}

impl<'de> SeqAccess<'de> for Parts<'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let number = |number: u32| U32Deserializer::<ReadError>::new(number);
        let part = self.next;
        self.next += 1;
        match part {
            0 => seed
                .deserialize(StrDeserializer::<ReadError>::new(&self.place.file))
                .map(Some),
            1 => seed.deserialize(number(self.place.line)).map(Some),
            2 => seed.deserialize(number(self.place.column)).map(Some),
            3 => seed.deserialize(number(self.place.end_line)).map(Some),
            4 => seed.deserialize(number(self.place.end_column)).map(Some),
            5 => seed.deserialize(self.reader).map(Some),
            _ => Ok(None),
        }
    }
}

/// The words that stand for an absence.
const ABSENT: [&str; 3] = ["not-stated", "none", "not-applicable"];

/// Decides which variant of [`OrWord`](crate::OrWord) a node is.
struct Choice<'de> {
    reader: Reader<'de>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = ReadError;
    type Variant = Chosen<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Chosen<'de>), ReadError> {
        let node = self.reader.node;
        let (name, content) = match &node.value {
            Value::String(text) if ABSENT.iter().any(|word| same_word(word, text)) => {
                ("word", Chosen::Text(canonical(text)))
            }
            Value::Mapping(entries) if entries.len() == 1 && node.get("stated").is_some() => {
                let stated = node.get("stated").map(|stated| {
                    self.reader
                        .document
                        .raw(stated)
                        .trim_matches('"')
                        .to_owned()
                });
                ("stated", Chosen::Text(stated.unwrap_or_default()))
            }
            _ => ("value", Chosen::Node(self.reader)),
        };
        Ok((
            seed.deserialize(StrDeserializer::<ReadError>::new(name))?,
            content,
        ))
    }
}

enum Chosen<'de> {
    Text(String),
    Node(Reader<'de>),
}

impl<'de> VariantAccess<'de> for Chosen<'de> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        match self {
            Self::Text(text) => seed.deserialize(text.into_deserializer()),
            Self::Node(reader) => seed.deserialize(reader),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _len: usize,
        _visitor: V,
    ) -> Result<V::Value, ReadError> {
        Err(ReadError::custom("a single value is expected here"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, ReadError> {
        Err(ReadError::custom("a single value is expected here"))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Many, Map, OrWord, SourceFile, Spanned, parse};

    #[derive(serde::Deserialize, Debug)]
    struct Tool {
        location: Spanned<Location>,
        max_size: Option<Spanned<String>>,
        never: Many<Spanned<String>>,
        contact: OrWord<Map<String>>,
        published: Spanned<OrWord<String>>,
    }

    #[derive(serde::Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "kebab-case")]
    enum Location {
        InBrowser,
    }

    #[test]
    fn places_survive_typed_reading() {
        let text = "Location: In_Browser\nmax-size: 20 MB\nnever: train\ncontact: not_stated\npublished: {stated: 8/4/2025}\n";
        let document = parse(Arc::new(SourceFile::new("a.yaml", text))).0.unwrap();
        let tool: Tool = from_node(&document, &document.root).unwrap();
        assert_eq!(tool.location.value, Location::InBrowser);
        assert_eq!(tool.location.place.to_string(), "a.yaml:1:11");
        assert_eq!(tool.max_size.unwrap().place.to_string(), "a.yaml:2:11");
        assert_eq!(tool.never.0[0].place.to_string(), "a.yaml:3:8");
        assert!(matches!(tool.contact, OrWord::Word(word) if word == "not-stated"));
        assert!(matches!(tool.published.value, OrWord::Stated(text) if text == "8/4/2025"));
    }

    #[test]
    fn an_error_points_at_the_innermost_node() {
        let text = "location: in-browser\nnever: []\ncontact: {a: [b]}\npublished: x\n";
        let document = parse(Arc::new(SourceFile::new("a.yaml", text))).0.unwrap();
        let error = from_node::<Tool>(&document, &document.root).unwrap_err();
        assert_eq!(error.place.unwrap().to_string(), "a.yaml:3:14");
    }
}
