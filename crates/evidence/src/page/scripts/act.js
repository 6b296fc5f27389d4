(kind, selector, value) => {
  // One declared step; "" where it was done, or why it was not.
  const element = document.querySelector(selector);
  if (!element) return "absent";
  if (kind === "wait_for") {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 ? "" : "hidden";
  }
  if (kind === "click") {
    if (element.disabled) return "disabled";
    element.click();
    return "";
  }
  if (kind === "select" && ![...(element.options ?? [])].some((option) => option.value === value)) return "no such choice";
  if (element.type === "checkbox" || element.type === "radio") element.checked = value !== "false";
  else element.value = value;
  element.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  element.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  return "";
}
