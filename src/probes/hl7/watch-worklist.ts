import { setTimeout as sleep } from 'node:timers/promises';
import type { DicomNode } from '../../facility/schema.ts';
import {
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  readDataset,
  type TlsOptions,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { testPatientId } from './exchange.ts';

/** A worklist and the one entry looked for in it. */
export interface WorklistWatch {
  readonly node: DicomNode;
  readonly callingAe: string;
  readonly tls?: TlsOptions;
  readonly accessionNumber: string;
  readonly signal: AbortSignal;
}

/** What the worklist last said: how many entries are ours, and how long it took to become so. `matches` absent: no answer. */
export interface WorklistReading {
  readonly matches?: number;
  readonly waitedMs: number;
}

const firstDelayMs = 250;
const longestDelayMs = 4_000;
/** A worklist that ignores our keys answers with its whole day; more than this it is not asked for. */
const mostAnswers = 1_000;
const accessionNumberTag = 0x00080050;

/**
 * Polls the modality worklist for our own entry with growing delay until `expected` matches are there, the time is up
 * or the signal fires; it never throws for any of them. The query names our test patient and accession number. Matching
 * by the latter is optional for a worklist (PS3.4 K.6.1.2.2), so an answer counts only if it carries our number; every
 * answer is dropped at once.
 */
export async function watchWorklist(
  watch: WorklistWatch,
  expected: number,
  patienceMs: number,
): Promise<WorklistReading> {
  const started = performance.now();
  let delay = firstDelayMs;
  let last: number | undefined;
  for (;;) {
    const matches = await countMatches(watch);
    last = matches ?? last;
    const waitedMs = Math.round(performance.now() - started);
    if (matches === undefined || matches === expected || waitedMs >= patienceMs) {
      return { ...(last !== undefined && { matches: last }), waitedMs };
    }
    await pause(Math.min(delay, patienceMs - waitedMs), watch.signal);
    delay = Math.min(delay * 2, longestDelayMs);
  }
}

/** Ends early, without an error, when the signal fires. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function countMatches({
  node,
  callingAe,
  tls,
  accessionNumber,
  signal,
}: WorklistWatch): Promise<number | undefined> {
  const sopClassUid = WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid;
  const opened = await openAssociation({
    host: node.host,
    port: node.port,
    callingAeTitle: callingAe,
    calledAeTitle: node.calledAe,
    ...(tls && { tls }),
    contexts: [
      {
        abstractSyntax: sopClassUid,
        transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
      },
    ],
    signal,
  });
  if (opened.kind !== 'accepted') return undefined;
  const { association } = opened;
  let ours = 0;
  const found = await association.find({
    sopClassUid,
    maxAnswers: mostAnswers,
    maxMs: 15_000,
    onAnswer: ({ identifier, transferSyntax }) => {
      const encoding = chooseEncoding(transferSyntax);
      const read = encoding && readDataset(identifier, encoding);
      if (read?.ok && read.dataset.text(accessionNumberTag)?.trim() === accessionNumber) ours += 1;
    },
    identifier: (transferSyntaxUid) => {
      const encoding = chooseEncoding(transferSyntaxUid);
      if (!encoding)
        throw new Error(
          `the worklist query is only proposed in little endian, not in ${transferSyntaxUid}`,
        );
      return encodeDataset(
        [
          { tag: accessionNumberTag, vr: 'SH', text: accessionNumber },
          { tag: 0x00100010, vr: 'PN', text: '' },
          { tag: 0x00100020, vr: 'LO', text: testPatientId },
          { tag: 0x0020000d, vr: 'UI', text: '' },
          {
            tag: 0x00400100,
            vr: 'SQ',
            items: [
              [
                { tag: 0x00080060, vr: 'CS', text: '' },
                { tag: 0x00400002, vr: 'DA', text: '' },
              ],
            ],
          },
        ],
        encoding,
      );
    },
  });
  if (association.ending === undefined) await association.release();
  return found.kind === 'status' && found.status.code === 0 ? ours : undefined;
}
