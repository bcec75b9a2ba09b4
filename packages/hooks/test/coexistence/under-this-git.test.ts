import { coexistenceMatrix } from "./matrix.ts";

await coexistenceMatrix();
