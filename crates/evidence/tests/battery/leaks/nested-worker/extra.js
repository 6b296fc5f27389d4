// A worker of a worker sends the file.
whenMade(({ bytes }) => new Worker("outer.js").postMessage({ bytes, sinks: SINKS }));
