//! Whom the notice covers: people, roles, ages, children.

use super::Site;
use crate::view::Page;

impl Site<'_> {
    /// The page about the people whom the notice covers.
    pub(crate) fn covered_page(&self) -> Page {
        let mut audience = self
            .audience()
            .unwrap_or_else(|| self.nothing_stated("audience"));
        audience.heading = None;
        Page {
            title: self.speaker.say("audience"),
            sections: vec![audience, self.roles()],
            ..Page::default()
        }
    }
}
