import { systemClock } from "../../src/clock.ts";
import { findHome } from "../../src/home.ts";
import { startServer } from "../../src/socket/server.ts";
import { calmHandlers } from "./a-status.ts";

const look = (): Promise<never> => {
  process.stdout.write("looking\n");
  return new Promise(() => {});
};

await startServer({
  home: findHome(process.env),
  identity: { pid: process.pid, version: "1.2.3", drains: false },
  handlers: { ...calmHandlers, look },
  clock: systemClock,
  log: () => {},
});
process.stdout.write("listening\n");
