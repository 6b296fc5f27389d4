//! Words for vendors.

use super::vocabulary;

vocabulary! {
    /// What a vendor is in law.
    Relation as "relation" {
        Processor = "processor": "It processes for us, where we are the controller (GDPR Article 28).",
        Subprocessor = "subprocessor": "It processes for us, where we are our customer's processor (GDPR Article 28(4)).",
        IndependentController = "independent-controller": "It decides itself why and how it processes.",
        JointController = "joint-controller": "It decides together with us (GDPR Article 26).",
        Affiliate = "affiliate": "It belongs to our group of companies.",
        SelfHosted = "self-hosted": "Software of that maker which we run ourselves; the maker gets no data.",
        RequestOnly = "request-only": "It gets the visitor's request and never the visitor's content.",
        NotStated = "not-stated": "The document does not say.",
    }
}

vocabulary! {
    /// Where a vendor stands in its life with us.
    Stage as "stage" {
        Planned = "planned": "We may use it; nothing is decided.",
        Announced = "announced": "Its use is announced and has not begun.",
        Active = "active": "It is in use.",
        Ending = "ending": "Its use is being wound down.",
        Removed = "removed": "It is no longer used; it stays listed for the history.",
    }
}

vocabulary! {
    /// When a vendor is used.
    UsedWhen as "condition of use" {
        Always = "always": "Whenever its purpose is served.",
        Optional = "optional": "Only when somebody uses an optional feature.",
        Consent = "consent": "Only after consent.",
        Plan = "plan": "Only on some plans.",
        Planned = "planned": "Not yet.",
        SomeCustomers = "some-customers": "Only for some customers, as the condition says.",
    }
}

vocabulary! {
    /// What allows a transfer to another country (GDPR chapter V and its counterparts).
    Mechanism as "transfer mechanism" {
        Adequacy = "adequacy": "A decision says that the country protects data well enough (GDPR Article 45).",
        AdequacyDpf = "adequacy-dpf": "The recipient takes part in the Data Privacy Framework.",
        SccC2c = "scc-c2c": "Standard contractual clauses 2021/914, module 1, controller to controller.",
        SccC2p = "scc-c2p": "Standard contractual clauses 2021/914, module 2, controller to processor.",
        SccP2p = "scc-p2p": "Standard contractual clauses 2021/914, module 3, processor to processor.",
        SccP2c = "scc-p2c": "Standard contractual clauses 2021/914, module 4, processor to controller.",
        UkIdta = "uk-idta": "The United Kingdom's international data transfer agreement.",
        UkAddendum = "uk-addendum": "The United Kingdom's addendum to the EU clauses.",
        Bcr = "bcr": "Binding corporate rules (GDPR Article 47).",
        Derogation = "derogation": "An exception for a specific situation (GDPR Article 49).",
        NotNeeded = "not-needed": "The data does not leave the area of the regime.",
    }
}

vocabulary! {
    /// How a processor may engage further processors (GDPR Article 28(2)).
    Authorisation as "form of authorisation" {
        General = "general": "The customer agreed in advance and may object to a change.",
        Specific = "specific": "The customer agrees to each one.",
    }
}
