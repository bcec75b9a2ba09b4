import { z } from "zod";
import type { AbsolutePath } from "../decide/brands.ts";
import { withoutControls } from "../decide/command-ending.ts";
import { searchQuery } from "../decide/search-query.ts";
import { Bug } from "../errors.ts";
import type { Command, Query, Store } from "../store/store.ts";
import { KEPT_HEAD_BYTES } from "./output-head.ts";
import type { NewTaskRun, TaskRun, TaskRunSummary } from "./task-run.ts";
import { foundRow, runRow, SUMMARY_COLUMNS, summaryRow } from "./task-run-row.ts";

/** Chooses runs; what is left out does not matter. */
export interface RunSelection {
  readonly job?: string | undefined;
  readonly task?: string | undefined;
  readonly repository?: AbsolutePath | undefined;
  /** Below the top of the work tree. */
  readonly path?: string | undefined;
}

/** A part of a list. */
export interface RunPage {
  readonly most: number;
  /** Goes on after the run of this number, where a list ended. */
  readonly before?: number | undefined;
}

/** A run that was found, with the place where. */
export interface FoundRun extends TaskRunSummary {
  /** One line; what was looked for stands between {@link HIT_START} and {@link HIT_END}. */
  readonly snippet: string;
}

/** Which runs are kept. */
export interface RunRetention {
  /** What began before this may go. Milliseconds since the epoch. */
  readonly startedBefore: number;
  /** So many are kept at most, the newest. */
  readonly most: number;
  /** So much of what they printed is kept at most, in bytes. */
  readonly mostBytes: number;
}

/** Marks what was found in a snippet: characters for private use, which no text means anything by. */
export const HIT_START = "\ue000";
/** See {@link HIT_START}. */
export const HIT_END = "\ue001";

/** The most that one call gives. */
const MOST_ROWS = 500;
/** The most that one call deletes: a row may hold a mebibyte. */
const PRUNED_AT_ONCE = 200;

/** The best are looked for among so many that match, the newest: a word that is everywhere tells little. */
const MOST_SCORED = 1000;

/** In characters; a single "word" of an output can be all of it. */
const LONGEST_SNIPPET = 1000;

const SELECTED = `(@job IS NULL OR job = @job)
  AND (@task IS NULL OR task_run.task = @task)
  AND (@repository IS NULL OR repository = @repository)
  AND (@path IS NULL OR task_run.path = @path)`;

const id = z.object({ id: z.int() }).transform((row) => row.id);

/** What became of the runs of tasks. What they printed is kept as it is: the database is its owner's alone. */
export class TaskRuns {
  readonly #save: Query<number>;
  readonly #get: Query<TaskRun>;
  readonly #done: Query<TaskRunSummary>;
  readonly #list: Query<TaskRunSummary>;
  readonly #search: Query<FoundRun>;
  readonly #prune: Command;

  constructor(store: Store) {
    this.#save = store.query(
      `INSERT INTO task_run
         (job, attempt, task, repository, path, blob, commit_id, fingerprint, ending, succeeded,
          started_at, duration_ms, stdout, stdout_bytes, stderr, output, output_blob)
       VALUES (@job, @attempt, @task, @repository, @path, @blob, @commit, @fingerprint, @ending,
          @succeeded, @startedAt, @durationMs, @stdout, @stdoutBytes, @stderr, @output, @outputBlob)
       RETURNING id`,
      id,
    );
    this.#get = store.query("SELECT * FROM task_run WHERE id = @id", runRow);
    this.#done = store.query(
      `SELECT ${SUMMARY_COLUMNS} FROM task_run WHERE fingerprint = @fingerprint AND succeeded = 1
       ORDER BY id DESC LIMIT 1`,
      summaryRow,
    );
    this.#list = store.query(
      `SELECT ${SUMMARY_COLUMNS} FROM task_run
       WHERE ${SELECTED} AND (@before IS NULL OR id < @before) ORDER BY id DESC LIMIT @most`,
      summaryRow,
    );
    // The file's name tells most, then the task's. Scores and snippets cost, so only so many are made.
    this.#search = store.query(
      `WITH newest AS (
         SELECT task_run.id AS id, bm25(task_run_text, 2.0, 4.0, 1.0) AS score
         FROM task_run_text JOIN task_run ON task_run.id = task_run_text.rowid
         WHERE task_run_text MATCH @query AND ${SELECTED}
         ORDER BY task_run_text.rowid DESC LIMIT ${MOST_SCORED}),
       best AS (SELECT id, score FROM newest ORDER BY score, id DESC LIMIT @most OFFSET @skip)
       SELECT ${SUMMARY_COLUMNS}, (
         SELECT substr(
           snippet(task_run_text, -1, '${HIT_START}', '${HIT_END}', '…', 16), 1, ${LONGEST_SNIPPET})
         FROM task_run_text WHERE task_run_text MATCH @query AND rowid = best.id) AS snippet
       FROM best JOIN task_run ON task_run.id = best.id ORDER BY best.score, best.id DESC`,
      foundRow,
    );
    this.#prune = store.command(
      `DELETE FROM task_run WHERE id IN (
         SELECT id FROM task_run WHERE started_at < @startedBefore
         UNION ALL
         SELECT id FROM (SELECT id FROM task_run ORDER BY id DESC LIMIT -1 OFFSET @most)
         UNION ALL
         SELECT id FROM (
           SELECT id, sum(min(stdout_bytes, ${KEPT_HEAD_BYTES})) OVER (ORDER BY id DESC) AS bytes
           FROM task_run)
         WHERE bytes > @mostBytes
         LIMIT ${PRUNED_AT_ONCE})`,
    );
  }

  /** Writes a run down. */
  save(run: NewTaskRun): TaskRun {
    const { ending } = run;
    const saved = this.#save.first({
      ...run,
      ending: JSON.stringify(ending),
      succeeded: ending.kind === "succeeded" ? 1 : 0,
    });
    if (saved === undefined) throw new Bug("an insert returned no row");
    return { ...run, id: saved };
  }

  get(number: number): TaskRun | undefined {
    return this.#get.first({ id: number });
  }

  /** Finds the newest run that succeeded at just this. */
  findDone(fingerprint: string): TaskRunSummary | undefined {
    return this.#done.first({ fingerprint });
  }

  /** Lists runs, the newest first. */
  list(selection: RunSelection, { most, before }: RunPage): readonly TaskRunSummary[] {
    return this.#list.all({
      ...bound(selection),
      before: before ?? null,
      most: atMost(most),
    });
  }

  /** Finds runs by words of what they printed, of the file's name and of the task's; the best first. */
  search(
    words: string,
    selection: RunSelection,
    { most, skip = 0 }: { readonly most: number; readonly skip?: number },
  ): readonly FoundRun[] {
    const query = searchQuery(words);
    if (query === null) return [];
    const found = this.#search.all({ ...bound(selection), query, most: atMost(most), skip });
    return found.map((run) => ({ ...run, snippet: withoutControls(run.snippet) }));
  }

  /** Forgets runs, a bounded number at a time. Returns how many; 0 when it is done. */
  prune({ startedBefore, most, mostBytes }: RunRetention): number {
    return this.#prune({ startedBefore, most, mostBytes });
  }
}

function bound({ job, task, repository, path }: RunSelection) {
  return {
    job: job ?? null,
    task: task ?? null,
    repository: repository ?? null,
    path: path ?? null,
  };
}

function atMost(most: number): number {
  return Math.min(Math.max(0, most), MOST_ROWS);
}
