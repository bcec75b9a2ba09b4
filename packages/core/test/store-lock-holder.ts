/** Run as a process: asks for a lock once for each line on stdin, says what came of it, and keeps it. */
import { createInterface } from "node:readline";
import { absolutePath } from "../src/decide/brands.ts";
import { tryLock } from "../src/store/file-lock.ts";

const file = absolutePath(process.argv[2] ?? "");
createInterface(process.stdin).on("line", () => console.log(tryLock(file).kind));
