// One test of our own client in a process of its own. Prints what it measured.
import { runThroughputTest } from '../../src/protocols/iperf3/client.ts';

const outcome = await runThroughputTest(JSON.parse(process.argv[2]));
console.log(JSON.stringify({ ...outcome, intervals: undefined }));
