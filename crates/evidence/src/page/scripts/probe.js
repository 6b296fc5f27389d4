async (sink, udp, nonce) => {
  // Tries every way out under the headers that the page was sent with. Whether anything got through is seen at the other end.
  const to = (name) => `${sink}/${nonce}-${name}`;
  const own = (name) => `${location.pathname}?${nonce}-${name}`;
  const quietly = async (work) => { try { await work(); } catch { /* closed */ } };
  const put = (tag, set) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(set)) {
      if (name === "text") element.textContent = value; else element.setAttribute(name, value);
    }
    (document.head ?? document.documentElement).append(element);
    return element;
  };
  const ways = {
    fetch: () => fetch(to("fetch"), { mode: "no-cors" }),
    "fetch-post": () => fetch(to("fetch-post"), { method: "POST", mode: "no-cors", body: nonce }),
    keepalive: () => fetch(to("keepalive"), { method: "POST", mode: "no-cors", body: nonce, keepalive: true }),
    later: () => globalThis.fetchLater?.(to("later"), { method: "POST", body: nonce, activateAfter: 0 }),
    xhr: () => { const request = new XMLHttpRequest(); request.open("POST", to("xhr")); request.send(nonce); },
    beacon: () => navigator.sendBeacon(to("beacon"), nonce),
    websocket: () => new WebSocket(to("websocket").replace(/^http/, "ws")),
    eventsource: () => new EventSource(to("eventsource")),
    webtransport: () => { const session = new WebTransport(to("webtransport").replace(/^http:/, "https:")); session.ready.catch(() => {}); session.closed.catch(() => {}); },
    image: () => { new Image().src = to("image"); },
    css: () => { const style = put("style", { text: `html{background-image:url("${to("css")}")}` }); setTimeout(() => style.remove(), 900); },
    script: () => put("script", { src: to("script") }),
    stylesheet: () => put("link", { rel: "stylesheet", href: to("stylesheet") }),
    font: () => { const face = new FontFace("probe", `url("${to("font")}")`); face.load().catch(() => {}); },
    media: () => { const video = document.createElement("video"); video.src = to("media"); video.load(); },
    object: () => {
      // One in the head is not laid out, and so not loaded.
      const object = document.createElement("object");
      object.data = to("object");
      document.body.append(object);
    },
    prefetch: () => put("link", { rel: "prefetch", href: to("prefetch") }),
    preload: () => put("link", { rel: "preload", as: "image", href: to("preload") }),
    modulepreload: () => put("link", { rel: "modulepreload", href: to("modulepreload") }),
    "dns-prefetch": () => put("link", { rel: "dns-prefetch", href: `//${nonce}-dns.example` }),
    preconnect: () => put("link", { rel: "preconnect", href: sink.replace("localhost", "127.0.0.2") }),
    rules: () => put("script", { type: "speculationrules", text: JSON.stringify({ prefetch: [{ source: "list", urls: [to("rules")] }] }) }),
    frame: () => { const frame = document.createElement("iframe"); frame.src = to("frame"); document.body.append(frame); },
    form: () => {
      const frame = document.createElement("iframe");
      frame.name = `${nonce}frame`;
      document.body.append(frame);
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: to("form"), target: frame.name });
      document.body.append(form);
      form.submit();
    },
    ping: () => { const link = document.createElement("a"); link.href = "#"; link.ping = to("ping"); document.body.append(link); link.click(); },
    "blob-worker": () => new Worker(URL.createObjectURL(new Blob([`fetch("${to("blob-worker")}", { mode: "no-cors" })`]))),
    turn: async () => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `turn:${udp}`, username: `${nonce}-turn`, credential: "x" }] });
      peer.createDataChannel("probe");
      await peer.setLocalDescription(await peer.createOffer());
    },
    "own-fetch": () => fetch(own("own-fetch")),
    "own-image": () => { new Image().src = own("own-image"); },
    "own-worker": () => new Worker(own("own-worker")),
    "own-frame": () => { const frame = document.createElement("iframe"); frame.src = own("own-frame"); document.body.append(frame); },
    "own-path": () => {
      // A name that no file has says something, too: beside the page, and beside everything that it loaded.
      const places = [location.href, ...performance.getEntriesByType("resource").map((entry) => entry.name)];
      const asked = new Set(places
        .map((place) => new URL(place))
        .filter((place) => place.origin === location.origin)
        .map((place) => place.pathname.replace(/[^/]*?(\.[a-z0-9]+)?$/, `${nonce}-own-path$1`)));
      for (const path of asked) new Image().src = path;
    },
    "own-prefetch": () => put("link", { rel: "prefetch", href: own("own-prefetch") }),
  };
  for (const work of Object.values(ways)) await quietly(work);
  return Object.keys(ways);
}
