import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findHome, type Home } from "../../src/home.ts";
import { carriesToken, ensureToken, readToken, tokenHeaderFile } from "../../src/socket/token.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

let scratch: Scratch;
let home: Home;

beforeEach(async () => {
  scratch = await makeScratch("token");
  home = findHome({ HOOKLINE_HOME: scratch.path("state") });
});
afterEach(() => scratch.remove());

const mode = (file: string) => statSync(file).mode & 0o777;

test("a new token is 32 random bytes in two files that only their owner can read", () => {
  const token = ensureToken(home);
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(readFileSync(home.token, "utf8")).toBe(`${token}\n`);
  expect(readFileSync(tokenHeaderFile(home), "utf8")).toBe(`Authorization: Bearer ${token}\n`);
  expect([mode(home.token), mode(tokenHeaderFile(home))]).toEqual([0o600, 0o600]);
  expect(readdirSync(home.root).toSorted()).toEqual(["token", "token.header"]);
  expect(readToken(home)).toBe(token);
});

test("a good token is kept", () => {
  expect(ensureToken(home)).toBe(ensureToken(home));
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.log("left out: token of another owner: needs root");

test.each<readonly [string, () => void]>([
  ["a token that others can read", () => chmodSync(home.token, 0o640)],
  ["a header that others can read", () => chmodSync(tokenHeaderFile(home), 0o604)],
  ["a header of another token", () => writeFileSync(tokenHeaderFile(home), "Authorization: x\n")],
  ["a token that is cut short", () => writeFileSync(home.token, "abc")],
  ["a token that is no text", () => writeFileSync(home.token, Buffer.alloc(5000, 0xff))],
  ...(isRoot ? [["a token of another owner", () => chownSync(home.token, 65534, 0)] as const] : []),
])("%s is replaced by a new one", (_what, spoil) => {
  const old = ensureToken(home);
  spoil();
  const token = ensureToken(home);
  expect(token).not.toBe(old);
  expect(readToken(home)).toBe(token);
  expect([mode(home.token), mode(tokenHeaderFile(home))]).toEqual([0o600, 0o600]);
  expect(statSync(home.token).uid).toBe(process.getuid?.());
});

test("a link in the token's place is replaced, and what it points to is left alone", () => {
  mkdirSync(home.root);
  const elsewhere = scratch.path("precious");
  writeFileSync(elsewhere, "precious");
  symlinkSync(elsewhere, home.token);
  linkSync(elsewhere, tokenHeaderFile(home));
  ensureToken(home);
  expect(readFileSync(elsewhere, "utf8")).toBe("precious");
});

test("a token that cannot be written is a broken setting, and leaves no draft", () => {
  mkdirSync(home.token, { recursive: true });
  expect(() => ensureToken(home)).toThrow(expect.objectContaining({ code: "token-unwritable" }));
  expect(readdirSync(home.root)).toEqual(["token"]);
  expect(existsSync(tokenHeaderFile(home))).toBe(false);
});

test("without a token there is nothing to read", () => {
  expect(readToken(home)).toBeUndefined();
});

test("only the very header carries the token", () => {
  const token = "ab".repeat(32);
  expect(carriesToken(`Bearer ${token}`, token)).toBe(true);
  for (const header of [undefined, "", token, `bearer ${token}`, `Bearer ${token} `, "Bearer "]) {
    expect(carriesToken(header, token)).toBe(false);
  }
});
