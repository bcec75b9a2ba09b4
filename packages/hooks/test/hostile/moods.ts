import { endless, type Mood, reply } from "./lying-server.ts";

/** What the agent says when all went well. */
export const SYNCED = "[Hookline] Synced 3 files to origin/main in 0.4 s";

const OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";

/** A server at the agent's address that is not what it should be. */
export interface Lie {
  readonly when: string;
  readonly mood: Mood;
  /** What a person in a terminal may be shown; the line about the background unless given. */
  readonly shown?: readonly string[];
  /** No answer comes to an end, so the hook's patience must. */
  readonly hangs?: boolean;
}

/** Answers with nothing in them: taken for an agent that has nothing to say. */
const QUIET = [""] as const;

/** Every way in which a server can lie that we could think of. */
export const LIES: readonly Lie[] = [
  { when: "the agent never answers", mood: () => {}, hangs: true },
  { when: "the agent closes at once", mood: (socket) => socket.destroy() },
  { when: "the agent closes without an answer", mood: (socket) => socket.end() },
  { when: "the agent answers with 500", mood: reply("500 Internal Server Error", "no") },
  { when: "the agent answers with 401", mood: reply("401 Unauthorized", "who are you") },
  { when: "the agent answers with 404", mood: reply("404 Not Found", '{"error":"no"}') },
  { when: "the agent is no HTTP server", mood: (socket) => socket.end("220 mail ESMTP\r\n") },
  { when: "the agent sends noise", mood: (socket) => socket.end(Buffer.alloc(4096, 0xfe)) },
  { when: "the agent sends NUL bytes", mood: (socket) => socket.end(Buffer.alloc(4096)) },
  { when: "the agent's answer never ends", mood: endless(OK, "x".repeat(4096)), hangs: true },
  {
    when: "the agent's answer has endless lines",
    mood: endless(OK, "[Hookline] hi\n".repeat(300)),
    shown: ["[Hookline] hi\n"],
  },
  {
    when: "the agent's headers never end",
    mood: endless("HTTP/1.1 200 OK\r\n", "X-A: b\r\n"),
    hangs: true,
  },
  {
    when: "the agent says 100 Continue for ever",
    mood: endless("", "HTTP/1.1 100 Continue\r\n\r\n"),
    hangs: true,
  },
  { when: "the agent's answer drips", mood: endless(OK, "[", 30), hangs: true },
  {
    when: "the agent promises more than it sends",
    mood: (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[Hook"),
    hangs: true,
  },
  {
    when: "the agent points elsewhere",
    mood: (socket) =>
      socket.end("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"),
    // Netcat sees what it is; curl only that it is no failure.
    shown: ["", "[Hookline] Syncing in background...\n"],
  },
  { when: "the agent says nothing", mood: reply("200 OK", ""), shown: QUIET },
  { when: "the agent answers with an empty line", mood: reply("200 OK", "\n") },
  { when: "the agent says something else", mood: reply("200 OK", "rm -rf /\n") },
  { when: "the agent says it with colours", mood: reply("200 OK", "[Hookline] \u001b[2Jboo\n") },
  { when: "the agent rings the bell", mood: reply("200 OK", "[Hookline] \u0007boo\n") },
  {
    when: "the agent says far too much",
    mood: reply("200 OK", `[Hookline] ${"x".repeat(5000)}\n`),
  },
  {
    when: "the agent's line is cut by NUL bytes",
    mood: reply("200 OK", "[Hookline] \0\0boo\n"),
    // Shells leave them out.
    shown: ["[Hookline] boo\n"],
  },
  {
    when: "the agent says two lines",
    mood: reply("200 OK", `${SYNCED}\nand another thing\n`),
    shown: [`${SYNCED}\n`],
  },
  {
    when: "the agent's line has no end",
    mood: reply("200 OK", SYNCED),
    shown: [`${SYNCED}\n`],
  },
  {
    when: "the agent's line is full of what shells and printf heed",
    mood: reply("200 OK", "[Hookline] %s %n \\t \\c $(id) `id` * ~ $HOME ' \"\n"),
    shown: ["[Hookline] %s %n \\t \\c $(id) `id` * ~ $HOME ' \"\n"],
  },
];
