// The official tus server with a file store in the folder given. Prints its port, serves till killed.
//
// What tus leaves open and docs/portal-api.yaml asks for stands here, and nothing else: a token, the
// same upload for the same digest, and Repr-Digest of what is whole, computed from the stored bytes.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { FileStore } from "@tus/file-store";
import { Metadata, Server } from "@tus/server";

const FILES = "/v1/files";
const DAY = 24 * 60 * 60 * 1000;
const folder = process.argv[2];
const store = new FileStore({ directory: folder, expirationPeriodInMilliseconds: DAY });

async function reprDigest(id) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(join(folder, id)), hash);
  return { "Repr-Digest": `sha-256=:${hash.digest("base64")}:` };
}

async function remembered(id) {
  const upload = await store.getUpload(id).catch(() => undefined);
  const expired = upload && Date.parse(upload.creation_date) + DAY < Date.now();
  return expired ? undefined : upload;
}

const tus = new Server({
  path: FILES,
  datastore: store,
  namingFunction: (_request, metadata) => metadata.digest,
  onUploadFinish: async (_request, upload) => ({ headers: await reprDigest(upload.id) }),
});

async function answer(request, response) {
  if (request.url === "/v1/token") {
    const token = { access_token: "anybody", token_type: "Bearer", expires_in: 900 };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(token));
    return;
  }
  if (request.method === "POST") {
    const { digest } = Metadata.parse(request.headers["upload-metadata"]);
    if (await remembered(digest)) {
      response.writeHead(201, { Location: `${FILES}/${digest}`, "Tus-Resumable": "1.0.0" }).end();
      return;
    }
  }
  if (request.method === "HEAD") {
    const upload = await remembered(request.url.slice(FILES.length + 1));
    if (upload && upload.offset === upload.size) {
      response.setHeaders(new Map(Object.entries(await reprDigest(upload.id))));
    }
  }
  await tus.handle(request, response);
}

const server = createServer(answer).listen(0, "127.0.0.1", () => {
  console.log(server.address().port);
});
