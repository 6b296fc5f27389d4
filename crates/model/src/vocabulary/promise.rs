//! Words for public promises.

use super::vocabulary;

vocabulary! {
    /// What the organisation promises never to do.
    NeverDo as "act" {
        Train = "train": "Train or improve models with it.",
        Sell = "sell": "Sell it.",
        Rent = "rent": "Rent it out.",
        Share = "share": "Share it beyond the recipients that are named.",
        Advertise = "advertise": "Use it for advertising.",
        Profile = "profile": "Build a profile of a person with it.",
        Mine = "mine": "Analyse it beyond the task that was asked for.",
        Track = "track": "Follow a person across sites with it.",
        Fingerprint = "fingerprint": "Recognise a device by its properties.",
        SessionReplay = "session-replay": "Record a visit for watching it again.",
        ThirdPartyHost = "third-party-host": "Keep it with somebody who only hosts media.",
        Upload = "upload": "Send it from the visitor's device.",
        Identify = "identify": "Find out who somebody is with it.",
        Store = "store": "Write it to lasting storage.",
    }
}

vocabulary! {
    /// What a promise is checked against.
    CheckedBy as "kind of check" {
        DeviceStorage = "device-storage": "The declared device storage.",
        BrowserEvidence = "browser-evidence": "Records of runs in a real browser.",
        Vendors = "vendors": "The declared vendors and what they receive.",
        Activities = "activities": "The declared activities.",
    }
}
