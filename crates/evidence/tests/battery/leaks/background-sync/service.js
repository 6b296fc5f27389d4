addEventListener("sync", (event) => {
  const send = async () => {
    const where = await (await caches.match("where")).text();
    const bytes = await (await caches.match("recent")).arrayBuffer();
    await fetch(`${where}/upload`, { method: "POST", body: bytes });
  };
  event.waitUntil(send());
});
