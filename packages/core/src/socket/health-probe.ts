import { readiness } from "../decide/readiness.ts";
import { METRICS_TYPE } from "../metrics/exposition.ts";
import type { Outcome } from "./endpoint.ts";
import type { Handlers } from "./handlers.ts";
import type { Health } from "./protocol.ts";

/** What a monitor or an orchestrator may ask for. */
export const PROBES = ["/healthz", "/readyz", "/metrics"] as const;

/** See {@link PROBES}. */
export type Probe = (typeof PROBES)[number];

/** Whether a path is one of {@link PROBES}. */
export function isProbe(path: string): path is Probe {
  return PROBES.some((probe) => probe === path);
}

/**
 * Answers a probe.
 *
 * - `/healthz`: the agent answers at all, so there is no reason to restart it. A remote that is away is
 *   none either: a restart does not bring it back.
 * - `/readyz`: every repository was in sync once since the start; 503 with the reasons until then.
 * - `/metrics`: for Prometheus.
 */
export function answerProbe(
  probe: Probe,
  handlers: Pick<Handlers, "status" | "metrics">,
  identity: Omit<Health, "ok">,
): Outcome {
  switch (probe) {
    case "/healthz":
      return json(200, { ok: true, ...identity });
    case "/readyz": {
      const answer = readiness(handlers.status());
      return json(answer.ready ? 200 : 503, answer);
    }
    case "/metrics":
      return { kind: "replied", status: 200, text: handlers.metrics(), type: METRICS_TYPE };
  }
}

function json(status: number, value: unknown): Outcome {
  return { kind: "replied", status, text: JSON.stringify(value) };
}
