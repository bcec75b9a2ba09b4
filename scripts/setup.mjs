import { reportFailure } from "./setup/failure.mjs";
import { makeReady } from "./setup/make-ready.mjs";

try {
  await makeReady();
} catch (error) {
  process.exitCode = reportFailure(error);
}
