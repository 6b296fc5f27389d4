import { same } from "./same.js";
fetch("/upload");                                   //~ fetch 1
window.fetch("/upload");                            //~ fetch 8
self["fetch"]("/upload");                           //~ fetch 6
const late = fetchLater;                            //~ fetch 14
new XMLHttpRequest();                               //~ xhr 5
navigator.sendBeacon("/b", same);                   //~ beacon 11
new WebSocket("wss://sink.example/socket");         //~ websocket 5
new globalThis.WebSocketStream("/s");               //~ websocket 16
new EventSource("/events");                         //~ other 5
new RTCPeerConnection();                            //~ webrtc 5
new WebTransport("/t");                             //~ webtransport 5
new Worker("js/worker.js");                         //~ worker 5
new SharedWorker(new URL("shared.js", import.meta.url)); //~ worker 5
navigator.serviceWorker.register("/sw.js");         //~ service-worker 11
new Image().src = "/pixel?d=" + same;               //~ image 5 image 13
document.forms[0].submit();                         //~ form 19
document.forms[0].action = same;                    //~ form 19
location.href = "/away?d=" + same;                  //~ navigation 10
location = same;                                    //~ navigation 1
window.location.assign(same);                       //~ navigation 17
window.open(same);                                  //~ navigation 8
open(same);                                         //~ navigation 1
document.querySelector("a").ping = same;            //~ beacon 29
document.body.setAttribute("formaction", same);     //~ form 15
parent.postMessage(same, "*");                      //~ message 8
document.cookie = same;                             //~ cookie 10
document.body.innerHTML = same;                     //~ dynamic-markup 15
document.body.insertAdjacentHTML("beforeend", same); //~ dynamic-markup 15
document.write(same);                               //~ dynamic-markup 10
eval(same);                                         //~ dynamic-code 1
new Function(same)();                               //~ dynamic-code 5
setTimeout("send()", 10);                           //~ dynamic-code 1
self["fe" + "tch"](same);                           //~ dynamic-code 1
const all = window;                                 //~ dynamic-code 13
import(same);                                       //~ dynamic-code 1
const { XMLHttpRequest: Old } = window;             //~ xhr 9 dynamic-code 33
(() => {}).constructor(same);                       //~ dynamic-code 12
function inner() { return fetch("/é" + same), eval; } //~ fetch 27 dynamic-code 47
"é😀"; fetch(same);                                  //~ fetch 7
import("./lazy.js");
