import type { z } from "zod";
import { type Command, type Insert, type Query, Store } from "../src/store/store.ts";

/** Makes a kind of store that changes SQL, as a mistake would; blanks in it count as one. */
export function faultyStore(right: string, wrong: string): typeof Store {
  const spoil = (sql: string): string => sql.replaceAll(/\s+/g, " ").replace(right, wrong);
  return class extends Store {
    override query<Row>(sql: string, row: z.ZodType<Row>): Query<Row> {
      return super.query(spoil(sql), row);
    }
    override command(sql: string): Command {
      return super.command(spoil(sql));
    }
    override insert(sql: string): Insert {
      return super.insert(spoil(sql));
    }
  };
}
