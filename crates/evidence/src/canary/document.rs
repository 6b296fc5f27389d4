//! A document: one page with a text and a picture, and properties that name its author.

use super::Canary;
use super::identity::Identity;
use super::photo::Photo;

/// A PDF of one page.
pub fn document_pdf(seed: &[u8; 32], role: &str) -> Canary {
    let identity = Identity::new(seed, &format!("pdf {role}"));
    let photo = Photo::new(seed, role, "pdf", (239, 191), 9);
    let jpeg = photo.jpeg();
    let page = format!(
        "q 300 0 0 240 72 420 cm /Picture Do Q\nBT /Body 14 Tf 72 760 Td ({}) Tj 0 -20 Td ({}) Tj ET\n",
        identity.person, identity.remark
    );
    let properties = format!(
        "<< /Title ({}) /Author ({}) /Subject ({}) /Keywords ({}, {}) /Creator ({}) >>",
        identity.token,
        identity.person,
        identity.remark,
        identity.latitude.decimal,
        identity.longitude.decimal,
        identity.camera,
    );
    let (width, height) = (photo.width, photo.height);
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R \
          /Resources << /Font << /Body 4 0 R >> /XObject << /Picture 5 0 R >> >> >>"
            .to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        stream(
            &format!(
                "/Type /XObject /Subtype /Image /Width {width} /Height {height} \
                 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
            ),
            &jpeg,
        ),
        stream("", page.as_bytes()),
        properties.into_bytes(),
    ];
    Canary {
        name: format!("{}.pdf", identity.stem),
        media_type: "application/pdf",
        bytes: file(&objects),
        width,
        height,
        texts: identity.texts(),
        token: identity.token,
    }
}

fn stream(keys: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {keys} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// The objects with their table; the first is the catalogue, the last the properties.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = String::new();
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{} 0 obj\n", index + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let at = bytes.len();
    let count = objects.len() + 1;
    let last = objects.len();
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R /Info {last} 0 R >>\n\
         startxref\n{at}\n%%EOF\n"
    );
    bytes.extend(end.into_bytes());
    bytes
}
