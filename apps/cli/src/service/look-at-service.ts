import { existsSync } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { errorCode } from "@hookline/core/client";
import type { Context } from "../context.ts";
import { findManager } from "./find-manager.ts";
import type { ServiceSeen } from "./plan-service.ts";
import { runTool } from "./run-tool.ts";
import { NO_SERVICE, type ServiceManager } from "./service-manager.ts";
import { type MarkedProgram, readMark } from "./service-mark.ts";

/** A definition of ours is shorter; what is longer is read no further. */
const LONGEST_BYTES = 256 * 1024;

/** What is known of the service of this user. */
export interface ServiceView extends ServiceSeen {
  readonly manager: ServiceManager;
  /** What a definition of ours starts; `null` when there is none, or it is somebody else's. */
  readonly starts: MarkedProgram | null;
  /** Which of the two is not there any more. */
  readonly missing: "node" | "main" | null;
  /** Whether the manager could be asked. */
  readonly reachable: boolean;
}

/** Looks at the definition, asks the manager about it, and the agent who it is. Changes nothing. */
export async function lookAtService(context: Context): Promise<ServiceView> {
  const manager = findManager(context);
  const [text, probe, health] = await Promise.all([
    readDefinition(manager),
    runTool(manager.probe, context.env),
    context.client.health(),
  ]);
  const reachable = probe.kind === "ended" && probe.code === 0;
  const state = reachable ? manager.read(await runTool(manager.ask, context.env)) : NO_SERVICE;
  const starts = text === null ? null : (readMark(text) ?? null);
  return {
    manager,
    text,
    starts,
    missing: starts === null ? null : whatIsMissing(starts),
    reachable,
    state,
    agentPid: health.kind === "ok" && !health.value.drains ? health.value.pid : null,
  };
}

/** Tells whether a definition stands there at all; a cheap question for commands that only pass by. */
export function isServiceThere(context: Pick<Context, "env" | "home">): boolean {
  return existsSync(findManager(context).file);
}

/** Reads what stands in the place of our definition; what is no file, or cannot be read, is not ours. */
async function readDefinition({ file, encoding }: ServiceManager): Promise<string | null> {
  try {
    const { size } = await lstat(file);
    return size > LONGEST_BYTES ? "" : (await readFile(file, encoding)).replace(/^\ufeff/, "");
  } catch (error) {
    return errorCode(error) === "ENOENT" ? null : "";
  }
}

function whatIsMissing({ node, main }: MarkedProgram): ServiceView["missing"] {
  if (!existsSync(node)) return "node";
  return existsSync(main) ? null : "main";
}
