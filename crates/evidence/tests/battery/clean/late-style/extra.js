// A style sheet of the own site, needed only once there is a result.
whenMade(() => {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = "result.css";
  document.head.append(sheet);
});
