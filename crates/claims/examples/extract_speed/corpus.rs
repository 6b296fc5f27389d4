//! Text that is made up: pages of a product's site in Markdown, the same on every machine.

use std::fmt::Write as _;

/// Sentences without a claim, as most sentences of a site are.
const PLAIN: &[&str] = &[
    "The editor opens with the last tool that you used, and the sidebar lists the others.",
    "Drag a picture onto the page, or press the button to choose one from a folder.",
    "Each preset has a name, a width and a height, and the list can be sorted by any of them.",
    "A wide margin makes a page easier to read on a small screen.",
    "The second version brought a darker theme and shorter menus.",
    "Colours look different on paper, because paper reflects light and a screen emits it.",
    "Our office has a garden, a kitchen and a room for music.",
    "To turn a picture by a quarter, press R; to mirror it, press M.",
    "Prices are shown with tax where the law asks for it.",
    "Teams of up to five people can try the plan before they decide.",
    "This section explains which terms apply when you write to us.",
    "The table below lists what each plan contains.",
    "If a button is grey, hover over it to see why.",
    "We write about design, typography and the web once a month.",
    "Read the guide first, then open the example and change a value.",
    "The grid snaps to whole pixels unless you hold the Alt key.",
    "Large posters need a resolution of 150 dots per inch or more.",
    "Depending on your country, other rules may apply to this contract.",
    "You have the right to object at any time, and to complain to an authority.",
    "The term \"content\" means everything that a customer adds to a project.",
];

/// Sentences that make one.
const CLAIMS: &[&str] = &[
    "Your files never leave your device.",
    "Uploads are deleted after 24 hours.",
    "We do not sell your personal data.",
    "All transfers are protected with TLS 1.3.",
    "No account is needed for any of the tools.",
    "Our servers are located in Germany.",
    "We answer access requests within thirty days.",
    "Every picture is resized in your browser.",
];

/// One sentence in so many makes a claim.
const RARITY: usize = 12;

/// A page of about so many bytes.
pub(crate) fn page(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    let mut next = Chance(42);
    let mut sentence = 0_usize;
    while text.len() < bytes {
        let _ = write!(text, "## Section {}\n\n", next.below(1000));
        for _ in 0..2 + next.below(3) {
            for _ in 0..3 + next.below(4) {
                sentence += 1;
                let list = if sentence.is_multiple_of(RARITY) {
                    CLAIMS
                } else {
                    PLAIN
                };
                let chosen = list
                    .get(next.below(list.len()))
                    .copied()
                    .unwrap_or_default();
                let marked = next.below(6) == 0;
                let _ = match chosen.split_once(' ') {
                    Some((first, rest)) if marked => {
                        write!(text, "{first} *[link](/page)* {rest} ")
                    }
                    _ => write!(text, "{chosen} "),
                };
            }
            text.push_str("\n\n");
        }
        for _ in 0..next.below(4) {
            let chosen = PLAIN
                .get(next.below(PLAIN.len()))
                .copied()
                .unwrap_or_default();
            let _ = writeln!(text, "- {chosen}");
        }
        text.push('\n');
    }
    text
}

/// Numbers that look like chance and are the same in each run (a linear congruence).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}
