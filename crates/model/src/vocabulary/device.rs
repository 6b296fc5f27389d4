//! Words for what is stored on the visitor's device (ePrivacy Directive Article 5(3)).

use super::vocabulary;

vocabulary! {
    /// The technique that stores an item.
    StorageKind as "kind of device storage" {
        Cookie = "cookie": "A cookie, sent back with requests.",
        LocalStorage = "local-storage": "An entry of localStorage, kept until it is cleared.",
        SessionStorage = "session-storage": "An entry of sessionStorage, gone with the tab.",
        IndexedDb = "indexed-db": "A database in the browser.",
        Cache = "cache": "Files that the page itself caches.",
        ServiceWorker = "service-worker": "A script that the browser keeps to answer requests.",
    }
}

vocabulary! {
    /// Who sets the item.
    Party as "party" {
        First = "first": "Our own site sets it.",
        Third = "third": "Somebody else's site sets it.",
    }
}

vocabulary! {
    /// Why no consent is needed (ePrivacy Directive Article 5(3), second sentence).
    Exemption as "exemption" {
        Transmission = "transmission": "It only carries out the transmission of a communication.",
        StrictlyNecessary = "strictly-necessary": "A service that the visitor asked for cannot work without it.",
        AskedForByTheVisitor = "asked-for-by-the-visitor": "It keeps a choice that the visitor made, such as a theme.",
        NationalAnalytics = "national-analytics": "A national authority exempts own-use audience counts under its conditions.",
    }
}

vocabulary! {
    /// Whether the visitor must agree before the item is stored.
    Consent as "answer about consent" {
        Needed = "needed": "Nothing is stored before the visitor agrees.",
        NotAsked = "not-asked": "It is stored without asking.",
    }
}
