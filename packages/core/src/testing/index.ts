export { aFailure, aRepositoryStatus } from "./a-status.ts";
export { makeScratch, type Scratch } from "./scratch.ts";
