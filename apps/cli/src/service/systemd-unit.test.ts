import { absolutePath } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { aServiceProgram } from "../../test/service/a-service-program.ts";
import { readMark } from "./service-mark.ts";
import { systemdUnit } from "./systemd-unit.ts";

const line = (text: string, name: string): string | undefined =>
  text.split("\n").find((one) => one.startsWith(`${name}=`));

describe("the unit for systemd", () => {
  test("reads like this", () => {
    expect(
      systemdUnit(aServiceProgram()),
    ).toBe(`# Written by \`hookline service install\`; \`hookline service remove\` takes it away. {"node":"/opt/node","main":"/opt/hookline/main.js","home":"/home/me/.local/state/hookline"}
[Unit]
Description=Hookline, syncs git repositories after commits
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart="/opt/node" "--max-semi-space-size=1" "/opt/hookline/main.js" "agent" "--quiet"
Environment="HOOKLINE_HOME=/home/me/.local/state/hookline"
Environment="PATH=/usr/bin:/bin"
Restart=on-failure
RestartSec=10
TimeoutStopSec=30
KillMode=process
OOMPolicy=continue

[Install]
WantedBy=default.target
`);
  });

  test.each([
    { path: "/a b", word: '"/a b"' },
    { path: "/100%h", word: '"/100%%h"' },
    { path: "/$HOME/${A}", word: '"/$$HOME/$${A}"' },
    { path: '/a"b', word: '"/a\\"b"' },
    { path: "/a\\b\\", word: '"/a\\\\b\\\\"' },
    { path: "/a\nExecStop=b", word: '"/a\\x0aExecStop=b"' },
    { path: "/it's; #é", word: `"/it's; #é"` },
  ])("has $path as one word", ({ path, word }) => {
    const text = systemdUnit(aServiceProgram({ main: absolutePath(path) }));
    expect(line(text, "ExecStart")).toBe(
      `ExecStart="/opt/node" "--max-semi-space-size=1" ${word} "agent" "--quiet"`,
    );
    expect(readMark(text)?.main).toBe(path);
  });

  test("has no variables replaced in the path of the program, where none are", () => {
    const text = systemdUnit(aServiceProgram({ node: absolutePath("/$HOME/100%/node") }));
    expect(line(text, "ExecStart")).toMatch(/^ExecStart="\/\$HOME\/100%%\/node" /);
  });

  test.each(["/it's", '/a"', "/a\\b", "/a\tb"])("goes by a shell for the program %j", (path) => {
    const text = systemdUnit(aServiceProgram({ node: absolutePath(path) }));
    expect(line(text, "ExecStart")).toMatch(
      /^ExecStart=\/bin\/sh -c "exec \\"\$\$0\\" \\"\$\$@\\"" "/,
    );
  });

  test("has each variable whole, and none of its dollars doubled", () => {
    const environment = { A: 'x y"z\\%\n$B' };
    const text = systemdUnit(aServiceProgram({ environment }));
    expect(line(text, "Environment")).toBe('Environment="A=x y\\"z\\\\%%\\x0a$B"');
  });
});
