//! Addresses that nobody can use.

use candor_model::{Address, Channel, Contact, Extent, Located, Representative};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/unusable-address",
        severity: Severity::Error,
        regimes: &[],
        title: "an address that nobody can use",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A web address begins with `https://` or `http://`, or with `/` for a page of the own site; a mail address has a name, an `@` and a domain with a dot. Neither has a space.

## Why it matters
A right that goes to an address which does not work is no right (GDPR Articles 12(2) and 13(1)(a)).

## Fails
```yaml fails policies/rights.yaml
answer_within: 1 month
channels:
  - {email: privacy at quickfix.example} # <-
  - {url: www.quickfix.example/rights} # <-
rights:
  access: {how: request}
  rectification: {how: request}
  erasure: {how: request}
  restriction: {how: request}
  portability: {how: request}
  objection: {how: request}
  complaint: {to: supervisory_authority}
```

## Passes
```yaml passes policies/rights.yaml
answer_within: 1 month
channels:
  - {email: privacy@quickfix.example}
  - {url: https://www.quickfix.example/rights}
rights:
  access: {how: request}
  rectification: {how: request}
  erasure: {how: request}
  restriction: {how: request}
  portability: {how: request}
  objection: {how: request}
  complaint: {to: supervisory_authority}
```

## Basis
GDPR Articles 12(2) and 13(1)(a).
"#,
    },
    check,
};

struct Look<'f, 'w> {
    findings: &'f mut Findings<'w>,
}

impl Look<'_, '_> {
    fn mail(&mut self, address: &Located<String>) {
        let is_usable = !address.contains(char::is_whitespace)
            && address.split_once('@').is_some_and(|(name, domain)| {
                !name.is_empty()
                    && !domain.contains('@')
                    && domain.split('.').count() > 1
                    && domain.split('.').all(|part| !part.is_empty())
            });
        if !is_usable {
            let message = format!("`{}` is no mail address", address.value);
            let help = "write it as name@company.example".to_owned();
            self.report(address, message, help);
        }
    }

    fn web(&mut self, address: &Located<String>) {
        let begins = ["https://", "http://", "/"]
            .iter()
            .any(|start| address.starts_with(start) && address.len() > start.len().max(2) - 1);
        if begins && !address.contains(char::is_whitespace) {
            return;
        }
        let message = format!("`{}` is no web address", address.value);
        let help = if address.contains(':') || address.contains(char::is_whitespace) {
            "write the whole address, such as https://www.company.example/privacy".to_owned()
        } else {
            format!("write https://{}", address.value)
        };
        self.report(address, message, help);
    }

    fn report(&mut self, address: &Located<String>, message: String, help: String) {
        self.findings
            .report(&RULE, &address.origin, message)
            .because("whoever follows it reaches nobody (GDPR Articles 12(2) and 13(1)(a))")
            .help(help);
    }

    fn contact(&mut self, contact: &Contact) {
        contact.email.iter().for_each(|mail| self.mail(mail));
        contact.url.iter().for_each(|url| self.web(url));
    }
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    let organisation = &policy.organisation;
    let mut look = Look { findings };
    if let Some(Address::Page(url)) = organisation.address.known() {
        look.web(url);
    }
    if let Some(contact) = organisation.contact.known() {
        look.contact(contact);
    }
    for office in [
        &organisation.data_protection_officer,
        &organisation.eu_representative,
        &organisation.uk_representative,
    ] {
        if let Representative::Named { contact, .. } = &office.value {
            look.contact(contact);
        }
    }
    if let Some(authority) = organisation.supervisory_authority.known() {
        authority.url.iter().for_each(|url| look.web(url));
    }
    for document in &organisation.documents {
        document.url.iter().for_each(|url| look.web(url));
    }
    for channel in policy.rights.iter().flat_map(|rights| &rights.channels) {
        match channel {
            Channel::Email(mail) => look.mail(mail),
            Channel::Url(url) => look.web(url),
            Channel::Post(_) | Channel::Phone(_) | Channel::InProduct(_) => {}
        }
    }
    for tool in policy.tools() {
        tool.url.iter().for_each(|url| look.web(url));
    }
    for window in policy.windows() {
        if let Extent::SetBy {
            source: Some(source),
            ..
        } = &window.extent
        {
            look.web(source);
        }
    }
    for vendor in policy.vendors() {
        if let Some(contact) = vendor.contact.known() {
            look.contact(contact);
        }
        for url in vendor.policy_url.iter().chain(&vendor.own_subprocessors) {
            look.web(url);
        }
    }
}
