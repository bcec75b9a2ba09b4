export type { JobEnd, NewJob } from "../queue/job-queue.ts";
export { SqliteJobQueue } from "../queue/sqlite-job-queue.ts";
export type { AgentServer } from "../socket/server.ts";
export { openStore } from "../store/open-store.ts";
export { aJob, aLook, aResult, aTaskFailure, at, counts } from "./a-job.ts";
export { aFailure, aRepositoryStatus } from "./a-status.ts";
export { makeScratch, type Scratch } from "./scratch.ts";
export { serveAsAgent } from "./serve-as-agent.ts";
