//! Values that keep their places through typed reading, and shapes that serde alone would read without places.
//!
//! Each type asks the tree's deserializer for itself by a name that no other format knows, so it can only be read with
//! [`from_node`](crate::from_node).

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{
    Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::Place;

pub(crate) const SPANNED: &str = "$candor::Spanned";
pub(crate) const MANY: &str = "$candor::Many";
pub(crate) const OR_WORD: &str = "$candor::OrWord";

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Spanned<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            // The sequence holds the path, four numbers, and the value.
            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(
                    parts: &mut A,
                ) -> Result<T, A::Error> {
                    parts
                        .next_element()?
                        .ok_or_else(|| A::Error::custom("the value has no place"))
                }
                let file: String = next(&mut parts)?;
                let place = Place {
                    file: file.into(),
                    line: next(&mut parts)?,
                    column: next(&mut parts)?,
                    end_line: next(&mut parts)?,
                    end_column: next(&mut parts)?,
                };
                Ok(Spanned {
                    value: next(&mut parts)?,
                    place,
                })
            }
        }
        deserializer.deserialize_newtype_struct(SPANNED, Read(PhantomData))
    }
}

/// One value or a list of them.
#[derive(Clone, Debug)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Many<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value or a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Many(list))
            }
        }
        deserializer.deserialize_newtype_struct(MANY, Read(PhantomData))
    }
}

/// A value, or one of the words that stand for its absence.
#[derive(Clone, Debug)]
pub enum OrWord<T> {
    /// The value.
    Value(T),
    /// `not-stated`, `none` or `not-applicable`, in canonical form.
    Word(String),
    /// `{stated: TEXT}`: what a document says in words that have no certain reading.
    Stated(String),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrWord<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = OrWord<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value, or a word for its absence")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
                let (variant, content) = data.variant::<String>()?;
                match variant.as_str() {
                    "word" => content.newtype_variant().map(OrWord::Word),
                    "stated" => content.newtype_variant().map(OrWord::Stated),
                    _ => content.newtype_variant().map(OrWord::Value),
                }
            }
        }
        deserializer.deserialize_newtype_struct(OR_WORD, Read(PhantomData))
    }
}

/// Keys and values in the order of the file, each key with its place.
#[derive(Clone, Debug)]
pub struct Map<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Map<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a block of keys")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    list.push(entry);
                }
                Ok(Map(list))
            }
        }
        deserializer.deserialize_map(Read(PhantomData))
    }
}
