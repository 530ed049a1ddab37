// A real OpenID Connect provider (oidc-provider, MIT), certified by the OpenID Foundation, with a handful of people. Port 0
// picks a free one. POST /people/{name} with a JSON list sets somebody's groups.
import http from "node:http";
import Provider from "oidc-provider";

const groups = new Map([["olga", ["shop-operators"]], ["fin", ["shop-finance", "choir"]], ["guest", []]]);
const server = http.createServer();
await new Promise((listening) => server.listen(Number(process.env.OIDC_PORT ?? 0), "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: "trueup",
    client_secret: "a-secret-of-the-hub-at-the-provider",
    redirect_uris: ["http://127.0.0.1/signin/callback"],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_post",
  }],
  pkce: { required: () => true },
  claims: { openid: ["sub", "groups"], profile: ["name"], email: ["email"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `${id} of the test`, email: `${id}@example.com`, groups: groups.get(id) ?? [] }),
  }),
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: true } },
});
// The hub under test takes any free port.
provider.Client.prototype.redirectUriAllowed = (uri) => /^http:\/\/127\.0\.0\.1:\d+\/signin\/callback$/.test(uri);
const answer = provider.callback();
server.on("request", (request, response) => {
  const who = /^\/people\/([a-z]+)$/.exec(request.url ?? "");
  if (request.method !== "POST" || !who) {
    answer(request, response);
    return;
  }

  let body = "";
  request.on("data", (part) => { body += part; });
  request.on("end", () => {
    groups.set(who[1], JSON.parse(body));
    response.writeHead(204).end();
  });
});
console.log("ready " + server.address().port);
const stop = () => { server.closeAllConnections(); server.close(() => process.exit(0)); };
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
// Whoever started it is gone when its pipe closes.
process.stdin.resume();
process.stdin.on("end", stop);
