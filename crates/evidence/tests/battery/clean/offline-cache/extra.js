// The tool works without a network from the second visit on: its own files are kept, and nothing else.
navigator.serviceWorker.register("service.js");
