//! Attributes: those that speak to people, and those that say what an element hands on.

use std::ops::Range;

use super::Name;
use super::token::Attribute;
use crate::Element;
use crate::extract::page::Page;
use crate::extract::text::Text;

/// The attributes of one start tag.
pub(super) struct Attributes<'t> {
    source: &'t str,
    list: &'t [Attribute],
}

impl<'t> Attributes<'t> {
    pub(super) fn new(source: &'t str, list: &'t [Attribute]) -> Self {
        Self { source, list }
    }

    fn find(&self, name: &str) -> Option<&'t Attribute> {
        self.list.iter().find(|attribute| {
            let own = self.source.get(attribute.name.clone());
            own.is_some_and(|own| own.eq_ignore_ascii_case(name))
        })
    }

    /// The value of an attribute as it stands in the source.
    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        self.source.get(self.find(name)?.value.clone())
    }

    /// Where the value of an attribute stands in the source.
    pub(super) fn place(&self, name: &str) -> Option<Range<usize>> {
        Some(self.find(name)?.value.clone())
    }

    /// Whether nobody sees the element.
    fn hides(&self) -> bool {
        if let Some(value) = self.get("hidden") {
            // Text that a search in the page brings to light is published text.
            return !value.trim().eq_ignore_ascii_case("until-found");
        }
        self.get("style").is_some_and(|style| {
            style.split(';').any(|rule| {
                rule.split_once(':').is_some_and(|(key, value)| {
                    let value = value.trim().as_bytes();
                    key.trim().eq_ignore_ascii_case("display")
                        && value
                            .get(..4)
                            .is_some_and(|word| word.eq_ignore_ascii_case(b"none"))
                })
            })
        })
    }

    /// Writes what the innermost element hands on.
    pub(super) fn inherit(&self, page: &mut Page<'_>, name: Name) {
        let inside_pre = page
            .inner()
            .nth(1)
            .and_then(|around| around.name)
            .is_some_and(|around| around.as_str() == "pre");
        let Some(frame) = page.top_mut() else {
            return;
        };
        let level = name.level();
        if level > 0 {
            frame.level = level;
            frame.element = Element::Heading;
        }
        match name.as_str() {
            "li" | "dd" => frame.element = Element::ListItem,
            "td" | "th" => frame.element = Element::Cell,
            "blockquote" => frame.element = Element::Quotation,
            "button" => {
                frame.element = Element::Label;
                frame.label = true;
            }
            "a" => frame.label = true,
            "code" if inside_pre => frame.hidden = true,
            "script" | "style" => frame.hidden = true,
            _ => {}
        }
        if self.list.is_empty() {
            return;
        }
        frame.hidden |= self.hides();
        if let Some(language) = self.get("lang").filter(|language| !language.is_empty()) {
            frame.given().language = Some(language.to_ascii_lowercase().into());
        }
        if let Some(tool) = self.get("data-tool") {
            frame.given().tool = Some(tool.into());
        }
        if let Some(about) = self.get("data-about") {
            frame.given().about = Some(about.into());
        }
    }

    /// Makes units of the attributes that people see or hear.
    pub(super) fn speak(&self, page: &mut Page<'_>, name: Name) {
        if self.list.is_empty() {
            return;
        }
        if name.as_str() == "meta" {
            return self.metadata(page);
        }
        for attribute in self.list {
            let own = self.source.get(attribute.name.clone()).unwrap_or_default();
            let element = match Name::new(own).as_str() {
                "alt" | "aria-label" | "aria-description" | "placeholder" | "title"
                    if own.len() <= 16 =>
                {
                    Element::Attribute
                }
                "value" if name.as_str() == "input" && self.is_button() => Element::Label,
                _ => continue,
            };
            self.unit(page, attribute, element);
        }
    }

    fn is_button(&self) -> bool {
        self.get("type").is_some_and(|kind| {
            ["button", "submit", "reset"]
                .iter()
                .any(|button| kind.eq_ignore_ascii_case(button))
        })
    }

    fn metadata(&self, page: &mut Page<'_>) {
        let named = self.get("name").or_else(|| self.get("property"));
        let named = named.unwrap_or_default().to_ascii_lowercase();
        let plain = named
            .strip_prefix("og:")
            .or_else(|| named.strip_prefix("twitter:"))
            .unwrap_or(&named);
        let element = match plain {
            "title" => Element::Title,
            "description" | "image:alt" | "abstract" => Element::Metadata,
            _ => return,
        };
        if let Some(content) = self.find("content") {
            self.unit(page, content, element);
        }
    }

    fn unit(&self, page: &mut Page<'_>, attribute: &Attribute, element: Element) {
        let mut text = Text::default();
        let raw = self.source.get(attribute.value.clone()).unwrap_or_default();
        text.fold(raw, attribute.value.start);
        page.aside(element, text);
    }
}
