// Uses the tool as a person would; a test appends this to sinks.js, with the file as CANARY and the course as COURSE.
if (globalThis.document && top === self && !sessionStorage.getItem("driven")) {
  const until = (condition) => new Promise((done) => {
    const look = () => (condition() ? done(condition()) : setTimeout(look, 50));
    look();
  });
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  addEventListener("load", async () => {
    await pause(300);
    const bytes = Uint8Array.from(atob(CANARY.base64), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], CANARY.name, { type: "image/png" }));
    const input = document.querySelector("#file");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const run = await until(() => document.querySelector("#run:not([disabled])"));
    run.click();
    const save = await until(() => document.querySelector("#save:not([hidden])[href]"));
    await pause(200);
    save.click();
    await pause(1500);
    if (COURSE.next === null) return;
    sessionStorage.setItem("driven", "yes");
    if (COURSE.next === "") location.reload();
    else location.href = COURSE.next;
  });
}
