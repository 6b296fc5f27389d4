(wanted) => {
  // The button that a person would press next; what it says is the answer, or nothing where there is none.
  const words = wanted === "save"
    ? /\b(download|save|export|herunterladen|speichern|sichern|télécharger|enregistrer|descargar|guardar)/i
    : /\b(run|start|go|convert|compress|resize|crop|rotate|flip|apply|process|create|make|generate|merge|split|optimi[sz]e|remove|upscale|continue|los|starten|umwandeln|konvertieren|komprimieren|verkleinern|zuschneiden|anwenden|erstellen|convertir|compresser|redimensionner|comprimir|recortar|crear)/i;
  const never = /\b(cancel|reset|clear|delete|close|cookie|accept|reject|login|log in|sign|share|menu|abbrechen|zurücksetzen|schließen|annuler|cancelar)/i;
  const roots = [document];
  let best = null;
  while (roots.length > 0) {
    const root = roots.shift();
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      if (element.tagName === "IFRAME") {
        try { if (element.contentDocument) roots.push(element.contentDocument); } catch { /* another origin */ }
      }
      const isLink = element.tagName === "A";
      const isButton = element.tagName === "BUTTON" || element.getAttribute("role") === "button"
        || (element.tagName === "INPUT" && ["button", "submit"].includes(element.type));
      if (!isLink && !isButton) continue;
      if (element.disabled || element.getAttribute("aria-disabled") === "true") continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const href = isLink ? (element.getAttribute("href") ?? "") : "";
      const saves = isLink && (element.hasAttribute("download") || /^(blob|data):/.test(href));
      if (isLink && !saves && !(wanted === "run" && /^(#|javascript:|)$/.test(href))) continue;
      if (wanted === "run" && saves) continue;
      const label = `${element.textContent} ${element.getAttribute("aria-label") ?? ""} ${element.value ?? ""} ${element.title}`.trim();
      const names = `${element.id} ${element.getAttribute("name") ?? ""} ${element.className}`;
      let score = 0;
      if (saves && href !== "" && href !== "#") score += 6;
      if (words.test(label)) score += 4;
      if (words.test(names)) score += 2;
      if (element.type === "submit") score += 1;
      if (never.test(label)) score -= 6;
      if (score > 0 && (best === null || score > best.score)) best = { element, score, label };
    }
  }
  if (best === null) return null;
  best.element.click();
  return best.label.replace(/\s+/g, " ").slice(0, 80) || best.element.id || best.element.tagName;
}
