//! Ids of nouns, and references that are known to hold.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

/// A short kebab-case name, unique among the nouns of one kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Takes the name in its canonical form: lower case, `-` for `_`.
    pub fn new(name: &str) -> Self {
        if name
            .bytes()
            .any(|byte| byte == b'_' || byte.is_ascii_uppercase())
        {
            Self(name.to_lowercase().replace('_', "-").into())
        } else {
            Self(name.into())
        }
    }

    /// The name as pages, messages and addresses write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as templates write it: `_` for `-`.
    pub fn in_template(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A reference to a noun of a [`Policy`](crate::Policy). It is made only when the noun is stored, so
/// `policy[reference]` always finds one as long as it is used with the policy that it came from.
pub struct Ref<T> {
    index: u32,
    noun: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    pub(crate) fn new(index: usize) -> Self {
        Self {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            noun: PhantomData,
        }
    }

    pub(crate) fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ref<T> {}
impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Ref<T> {}
impl<T> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> Hash for Ref<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_canonical_however_it_is_written() {
        assert_eq!(Id::new("Vendor_Cache"), Id::new("vendor-cache"));
        assert_eq!(Id::new("vendor-cache").in_template(), "vendor_cache");
    }
}
