//! What holds back claims of some kinds; the text of the frames lists the kinds of each.

/// A reason why a clause makes no claim of some kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// The visitor's browser acts: "your browser may not store cookies".
    Device,
    /// A function of a tool is listed: "Erase objects instantly".
    Imperative,
    /// Something must be done, and need not be.
    Asked,
    /// Others must do it.
    AskedOfOthers,
    /// It is told of things in general.
    General,
    /// It is told to those who build programs.
    Crafted,
    /// It is about somebody without an account.
    Guest,
    /// Of the place where nothing is stored, nothing is known.
    Elsewhere,
    /// The visitor is warned.
    Warned,
}

impl Hold {
    const ALL: [(&'static str, Hold); 9] = [
        ("device", Hold::Device),
        ("imperative", Hold::Imperative),
        ("asked", Hold::Asked),
        ("asked-of-others", Hold::AskedOfOthers),
        ("general", Hold::General),
        ("crafted", Hold::Crafted),
        ("guest", Hold::Guest),
        ("elsewhere", Hold::Elsewhere),
        ("warned", Hold::Warned),
    ];

    /// The one with a name in the text of the frames.
    pub(super) fn named(name: &str) -> Option<Hold> {
        Hold::ALL
            .into_iter()
            .find_map(|(known, hold)| (known == name).then_some(hold))
    }

    /// Its bit in a set.
    pub(super) const fn bit(self) -> u16 {
        1 << self as u16
    }
}
