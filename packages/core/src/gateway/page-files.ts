import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { ConfigError } from "../errors.ts";

/** A file of the page, as it goes out. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  /** Its name holds its hash, so it never changes. */
  readonly lasts: boolean;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

/** The files of the page by the path of their URL. What is not in it is not served. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

const HASHED = /-[\w-]{8,}\.\w+$/;

/**
 * Reads the built page once, and compresses it once.
 *
 * @throws ConfigError when it is not there
 */
export function readPageFiles(folder: AbsolutePath): PageFiles {
  const files = new Map<string, PageFile>();
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const type = TYPES[extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      const below = join(entry.parentPath, entry.name).slice(folder.length).replaceAll("\\", "/");
      const plain = readFileSync(join(entry.parentPath, entry.name));
      files.set(below, {
        type,
        etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
        lasts: HASHED.test(entry.name),
        plain,
        gzip: gzipSync(plain),
        brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      });
    }
  } catch (error) {
    throw missing(folder, errorCode(error) ?? String(error));
  }
  const index = files.get("/index.html");
  if (index === undefined) throw missing(folder, "no index.html");
  return files.set("/", index);
}

function missing(folder: AbsolutePath, why: string): ConfigError {
  return new ConfigError(`The dashboard's page cannot be read at ${folder} (${why}).`, {
    code: "no-page",
    hint: "Install Hookline again, or build it with `npm run setup`.",
  });
}
