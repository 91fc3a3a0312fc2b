// The official tus client sends a file, as told by one line of JSON on its standard input, and prints
// what came of it: {url, statuses, digest, failure}.
//
// `endpoint` begins an upload, `url` goes on with one; with `retry` a broken one is gone on with at
// once. `checksum` is of each request's body where it is "right", and of something else where "wrong".

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import { Upload } from "tus-js-client";

const told = JSON.parse(await text(process.stdin));
const content = readFileSync(told.file);
const chunk = told.chunk ?? content.length;
const found = { url: null, statuses: [], digest: null, failure: null };

function finish() {
  found.url = upload.url;
  console.log(JSON.stringify(found));
  process.exit(0);
}

function checksum(request) {
  const offset = Number(request.getHeader("Upload-Offset"));
  const body = content.subarray(offset, offset + chunk);
  const hashed = told.checksum === "wrong" ? Buffer.from("something else") : body;
  return `sha256 ${createHash("sha256").update(hashed).digest("base64")}`;
}

const upload = new Upload(content, {
  endpoint: told.endpoint,
  uploadUrl: told.url,
  headers: told.headers,
  metadata: { digest: createHash("sha256").update(content).digest("hex") },
  chunkSize: chunk,
  retryDelays: told.retry ? [0] : null,
  onBeforeRequest(request) {
    if (told.checksum && request.getMethod() === "PATCH") {
      request.setHeader("Upload-Checksum", checksum(request));
    }
  },
  onAfterResponse(request, response) {
    found.statuses.push(`${request.getMethod()} ${response.getStatus()}`);
    found.digest = response.getHeader("Repr-Digest") ?? found.digest;
  },
  onError(failure) {
    found.failure = failure.message;
    finish();
  },
  onSuccess: finish,
});
upload.start();
