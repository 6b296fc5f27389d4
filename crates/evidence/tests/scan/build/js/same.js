export const same = 1; import "./sinks.js";
