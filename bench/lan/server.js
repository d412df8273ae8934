// Our own server until it is ended. Prints its port.
import { startThroughputServer } from '../../src/protocols/iperf3/server.ts';

const [address, port] = process.argv.slice(2);
const server = await startThroughputServer({ address, port: Number(port), maxSeconds: 60 });
console.log(server.port);
