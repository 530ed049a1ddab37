// A second opinion on the vendor's wire shapes, written by people who use the real API (MIT). Port 0 picks a free one.
import { CommercetoolsMock } from "@labdigital/commercetools-mock";
const mock = new CommercetoolsMock({ strict: true, silent: true, enableAuthentication: true, validateCredentials: true });
await mock.app.listen({ host: "127.0.0.1", port: Number(process.env.CT_MOCK_PORT ?? 0) });
console.log("ready " + mock.app.server.address().port);
const stop = async () => { await mock.app.close(); process.exit(0); };
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
// Whoever started it is gone when its pipe closes.
process.stdin.resume();
process.stdin.on("end", stop);
