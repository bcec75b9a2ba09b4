import { absolutePath } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { aServiceProgram } from "../../test/service/a-service-program.ts";
import { launchdPlist } from "./launchd-plist.ts";
import { readMark } from "./service-mark.ts";

describe("the property list for launchd", () => {
  test("reads like this", () => {
    expect(launchdPlist(aServiceProgram())).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by \`hookline service install\`; \`hookline service remove\` takes it away. {"node":"/opt/node","main":"/opt/hookline/main.js","home":"/home/me/.local/state/hookline"} -->
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>dev.hookline.agent</string>
	<key>ProgramArguments</key>
	<array>
		<string>/opt/node</string>
		<string>--max-semi-space-size=1</string>
		<string>/opt/hookline/main.js</string>
		<string>agent</string>
		<string>--quiet</string>
	</array>
	<key>EnvironmentVariables</key>
	<dict>
		<key>HOOKLINE_HOME</key>
		<string>/home/me/.local/state/hookline</string>
		<key>PATH</key>
		<string>/usr/bin:/bin</string>
	</dict>
	<key>RunAtLoad</key>
	<true/>
	<key>KeepAlive</key>
	<dict>
		<key>SuccessfulExit</key>
		<false/>
	</dict>
	<key>ThrottleInterval</key>
	<integer>10</integer>
	<key>ExitTimeOut</key>
	<integer>30</integer>
	<key>ProcessType</key>
	<string>Background</string>
	<key>AbandonProcessGroup</key>
	<true/>
</dict>
</plist>
`);
  });

  test.each([
    { path: "/R&D", shown: "/R&amp;D" },
    { path: "/<a>]]>", shown: "/&lt;a&gt;]]&gt;" },
    { path: `/it's "b"`, shown: "/it&apos;s &quot;b&quot;" },
    { path: "/a--b-->", shown: "/a--b--&gt;" },
    { path: "/a\nb", shown: "/a&#10;b" },
    { path: "/a\u0001b", shown: "/a\ufffdb" },
    { path: "/é 100% $HOME \\", shown: "/é 100% $HOME \\" },
  ])("has $path as it is, in the words and in the mark", ({ path, shown }) => {
    const text = launchdPlist(aServiceProgram({ main: absolutePath(path) }));
    expect(text).toContain(`\t\t<string>${shown}</string>\n`);
    const [, comment] = /<!--(.*)-->\n/.exec(text) ?? [];
    expect(comment).not.toContain("--");
    expect(readMark(text)?.main).toBe(path);
  });
});
