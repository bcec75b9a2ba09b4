import { join } from "node:path";
import { checkImports } from "./imports/check-imports.ts";
import { readTree } from "./imports/read-tree.ts";
import { importRules } from "./imports/rules.ts";

/* Checks the one-way arrows between the parts over the whole checkout. */
const violations = checkImports(readTree(join(import.meta.dirname, "..")), importRules);
for (const { rule, message } of violations) console.error(`${rule}: ${message}`);
process.exitCode = violations.length > 0 ? 1 : 0;
