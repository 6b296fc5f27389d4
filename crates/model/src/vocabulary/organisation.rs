//! Words about the organisation and the law that it stands under.

use super::vocabulary;

vocabulary! {
    /// A body of law whose rules apply. Regimes are switched on, never guessed.
    Regime as "regime" {
        Gdpr = "gdpr": "Regulation (EU) 2016/679.",
        UkGdpr = "uk-gdpr": "The United Kingdom's version of the GDPR with the Data Protection Act 2018.",
        Ccpa = "ccpa": "The California Consumer Privacy Act, as amended.",
        EPrivacy = "eprivacy": "Directive 2002/58/EC, above all Article 5(3).",
        Fadp = "fadp": "The Swiss Federal Act on Data Protection.",
        Lgpd = "lgpd": "Brazil's general data protection law.",
        Coppa = "coppa": "The US Children's Online Privacy Protection Rule.",
    }
}

vocabulary! {
    /// A part of the Data Privacy Framework that the organisation has certified to.
    DataPrivacyFramework as "part of the Data Privacy Framework" {
        EuUs = "eu-us": "The EU-U.S. Data Privacy Framework.",
        UkExtension = "uk-extension": "The UK Extension to the EU-U.S. Data Privacy Framework.",
        SwissUs = "swiss-us": "The Swiss-U.S. Data Privacy Framework.",
    }
}

vocabulary! {
    /// When data is disclosed to authorities or courts.
    DisclosedWhen as "reason for disclosure" {
        RequiredByLaw = "required-by-law": "A law or a lawful order demands it.",
        ProtectRightsAndSafety = "protect-rights-and-safety": "Rights, safety or property of us or others need it.",
        NotStated = "not-stated": "The document does not say.",
    }
}

vocabulary! {
    /// How one gets a document.
    Availability as "availability" {
        Public = "public": "Anybody can read it at its address.",
        OnRequest = "on-request": "It is sent on request.",
        Customers = "customers": "Only customers can get it.",
        NotStated = "not-stated": "The document does not say.",
    }
}
