/**
 * How Hookline speaks to people of repositories, jobs and rescues: the same words in a terminal, in
 * the tray and in the dashboard.
 *
 * **Invariant**: pure; it runs in a browser.
 */

export { FAILURES } from "./decide/git-failure.ts";
export type { LastRescue } from "./decide/repository-status.ts";
export {
  describeJob,
  doneInWords,
  type JobDescription,
  jobName,
  subjectOf,
} from "./words/describe-job.ts";
export {
  type Description,
  describeRepository,
  standsInWords,
  transferInWords,
  troubleInWords,
} from "./words/describe-repository.ts";
export { rescueInWords } from "./words/rescue-in-words.ts";
export { rescueSentence } from "./words/rescue-sentence.ts";
export { restoredWords } from "./words/restored-words.ts";
export { type TaskWords, taskInWords } from "./words/task-in-words.ts";
export type { Tone } from "./words/tone.ts";
export { visible } from "./words/visible.ts";
export { ago, clockTime, counted, printable, size, span, tilde } from "./words/words.ts";
