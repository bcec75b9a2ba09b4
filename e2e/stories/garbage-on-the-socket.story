# Garbage on the agent's socket changes nothing

needs: curl

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline status --json | pick agent.pid > pid
  $ printf 'silent\nunix-socket = .hookline/run/agent.sock\n' > .curlrc

Anyone who reaches the socket may ask whether an agent is alive. Everything else takes the token,
which only the same user can read.

  $ curl http://agent/healthz
  {"ok":true,"pid":<pid>,"version":"0.1.0","drains":false}
  $ curl http://agent/v1/status
  {"error":{"code":"unauthorized","message":"The request does not carry the agent's token.","hint":"Send `Authorization: Bearer <token>` with the token from the state folder."}}
  $ ls -l .hookline/token.header | cut -c 1-10
  -rw-------
  $ curl -H @.hookline/token.header http://agent/v1/status | pick agent.version
  0.1.0
  $ curl -H @.hookline/token.header -H "Origin: http://example.org" http://agent/v1/status
  {"error":{"code":"origin-refused","message":"No web page may speak to the agent.","hint":null}}

What makes no sense is refused, in words.

  $ curl -H @.hookline/token.header http://agent/v1/stats
  {"error":{"code":"unknown-route","message":"This agent knows no such route.","hint":"If the command is newer than the agent, run `hookline stop`, then `hookline start`."}}
  $ curl -H @.hookline/token.header http://agent/v1/stop
  {"error":{"code":"wrong-method","message":"/v1/stop takes POST only.","hint":null}}
  $ curl -H @.hookline/token.header --json '{"wait": maybe}' http://agent/v1/looks
  {"error":{"code":"bad-request","message":"The body is not what this route takes:\n✖ Invalid input: expected object, received undefined","hint":null}}
  $ curl -H @.hookline/token.header --json '{"wait": "maybe"}' http://agent/v1/looks
  {"error":{"code":"bad-request","message":"The body is not what this route takes:\n✖ Invalid input: expected string, received undefined\n  → at repository\n✖ Invalid input: expected boolean, received string\n  → at wait","hint":null}}
  $ head -c 200000 /dev/zero > zeros
  $ curl -H @.hookline/token.header --json @zeros http://agent/v1/looks
  {"error":{"code":"too-large","message":"The body is larger than the 65536 bytes allowed here.","hint":null}}

And what is no request at all is cut off.

  $ cat > garbage.mjs <<'END'
  > import { connect } from "node:net";
  > connect(".hookline/run/agent.sock").on("error", () => {}).end("GARBAGE\r\n\r\n").pipe(process.stdout);
  > END
  $ node garbage.mjs
  HTTP/1.1 400 Refused
  Connection: close
  Content-Type: application/json
  Content-Length: 81

  {"error":{"code":"bad-request","message":"This is no HTTP request.","hint":null}}

The agent has not noticed.

  $ hookline status --json | pick agent.pid | diff pid -
