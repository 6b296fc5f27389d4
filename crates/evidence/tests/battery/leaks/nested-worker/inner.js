onmessage = ({ data }) => fetch(`${data.sinks.http}/upload`, { method: "POST", body: data.bytes });
