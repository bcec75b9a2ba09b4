export { aFailure, aRepositoryStatus } from "./a-status.ts";
