// A worker sends the file.
whenMade(({ file }) => new Worker("worker.js").postMessage({ file, sinks: SINKS }));
