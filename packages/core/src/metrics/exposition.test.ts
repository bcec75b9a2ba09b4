import { describe, expect, test } from "vitest";
import { aFailure, aRepositoryStatus } from "../testing/a-status.ts";
import { agentMetrics } from "./agent-metrics.ts";
import { writeMetrics } from "./exposition.ts";
import { Meter } from "./meter.ts";

/**
 * The text format as its specification puts it
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details), as a strict reader.
 */
function read(text: string) {
  expect(text.endsWith("\n")).toBe(true);
  const families = new Map<string, { type: string; help: string; samples: Map<string, number> }>();
  let current = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const help = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)*)$/.exec(line);
    const type = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|summary)$/.exec(line);
    const sample =
      /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (\S+)$/.exec(
        line,
      );
    if (help) {
      current = help[1] ?? "";
      expect(families.has(current)).toBe(false);
      families.set(current, { type: "", help: help[2] ?? "", samples: new Map() });
    } else if (type) {
      expect(type[1]).toBe(current);
      const family = families.get(current);
      if (family) family.type = type[2] ?? "";
    } else {
      expect([line, sample !== null]).toEqual([line, true]);
      const [, name = "", labels = "", value = ""] = sample ?? [];
      const family = families.get(current);
      const suffixes = family?.type === "summary" ? ["_sum", "_count"] : [""];
      expect(suffixes.map((suffix) => current + suffix)).toContain(name);
      expect(value).toMatch(/^(?:NaN|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/);
      expect(family?.samples.has(name + labels)).toBe(false);
      family?.samples.set(name + labels, Number(value));
    }
  }
  return families;
}

describe("the text format", () => {
  test("keeps whatever a label holds", () => {
    const path = 'a "quoted" \\ name\nof {two} lines, déjà=vu';
    const text = writeMetrics([
      {
        name: "x",
        help: "One \\ two\nlines.",
        type: "gauge",
        samples: [{ labels: { path }, value: 1 }],
      },
    ]);
    expect(text).toBe(
      '# HELP x One \\\\ two\\nlines.\n# TYPE x gauge\nx{path="a \\"quoted\\" \\\\ name\\nof {two} lines, déjà=vu"} 1\n',
    );
    expect([...read(text).keys()]).toEqual(["x"]);
  });

  test.each([
    [0, "0"],
    [0.25, "0.25"],
    [1e21, "1e+21"],
    [1_767_225_600.5, "1767225600.5"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
  ])("writes %d", (value, written) => {
    const text = writeMetrics([
      { name: "x", help: "", type: "gauge", samples: [{ labels: {}, value }] },
    ]);
    expect(text.split("\n")[2]).toBe(`x ${written}`);
    read(text);
  });
});

describe("the agent's metrics", () => {
  const status = (repositories = [aRepositoryStatus({ ahead: 2 })]) => ({
    agent: {
      pid: 1,
      version: "1.2.3",
      protocol: 1,
      startedAt: "2026-01-01T00:00:00.000Z",
      home: "/state",
      log: null,
      node: "v24.0.0",
      headless: true,
      drains: false,
    },
    repositories,
    awaited: [],
    queue: { queued: 1, running: 2, retrying: 3, dead: 4, spooled: 5 },
  });
  const result = (differs: object) => ({
    branch: null,
    upstream: null,
    state: "up-to-date" as const,
    ahead: 0,
    behind: 0,
    hold: null,
    failure: null,
    inTheWay: [],
    pushed: 0,
    pulled: 0,
    rescued: [],
    durationMs: 250,
    ...differs,
  });

  test("count looks by how they ended, from zero", () => {
    const meter = new Meter();
    const value = (sample: string): number | undefined => {
      const families = read(writeMetrics(agentMetrics(status(), meter, 4096)));
      return [...families.values()].flatMap(({ samples }) => samples.get(sample) ?? [])[0];
    };
    const repository = 'repository="/code/notes"';
    expect(value(`hookline_looks_total{${repository},result="worked"}`)).toBe(0);
    meter.looked("/code/notes", result({}));
    meter.looked("/code/notes", result({ pushed: 3 }));
    meter.looked("/code/notes", result({ pulled: 2, rescued: [{}] }));
    meter.looked("/code/notes", result({ hold: "merge" }));
    meter.looked("/code/notes", result({ failure: aFailure("offline") }));
    meter.ticked("/code/notes", "failed");
    for (const [sample, expected] of [
      [`hookline_looks_total{${repository},result="rested"}`, 1],
      [`hookline_looks_total{${repository},result="worked"}`, 2],
      [`hookline_looks_total{${repository},result="held"}`, 1],
      [`hookline_looks_total{${repository},result="failed"}`, 1],
      [`hookline_look_failures_total{${repository},kind="offline"}`, 1],
      [`hookline_look_duration_seconds_sum{${repository}}`, 1.25],
      [`hookline_look_duration_seconds_count{${repository}}`, 5],
      [`hookline_pushes_total{${repository}}`, 1],
      [`hookline_pushed_commits_total{${repository}}`, 3],
      [`hookline_pulls_total{${repository}}`, 1],
      [`hookline_pulled_commits_total{${repository}}`, 2],
      [`hookline_rescues_total{${repository}}`, 1],
      [`hookline_ticks_total{${repository},result="failed"}`, 1],
      [`hookline_ticks_total{${repository},result="done"}`, 0],
      [`hookline_ahead_commits{${repository}}`, 2],
      [`hookline_last_success_timestamp_seconds{${repository}}`, 0],
      ['hookline_queue_jobs{state="dead"}', 4],
      ["hookline_spooled_records", 5],
      ['hookline_build_info{version="1.2.3",node="v24.0.0"}', 1],
      ["process_start_time_seconds", 1_767_225_600],
      ["process_resident_memory_bytes", 4096],
    ] as const)
      expect([sample, value(sample)]).toEqual([sample, expected]);
  });

  test("say nothing of what is not known, and forget a repository that is gone", () => {
    const meter = new Meter();
    meter.looked("/code/gone", result({}));
    const never = aRepositoryStatus(null, { lastLookAt: null, lastSuccessAt: null });
    const text = writeMetrics(agentMetrics(status([never]), meter, 1));
    read(text);
    expect(text).not.toMatch(/timestamp_seconds\{|gone/);
  });
});
