/** One line of a comparison: it stays, goes, or comes. */
export interface Edit {
  readonly kind: "keep" | "remove" | "add";
  readonly line: string;
}

/** Goes on by some lines on either side. */
interface Move {
  readonly expected: 0 | 1;
  readonly actual: 0 | 1;
  readonly edit: Edit | undefined;
}

/** The cheapest way from somewhere to the end; its cost is the number of lines that differ. */
interface Way {
  readonly cost: number;
  readonly edit?: Edit | undefined;
  readonly next?: Way;
}

const END: Way = { cost: 0 };

/** Alone on a line it stands for any lines, within one for any text. */
const ANY = "...";
const EXIT_CODE = /^\[\d+\]$/;

/**
 * Compares what a story says that a command prints with what it printed: the fewest edits that
 * turn one into the other. What matches is kept in the words of the story, `...` included.
 */
export function compareLines(
  expected: readonly string[],
  actual: readonly string[],
): readonly Edit[] {
  let below: readonly Way[] = [];
  for (let i = expected.length; i >= 0; i -= 1) {
    const row: Way[] = [];
    for (let j = actual.length; j >= 0; j -= 1) {
      const ways = movesAt(expected[i], actual[j]).map(({ edit, ...move }): Way => {
        const next = (move.expected === 1 ? below : row)[j + move.actual] ?? END;
        const differs = edit !== undefined && edit.kind !== "keep";
        return { cost: next.cost + (differs ? 1 : 0), edit, next };
      });
      row[j] = ways.toSorted((a, b) => a.cost - b.cost)[0] ?? END;
    }
    below = row;
  }
  const edits: Edit[] = [];
  for (let way = below[0]; way !== undefined; way = way.next) {
    if (way.edit !== undefined) edits.push(way.edit);
  }
  return edits;
}

/** The moves that two lines allow, best first among those of one cost. */
function movesAt(want: string | undefined, got: string | undefined): Move[] {
  const moves: Move[] = [];
  if (want !== undefined && got !== undefined && matches(want, got)) {
    moves.push({ expected: 1, actual: 1, edit: { kind: "keep", line: want } });
  }
  if (want === ANY) {
    // An exit code must be told; `...` never stands for it.
    if (got !== undefined && !EXIT_CODE.test(got))
      moves.push({ expected: 0, actual: 1, edit: undefined });
    moves.push({ expected: 1, actual: 0, edit: { kind: "keep", line: want } });
  } else if (want !== undefined) {
    moves.push({ expected: 1, actual: 0, edit: { kind: "remove", line: want } });
  }
  if (got !== undefined) moves.push({ expected: 0, actual: 1, edit: { kind: "add", line: got } });
  return moves;
}

function matches(want: string, got: string): boolean {
  const at = want.indexOf(ANY);
  if (at < 0 || want === ANY) return want === got;
  const [before, after] = [want.slice(0, at), want.slice(at + ANY.length)];
  return (
    got.length >= before.length + after.length && got.startsWith(before) && got.endsWith(after)
  );
}
