import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHr, type HrOptions } from '../../tools/hr/server.ts';

/** The fake HR system on a port of its own. */
export async function startHr(options: HrOptions = {}) {
  const server = createHr(options).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Listening on a port, so the address is no pipe.
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
