#!/usr/bin/env node
// Picks a value out of a JSON document: `hookline status --json | pick agent.pid`.
import { text } from "node:stream/consumers";

const [path = ""] = process.argv.slice(2);
let value: unknown = JSON.parse(await text(process.stdin));
for (const key of path.split(".")) {
  value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
console.log(typeof value === "string" ? value : JSON.stringify(value, null, 2));
