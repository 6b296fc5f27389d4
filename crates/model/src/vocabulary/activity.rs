//! Words for processing activities (GDPR Article 30).

use super::vocabulary;

vocabulary! {
    /// Where one activity runs.
    ActivityLocation as "location" {
        Local = "local": "It runs in the visitor's browser and the data stays there.",
        Server = "server": "The data is sent to a server of ours or of a vendor.",
    }
}

vocabulary! {
    /// In which legal role the organisation acts.
    Role as "role" {
        Controller = "controller": "We decide why and how the data is processed (GDPR Article 4(7)).",
        JointController = "joint-controller": "We decide together with somebody else (GDPR Article 26).",
        Processor = "processor": "We process on the instructions of a customer (GDPR Article 4(8)).",
    }
}

vocabulary! {
    /// Why data is processed.
    Purpose as "purpose" {
        RequestedService = "requested-service": "To do what the visitor asked the tool to do.",
        AccountManagement = "account-management": "To open, keep and close accounts.",
        Billing = "billing": "To take payments and keep the books.",
        Support = "support": "To answer questions and solve problems.",
        ServiceMessages = "service-messages": "To send messages that the service itself needs, such as receipts and alerts.",
        Marketing = "marketing": "To tell people about products, where they agreed or may object.",
        ServiceImprovement = "service-improvement": "To learn which parts are used and which fail.",
        Security = "security": "To keep the service and its data safe.",
        AbusePrevention = "abuse-prevention": "To detect and prevent fraud and abuse.",
        ContractManagement = "contract-management": "To prepare, sign and keep agreements.",
        LegalObligation = "legal-obligation": "To do what a law demands.",
        Research = "research": "To study, in the sense of GDPR Article 89.",
    }
}

vocabulary! {
    /// The legal basis of GDPR Article 6(1).
    LegalBasis as "legal basis" {
        Consent = "consent": "The person agreed (GDPR Article 6(1)(a)).",
        Contract = "contract": "A contract with the person needs it (GDPR Article 6(1)(b)).",
        LegalObligation = "legal-obligation": "A law demands it (GDPR Article 6(1)(c)).",
        VitalInterests = "vital-interests": "A life depends on it (GDPR Article 6(1)(d)).",
        PublicTask = "public-task": "A task in the public interest needs it (GDPR Article 6(1)(e)).",
        LegitimateInterests = "legitimate-interests": "Interests that are written down outweigh (GDPR Article 6(1)(f)).",
        CustomersInstruction = "customers-instruction": "We act for a customer, who holds the legal basis (GDPR Article 28(3)(a)).",
    }
}

vocabulary! {
    /// Whose data it is.
    Subject as "group of people" {
        Visitor = "visitor": "Somebody who opens a page or uses a tool, with or without an account.",
        AccountHolder = "account-holder": "Somebody with an account.",
        Customer = "customer": "A business customer and the people who act for it.",
        CustomerEndUser = "customer-end-user": "Somebody whom our customer serves through us.",
        InvitedTeammate = "invited-teammate": "Somebody whom an account holder invited.",
        NewsletterReader = "newsletter-reader": "Somebody who signed up for news.",
        DepictedPerson = "depicted-person": "Somebody who can be seen in a picture that another person chose.",
        Child = "child": "Somebody below the stated minimum age.",
        Employee = "employee": "Somebody who works for us.",
        Applicant = "applicant": "Somebody who applies for work with us.",
    }
}

vocabulary! {
    /// What holds data while it is stored.
    Medium as "storage medium" {
        Memory = "memory": "Main memory; gone when the request ends or the machine restarts.",
        EncryptedCache = "encrypted-cache": "Temporary files that are encrypted.",
        EncryptedDisk = "encrypted-disk": "Lasting files that are encrypted.",
        Disk = "disk": "Lasting files that are not encrypted by us.",
        Database = "database": "Rows of a database.",
        ObjectStore = "object-store": "Objects of a storage service.",
        EventStore = "event-store": "Records of events that are counted, not looked up by person.",
        LogFiles = "log-files": "Lines of a log.",
        CdnCache = "cdn-cache": "Copies near the reader, kept by a delivery network.",
        Mailbox = "mailbox": "Messages in a mailbox or a ticket system.",
        NotStated = "not-stated": "The document does not say.",
    }
}

vocabulary! {
    /// Whether the data trains models.
    Training as "answer about training" {
        Never = "never": "The data never trains or improves a model.",
        WithConsent = "with-consent": "Only where the person agreed.",
        Yes = "yes": "The data may train models.",
    }
}
