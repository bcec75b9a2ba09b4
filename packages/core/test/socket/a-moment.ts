/** A point in a test that one side reaches and another waits for. */
export interface Moment {
  readonly come: () => void;
  readonly hasCome: Promise<undefined>;
}

/** Makes a moment that is still to come. */
export function aMoment(): Moment {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { hasCome: promise, come: () => resolve(undefined) };
}
