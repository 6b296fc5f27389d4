// The site counts visits under a number that it draws, and says goodbye. Neither says anything of the file.
const visitor = localStorage.getItem("visitor") ?? crypto.randomUUID();
const visit = Number(localStorage.getItem("visit") ?? 0) + 1;
localStorage.setItem("visitor", visitor);
localStorage.setItem("visit", String(visit));
fetch(`${SINKS.http}/analytics`, { method: "POST", body: JSON.stringify({ visitor, visit, at: Date.now() }) });
addEventListener("pagehide", () =>
  navigator.sendBeacon(`${SINKS.http}/analytics`, JSON.stringify({ visitor, event: "goodbye", after: Math.round(performance.now()) })));
