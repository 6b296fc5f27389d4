//! Words for tools.

use super::vocabulary;

vocabulary! {
    /// Where a tool processes.
    ToolLocation as "location" {
        Local = "local": "Everything runs in the visitor's browser; the file stays there.",
        Server = "server": "The file is sent to a server.",
        Hybrid = "hybrid": "Some activities run in the browser and some on a server; each is listed.",
    }
}

vocabulary! {
    /// Whether a tool needs an account.
    Account as "answer about accounts" {
        NotNeeded = "not-needed": "It works without an account.",
        Optional = "optional": "An account adds something and is not needed.",
        Needed = "needed": "It works only with an account.",
        NotStated = "not-stated": "The document does not say.",
    }
}

vocabulary! {
    /// How surely a statement about the location holds.
    Certainty as "certainty" {
        Always = "always": "It holds every time.",
        Usually = "usually": "It holds in most cases; the exceptions are not listed.",
        WhenPossible = "when-possible": "It holds whenever that is possible; when it is not, is not listed.",
        May = "may": "It can happen; when it does, is not listed.",
        WhereSupported = "where-supported": "It holds where the browser supports the format or feature.",
    }
}

vocabulary! {
    /// What clears local work.
    ClearedWhen as "clearing event" {
        PageRefresh = "page-refresh": "The page is loaded again.",
        TabClosed = "tab-closed": "The tab or the browser is closed.",
        Reset = "reset": "The visitor presses the tool's reset button.",
        Download = "download": "The result is downloaded.",
        BrowserDataCleared = "browser-data-cleared": "The visitor clears the browser's stored data.",
    }
}

vocabulary! {
    /// How well a local claim is proved, weakest first.
    EvidenceLevel as "evidence level" {
        Declared = "declared": "Somebody wrote it down.",
        Scanned = "scanned": "The shipped code was parsed and every network sink listed.",
        Observed = "observed": "A real browser was driven with marked files and nothing left.",
        Isolated = "isolated": "Observed, and the tool does its whole job without a network.",
        Enforced = "enforced": "Isolated, and the shipped headers close the channels.",
    }
}
