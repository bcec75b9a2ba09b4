import { absolutePath } from "@hookline/core/client";
import type { ServiceProgram } from "../../src/service/service-program.ts";

/** What a service of somebody ordinary starts, but for the differences. */
export function aServiceProgram(differs: Partial<ServiceProgram> = {}): ServiceProgram {
  return {
    node: absolutePath("/opt/node"),
    flags: ["--max-semi-space-size=1"],
    main: absolutePath("/opt/hookline/main.js"),
    home: absolutePath("/home/me/.local/state/hookline"),
    environment: { HOOKLINE_HOME: "/home/me/.local/state/hookline", PATH: "/usr/bin:/bin" },
    ...differs,
  };
}
