//! The servers and hosts for which headers are written.

/// A server or host, and so a form of configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadersTarget {
    /// A `_headers` file.
    Netlify,
    /// A `_headers` file of Cloudflare Pages.
    Cloudflare,
    /// `vercel.json`.
    Vercel,
    /// Locations, to be included in a `server` block.
    Nginx,
    /// Locations, to be included in a virtual host; mod_headers is needed.
    Apache,
    /// A snippet for a Caddyfile, used with `import candor`.
    Caddy,
}
