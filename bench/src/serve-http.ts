import { serveOverHttp } from "@hookline/core";
import { absolutePath } from "@hookline/core/client";

const server = await serveOverHttp(absolutePath(process.argv[2] ?? ""), process.env);
process.stdout.write(`${server.url("")}\n`);
