import type { DataElement } from '../../protocols/dicom/index.ts';
import { askNode, readValue } from '../../test-study/ask-node.ts';
import type { Associated } from '../../test-study/associate.ts';
import type { StudyInstance } from '../../test-study/index.ts';
import type { ProbeContext } from '../contract.ts';

/** The objects that a node lists of a study, and why it did not tell all. */
export interface InstanceListing {
  readonly instances: readonly StudyInstance[];
  readonly problem?: string;
}

const TAGS = {
  sopClassUid: 0x00080016,
  sopInstanceUid: 0x00080018,
  queryLevel: 0x00080052,
  studyInstanceUid: 0x0020000d,
  seriesInstanceUid: 0x0020000e,
} as const;
const mostSeries = 200;
const mostInstances = 5_000;

/**
 * Lists a study that carries our identifiers, C-FIND at SERIES and IMAGE level (PS3.4 C.6.2.1). Keys above the level
 * are asked for but need not be answered: some archives leave them out.
 */
export async function listInstances(
  opened: Extract<Associated, { ok: true }>,
  studyInstanceUid: string,
  { language, signal }: Pick<ProbeContext, 'language' | 'signal'>,
): Promise<InstanceListing> {
  const study: DataElement = { tag: TAGS.studyInstanceUid, vr: 'UI', text: studyInstanceUid };
  const level = (text: string): DataElement => ({ tag: TAGS.queryLevel, vr: 'CS', text });
  const series = new Set<string>();
  const found = new Map<string, StudyInstance>();
  let silence = await askNode(
    opened,
    {
      keys: [level('SERIES'), study, { tag: TAGS.seriesInstanceUid, vr: 'UI', text: '' }],
      mostAnswers: mostSeries,
      onAnswer: (dataset) => {
        const answered = readValue(dataset, TAGS.studyInstanceUid) ?? '';
        const uid = readValue(dataset, TAGS.seriesInstanceUid);
        if (uid && (answered === '' || answered === studyInstanceUid)) series.add(uid);
      },
    },
    language,
  );
  for (const seriesInstanceUid of series) {
    if (silence || signal.aborted || found.size >= mostInstances) break;
    silence = await askNode(
      opened,
      {
        keys: [
          level('IMAGE'),
          study,
          { tag: TAGS.seriesInstanceUid, vr: 'UI', text: seriesInstanceUid },
          { tag: TAGS.sopClassUid, vr: 'UI', text: '' },
          { tag: TAGS.sopInstanceUid, vr: 'UI', text: '' },
        ],
        mostAnswers: mostInstances,
        onAnswer: (dataset) => {
          const answered = readValue(dataset, TAGS.seriesInstanceUid) ?? '';
          const sopInstanceUid = readValue(dataset, TAGS.sopInstanceUid);
          const sopClassUid = readValue(dataset, TAGS.sopClassUid) ?? '';
          if (sopInstanceUid && (answered === '' || answered === seriesInstanceUid)) {
            found.set(sopInstanceUid, { sopClassUid, sopInstanceUid, seriesInstanceUid });
          }
        },
      },
      language,
    );
  }
  const instances = [...found.values()];
  return { instances, ...(silence && { problem: silence.detail }) };
}
