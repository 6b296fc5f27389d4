//! What templates see, and nothing else: pages of sections of blocks of cells.

use serde::Serialize;

/// One page.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Page {
    pub(crate) language: String,
    pub(crate) title: String,
    pub(crate) organisation: String,
    /// The way from the page to the root of the site, such as `../../`.
    pub(crate) root: String,
    pub(crate) skip: String,
    pub(crate) navigation_label: String,
    pub(crate) navigation: Vec<Link>,
    /// The noun that all of it is about.
    pub(crate) about: Option<String>,
    pub(crate) badge: Option<Badge>,
    pub(crate) lead: Option<String>,
    pub(crate) sections: Vec<Section>,
    pub(crate) footer: String,
    pub(crate) languages: Vec<Link>,
}

/// A link within the site.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) text: String,
    pub(crate) lang: String,
    pub(crate) current: bool,
}

/// A word in a frame: where a tool processes.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Badge {
    pub(crate) kind: String,
    pub(crate) text: String,
}

/// A part of a page with an anchor that does not depend on its heading.
#[derive(Debug, Serialize)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) heading: Option<String>,
    pub(crate) blocks: Vec<Block>,
}

impl Section {
    pub(crate) fn new(id: &str, heading: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            heading: Some(heading.into()),
            blocks: Vec::new(),
        }
    }

    /// Adds facts, unless there are none.
    pub(crate) fn facts(&mut self, facts: Vec<Fact>) {
        if !facts.is_empty() {
            self.blocks.push(Block::Facts { about: None, facts });
        }
    }

    /// Adds facts about one noun, unless there are none.
    pub(crate) fn facts_about(&mut self, about: String, facts: Vec<Fact>) {
        if !facts.is_empty() {
            self.blocks.push(Block::Facts {
                about: Some(about),
                facts,
            });
        }
    }
}

/// A block of a section.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Block {
    /// Prose that was rendered from Markdown.
    Prose {
        html: String,
    },
    Paragraph {
        cell: Cell,
        class: Option<String>,
    },
    /// A paragraph about one noun, such as the answer to a question.
    Answer {
        about: String,
        cells: Vec<Cell>,
    },
    Heading {
        id: String,
        text: String,
    },
    Facts {
        about: Option<String>,
        facts: Vec<Fact>,
    },
    List {
        cells: Vec<Cell>,
    },
    /// The sections below, by their anchors.
    Contents {
        label: String,
        links: Vec<Link>,
    },
    Table {
        caption: String,
        columns: Vec<String>,
        rows: Vec<Row>,
    },
}

/// A table that a page in prose can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Tools,
    Activities,
    Retention,
    Vendors,
    Subprocessors,
    Data,
    Rights,
    DeviceStorage,
    Security,
}

/// A term and what is said of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Fact {
    pub(crate) term: String,
    pub(crate) cells: Vec<Cell>,
}

/// A row; every cell holds one or more lines.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Row {
    pub(crate) id: Option<String>,
    /// The noun that it is about, such as `vendor.lakeside`; claims in it are held against that one.
    pub(crate) about: Option<String>,
    pub(crate) cells: Vec<Vec<Cell>>,
}

/// A piece of text, with the path of the fact that it states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) fact: Option<String>,
    /// The noun that it is about, where that is not the one of all around it.
    pub(crate) about: Option<String>,
    pub(crate) href: Option<String>,
    pub(crate) badge: Option<String>,
    /// Whether the document leaves this open.
    pub(crate) open: bool,
    /// The language of a sentence that is quoted from somewhere else; what is quoted is claimed there and not here.
    pub(crate) quoted: Option<String>,
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub(crate) fn fact(text: impl Into<String>, fact: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            fact: Some(fact.into()),
            ..Self::default()
        }
    }

    /// The same text about one noun; claims in it are held against that one.
    pub(crate) fn about(self, about: Option<String>) -> Self {
        Self { about, ..self }
    }

    /// A point that the document leaves open.
    pub(crate) fn open(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            open: true,
            ..Self::default()
        }
    }

    /// A link; only addresses that a reader can safely follow become one.
    pub(crate) fn link(text: impl Into<String>, href: &str) -> Self {
        let safe = ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| href.starts_with(scheme))
            || (!href.contains(':') && !href.starts_with("//"));
        Self {
            text: text.into(),
            href: safe.then(|| href.to_owned()),
            ..Self::default()
        }
    }

    pub(crate) fn email(address: &str) -> Self {
        Self::link(address, &format!("mailto:{address}"))
    }
}

/// The short note of a tool, for embedding.
#[derive(Debug, Serialize)]
pub(crate) struct Note {
    pub(crate) about: String,
    pub(crate) label: String,
    pub(crate) badge: Badge,
    pub(crate) sentences: Vec<Cell>,
    pub(crate) lines: Vec<Cell>,
    pub(crate) href: String,
    pub(crate) more: String,
}
