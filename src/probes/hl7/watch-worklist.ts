import { setTimeout as sleep } from 'node:timers/promises';
import type { DicomNode } from '../../facility/schema.ts';
import {
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { testPatientId } from './exchange.ts';

/** A worklist and the one entry looked for in it. */
export interface WorklistWatch {
  readonly node: DicomNode;
  readonly callingAe: string;
  readonly accessionNumber: string;
  readonly signal: AbortSignal;
}

/** What the worklist said: how many entries match, and how long it took to become so. `matches` absent: no answer. */
export interface WorklistReading {
  readonly matches?: number;
  readonly waitedMs: number;
}

const firstDelayMs = 250;
const longestDelayMs = 4_000;
const mostAnswers = 10;

/**
 * Polls the modality worklist for our own entry with growing delay until `expected` matches are there or the time is
 * up. The query names our test patient and accession number, so no other patient can be in an answer; answers are counted
 * and dropped.
 */
export async function watchWorklist(
  watch: WorklistWatch,
  expected: number,
  patienceMs: number,
): Promise<WorklistReading> {
  const started = Date.now();
  let delay = firstDelayMs;
  for (;;) {
    const matches = await countMatches(watch);
    const waitedMs = Date.now() - started;
    if (matches === undefined || matches === expected || waitedMs >= patienceMs) {
      return { ...(matches !== undefined && { matches }), waitedMs };
    }
    await sleep(Math.min(delay, Math.max(0, patienceMs - waitedMs)), undefined, {
      signal: watch.signal,
    });
    delay = Math.min(delay * 2, longestDelayMs);
  }
}

async function countMatches({
  node,
  callingAe,
  accessionNumber,
  signal,
}: WorklistWatch): Promise<number | undefined> {
  const sopClassUid = WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid;
  const opened = await openAssociation({
    host: node.host,
    port: node.port,
    callingAeTitle: callingAe,
    calledAeTitle: node.calledAe,
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
  const found = await association.find({
    sopClassUid,
    maxAnswers: mostAnswers,
    maxMs: 15_000,
    identifier: (transferSyntaxUid) => {
      const encoding = chooseEncoding(transferSyntaxUid);
      if (!encoding)
        throw new Error(
          `the worklist query is only proposed in little endian, not in ${transferSyntaxUid}`,
        );
      return encodeDataset(
        [
          { tag: 0x00080050, vr: 'SH', text: accessionNumber },
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
  return found.kind === 'status' && found.status.code === 0 ? found.answers : undefined;
}
