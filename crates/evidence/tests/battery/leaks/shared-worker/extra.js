// A worker that all pages of the origin share sends the file.
whenMade(({ bytes }) => new SharedWorker("shared.js").port.postMessage({ bytes, sinks: SINKS }));
