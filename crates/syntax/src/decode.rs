//! Bytes to text.

use crate::rules::{BUDGET, ENCODING};
use crate::{Diagnostic, Place, SourceFile};

/// The largest file in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Reads bytes as UTF-8; a byte order mark is left out. Returns the file where it could be read, and every fault.
pub fn decode(path: &str, bytes: &[u8]) -> (Option<SourceFile>, Vec<Diagnostic>) {
    let fault = |diagnostic: Diagnostic| (None, vec![diagnostic.at(Place::start_of(path))]);
    if bytes.len() > MOST_BYTES {
        let message = format!(
            "the file has {} bytes; at most {MOST_BYTES} are read",
            bytes.len()
        );
        return fault(Diagnostic::new(&BUDGET, message).help("split the file"));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return fault(
            Diagnostic::new(&ENCODING, "the file is UTF-16")
                .because("every reader of policies expects UTF-8")
                .help("save it as UTF-8 (in most editors: Save As, then the encoding UTF-8)"),
        );
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (Some(SourceFile::new(path, text)), Vec::new()),
        Err(error) => {
            let good = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            let place = SourceFile::new(path, good).place(good.len()..good.len());
            let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
            let diagnostic = Diagnostic::new(&ENCODING, format!("a character here cannot be read (byte 0x{byte:02x}): the file is not saved as UTF-8"))
                .at(place)
                .because("the file was probably saved in an older encoding such as Windows-1252, which garbles names")
                .help("save it as UTF-8 (in most editors: Save As, then the encoding UTF-8)");
            (None, vec![diagnostic])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_named_at_their_place() {
        let (file, faults) = decode("a.yaml", b"\xef\xbb\xbfname: x\r\n");
        assert_eq!(file.unwrap().text(), "name: x\r\n");
        assert!(faults.is_empty());

        let (file, faults) = decode("a.yaml", b"name: x\ncity: M\xfcnchen\n");
        assert!(file.is_none());
        let place = faults[0].place.clone().unwrap();
        assert_eq!((place.line, place.column), (2, 8));

        assert_eq!(
            decode("a.yaml", b"\xff\xfen\0").1[0].message,
            "the file is UTF-16"
        );
        assert_eq!(
            decode("a.yaml", &vec![b' '; MOST_BYTES + 1]).1[0].rule,
            "schema/budget"
        );
    }
}
