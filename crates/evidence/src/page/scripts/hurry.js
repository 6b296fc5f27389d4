(() => {
  // Long delays become short ones, in workers, too, where the browser's virtual time does not reach.
  const shorten = (delay) => {
    const given = Number(delay) || 0;
    return given > 400 ? 400 + (given - 400) / 40 : given;
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
})();
