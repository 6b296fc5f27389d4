//! Words for windows.

use super::vocabulary;

vocabulary! {
    /// The event from which a window counts.
    CountedFrom as "start of a window" {
        Upload = "upload": "When the first byte of the upload arrives.",
        Collection = "collection": "When the data is collected or the record is made, where there is no upload.",
        Processing = "processing": "When processing ends; enforced from the upload, which is stricter.",
        Result = "result": "When the first byte of the result is stored.",
        Request = "request": "When the person asks for it.",
        LastUse = "last-use": "When the data was last used; every use starts the window again.",
        WindowEnd = "window-end": "When the window ends that names this one under `then`.",
        AccountClosed = "account-closed": "When the account is closed.",
        ContractEnd = "contract-end": "When the contract ends.",
    }
}

impl CountedFrom {
    /// Whether the event is another one than the storing of the data, or can come again: the end of such data is not known
    /// when it is stored, or moves.
    pub fn comes_later(self) -> bool {
        matches!(
            self,
            Self::LastUse | Self::AccountClosed | Self::ContractEnd
        )
    }

    /// Whether a store learns of the event: from the storing itself, from a use, or from a call.
    pub fn is_learnt_by_a_store(self) -> bool {
        matches!(
            self,
            Self::Upload | Self::Collection | Self::Processing | Self::Result
        ) || self.comes_later()
    }
}

vocabulary! {
    /// What happens when a window ends.
    AtEnd as "end of a window" {
        Erase = "erase": "The key is destroyed and the bytes are removed.",
        Anonymise = "anonymise": "Declared fields are dropped or truncated; the rest is kept without a person.",
        Trash = "trash": "The data can still be recovered until the next window ends.",
    }
}

vocabulary! {
    /// Where a further copy lives.
    CopyPlace as "place of a copy" {
        Backup = "backup": "Copies for recovery after a failure.",
        CdnCache = "cdn-cache": "Copies near the reader, kept by a delivery network.",
        Logs = "logs": "Lines of a log.",
        Replica = "replica": "A second running copy of a store.",
    }
}
