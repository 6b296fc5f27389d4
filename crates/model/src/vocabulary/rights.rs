//! Words for the rights of people (GDPR Articles 7 and 12 to 22).

use super::vocabulary;

vocabulary! {
    /// A right of a person.
    RightKind as "right" {
        Access = "access": "To know what is held and get a copy (GDPR Article 15).",
        Rectification = "rectification": "To have mistakes corrected (GDPR Article 16).",
        Erasure = "erasure": "To have data erased (GDPR Article 17).",
        Restriction = "restriction": "To have data kept but not used (GDPR Article 18).",
        Portability = "portability": "To get data in a machine-readable form (GDPR Article 20).",
        Objection = "objection": "To object to a use (GDPR Article 21).",
        AutomatedDecision = "automated-decision": "Not to be subject to a purely automated decision (GDPR Article 22).",
        WithdrawConsent = "withdraw-consent": "To take consent back at any time (GDPR Article 7(3)).",
        Complaint = "complaint": "To complain to an authority (GDPR Article 77).",
        OptOutOfSale = "opt-out-of-sale": "To say no to sale or sharing (Cal. Civ. Code 1798.120).",
        LimitSensitive = "limit-sensitive": "To limit the use of sensitive data (Cal. Civ. Code 1798.121).",
        NonDiscrimination = "non-discrimination": "Not to be treated worse for using a right (Cal. Civ. Code 1798.125).",
    }
}

vocabulary! {
    /// How one uses a right.
    How as "way to use a right" {
        SelfService = "self-service": "The person does it alone, in the product.",
        Request = "request": "The person asks through a channel.",
        StopUsing = "stop-using": "The person stops using the service.",
        Automatic = "automatic": "It happens without a request.",
    }
}
