//! No account is needed.

use candor_model::Tool;
use candor_model::vocabulary::Account;

use super::facts::Facts;
use super::said::Said;
use super::words::list;
use super::{Judgement, Scope, Verdict};

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let tools = facts.tools(scope);
    let answer = |tool: &Tool| {
        tool.account
            .as_ref()
            .map_or(Account::NotStated, |account| account.value)
    };
    let of = |wanted: Account| -> Vec<&Tool> {
        tools
            .iter()
            .copied()
            .filter(|tool| answer(tool) == wanted)
            .collect()
    };
    let names = |tools: &[&Tool]| list(tools.iter().map(|tool| tool.name.first()));
    let place = |tool: &&Tool| {
        tool.account
            .as_ref()
            .map_or_else(|| tool.origin.clone(), |account| account.origin.clone())
    };
    let (needed, open) = (of(Account::Needed), of(Account::NotStated));
    let free = tools
        .iter()
        .copied()
        .find(|tool| matches!(answer(tool), Account::NotNeeded | Account::Optional));
    let judgement = if said.is_hedged()
        && let Some(free) = free
    {
        Judgement::new(
            Verdict::Declared,
            format!(
                "the text says it of some tools, and it is declared for {}",
                free.name.first()
            ),
        )
        .at(&place(&free))
    } else if let Some(first) = needed.first() {
        let some = said.is_hedged() && needed.len() < tools.len();
        Judgement::new(
            if some { Verdict::Narrowed } else { Verdict::Contradicted },
            format!("the text says that no account is needed, and these need one: {}; name the tools that work without", names(&needed)),
        )
        .at(&place(first))
    } else if let Some(first) = open.first() {
        Judgement::new(
            Verdict::Unverified,
            format!("the text says that no account is needed, and this is not stated for {}; state `account: not-needed`", names(&open)),
        )
        .at(&place(first))
    } else if let Some(first) = tools.first() {
        Judgement::new(
            Verdict::Backed,
            format!("declared without the need of an account: {}", names(&tools)),
        )
        .at(&place(first))
    } else {
        Judgement::new(
            Verdict::Unverified,
            "the text says that no account is needed, and no tool is declared; declare the tools with `account: not-needed`",
        )
    };
    judgement.tracing(
        tools
            .iter()
            .map(|tool| format!("{}: {}", tool.id, answer(tool))),
    )
}
