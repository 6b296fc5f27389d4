importScripts("imported.js"); postMessage(1);
