//! The lines of a source, asked for in the order of their places.

/// Where lines begin and end. Every byte is looked at once, however many places on one long line are asked for, as long
/// as they come in order.
#[derive(Debug)]
pub(super) struct Lines<'s> {
    source: &'s str,
    /// How far was looked for beginnings, and the last one found.
    seen: usize,
    start: usize,
    /// Between these there is no end of a line.
    from: usize,
    end: usize,
    /// Between these there is only white space.
    blank: (usize, usize),
    #[cfg(test)]
    looked: usize,
}

impl<'s> Lines<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            seen: 0,
            start: 0,
            from: 0,
            end: 0,
            blank: (0, 0),
            #[cfg(test)]
            looked: 0,
        }
    }

    /// Where the line begins on which a place stands.
    pub(super) fn start(&mut self, at: usize) -> usize {
        if at < self.seen {
            (self.seen, self.start) = (0, 0);
        }
        let between = self.source.get(self.seen..at).unwrap_or_default();
        self.count(between.len());
        if let Some(found) = between.rfind('\n') {
            self.start = self.seen + found + 1;
        }
        self.seen = at;
        self.start
    }

    /// Where the line ends on which a place stands.
    pub(super) fn end(&mut self, at: usize) -> usize {
        if !(self.from..=self.end).contains(&at) || self.end == 0 {
            let rest = self.source.get(at..).unwrap_or_default();
            let length = rest.find('\n').unwrap_or(rest.len());
            self.count(length);
            (self.from, self.end) = (at, at + length);
        }
        self.end
    }

    /// Where the next text begins.
    pub(super) fn text(&mut self, at: usize) -> usize {
        let (from, to) = self.blank;
        if to == 0 || !(from..=to).contains(&at) {
            let rest = self.source.get(at..).unwrap_or_default();
            let length = rest.len() - rest.trim_start().len();
            self.count(length);
            self.blank = (at, at + length);
        }
        self.blank.1
    }

    #[cfg(test)]
    fn count(&mut self, bytes: usize) {
        self.looked += bytes;
    }

    #[cfg(not(test))]
    #[allow(clippy::unused_self, reason = "only tests count")]
    const fn count(&mut self, _bytes: usize) {}
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_those_of_a_plain_search(text in "[a \n]{0,40}", mut places in proptest::collection::vec(0_usize..41, 0..12)) {
            places.sort_unstable();
            let mut lines = Lines::new(&text);
            for at in places.into_iter().filter(|at| *at <= text.len()) {
                let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
                let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
                prop_assert_eq!(lines.start(at), start);
                prop_assert_eq!(lines.end(at), end);
                prop_assert_eq!(lines.text(at), text.len() - text[at..].trim_start().len());
            }
        }
    }

    #[test]
    fn one_long_line_is_read_once() {
        let text = "<!-- x --> ".repeat(10_000);
        let mut lines = Lines::new(&text);
        for at in (0..text.len()).step_by(11) {
            assert_eq!(lines.start(at), 0);
            assert_eq!(lines.end(at), text.len());
        }
        assert!(
            lines.looked <= 2 * text.len() + 11,
            "{} looks",
            lines.looked
        );
    }
}
