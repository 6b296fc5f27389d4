//! Words for data categories.

use super::vocabulary;

vocabulary! {
    /// Where data comes from (GDPR Articles 13 and 14(2)(f)).
    Source as "source" {
        Visitor = "visitor": "The visitor gives it.",
        VisitorDevice = "visitor-device": "The visitor's device or browser sends it.",
        AccountHolder = "account-holder": "The holder of an account gives it.",
        Customer = "customer": "A business customer gives it.",
        CustomerEndUser = "customer-end-user": "Somebody whom our customer serves gives it, often without knowing us.",
        OurProcessing = "our-processing": "Our own processing makes it.",
        Vendor = "vendor": "A vendor gives it to us.",
        ThirdParty = "third-party": "Somebody else gives it, such as a teammate or a sign-in service.",
        Public = "public": "It is publicly available.",
        NotStated = "not-stated": "The document does not say.",
    }
}

vocabulary! {
    /// How closely data leads to a person.
    Identifies as "degree of identification" {
        Identified = "identified": "It names a person or leads to one directly.",
        Maybe = "maybe": "It may show or name a person; that depends on its content.",
        Pseudonymous = "pseudonymous": "It leads to a person only with further knowledge (GDPR Article 4(5)).",
        Anonymous = "anonymous": "Nobody can be identified by it any more (GDPR recital 26).",
    }
}
