import { expect, test } from "vitest";
import { linkTo, readRoute } from "./route.ts";

test.each([
  ["", "/", {}],
  ["#/", "/", {}],
  ["#/queue", "/queue", {}],
  ["#/queue?discard=12", "/queue", { discard: "12" }],
  ["#/repositories?alpha=%2Fhome%2Fme%2Fa%20b", "/", { alpha: "/home/me/a b" }],
  ["#/nowhere", "/", {}],
  ["#//evil.example", "/", {}],
])("%s shows %s with %j", (hash, view, query) => {
  const route = readRoute(hash);
  expect(route.view).toBe(view);
  expect(Object.fromEntries(route.query)).toEqual(query);
});

test("a link leads to where it was made for", () => {
  const hash = linkTo("/rescues", { repository: "/a b/ü&c", name: "x" });
  expect(Object.fromEntries(readRoute(hash).query)).toEqual({ repository: "/a b/ü&c", name: "x" });
});
