import type { Scenario } from "./generate.ts";
import { FAULT_KINDS, type Operation } from "./operations.ts";

/**
 * Makes a failing scenario as small as it gets while it still fails: first without as many
 * operations as can be spared (delta debugging), then with fewer machines, then without faults,
 * then with simpler numbers.
 */
export async function shrink(
  scenario: Scenario,
  fails: (scenario: Scenario) => Promise<boolean>,
): Promise<Scenario> {
  let small = await spareOperations(scenario, fails);
  for (const candidate of simpler(small)) {
    if (await fails(candidate)) small = candidate;
  }
  for (let index = 0; index < small.operations.length; index += 1) {
    for (const replacement of simplerOperations(small.operations[index])) {
      const candidate = { ...small, operations: small.operations.with(index, replacement) };
      if (await fails(candidate)) {
        small = candidate;
        break;
      }
    }
  }
  return spareOperations(small, fails);
}

async function spareOperations(
  scenario: Scenario,
  fails: (scenario: Scenario) => Promise<boolean>,
): Promise<Scenario> {
  let { operations } = scenario;
  let chunk = Math.ceil(operations.length / 2);
  while (chunk >= 1) {
    let spared = false;
    for (let start = 0; start < operations.length; ) {
      const rest = [...operations.slice(0, start), ...operations.slice(start + chunk)];
      if (await fails({ ...scenario, operations: rest })) {
        operations = rest;
        spared = true;
      } else start += chunk;
    }
    if (!spared || chunk > operations.length) chunk = chunk === 1 ? 0 : Math.ceil(chunk / 2);
  }
  return { ...scenario, operations };
}

function simpler({ machines, operations }: Scenario): Scenario[] {
  const onFewer = operations.map((one) => ({ ...one, machine: one.machine % 2 }));
  return [
    { machines: 1, operations },
    { machines: 2, operations: onFewer },
    { machines, operations: operations.filter(({ kind }) => !FAULT_KINDS.has(kind)) },
  ];
}

function simplerOperations(operation: Operation | undefined): Operation[] {
  if (operation === undefined) return [];
  const choices = [0, 1, 2, 3, 4, 5];
  // A look that is not left standing, on the first machine, with small numbers, reads best.
  return [
    ...choices.map((b) => ({ ...operation, machine: 0, a: 5, b: 3 * b + 1 })),
    ...choices.map((a) => ({ ...operation, a })),
    ...choices.map((b) => ({ ...operation, b })),
  ];
}
