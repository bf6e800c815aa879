// Free TCP ports on the loopback interface.
import { createServer } from 'node:net';

/** Whether one can listen on 127.0.0.1:port; port 0 asks for any. Gives the port or undefined. */
function tryPort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.unref();
    server.on('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const { port: got } = server.address();
      server.close(() => resolve(got));
    });
  });
}

/**
 * Gives one port for each name: the preferred one where it is free, else any free one.
 * @param {Record<string, number>} preferred port by name; 0 for no preference
 * @returns {Promise<Record<string, number>>}
 */
export async function freePorts(preferred) {
  const ports = {};
  for (const [name, port] of Object.entries(preferred)) {
    let got = await tryPort(port);
    while (got === undefined || Object.values(ports).includes(got)) {
      got = await tryPort(0);
    }
    ports[name] = got;
  }
  return ports;
}
