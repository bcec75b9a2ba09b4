import { expect, test } from "vitest";
import { planInstall, planRemove, type ServiceSeen, type ServiceStep } from "./plan-service.ts";
import { NO_SERVICE, type ServiceState } from "./service-manager.ts";
import { systemd } from "./systemd.ts";

const manager = systemd({}, "/home/me");
const up: ServiceState = { ...NO_SERVICE, enabled: true, running: true, pid: 7 };

const seen = (differs: Partial<ServiceSeen>): ServiceSeen => ({
  text: null,
  state: NO_SERVICE,
  agentPid: null,
  ...differs,
});

/** Steps in short: the verb of a call. */
const brief = (steps: readonly ServiceStep[]): string =>
  steps.map((step) => (step.kind === "call" ? (step.call.words[4] ?? "") : step.kind)).join(" ");

const LOAD = "daemon-reload enable";
const START = "reset-failed start";

test.each<[what: string, seen: Partial<ServiceSeen>, steps: string]>([
  ["nothing", {}, `write ${LOAD} ${START}`],
  ["another agent", { agentPid: 9 }, `write stop-agent ${LOAD} ${START}`],
  ["the same, up", { text: "new", state: up, agentPid: 7 }, ""],
  [
    "the same, beside another agent",
    { text: "new", state: up, agentPid: 9 },
    `stop-agent ${LOAD} ${START}`,
  ],
  [
    "the same, disabled",
    { text: "new", state: { ...up, enabled: false }, agentPid: 7 },
    `stop-agent ${LOAD} ${START}`,
  ],
  [
    "the same, down",
    { text: "new", state: { ...up, running: false, pid: null } },
    `${LOAD} ${START}`,
  ],
  [
    "an older one, up",
    { text: "old", state: up, agentPid: 7 },
    `write stop-agent ${LOAD} ${START}`,
  ],
])("to install over %s: %s", (_what, differs, steps) => {
  expect(brief(planInstall(manager, "new", seen(differs)))).toBe(steps);
});

test.each<[what: string, seen: Partial<ServiceSeen>, byForce: boolean, steps: string]>([
  ["nothing", { agentPid: 9 }, false, ""],
  [
    "one",
    { text: "old", state: up, agentPid: 7 },
    false,
    "disable stop delete daemon-reload reset-failed",
  ],
  [
    "one that would end by force",
    { text: "old", state: up, agentPid: 7 },
    true,
    "stop-agent disable stop delete daemon-reload reset-failed",
  ],
  [
    "one that is down and would end by force",
    { text: "old" },
    true,
    "disable stop delete daemon-reload reset-failed",
  ],
])("to remove %s", (_what, differs, endsByForce, steps) => {
  expect(brief(planRemove({ ...manager, endsByForce }, seen(differs)))).toBe(steps);
});
