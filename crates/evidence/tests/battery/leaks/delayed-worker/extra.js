// The file, twenty seconds later, from a worker, whose clock the page's tools do not reach.
whenMade(({ bytes }) => new Worker("worker.js").postMessage({ bytes, sinks: SINKS }));
