// One job of our own DICOM layer in a process of its own, as a command would do it. Prints what it did, and how long that
// took beside the start of the process: loading Node and our modules.
import { readdirSync, readFileSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';

const job = JSON.parse(process.argv[2]);
module.enableCompileCache(path.join(job.modules, 'compile-cache'));
const dicom = await import(path.join(job.modules, 'protocols/dicom/index.js'));
const { sweepNodes } =
  job.action === 'echo' ? await import(path.join(job.modules, 'sweep/sweep-nodes.js')) : {};

const actions = { store, echo, find };
const startMs = performance.now();
const done = await actions[job.action]();
const workMs = performance.now() - startMs;
console.log(JSON.stringify({ ...done, startMs, workMs, peakKb: readPeakKb() }));

async function associate(port, contexts) {
  const opened = await dicom.openAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'BENCH',
    calledAeTitle: 'ANY-SCP',
    contexts,
  });
  if (opened.kind !== 'accepted') throw new Error(JSON.stringify(opened));
  return opened.association;
}

async function store() {
  const files = await readAllMeta(readdirSync(job.folder).sort());
  const sopClassUids = [...new Set(files.map(({ sopClassUid }) => sopClassUid))];
  const association = await associate(
    job.ports[0],
    sopClassUids.map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [dicom.EXPLICIT_VR_LITTLE_ENDIAN],
    })),
  );
  let objects = 0;
  let bytes = 0;
  for await (const outcome of association.storeAll(files)) {
    if (outcome.kind !== 'status' || outcome.status.code !== 0) {
      throw new Error(JSON.stringify(outcome));
    }
    objects += 1;
    bytes += outcome.sentBytes;
  }
  await association.release();
  return { objects, bytes };
}

/** Some files at a time, as each is a few waits for other threads. */
async function readAllMeta(names) {
  const files = [];
  let next = 0;
  const work = async () => {
    while (next < names.length) {
      const index = next;
      next += 1;
      const read = await dicom.readFileMeta(path.join(job.folder, names[index]));
      if (!read.ok) throw new Error(read.message);
      files[index] = read.file;
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return files;
}

/** The sweep of the product, without its restraint: that all nodes are on one host is the benchmark's doing. */
async function echo() {
  const nodes = Array.from({ length: job.count }, (_, index) => ({
    id: String(index),
    role: 'modality',
    host: '127.0.0.1',
    port: job.ports[index % job.ports.length],
    calledAe: 'ANY-SCP',
  }));
  const { parallel } = job;
  const results = await sweepNodes(nodes, {
    callingAe: 'BENCH',
    parallel,
    perHost: parallel,
    perSecond: Number.POSITIVE_INFINITY,
    query: false,
  });
  const failed = results.find(({ outcome }) => outcome.echoStatus !== 0);
  if (failed !== undefined) throw new Error(JSON.stringify(failed));
  return { objects: results.length };
}

async function find() {
  const { uid } = dicom.QUERY_RETRIEVE_SOP_CLASSES.studyRootFind;
  const association = await associate(job.ports[0], [
    { abstractSyntax: uid, transferSyntaxes: [dicom.IMPLICIT_VR_LITTLE_ENDIAN] },
  ]);
  const outcome = await association.find({
    sopClassUid: uid,
    identifier: dicom.encodeDataset(
      [
        { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
        { tag: 0x0020000d, vr: 'UI', text: '' },
      ],
      'implicit-little-endian',
    ),
    maxAnswers: job.count * 2,
  });
  if (outcome.kind !== 'status' || outcome.answers !== job.count) {
    throw new Error(JSON.stringify(outcome));
  }
  await association.release();
  return { objects: outcome.answers, bytes: outcome.answerBytes };
}

/** Largest resident memory so far; only Linux tells. */
function readPeakKb() {
  if (process.platform !== 'linux') return undefined;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
