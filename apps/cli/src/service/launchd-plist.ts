import { serviceMark } from "./service-mark.ts";
import { agentWords, type ServiceProgram } from "./service-program.ts";
import { xmlText } from "./xml-text.ts";

/** By which launchd knows the agent. */
export const LAUNCHD_LABEL = "dev.hookline.agent";

/**
 * Writes the property list that has launchd run the agent of a person who is logged in. Not run.
 *
 * It names no file for output: launchd never shortens one, and what an agent has to say about its end stands in
 * Hookline's own log, which rotates.
 */
export function launchdPlist(program: ServiceProgram): string {
  const words = [program.node, ...agentWords(program)];
  const variables = Object.entries(program.environment);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ${serviceMark(program)} -->
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>${LAUNCHD_LABEL}</string>
	<key>ProgramArguments</key>
	<array>
${words.map((word) => `		<string>${xmlText(word)}</string>\n`).join("")}	</array>
	<key>EnvironmentVariables</key>
	<dict>
${variables.map(([name, value]) => `		<key>${xmlText(name)}</key>\n		<string>${xmlText(value)}</string>\n`).join("")}	</dict>
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
`;
}
