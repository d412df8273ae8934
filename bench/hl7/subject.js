// One subject and one job in a process of its own: node subject.js <subject> <job> <file> [chunk bytes]
// Prints what one pass found and what it took: the program's own time, the kernel's on its behalf, and wall time.
import { readFileSync } from 'node:fs';

const WARM_UP_MS = 300;
const MEASURE_MS = 500;

const [, , subject, job, file, chunkText = '65536'] = process.argv;
const bytes = readFileSync(file);
const chunkBytes = Number(chunkText);
const pass = await choose();
console.log(JSON.stringify(measure(pass)));

async function choose() {
  if (job === 'deframe') return await deframer();
  if (subject === 'ours') return await ourReader();
  return await hl7Standard();
}

/** Everything a report needs: who, which order, and each observation. `all` false: who and which order only. */
async function ourReader() {
  const { readMessage } = await import('../../src/protocols/hl7/er7.ts');
  const values = (message) => [
    message.at('PID-3'),
    message.at('PID-5.2'),
    message.at('OBR-2'),
    ...message
      .segmentsOf('OBX')
      .flatMap((obx) => [
        obx.get({ field: 3 }),
        obx.get({ field: 5, component: job === 'picture' ? 5 : 1 }),
        obx.get({ field: 11 }),
      ]),
  ];
  return () => {
    const reading = readMessage(bytes);
    if (reading.kind !== 'message') throw new Error(reading.reason);
    return values(reading.message);
  };
}

async function hl7Standard() {
  const { default: HL7 } = await import('hl7-standard');
  return () => {
    const message = new HL7(bytes.toString('utf8'));
    message.transform();
    const values = [message.get('PID.3.1'), message.get('PID.5.2'), message.get('OBR.2.1')];
    for (const obx of message.getSegments('OBX')) {
      values.push(
        obx.get('OBX.3.1'),
        obx.get(job === 'picture' ? 'OBX.5.5' : 'OBX.5.1'),
        obx.get('OBX.11.1'),
      );
    }
    return values;
  };
}

async function deframer() {
  const { Deframer } = await import('../../src/protocols/hl7/mllp.ts');
  return () => {
    const reader = new Deframer();
    const lengths = [];
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      for (const event of reader.push(bytes.subarray(at, at + chunkBytes))) {
        if (event.kind === 'frame') lengths.push(event.payload.length);
      }
    }
    return lengths;
  };
}

function measure(pass) {
  const found = pass();
  const warmUntil = performance.now() + WARM_UP_MS;
  while (performance.now() < warmUntil) pass();
  let passes = 0;
  const wallStart = performance.now();
  const cpuStart = process.cpuUsage();
  let used = { user: 0, system: 0 };
  while (used.user + used.system < MEASURE_MS * 1000) {
    pass();
    passes += 1;
    used = process.cpuUsage(cpuStart);
  }
  const wallMs = performance.now() - wallStart;
  return {
    found: digest(found),
    userMs: used.user / 1000 / passes,
    systemMs: used.system / 1000 / passes,
    wallMs: wallMs / passes,
  };
}

/** Long values by their length, so that subjects can be compared without printing megabytes. */
function digest(values) {
  return values.map((value) =>
    typeof value === 'string' && value.length > 100 ? value.length : value,
  );
}
