//! Data that somebody keeps beyond the visitor's device.

use candor_model::{DataCategory, Keep, Located, Origin, Window};

/// One category, kept by one activity or vendor.
#[derive(Debug, Clone)]
pub(super) struct Holding<'p> {
    /// The activity or vendor.
    pub(super) holder: String,
    /// Whether a vendor holds it.
    pub(super) vendor: bool,
    pub(super) category: &'p DataCategory,
    pub(super) keep: &'p Located<Keep>,
    pub(super) window: Option<&'p Window>,
}

impl Holding<'_> {
    /// Whether the data comes to rest; nothing where that is not stated.
    pub(super) fn rests(&self) -> Option<bool> {
        match (&self.keep.value, self.window) {
            (Keep::Nothing, _) => Some(false),
            (Keep::Window(_), Some(window)) => Some(!window.is_memory_only()),
            (Keep::Window(_), None) | (Keep::NotStated, _) => None,
        }
    }

    /// The line that decides: the length, else the use.
    pub(super) fn origin(&self) -> &Origin {
        self.window.map_or(&self.keep.origin, Window::length_origin)
    }

    /// How long it is kept, in words.
    pub(super) fn length(&self) -> String {
        match (&self.keep.value, self.window) {
            (Keep::Nothing, _) => "not kept".to_owned(),
            (_, Some(window)) if window.is_memory_only() => "held in memory only".to_owned(),
            (_, Some(window)) => window.maximum().map_or_else(
                || {
                    format!(
                        "kept under the window `{}` without a stated length",
                        window.id
                    )
                },
                |length| format!("kept for {length} (window `{}`)", window.id),
            ),
            _ => "kept for a time that is not stated".to_owned(),
        }
    }

    /// The holding as part of a message.
    pub(super) fn words(&self) -> String {
        let who = if self.vendor { "the vendor " } else { "" };
        format!(
            "{}{}: `{}` is {}",
            who,
            self.holder,
            self.category.id,
            self.length()
        )
    }
}
