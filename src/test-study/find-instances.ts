import { askNode, readValue, STUDY_FIND } from './ask-node.ts';
import { associate, type NodePlace, proposeClass, type Silence } from './associate.ts';
import type { RemovalContext, StudyInstance } from './study-place.ts';
import { STUDY_TAGS as TAGS } from './study-tags.ts';

/** Far above what a test study of ours holds. */
const mostSeries = 200;
const mostInstances = 5_000;

/** The objects of a study, or why the place did not tell. */
export type InstanceListing =
  | { readonly ok: true; readonly instances: readonly StudyInstance[] }
  | ({ readonly ok: false } & Silence);

/** Asks a node for the objects of a study that is ours, C-FIND at SERIES and IMAGE level (PS3.4 C.6.2.1). */
export async function findInstances(
  place: NodePlace,
  studyInstanceUid: string,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<InstanceListing> {
  const opened = await associate(place, [proposeClass(STUDY_FIND)], context, signal);
  if (!opened.ok) return opened;
  const study = { tag: TAGS.studyInstanceUid, vr: 'UI', text: studyInstanceUid } as const;
  const series = new Set<string>();
  const instances: StudyInstance[] = [];
  const listSeries = {
    keys: [
      { tag: TAGS.queryLevel, vr: 'CS', text: 'SERIES' },
      study,
      { tag: TAGS.seriesInstanceUid, vr: 'UI', text: '' },
    ],
    mostAnswers: mostSeries,
    onAnswer: (dataset) => {
      const uid = readValue(dataset, TAGS.seriesInstanceUid);
      if (uid && isOf(dataset, TAGS.studyInstanceUid, studyInstanceUid)) series.add(uid);
    },
  } satisfies Parameters<typeof askNode>[1];
  let silence = await askNode(opened, listSeries, context.language);
  for (const seriesInstanceUid of series) {
    if (silence || instances.length > mostInstances) break;
    const listImages = {
      keys: [
        { tag: TAGS.sopClassUid, vr: 'UI', text: '' },
        { tag: TAGS.sopInstanceUid, vr: 'UI', text: '' },
        { tag: TAGS.queryLevel, vr: 'CS', text: 'IMAGE' },
        study,
        { tag: TAGS.seriesInstanceUid, vr: 'UI', text: seriesInstanceUid },
      ],
      mostAnswers: mostInstances,
      onAnswer: (dataset) => {
        const sopClassUid = readValue(dataset, TAGS.sopClassUid);
        const sopInstanceUid = readValue(dataset, TAGS.sopInstanceUid);
        if (!isOf(dataset, TAGS.seriesInstanceUid, seriesInstanceUid)) return;
        if (sopClassUid && sopInstanceUid)
          instances.push({ sopClassUid, sopInstanceUid, seriesInstanceUid });
      },
    } satisfies Parameters<typeof askNode>[1];
    silence = await askNode(opened, listImages, context.language);
  }
  if (opened.association.ending === undefined) await opened.association.release();
  return silence ? { ok: false, ...silence } : { ok: true, instances };
}

/** Whether an answer is about what was asked. Some archives leave out the keys above the level (dcmqrscp does). */
function isOf(dataset: Parameters<typeof readValue>[0], tag: number, uid: string): boolean {
  const answered = readValue(dataset, tag);
  return !answered || answered === uid;
}
