//! The walk over a script's tree.

use oxc_ast::ast::{
    Argument, AssignmentExpression, AssignmentTarget, BindingPattern, CallExpression,
    ComputedMemberExpression, ExportAllDeclaration, ExportFromDeclaration, Expression,
    IdentifierReference, ImportDeclaration, ImportExpression, NewExpression,
    StaticMemberExpression, StringLiteral, UnaryExpression, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::Scoping;
use oxc_span::{GetSpan, Span};

use super::names;
use super::reference::{Found, Role, host};
use super::sink::SinkKind;
use crate::Channel;

/// Gathers what a script names.
pub(super) struct Visitor<'s> {
    scoping: &'s Scoping,
    pub(super) found: Found,
}

impl<'s> Visitor<'s> {
    pub(super) fn new(scoping: &'s Scoping) -> Self {
        Self {
            scoping,
            found: Found::default(),
        }
    }

    /// Whether no scope of the script declares the name.
    fn is_global(&self, name: &IdentifierReference) -> bool {
        name.reference_id
            .get()
            .is_none_or(|id| self.scoping.get_reference(id).symbol_id().is_none())
    }

    /// Whether an expression is the global object: `window`, `self.top`, `globalThis.window`, `document.defaultView`.
    fn is_window(&self, expression: &Expression) -> bool {
        match expression.get_inner_expression() {
            Expression::Identifier(name) => names::is_window(&name.name) && self.is_global(name),
            Expression::StaticMemberExpression(member) => {
                let name = member.property.name.as_str();
                name == "defaultView"
                    || name == "contentWindow"
                    || (names::is_window(name) && self.is_window(&member.object))
            }
            _ => false,
        }
    }

    /// Whether an expression is a global of that name, bare or of the global object.
    fn is_named(&self, expression: &Expression, wanted: &str) -> bool {
        match expression.get_inner_expression() {
            Expression::Identifier(name) => name.name == wanted && self.is_global(name),
            Expression::StaticMemberExpression(member) => {
                member.property.name == wanted && self.is_window(&member.object)
                    || wanted == "location"
                        && member.property.name == wanted
                        && self.is_named(&member.object, "document")
            }
            _ => false,
        }
    }

    fn sink(&mut self, span: Span, kind: SinkKind, detail: impl Into<String>) {
        self.found.sink(span.start as usize, kind, detail);
    }

    /// A property of the global object is the global of that name.
    fn of_window(&mut self, span: Span, name: &str) {
        if let Some(kind) = names::global(name) {
            self.sink(span, kind, name);
        }
    }

    /// The URL of a script that is loaded: a literal, or `new URL("x", import.meta.url)`.
    fn script_url(&mut self, argument: Option<&Argument>, role: Role, is_of_document: bool) {
        let Some(expression) = argument.and_then(Argument::as_expression) else {
            return;
        };
        if let Some((at, url)) = literal(expression) {
            self.found.url(at, url, role, is_of_document);
        } else if let Expression::NewExpression(new) = expression.get_inner_expression()
            && self.is_named(&new.callee, "URL")
            && let Some((at, url)) = new
                .arguments
                .first()
                .and_then(Argument::as_expression)
                .and_then(literal)
        {
            self.found.url(at, url, role, false);
        }
    }

    fn source(&mut self, source: &StringLiteral) {
        let (at, url) = (source.span.start as usize, source.value.as_str());
        let is_path = url.starts_with(['.', '/']) || host(url).is_some();
        if is_path {
            if let Some(host) = host(url) {
                let detail = format!("imports from {host}");
                self.sink(source.span, SinkKind::Network(Channel::Other), detail);
            }
            self.found.url(at, url, Role::Module, false);
        } else if !url.starts_with("data:") {
            let fault = format!(
                "`{url}` is a bare name, which only an import map explains: it was not followed"
            );
            self.found.faults.push((at, fault));
        } else {
            self.sink(source.span, SinkKind::Code, "imports a data: URL");
        }
    }

    fn call(&mut self, call: &CallExpression) {
        let first = call.arguments.first().and_then(Argument::as_expression);
        let callee = call.callee.get_inner_expression();
        for timer in ["setTimeout", "setInterval"] {
            if self.is_named(callee, timer) && first.is_some_and(is_text) {
                self.sink(call.span, SinkKind::Code, format!("{timer} with a string"));
            }
        }
        if self.is_named(callee, "importScripts") {
            for argument in &call.arguments {
                self.script_url(Some(argument), Role::Script, false);
            }
        }
        if let Expression::Identifier(name) = callee
            && self.is_global(name)
            && let Some(kind) = names::global_call(&name.name)
        {
            self.sink(name.span, kind, name.name.as_str());
        }
        let Some(member) = callee.as_member_expression() else {
            return;
        };
        let (Some(name), at) = (member.static_property_name(), property(callee)) else {
            return;
        };
        if name == "open" && self.is_window(member.object()) {
            self.sink(at, SinkKind::Network(Channel::Navigation), "window.open");
        } else if matches!(name, "write" | "writeln") && self.is_named(member.object(), "document")
        {
            self.sink(at, SinkKind::Markup, format!("document.{name}"));
        } else if matches!(name, "assign" | "replace") && self.is_location(member.object()) {
            let kind = SinkKind::Network(Channel::Navigation);
            self.sink(at, kind, format!("location.{name}"));
        } else if matches!(name, "setAttribute" | "setAttributeNS") {
            self.attribute(call, at);
        } else if name == "register" && is_service_worker(member.object()) {
            self.script_url(call.arguments.first(), Role::Script, true);
        } else if let Some(kind) = names::method(name) {
            self.sink(at, kind, name);
        }
    }

    fn is_location(&self, expression: &Expression) -> bool {
        self.is_named(expression, "location")
    }

    fn attribute(&mut self, call: &CallExpression, at: Span) {
        let named = call.arguments.iter().rev().nth(1);
        match named.and_then(Argument::as_expression).map(literal) {
            Some(Some((_, name))) => {
                if let Some(kind) = names::attribute(name) {
                    self.sink(at, kind, format!("sets the attribute {name}"));
                }
            }
            Some(None) => self.sink(at, SinkKind::Code, "sets an attribute that is computed"),
            None => {}
        }
    }
}

impl<'a> Visit<'a> for Visitor<'_> {
    fn visit_identifier_reference(&mut self, name: &IdentifierReference<'a>) {
        if !self.is_global(name) {
            return;
        }
        if let Some(kind) = names::global(&name.name) {
            self.sink(name.span, kind, name.name.as_str());
        } else if matches!(name.name.as_str(), "window" | "self" | "globalThis") {
            // Members of the global object never come here: what is left is the object itself, given away.
            let detail = format!("{} is used as a value", name.name);
            self.sink(name.span, SinkKind::Code, detail);
        }
    }

    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        let name = member.property.name.as_str();
        if let Some(kind) = names::property(name) {
            self.sink(member.property.span, kind, name);
        }
        if self.is_window(&member.object) {
            self.of_window(member.property.span, name);
            if let Expression::StaticMemberExpression(inner) = member.object.get_inner_expression()
            {
                self.visit_expression(&inner.object);
            }
            return;
        }
        if name == "constructor"
            && matches!(
                member.object.get_inner_expression(),
                Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_)
            )
        {
            let detail = "the constructor of a function makes code of a string";
            self.sink(member.property.span, SinkKind::Code, detail);
        }
        walk::walk_static_member_expression(self, member);
    }

    fn visit_computed_member_expression(&mut self, member: &ComputedMemberExpression<'a>) {
        let key = literal(&member.expression);
        let at = member.expression.span();
        if let Some((_, name)) = key
            && let Some(kind) = names::property(name)
        {
            self.sink(at, kind, name);
        }
        if self.is_window(&member.object) {
            match key {
                Some((_, name)) => self.of_window(at, name),
                None => self.sink(
                    member.span,
                    SinkKind::Code,
                    "a computed member of the global object",
                ),
            }
            self.visit_expression(&member.expression);
            return;
        }
        if self.is_named(&member.object, "navigator") && key.is_none() {
            let detail = "a computed member of navigator";
            self.sink(member.span, SinkKind::Code, detail);
        }
        walk::walk_computed_member_expression(self, member);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        self.call(call);
        walk::walk_call_expression(self, call);
    }

    fn visit_new_expression(&mut self, new: &NewExpression<'a>) {
        if self.is_named(&new.callee, "Worker") || self.is_named(&new.callee, "SharedWorker") {
            self.script_url(new.arguments.first(), Role::Script, true);
        } else if self.is_named(&new.callee, "URL") && new.arguments.len() == 2 {
            let base = new.arguments.get(1).and_then(Argument::as_expression);
            let of_module = base.is_some_and(|base| {
                matches!(base.get_inner_expression(), Expression::StaticMemberExpression(member)
                    if member.property.name == "url")
            });
            let first = new.arguments.first().and_then(Argument::as_expression);
            if of_module && let Some((at, url)) = first.and_then(literal) {
                self.found.maybe(at, url, role(url));
            }
        }
        walk::walk_new_expression(self, new);
    }

    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        let navigation = SinkKind::Network(Channel::Navigation);
        match &assignment.left {
            AssignmentTarget::AssignmentTargetIdentifier(name)
                if name.name == "location" && self.is_global(name) =>
            {
                self.sink(name.span, navigation, "location is written");
            }
            AssignmentTarget::StaticMemberExpression(member) => {
                let name = member.property.name.as_str();
                let at = member.property.span;
                let of_document = self.is_named(&member.object, "document");
                if name == "location" && (of_document || self.is_window(&member.object)) {
                    self.sink(at, navigation, "location is written");
                } else if let Some(kind) = names::setter(name)
                    && (kind != SinkKind::Cookie || of_document)
                {
                    self.sink(at, kind, format!("{name} is written"));
                }
            }
            AssignmentTarget::ComputedMemberExpression(member) => {
                if let Some((_, name)) = literal(&member.expression)
                    && let Some(kind) = names::setter(name)
                {
                    self.sink(member.expression.span(), kind, format!("{name} is written"));
                }
            }
            _ => {}
        }
        walk::walk_assignment_expression(self, assignment);
    }

    fn visit_variable_declarator(&mut self, declared: &VariableDeclarator<'a>) {
        let from = declared.init.as_ref();
        if let (BindingPattern::ObjectPattern(pattern), Some(from)) = (&declared.id, from) {
            for property in &pattern.properties {
                if let Some(name) = property.key.static_name() {
                    if self.is_window(from) {
                        self.of_window(property.span, &name);
                    }
                    if let Some(kind) = names::property(&name) {
                        self.sink(property.span, kind, name.into_owned());
                    }
                }
            }
        }
        walk::walk_variable_declarator(self, declared);
    }

    fn visit_unary_expression(&mut self, unary: &UnaryExpression<'a>) {
        // `typeof fetch` asks whether it is there and sends nothing.
        let is_name = matches!(unary.argument, Expression::Identifier(_));
        if !(unary.operator.is_typeof() && is_name) {
            walk::walk_unary_expression(self, unary);
        }
    }

    fn visit_import_expression(&mut self, import: &ImportExpression<'a>) {
        match import.source.get_inner_expression() {
            Expression::StringLiteral(source) => self.source(source),
            source => match literal(source) {
                Some((at, url)) => self.found.url(at, url, Role::Module, false),
                None => {
                    let detail = "import() of a name that is computed";
                    self.sink(import.span, SinkKind::Code, detail);
                }
            },
        }
        walk::walk_import_expression(self, import);
    }

    fn visit_import_declaration(&mut self, import: &ImportDeclaration<'a>) {
        self.source(&import.source);
    }

    fn visit_export_all_declaration(&mut self, export: &ExportAllDeclaration<'a>) {
        self.source(&export.source);
    }

    fn visit_export_from_declaration(&mut self, export: &ExportFromDeclaration<'a>) {
        self.source(&export.source);
    }

    fn visit_string_literal(&mut self, text: &StringLiteral<'a>) {
        let (at, value) = (text.span.start as usize, text.value.as_str());
        if let Some(host) = value.contains("//").then(|| host(value)).flatten() {
            self.found.hosts.push((at, host));
        } else if value.len() < 500 && value.ends_with(".wasm") {
            self.found.maybe(at, value, Role::Other);
        }
    }
}

/// The text of a string, or of a template without holes, with its offset.
fn literal<'e>(expression: &'e Expression) -> Option<(usize, &'e str)> {
    match expression.get_inner_expression() {
        Expression::StringLiteral(text) => Some((text.span.start as usize, text.value.as_str())),
        Expression::TemplateLiteral(text) if text.expressions.is_empty() => {
            let cooked = text.quasis.first()?.value.cooked.as_ref()?;
            Some((text.span.start as usize, cooked.as_str()))
        }
        _ => None,
    }
}

/// Whether an expression surely is a string.
fn is_text(expression: &Expression) -> bool {
    match expression.get_inner_expression() {
        Expression::StringLiteral(_) | Expression::TemplateLiteral(_) => true,
        Expression::BinaryExpression(sum) => is_text(&sum.left) || is_text(&sum.right),
        _ => false,
    }
}

fn is_service_worker(expression: &Expression) -> bool {
    matches!(expression.get_inner_expression(), Expression::StaticMemberExpression(member)
        if member.property.name == "serviceWorker")
}

/// Where the name of a member stands.
fn property(callee: &Expression) -> Span {
    match callee {
        Expression::StaticMemberExpression(member) => member.property.span,
        Expression::ComputedMemberExpression(member) => member.expression.span(),
        other => other.span(),
    }
}

fn role(url: &str) -> Role {
    match url.rsplit('.').next() {
        Some("js" | "mjs" | "cjs") => Role::Script,
        Some("css") => Role::Style,
        Some("html" | "htm") => Role::Document,
        _ => Role::Other,
    }
}
