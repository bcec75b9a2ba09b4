/**
 * Run as a process: after `go` on its standard input, saves files again and again, each time with
 * other bytes, as editors do. When the input ends, it says what it saved last, and ends.
 *
 * Arguments: the folder, how long to wait before the first save, and the files.
 */
import { renameSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";

const [root = "", delayMs = "", ...names] = process.argv.slice(2);
const saved: Record<string, string> = {};
let isOver = false;
process.stdin.on("end", () => (isOver = true));
writeSync(1, "ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
await setTimeout(Number(delayMs));
for (let count = 0; !isOver; count += 1) {
  for (const name of names) {
    const text = `saved ${name} ${count}\n`;
    const file = join(root, name);
    if (count % 2 === 0) writeFileSync(file, text);
    else {
      writeFileSync(`${file}.tmp`, text);
      renameSync(`${file}.tmp`, file);
    }
    saved[name] = text;
  }
  await setImmediate();
}
writeSync(1, `${JSON.stringify(saved)}\n`);
