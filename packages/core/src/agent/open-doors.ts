import type { AbsolutePath } from "../decide/brands.ts";
import { ConfigError } from "../errors.ts";
import { Gateway } from "../gateway/gateway.ts";
import { type PageFiles, readPageFiles } from "../gateway/page-files.ts";
import type { PublishedEvent } from "../socket/agent-event.ts";
import { startHealthServer } from "../socket/health-server.ts";
import type { ListenAddress } from "../socket/listen-address.ts";
import type { Health } from "../socket/protocol.ts";
import { startServer } from "../socket/server.ts";
import { type ClientHandlersParts, clientHandlers } from "./client-handlers.ts";
import type { EngineOptions } from "./engine.ts";
import { RepositoryDesk } from "./repository-desk.ts";
import { RescueDesk } from "./rescue-desk.ts";
import { SettingDesk } from "./setting-desk.ts";

/** What the ways into an agent are made of. */
export interface DoorsParts
  extends Pick<EngineOptions, "home" | "clock" | "host" | "hooks">,
    Omit<ClientHandlersParts, "hooks" | "settings" | "rescues" | "list" | "logs" | "invite"> {
  readonly desk: ClientHandlersParts["hooks"];
  readonly identity: Omit<Health, "ok">;
  /** Where to serve the probes; nowhere unless asked for. */
  readonly listen: ListenAddress | undefined;
  /** Where the dashboard's page lies; no browser is let in without it. */
  readonly page: AbsolutePath | undefined;
}

/** The ways into an agent, open. */
export interface Doors {
  /** Sends an event to everyone who listens. */
  readonly publish: (event: PublishedEvent) => void;
  readonly close: () => Promise<void>;
}

/**
 * Opens the ways in: the socket, the probes if asked for, and the gateway, which opens its port only
 * when a browser is invited.
 *
 * @throws ConfigError or ProtocolError when an address cannot be had
 */
export async function openDoors(parts: DoorsParts): Promise<Doors> {
  const { clock, desk, engine, home, host, identity, listen, page } = parts;
  const { door, operations, repositories } = engine;
  const reload = async (): Promise<void> => parts.reload();
  const handlers = clientHandlers({
    ...parts,
    hooks: desk,
    settings: new SettingDesk({ door, repositories, headless: host !== undefined, reload }),
    rescues: new RescueDesk({ door, clock, operations, repositories }),
    list: new RepositoryDesk({ door, hooks: parts.hooks, reload }),
    logs: home.logs,
    invite: (view) => gateway.invite(view),
  });
  const { log } = door;
  const gateway = new Gateway({ handlers, files: () => pageFiles(page), clock, log });
  const server = await startServer({ home, identity, clock, log, handlers });
  try {
    const health =
      listen && (await startHealthServer({ address: listen, handlers, identity, clock, log }));
    return {
      publish(event) {
        server.publish(event);
        gateway.publish(event);
      },
      async close() {
        await Promise.all([server.close(), health?.close(), gateway.close()]);
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function pageFiles(page: AbsolutePath | undefined): PageFiles {
  if (page !== undefined) return readPageFiles(page);
  throw new ConfigError("This agent was started without the dashboard.", {
    code: "no-page",
    hint: "Run `hookline restart`; whatever starts the agent has to know where the page lies.",
  });
}
