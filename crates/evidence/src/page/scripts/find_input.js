(selector) => {
  // The first file input that can be used: in the document, in open shadow roots, in frames of the same origin.
  const roots = [document];
  const found = [];
  while (roots.length > 0 && found.length < 50) {
    const root = roots.shift();
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      if (element.tagName === "IFRAME") {
        try { if (element.contentDocument) roots.push(element.contentDocument); } catch { /* another origin */ }
      }
      const fits = selector
        ? element.matches(selector)
        : element.tagName === "INPUT" && element.type === "file";
      if (fits && !element.disabled) found.push(element);
    }
  }
  return found[0] ?? null;
}
