/**
 * Run as a process: works with a queue and says each thing on stdout *after* it is durable, except
 * for `completing`, which it says before.
 *
 * Arguments: the database, a name for the agent, and after how many rounds to end.
 */
import { writeSync } from "node:fs";
import { systemClock } from "../src/clock.ts";
import { absolutePath } from "../src/decide/brands.ts";
import { LookStore } from "../src/queue/look-store.ts";
import { openStore } from "../src/store/open-store.ts";

const [file = "", agent = "", rounds = ""] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

const { store } = openStore(absolutePath(file), systemClock, (event) => say(`log ${event}`));
const jobs = new LookStore(store, systemClock);
jobs.recover(agent);
for (let round = 0; round < Number(rounds); round += 1) {
  const repository = absolutePath(`/${agent}/${round}`);
  jobs.enqueueLook({ repository, reasons: ["hook"], runAt: 0, urgency: "asked" });
  say(`enqueued ${repository}`);
  if (round % 2 === 0) continue;
  const look = jobs.claim(agent, 60_000);
  if (look === undefined) continue;
  say(`completing ${look.repository}`);
  jobs.complete(look.token);
}
store.close();
