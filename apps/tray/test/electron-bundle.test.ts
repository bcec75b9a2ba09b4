import { readFileSync } from "node:fs";
import { join } from "node:path";
import { absolutePath, PAGE_HEADERS, readPageFiles } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { servePage } from "../src/shells/electron/page-protocol.ts";

/* What is shipped: the bundle as it was built, and how it is packed. */

const folder = join(import.meta.dirname, "..");
const built = (name: string) => readFileSync(join(folder, "dist-electron", name), "utf8");

describe("the bundle", () => {
  test("loads Electron in one place, and nothing else that is not in it or Node's own", () => {
    const imported = [...built("main.js").matchAll(/^(?:import\b.*|\}) from "([^"]+)";$/gm)].map(
      ([, name = ""]) => name,
    );
    const foreign = imported.filter((name) => !name.startsWith("node:"));
    expect(new Set(foreign)).toEqual(new Set(["electron"]));
  });

  test("has a preload script that a sandbox can load: one file, CommonJS, Electron alone", () => {
    const preload = built("preload.cjs");
    const required = [...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(required).toEqual(["electron/renderer"]);
    expect(preload).not.toMatch(/^(?:import|export) /m);
  });

  test("serves its page with the strict policy, and nothing beside it", () => {
    const files = readPageFiles(absolutePath(join(folder, "dist-electron", "page")));
    const page = servePage(files, "hookline://dashboard/");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toBe(
      PAGE_HEADERS["Content-Security-Policy"],
    );
    for (const url of [
      "hookline://dashboard/../main.js",
      "hookline://dashboard/%2e%2e/main.js",
      "hookline://elsewhere/",
      "hookline://dashboard/preload.cjs",
    ])
      expect([url, servePage(files, url).status]).toEqual([url, 404]);
  });

  test("has a page without a script or a style in its text", () => {
    const page = built("page/index.html");
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(page).not.toContain("<style");
    expect(page).not.toMatch(/\son\w+=/);
    expect(page.replace("http://www.w3.org/2000/svg", "")).not.toContain("http");
  });
});

describe("the packages", () => {
  const config: Record<string, unknown> = parse(
    readFileSync(join(folder, "electron-builder.yml"), "utf8"),
  );

  test("have their fuses blown: no Node for others, nothing but what was signed", () => {
    expect(config["electronFuses"]).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test("are made for every platform, with the very Electron that the types are of", () => {
    const { version } = JSON.parse(
      readFileSync(join(folder, "node_modules", "electron", "package.json"), "utf8"),
    );
    expect(config["electronVersion"]).toBe(version);
    expect(config).toMatchObject({
      linux: { target: ["AppImage", "deb"] },
      mac: { target: ["dmg"] },
      win: { target: ["nsis"] },
    });
  });
});
