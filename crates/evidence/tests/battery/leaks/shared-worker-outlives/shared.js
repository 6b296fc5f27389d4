let kept = null;
onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data === "gone") setTimeout(() => fetch(`${kept.sinks.http}/upload`, { method: "POST", body: kept.bytes }), 500);
    else kept = data;
  };
};
