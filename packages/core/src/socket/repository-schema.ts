import * as z from "zod";

/** A path as a person types it: absolute, or from the home folder with `~`. */
const typedPath = z.string().min(1).max(4096);

/** Asks whether a folder can be synced, and what stands in the way. Changes nothing. */
export const checkRepositoryRequestSchema = z.object({ path: typedPath });

/** See {@link checkRepositoryRequestSchema}. */
export type CheckRepositoryRequest = z.output<typeof checkRepositoryRequestSchema>;

const checkSchema = z.object({
  /** `bad`: it cannot be added as it is. */
  grade: z.enum(["good", "warning", "bad"]),
  says: z.string(),
  /** What to do about it. */
  next: z.string().nullable(),
});

/** What was found of a folder that may be added. */
export const checkRepositoryReplySchema = z.object({
  /** The top of the work tree around it, or the folder itself where there is none. */
  path: z.string(),
  verdict: z.enum(["can-be-added", "added-already", "cannot-be-added"]),
  branch: z.string().nullable(),
  upstream: z.string().nullable(),
  checks: z.array(checkSchema).readonly(),
});

/** See {@link checkRepositoryReplySchema}. */
export type CheckRepositoryReply = z.output<typeof checkRepositoryReplySchema>;

/** Begins to sync a repository, as `hookline add` does, or ends that, as `hookline remove` does. */
export const listRepositoryRequestSchema = z.object({ path: typedPath });

/** See {@link listRepositoryRequestSchema}. */
export type ListRepositoryRequest = z.output<typeof listRepositoryRequestSchema>;

/** What came of it. */
export const listRepositoryReplySchema = z.object({
  path: z.string(),
  /** False where it was on the list, or off it, before. */
  changed: z.boolean(),
  /** What a person should know: other people's hooks, commands that are not trusted yet. */
  warnings: z.array(z.string()).readonly(),
});

/** See {@link listRepositoryReplySchema}. */
export type ListRepositoryReply = z.output<typeof listRepositoryReplySchema>;

/** Asks for the folders in a folder, to choose one; `null`: in the home folder. */
export const foldersRequestSchema = z.object({ path: typedPath.nullable() });

/** See {@link foldersRequestSchema}. */
export type FoldersRequest = z.output<typeof foldersRequestSchema>;

/** The folders there, by name, hidden ones last; links are not followed. */
export const foldersReplySchema = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  folders: z
    .array(
      z.object({
        name: z.string(),
        path: z.string(),
        isRepository: z.boolean(),
        isSynced: z.boolean(),
      }),
    )
    .readonly(),
  /** There are more than are listed. */
  cut: z.boolean(),
});

/** See {@link foldersReplySchema}. */
export type FoldersReply = z.output<typeof foldersReplySchema>;

/** Asks for the tasks of a repository, or of all. */
export const tasksRequestSchema = z.object({ repository: z.string().nullable() });

/** See {@link tasksRequestSchema}. */
export type TasksRequest = z.output<typeof tasksRequestSchema>;

const taskSchema = z.object({
  repository: z.string(),
  name: z.string(),
  /** Whether it runs, as a sentence: `runs by itself, for commits made here`. */
  says: z.string(),
  grade: z.enum(["runs", "paused", "held"]),
  /** What to do where it is held. */
  next: z.string().nullable(),
  /** Each key that is set, with where it comes from. */
  keys: z.array(z.object({ key: z.string(), shown: z.string(), origin: z.string() })).readonly(),
  problems: z.array(z.string()).readonly(),
});

/** A task, and whether it runs. */
export type TaskView = z.output<typeof taskSchema>;

/** The tasks, by repository and name. */
export const tasksReplySchema = z.object({
  tasks: z.array(taskSchema).readonly(),
  failures: z.array(z.object({ repository: z.string(), says: z.string() })).readonly(),
});

/** See {@link tasksReplySchema}. */
export type TasksReply = z.output<typeof tasksReplySchema>;
