import { startAgent, systemClock } from "@hookline/core";
import { findHome } from "@hookline/core/client";

/** A real agent in a process of its own, to be stopped, starved and killed. It ends when asked to. */
const agent = await startAgent({
  home: findHome(process.env),
  env: process.env,
  clock: systemClock,
  logLevel: "debug",
  version: "1",
});
process.once("SIGTERM", () => void agent.stop("the test is over"));
process.stdout.write("started\n");
