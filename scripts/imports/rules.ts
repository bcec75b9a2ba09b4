/** A rule about which modules may import what. Patterns are globs over paths from the root. */
export interface ImportRule {
  readonly name: string;
  /** Ends the sentence "this import is not allowed, because ...". */
  readonly because: string;
  /** The modules that the rule is about, and those among them that it leaves alone. */
  readonly from: readonly string[];
  readonly except?: readonly string[];
  /** Exactly one of the two: what must not be imported, or the only things that may be. */
  readonly never?: readonly string[];
  readonly only?: readonly string[];
  /** Also through other modules, counting what is still there when the program runs. */
  readonly transitively?: true;
}

const CORE = "packages/core/src";
const PRODUCT = ["packages/*/src/**", "apps/*/src/**"];
const TESTS = ["**/*.test.ts", "**/test/**", "**/testing/**"];

/** The one-way arrows between the parts, as ARCHITECTURE.md describes them. */
export const importRules: readonly ImportRule[] = [
  {
    name: "decide-is-pure",
    because: "decisions are made from plain data: decide/ imports only its own files",
    from: [`${CORE}/decide/**`],
    except: TESTS,
    only: [`${CORE}/decide/**`],
  },
  {
    name: "one-door-to-processes",
    because:
      "programs are started behind git/, in commands/ (the user's own), by the CLI's agent starter, to speak with the system's service manager, to have the desktop open something and to prove a hook alone",
    from: PRODUCT,
    except: [
      ...TESTS,
      `${CORE}/{git,commands}/**`,
      `${CORE}/{process-group,desktop/open-in-desktop}.ts`,
      "apps/cli/src/{spawn-agent,spawn-tray,run-electron,runner/spawn-apart,service/run-tool}.ts",
      "apps/tray/src/shells/linux/app-window.ts",
      "packages/hooks/src/run-part.ts",
    ],
    never: ["node:child_process", "npm:simple-git"],
  },
  {
    name: "one-door-to-sqlite",
    because: "the database is opened and queried in store/ and queue/ alone",
    from: PRODUCT,
    except: [...TESTS, `${CORE}/store/**`, `${CORE}/queue/**`],
    never: ["npm:better-sqlite3"],
  },
  {
    name: "one-door-to-postgres",
    because: "a team's queue is a package of its own, and nothing of the product loads it",
    from: PRODUCT,
    except: [...TESTS, "packages/queue-postgres/src/**"],
    never: ["npm:pg-boss", "packages/queue-postgres/**"],
  },
  {
    name: "no-fakes-in-the-product",
    because: "testing/ is for tests",
    from: PRODUCT,
    except: TESTS,
    never: ["packages/*/src/testing/**"],
  },
  {
    name: "core-stands-alone",
    because: "core is below every other package",
    from: ["packages/core/**"],
    never: ["packages/!(core)/**", "apps/**", "e2e/**", "bench/**"],
  },
  {
    name: "packages-know-no-app",
    because: "apps are built from packages, never the other way round",
    from: ["packages/**"],
    never: ["apps/**", "e2e/**", "bench/**"],
  },
  {
    name: "adapters-know-no-engine",
    because: "adapters are called by sync/ and agent/ and never call them",
    from: [`${CORE}/{config,git,log,queue,socket,spool,store,watch}/**`],
    except: TESTS,
    never: [`${CORE}/sync/**`, `${CORE}/agent/**`, `${CORE}/agent.ts`],
  },
  {
    name: "client-is-light",
    because: "hooks load core/client, so it reaches no native code and no watcher",
    from: [`${CORE}/client.ts`],
    never: ["npm:better-sqlite3", "npm:simple-git", "npm:chokidar", "node:child_process"],
    transitively: true,
  },
];
