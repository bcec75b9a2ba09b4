import { serviceMark } from "./service-mark.ts";
import { agentWords, type ServiceProgram } from "./service-program.ts";
import { xmlText } from "./xml-text.ts";

/** Where the task stands in the Task Scheduler. */
export const WINDOWS_TASK = "\\Hookline agent";

/**
 * Writes the task that has Windows run the agent when a person logs on. Not run.
 *
 * `conhost --headless` keeps node, a console program, from showing a window. A task cannot set variables: the
 * agent has those of the person, HOOKLINE_HOME among them.
 *
 * @param user whose logon starts it, as `DOMAIN\name`
 */
export function windowsTask(program: ServiceProgram, user: string): string {
  const words = ["--headless", program.node, ...agentWords(program)];
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Hookline, syncs git repositories after commits. ${xmlText(serviceMark(program))}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>${xmlText(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${xmlText(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>true</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>%SystemRoot%\\System32\\conhost.exe</Command>
      <Arguments>${xmlText(words.map(windowsWord).join(" "))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/** Quotes a word as `CommandLineToArgvW` reads it: a backslash counts double in front of a quote only. */
function windowsWord(word: string): string {
  if (!/[\s"]/.test(word) && word !== "") return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
}
