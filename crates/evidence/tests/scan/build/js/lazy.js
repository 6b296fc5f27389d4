export const module = "codec.wasm";
