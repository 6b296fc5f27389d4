(() => {
  // Long delays become short ones, in workers, too, where the browser's virtual time does not reach. What waits in another
  // way, such as by reading the clock over and over, is told as not covered.
  const shorten = (delay) => {
    const given = Number(delay) || 0;
    return given > 400 ? 400 + (given - 400) / 100 : given;
  };
  for (const name of ["setTimeout", "setInterval"]) {
    const own = globalThis[name];
    // A worker that has not begun has no functions yet; they appear on its prototype.
    const later = () => {
      let place = Object.getPrototypeOf(globalThis);
      while (place !== null && !Object.hasOwn(place, name)) place = Object.getPrototypeOf(place);
      return place?.[name];
    };
    globalThis[name] = (work, delay, ...rest) =>
      Reflect.apply(own ?? later(), globalThis, [work, shorten(delay), ...rest]);
  }
  const replace = (place, name, changed) => {
    const own = place?.[name];
    if (typeof own === "function") place[name] = function (...given) { return Reflect.apply(own, this, changed(given)); };
  };
  const withShort = (at) => (given) => given.map((one, index) => (index === at && one !== undefined ? shorten(one) : one));
  replace(globalThis.Atomics, "wait", withShort(3));
  replace(globalThis.Atomics, "waitAsync", withShort(3));
  replace(globalThis.Scheduler?.prototype, "postTask", ([work, options, ...rest]) =>
    (options?.delay === undefined ? [work, options, ...rest] : [work, { ...options, signal: options.signal, delay: shorten(options.delay) }, ...rest]));
})();
