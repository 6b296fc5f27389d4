//! Scripts, parsed with their scopes, so that a name of the platform is told from a local one.

use oxc_allocator::Allocator;
use oxc_ast_visit::Visit;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

use super::depth::is_bounded;
use super::reference::Found;
use super::visitor::Visitor;

/// The stack of the thread that parses. Pages of it that are not used are never taken from the system.
const STACK: usize = 512 << 20;

/// Reads a script. One that is loaded as a classic script and is none is tried as a module: a worker may be either.
pub(super) fn read(text: &str, is_module: bool) -> Found {
    if !is_bounded(text) {
        return fault("the script nests too deeply to be parsed, so nothing in it was looked at");
    }
    let parse = || match (parse(text, SourceType::mjs()), is_module || text.is_empty()) {
        (Ok(found), true) => found,
        (Err(fault), true) => broken(fault),
        (module, false) => match parse(text, SourceType::script()) {
            Ok(found) => found,
            Err(fault) => module.unwrap_or_else(|_| broken(fault)),
        },
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        match thread
            .spawn_scoped(scope, parse)
            .map(|thread| thread.join())
        {
            Ok(Ok(found)) => found,
            _ => fault("the script could not be parsed, so nothing in it was looked at"),
        }
    })
}

fn fault(message: &str) -> Found {
    broken((0, message.to_owned()))
}

fn broken(fault: (usize, String)) -> Found {
    Found {
        faults: vec![fault],
        ..Found::default()
    }
}

fn parse(text: &str, kind: SourceType) -> Result<Found, (usize, String)> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, kind).parse();
    if parsed.panicked || parsed.diagnostics.has_errors() {
        let first = parsed.diagnostics.iter().next();
        let at = first
            .and_then(|fault| fault.labels.iter().next())
            .map_or(0, |label| label.offset() as usize);
        let words = first.map_or_else(String::new, |fault| format!(": {}", fault.message));
        let message = format!("the script does not parse, so nothing in it was looked at{words}");
        return Err((at, message));
    }
    let semantic = SemanticBuilder::new().build(&parsed.program).semantic;
    let mut visitor = Visitor::new(semantic.scoping());
    visitor.visit_program(&parsed.program);
    Ok(visitor.found)
}
