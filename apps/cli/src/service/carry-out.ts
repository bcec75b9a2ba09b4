import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { makePrivateFolder, writePrivateFile } from "@hookline/core";
import { ConfigError } from "@hookline/core/client";
import type { Context } from "../context.ts";
import { stopAgent } from "../stop-agent.ts";
import type { ServiceStep } from "./plan-service.ts";
import { runTool } from "./run-tool.ts";
import type { ServiceManager, ToolCall } from "./service-manager.ts";
import { untilStopped } from "./until-stopped.ts";

/**
 * Does the steps of a plan, one after the other.
 *
 * @throws ConfigError at the first that fails
 */
export async function carryOut(
  steps: readonly ServiceStep[],
  manager: ServiceManager,
  context: Context,
): Promise<void> {
  for (const step of steps) {
    switch (step.kind) {
      case "write":
        await writeDefinition(manager, step.text);
        break;
      case "delete":
        await rm(manager.file, { force: true });
        break;
      case "stop-agent":
        await stopAgent(context);
        await untilStopped(manager, context.env);
        break;
      case "call":
        await callTool(step.call, manager, context);
        break;
    }
  }
}

async function writeDefinition({ file, encoding }: ServiceManager, text: string): Promise<void> {
  try {
    await makePrivateFolder(dirname(file));
    writePrivateFile(file, encoding === "utf8" ? text : Buffer.from(`\ufeff${text}`, encoding));
  } catch (cause) {
    throw new ConfigError(`${file} cannot be written.`, {
      code: "service-file",
      hint: "Mend the permissions of its folder, then try again.",
      cause,
    });
  }
}

async function callTool(call: ToolCall, manager: ServiceManager, { env }: Context): Promise<void> {
  const answer = await runTool(call, env);
  if (call.mayFail === true || (answer.kind === "ended" && answer.code === 0)) return;
  const said = answer.kind === "ended" ? answer.output : answer.problem;
  throw new ConfigError(`\`${call.words.join(" ")}\` failed: ${said.split("\n")[0] ?? ""}`, {
    code: "service-manager",
    hint: `See ${manager.journal}.`,
  });
}
