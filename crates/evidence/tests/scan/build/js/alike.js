// fetch("/upload"); eval("x"); new WebSocket("wss://sink.invalid")
/* navigator.sendBeacon("/b") */
function fetch(what) { return what; }
const eval2 = "eval(fetch('x'))";
class WebSocket {}
export const api = { fetch: fetch(1), XMLHttpRequest: 2, open() {}, submit: 3 };
api.fetch("x");
api.open("x");
new WebSocket();
setTimeout(() => api.fetch("y"), 10);
const { src, href } = api;
export const text = `Image Worker ${src} importScripts ${href}`;
export function local(location, document) { location.href2 = document.title; return location.replace2; }
if (typeof XMLHttpRequest === "undefined") api.open();
export const RTCPeerConnection = null, pattern = /fetch\(/u, cookie = text.replace("a", "b");
self.addEventListener("message", () => {});
