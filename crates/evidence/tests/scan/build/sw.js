onfetch = () => {}; const w = new URL("codec.wasm", self.location);
