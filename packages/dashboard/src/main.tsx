import { createRoot } from "react-dom/client";
import * as z from "zod";
import { openConnection } from "./connection/open-connection.ts";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has nothing to give a name to
import "./design/tokens.css";
import { Page } from "./page.tsx";
import { AgentStore } from "./state/agent-store.ts";

// The page's policy forbids code made from text, which zod would try for speed.
z.config({ jitless: true });

const place = document.getElementById("page");
if (place !== null) createRoot(place).render(<Page store={new AgentStore(openConnection())} />);
