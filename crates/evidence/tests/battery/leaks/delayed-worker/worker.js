onmessage = ({ data }) => {
  setTimeout(() => fetch(`${data.sinks.http}/upload`, { method: "POST", body: data.bytes }), 20000);
};
