/**
 * Run as a process: does what a file asks of the engine, and prints how it ended.
 *
 * Argument: the file, JSON as `ChildWork` in `child-engine.ts` has it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { absolutePath } from "../../../src/decide/brands.ts";
import { childWork } from "./child-work.ts";
import { runEngine } from "./engine.ts";

const [file = ""] = process.argv.slice(2);
const { root, here, env, work, programs } = childWork.parse(JSON.parse(readFileSync(file, "utf8")));
const path = (...names: string[]) => absolutePath(join(root, ...names));
const report = await runEngine({ root, here, env, work, programs, path });
process.stdout.write(JSON.stringify(report));
