import type { DicomNode } from '../../facility/schema.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
} from '../../protocols/dicom/index.ts';
import { STUDY_FIND } from '../../test-study/ask-node.ts';
import type { Associated } from '../../test-study/associate.ts';
import { connectNode, type NodeConnection } from '../shared/connect-node.ts';
import { openEndpoint } from '../shared/open-dicomweb.ts';
import type { Look, LookResult } from './collect.ts';
import { concludeStudy } from './conclude-study.ts';
import { type DicomFetch, type FetchResult, getStudy, moveStudy } from './fetch-dicom.ts';
import { fetchByWeb } from './fetch-web.ts';
import { findStudies, mayFetchAll } from './find-studies.ts';
import { StudyGatherer } from './gather-study.ts';
import { listInstances } from './list-instances.ts';
import type { GatheredStudy, ListedStudy } from './studies.ts';

/** Our simulated hospital calls itself so; its evidence is marked whatever the facility file says. */
const simulatorVersion = /^RISPACS_SIM/;

/** Finds and fetches over DICOM; by DICOMweb where the archive has both and sends nothing over DICOM. */
export async function lookByDicom(look: Look, node: DicomNode): Promise<LookResult> {
  const { target, context, patience, originals, words, notes } = look;
  const prepared = await connectNode(node, target.callingAe, context, patience.deadlines);
  if (!prepared.ok) return { ok: false, observation: prepared.observation };
  const { connection } = prepared;
  const opened = await openAssociation({
    ...connection.options,
    contexts: [
      {
        abstractSyntax: STUDY_FIND,
        transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
      },
    ],
  });
  if (opened.kind !== 'accepted') return { ok: false, observation: connection.fail(opened) };
  const { association } = opened;
  const associated: Extract<Associated, { ok: true }> = {
    ok: true,
    association,
    tell: (trouble) => ({ reached: true, detail: connection.tell(trouble).replace(/\.$/, '') }),
  };
  const found = await findStudies(associated, originals.challenge, context);
  for (const problem of found.problems) notes.add(words.searchProblem(problem));
  const listed: ListedStudy[] = [];
  for (const candidate of found.candidates) {
    if (context.signal.aborted) break;
    const listing = await listInstances(associated, candidate.studyInstanceUid, context);
    if (listing.problem !== undefined) notes.add(words.listProblem(listing.problem));
    listed.push({ ...candidate, instances: listing.instances });
  }
  if (association.ending === undefined) await association.release();
  const studies: GatheredStudy[] = [];
  for (const one of listed) {
    if (!context.signal.aborted) studies.push(await gather(look, connection, one));
  }
  const isSimulated = simulatorVersion.test(association.peer.implementationVersion ?? '');
  return { ok: true, studies, isSimulated };
}

async function gather(
  look: Look,
  connection: NodeConnection,
  listed: ListedStudy,
): Promise<GatheredStudy> {
  const { target, context, patience, originals, codecs, words, notes } = look;
  if (!mayFetchAll(listed)) notes.add(words.otherPatient);
  const gatherer = new StudyGatherer(originals, codecs, context.signal);
  const fetch: DicomFetch = {
    target,
    connection,
    patience,
    context,
    words,
    listed,
    isOriginal: (uid) => originals.byUid.has(uid),
    onObject: (object) => gatherer.take(object),
    count: () => gatherer.count,
  };
  let result: FetchResult = { route: 'none', saidAll: false };
  const problems: string[] = [];
  for (const attempt of [getStudy, moveStudy, tryWeb(look)]) {
    if (context.signal.aborted) break;
    const tried = await attempt(fetch);
    if (tried.problem !== undefined) problems.push(tried.problem.replace(/\.$/, ''));
    if (tried.route !== 'none') result = tried;
    // What came one way need not be fetched in another.
    if (result.saidAll || gatherer.count >= Math.max(1, listed.instances.length)) break;
  }
  return concludeStudy(look, listed, gatherer, result, problems);
}

function tryWeb({ target, context }: Look): (fetch: DicomFetch) => Promise<FetchResult> {
  return async ({ listed, isOriginal, onObject }) => {
    if (target.endpoint === undefined) return { route: 'none', saidAll: false };
    const opened = await openEndpoint(target.endpoint, context, context.signal);
    if (!opened.ok) return { route: 'none', saidAll: false, problem: opened.reason.message };
    try {
      return await fetchByWeb(opened.connection, listed, isOriginal, onObject, context);
    } finally {
      await opened.connection.close();
    }
  };
}
