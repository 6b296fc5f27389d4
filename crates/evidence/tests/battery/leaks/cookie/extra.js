// A part of the file in a cookie, which every later request of the site carries.
whenMade(({ bytes }) => {
  document.cookie = `session=${base64url(bytes.slice(0, 2800))}; path=/`;
  fetch("status.json");
});
