import { absolutePath } from "@hookline/core/client";
import { expect, test } from "vitest";
import { type JudgedService, judgeService } from "./judge-service.ts";
import { NO_SERVICE } from "./service-manager.ts";

const own = {
  node: absolutePath("/node"),
  main: absolutePath("/main.js"),
  home: absolutePath("/state"),
};
const other = absolutePath("/other");
const state = { ...NO_SERVICE, enabled: true, running: true, pid: 7 };
const well: JudgedService = {
  manager: { name: "systemd", file: absolutePath("/unit"), journal: "`journal`" },
  text: "ours",
  starts: own,
  missing: null,
  reachable: true,
  state,
  agentPid: 7,
};

test.each<[says: string, differs: Partial<JudgedService>]>([
  ["", { text: null, starts: null, state: NO_SERVICE }],
  [
    "note: /etc/unit is a service of that name",
    { text: null, starts: null, state: { ...NO_SERVICE, other: "/etc/unit" } },
  ],
  ["note: /unit is not ours.", { starts: null }],
  ["good: Service: systemd starts the agent at login", {}],
  [
    "good: Service: systemd starts the agent at login",
    { agentPid: null, state: { ...state, running: false } },
  ],
  ["bad: The service starts /main.js, which is not there any more.", { missing: "main" }],
  ["bad: The service starts /node, which is not there any more.", { missing: "node" }],
  ["note: The service is for the state folder /other", { starts: { ...own, home: other } }],
  ["note: The service starts another Hookline: /other.", { starts: { ...own, main: other } }],
  ["note: The service uses another Node: /other.", { starts: { ...own, node: other } }],
  ["note: /unit is there, but systemd cannot be reached", { reachable: false, state: NO_SERVICE }],
  ["bad: systemd uses /etc/unit instead of /unit.", { state: { ...state, other: "/etc/unit" } }],
  ["bad: The service does not start at login", { state: { ...state, enabled: false } }],
  [
    "bad: The service's agent ends by a failure",
    { state: { ...state, running: false, failing: true } },
  ],
  ["note: The agent (pid 9) was started otherwise", { agentPid: 9 }],
  [
    "note: The agent (pid 9) was started otherwise",
    { agentPid: 9, state: { ...state, running: false, pid: null } },
  ],
])("%s", (says, differs) => {
  const findings = judgeService({ ...well, ...differs }, own);
  const said = findings.map((finding) => `${finding.verdict}: ${finding.says}`).join("");
  if (says === "") expect(said).toBe("");
  else expect(said.slice(0, says.length)).toBe(says);
  for (const { verdict, next } of findings) expect(next === null).toBe(verdict === "good");
});
