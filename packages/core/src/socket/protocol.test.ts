import { expect, test } from "vitest";
import { FAILURES, GIT_FAILURE_KINDS } from "../decide/git-failure.ts";
import { HOLD_REASONS } from "../decide/hold.ts";
import { SYNC_STATES } from "../decide/observation.ts";
import {
  ACTIVITIES,
  type RepositoryStatus,
  repositoryStatus,
} from "../decide/repository-status.ts";
import { agentEventSchema, readEvent, writeEvent } from "./agent-event.ts";
import { HTTP_STATUS, REFUSAL_CODES, refusalSchema, writeRefusal } from "./refusal.ts";
import { ROUTES } from "./routes.ts";
import { repositoryStatusSchema } from "./status-schema.ts";

const resting = repositoryStatus({
  path: "/home/u/notes",
  alpha: false,
  paused: false,
  pausedUntil: null,
  warnings: [],
  last: null,
  lastLookAt: null,
  lastSuccessAt: "2026-01-01T00:00:00.000Z",
  lastTransfer: { pushed: 1, pulled: 0, at: "2026-01-01T00:00:00.000Z" },
  lastRescue: null,
  activity: "resting",
  attempts: 0,
  retryAt: null,
});

test("every status that the agent can make can travel", () => {
  const statuses: RepositoryStatus[] = [
    resting,
    ...SYNC_STATES.map((state) => ({ ...resting, state })),
    ...ACTIVITIES.map((activity) => ({ ...resting, activity })),
    ...HOLD_REASONS.map((reason) => ({
      ...resting,
      hold: { reason, says: "", next: "", files: [] },
    })),
    ...GIT_FAILURE_KINDS.map((kind) => ({
      ...resting,
      failure: {
        kind,
        says: FAILURES[kind].says,
        detail: "",
        next: "",
        attempts: 1,
        retryAt: null,
      },
    })),
  ];
  for (const status of statuses) expect(repositoryStatusSchema.parse(status)).toEqual(status);
});

test.each([
  ["a field too few", { ...resting, warnings: undefined }],
  ["an unknown hold", { ...resting, hold: { reason: "tired", says: "", next: "" } }],
  ["an unknown state", { ...resting, state: "fine" }],
  ["a fraction of a commit", { ...resting, ahead: 0.5 }],
  ["a time that is none", { ...resting, lastLookAt: "yesterday" }],
])("a status with %s is refused", (_what, status) => {
  expect(repositoryStatusSchema.safeParse(status).success).toBe(false);
});

test("a reader passes over fields and events that it does not know", () => {
  expect(repositoryStatusSchema.parse({ ...resting, mood: "good" })).toEqual(resting);
  expect(readEvent('{"type":"gone","path":"/x","since":1}')).toEqual({ type: "gone", path: "/x" });
  expect(readEvent('{"type":"mood","mood":"good"}')).toBeNull();
});

test.each(["", "7", "null", "{}", '{"type":7}', '{"type":"gone"}', '{"type":"gone","path":1}'])(
  "the line %j is no event",
  (line) => {
    expect(() => readEvent(line)).toThrow(/JSON|expected/);
  },
);

test("an event is one line, with exactly the fields of the protocol", () => {
  const event = { type: "gone", path: "/a\nb", secret: "x" } as const;
  expect(writeEvent(event)).toBe('{"type":"gone","path":"/a\\nb"}\n');
});

test("every kind of event is told apart by its type", () => {
  const types = agentEventSchema.options.map(({ shape }) => shape.type.value);
  expect(types).toEqual(["status", "repository", "queue", "activity", "gone", "alive", "stopping"]);
});

test("every refusal has an error status and can be read back", () => {
  for (const code of REFUSAL_CODES) {
    expect(HTTP_STATUS[code]).toBeGreaterThanOrEqual(400);
    const error = { code, message: "What happened.", hint: "What to do." };
    expect(refusalSchema.parse(JSON.parse(writeRefusal({ kind: "refused", ...error })))).toEqual({
      error,
    });
  }
});

test("routes differ in their paths", () => {
  const paths = Object.values(ROUTES).map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});
