//! Tags that stand for values inside one cohort.

use aws_lc_rs::hmac;
use candor_model::Instant;
use data_encoding::HEXLOWER;

use super::Cohort;
use crate::store::{Store, StoreError, WindowTag};

impl Cohort {
    /// The tag of a value of a field in this cohort, 32 hexadecimal digits. Equal values have equal tags here, other ones
    /// in every other cohort, and nobody can make a tag again once the cohort key is destroyed.
    fn pseudonym(&self, field: &str, value: &str) -> String {
        let own = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, self.key.as_slice()),
            b"candor/field-tag",
        );
        let mut tag = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()));
        // The length keeps field and value apart.
        tag.update(&(field.len() as u64).to_le_bytes());
        tag.update(field.as_bytes());
        tag.update(value.as_bytes());
        HEXLOWER.encode(&tag.sign().as_ref()[..16])
    }
}

impl Store {
    /// The tag of a value of a field among the objects of a window that end at `ends`.
    ///
    /// # Errors
    /// Where that bucket has ended, or cannot be opened.
    pub(crate) fn pseudonym(
        &self,
        tag: WindowTag,
        ends: Instant,
        field: &str,
        value: &str,
    ) -> Result<String, StoreError> {
        if ends <= self.time.trusted_now()? {
            return Err(StoreError::EndedWhileWriting);
        }
        Ok(self.open_bucket(tag, ends)?.pseudonym(field, value))
    }
}
