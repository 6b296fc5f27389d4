// Encodings that more than one page uses.
const base64 = (bytes) => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
const base64url = (bytes) => base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const compressed = async (bytes, format) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream(format))).arrayBuffer());
// Ciphertext under a key that never leaves; with a nonce of its own each time no two are alike.
const sealed = async (bytes, nonce = crypto.getRandomValues(new Uint8Array(12))) => {
  const secret = Uint8Array.from({ length: 32 }, (_, at) => at * 5 + 1);
  const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
  const hidden = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, bytes));
  const all = new Uint8Array(nonce.length + hidden.length);
  all.set(nonce);
  all.set(hidden, nonce.length);
  return all;
};
const STEADY = new Uint8Array(12);
// What was kept of an earlier visit, as letters.
const kept = () => Uint8Array.from(atob(localStorage.getItem("kept") ?? ""), (letter) => letter.charCodeAt(0));
const keep = (bytes) => localStorage.setItem("kept", base64(bytes));
