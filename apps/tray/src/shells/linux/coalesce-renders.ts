/**
 * How far renders lie apart, in milliseconds. A panel reads everything anew at each signal: five
 * thousand in a row stalled the bus for more than 25 seconds and made this process grow fivefold.
 */
const APART_MS = 150;

/** Passes values on: the first at once, of those that follow closely only the newest. */
export class CoalescedRenders<Value> {
  readonly #render: (value: Value) => void;
  #waiting: { readonly value: Value } | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(render: (value: Value) => void) {
    this.#render = render;
  }

  push(value: Value): void {
    if (this.#timer !== undefined) {
      this.#waiting = { value };
      return;
    }
    this.#pass(value);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = null;
  }

  #pass(value: Value): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = null;
      if (next !== null) this.#pass(next.value);
    }, APART_MS);
    this.#render(value);
  }
}
