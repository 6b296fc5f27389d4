// The calls that the server tools make: upload, job, result, erase. Object ids are capabilities (whoever has one can
// read and erase the object), so they are kept in memory only, never in an address bar or in the browser's storage.

/** A refusal by the server, in the shape of RFC 9457. */
export class Problem extends Error {
  constructor(title, detail, status) {
    super(detail ? `${title}: ${detail}` : title);
    this.title = title;
    this.detail = detail;
    this.status = status;
  }
}

function problem(status, text) {
  try {
    const body = JSON.parse(text);
    if (typeof body.title === "string") {
      return new Problem(body.title, body.detail ?? "", status);
    }
  } catch {
    // Something between us and the server answered; its text is not ours to show.
  }
  return new Problem("The server did not answer as expected", `It sent status ${status}.`, status);
}

const UNREACHABLE = "Check your connection, then try again.";

/** Uploads a picture and gives the server's answer: `id`, `expires_at`, `erased_by` and so on. */
export function upload(tool, activity, picture, onProgress, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    const query = activity ? `?activity=${encodeURIComponent(activity)}` : "";
    request.open("POST", `/v1/tools/${encodeURIComponent(tool)}/uploads${query}`);
    request.setRequestHeader("Content-Type", picture.type);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        onProgress(event.loaded / event.total);
      }
    });
    request.addEventListener("load", () => {
      if (request.status !== 201) {
        failed(problem(request.status, request.responseText));
        return;
      }
      try {
        done(JSON.parse(request.responseText));
      } catch {
        failed(problem(request.status, ""));
      }
    });
    request.addEventListener("error", () => failed(new Problem("The upload was interrupted", UNREACHABLE, 0)));
    request.addEventListener("abort", () => failed(new DOMException("Stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) {
      request.abort();
    }
    request.send(picture);
  });
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new Problem("The server could not be reached", UNREACHABLE, 0);
  }
  if (!response.ok) {
    throw problem(response.status, await response.text());
  }
  return response;
}

function pause(milliseconds, signal) {
  return new Promise((done, failed) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        failed(new DOMException("Stopped", "AbortError"));
      },
      { once: true },
    );
  });
}

/** Starts a job on an upload and waits for its end; gives the result's object. */
export async function work(tool, uploadId, operation, parameters, signal) {
  const started = await call(`/v1/tools/${encodeURIComponent(tool)}/jobs`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ upload: uploadId, operation, parameters }),
    signal,
  });
  let job = await started.json();
  for (let wait = 250; job.state === "queued" || job.state === "running"; wait = Math.min(wait * 1.5, 3000)) {
    await pause(wait, signal);
    job = await (await call(`/v1/jobs/${encodeURIComponent(job.id)}`, { signal })).json();
  }
  if (job.state === "done" && job.result) {
    return job.result;
  }
  if (job.state === "expired") {
    throw new Problem("The upload expired before the work was done", "Upload the picture again.", 410);
  }
  const reason = job.problem ?? job.error ?? {};
  throw new Problem(
    reason.title ?? "The picture could not be processed",
    reason.detail ?? (typeof reason === "string" ? reason : ""),
    reason.status ?? 0,
  );
}

/** Reads an object's bytes. */
export async function read(id, signal) {
  const response = await call(`/v1/objects/${encodeURIComponent(id)}`, { signal });
  return response.blob();
}

/** Erases an object. One that is gone already is no fault. */
export async function erase(id) {
  try {
    await call(`/v1/objects/${encodeURIComponent(id)}`, { method: "DELETE" });
  } catch (error) {
    if (error.status !== 410) {
      throw error;
    }
  }
}

/** Asks the server whether an object is still there; gives the HTTP status of its answer. */
export async function status(id) {
  try {
    return (await call(`/v1/objects/${encodeURIComponent(id)}`, { method: "HEAD" })).status;
  } catch (error) {
    if (error instanceof Problem && error.status > 0) {
      return error.status;
    }
    throw error;
  }
}
