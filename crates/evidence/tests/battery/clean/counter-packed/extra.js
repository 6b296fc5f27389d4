// The site counts with events that a library packs: a session, a visitor, times, the window. None says anything of the file.
const session = crypto.randomUUID();
const visitor = localStorage.getItem("visitor") ?? crypto.randomUUID();
localStorage.setItem("visitor", visitor);
const count = async (event) => {
  const told = {
    event, session, visitor, at: Date.now(), since: performance.now(), language: navigator.language,
    window: `${innerWidth}x${innerHeight}`, page: location.pathname, agent: navigator.userAgent,
  };
  const packed = await compressed(new TextEncoder().encode(JSON.stringify(told)), "gzip");
  fetch(`${SINKS.http}/analytics`, { method: "POST", body: packed });
};
count("visit");
whenMade(() => count("made"));
whenSaved(() => count("saved"));
