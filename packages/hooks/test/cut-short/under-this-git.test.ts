import { cutShortSuite } from "./cut-short-suite.ts";

cutShortSuite();
