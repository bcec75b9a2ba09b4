import { StoreError } from "../../../src/errors.ts";
import type { Operations } from "../../../src/store/operation-log.ts";
import type { LookRun } from "../play/look-run.ts";
import { commitOf } from "./history.ts";

/** The operation log of a machine, as far as it is needed to see that a move was written down. */
export function memoryOperations(run: LookRun): Operations {
  const { machine } = run;
  return {
    plan({ ref, new: next }) {
      if (machine.diskFull) {
        machine.diskFull = false;
        run.disturbed = true;
        throw new StoreError("the database is full", { code: "store-full" });
      }
      const id = machine.plans.size + 1;
      machine.plans.set(id, { ref, new: next === null ? null : commitOf(next) });
      return id;
    },
    settle: (id) => machine.plans.delete(id),
  };
}
