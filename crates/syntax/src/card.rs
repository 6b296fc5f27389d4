//! What a rule is, apart from its function.

use crate::Severity;

/// The card of a rule: everything that lists, documentation and reports need to know about it.
#[derive(Clone, Copy, Debug)]
pub struct RuleCard {
    /// `group/kebab-name`, never used again after removal.
    pub id: &'static str,
    /// The severity, unless a workspace changes it.
    pub severity: Severity,
    /// The regimes under which it applies; empty means always.
    pub regimes: &'static [&'static str],
    /// What the rule finds, in a few words without a full stop.
    pub title: &'static str,
    /// Whether its findings leave no model.
    pub structural: bool,
    /// Whether a runtime must not enforce a policy that has this finding.
    pub contradiction: bool,
    /// What it checks, why it matters, examples that fail and pass, and its basis, in Markdown.
    pub documentation: &'static str,
}
