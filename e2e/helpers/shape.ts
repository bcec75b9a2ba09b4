#!/usr/bin/env node
// Shows which keys a JSON document has, and of which type each is: `hookline status --json | shape`.
import { text } from "node:stream/consumers";

console.log(shape(JSON.parse(await text(process.stdin)), "").join("\n"));

function shape(value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    return value.length === 0 ? [`${path}: empty array`] : shape(value[0], `${path}[]`);
  }
  if (typeof value !== "object" || value === null) {
    return [`${path}: ${value === null ? "null" : typeof value}`];
  }
  const inner = Object.entries(value);
  return inner.flatMap(([key, one]) => shape(one, path === "" ? key : `${path}.${key}`));
}
