/** A promise that was broken. */
export class Violation extends Error {
  readonly invariant: string;

  constructor(invariant: string, says: string) {
    super(`${invariant}: ${says}`);
    this.name = "Violation";
    this.invariant = invariant;
  }
}

/** Breaks off with a {@link Violation} unless a promise holds. */
export function demand(holds: boolean, invariant: string, says: () => string): void {
  if (!holds) throw new Violation(invariant, says());
}
