onmessage = ({ data }) => new Worker("inner.js").postMessage(data);
