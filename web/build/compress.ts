import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|svg|html|txt)$/;
/** Below this a compressed file gains less than its headers cost. */
const LEAST_BYTES = 1024;

/** Puts `.br` and `.gz` beside what was built: the server sends them and compresses nothing itself. */
export function compress(): Plugin {
  let folder = "";
  return {
    name: "cloakroom-compress",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true });
      await Promise.all(files.filter((file) => TEXT.test(file)).map((file) => pack(folder, file)));
    },
  };
}

async function pack(folder: string, file: string) {
  const path = join(folder, file);
  const content = await readFile(path);
  if (content.length < LEAST_BYTES) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
}
