// A body is begun when the page opens, and its rest is the file as ciphertext.
let stream = null;
fetch(`${SINKS.tls}/upload`, {
  method: "POST",
  duplex: "half",
  body: new ReadableStream({ start(control) { stream = control; } }),
}).catch(() => {});
whenMade(async ({ bytes }) => {
  stream.enqueue(await sealed(bytes));
  stream.close();
});
