function (base64, name, type) {
  // The file exists in the page's memory only, so that the protocol shows it wherever it goes.
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type, lastModified: 1700000000000 }));
  this.files = transfer.files;
  this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  this.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  return this.files.length;
}
