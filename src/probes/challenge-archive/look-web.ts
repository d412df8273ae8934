import { searchInstances } from '../../test-study/search-study.ts';
import { openEndpoint } from '../shared/open-dicomweb.ts';
import type { Look, LookResult } from './collect.ts';
import { concludeStudy } from './conclude-study.ts';
import { fetchByWeb } from './fetch-web.ts';
import { mayFetchAll, searchStudies } from './find-studies.ts';
import { StudyGatherer } from './gather-study.ts';
import type { GatheredStudy } from './studies.ts';

/** Finds and fetches over DICOMweb, where the archive is known by nothing else. */
export async function lookByWeb(look: Look): Promise<LookResult> {
  const { target, context, originals, codecs, words, notes } = look;
  const { endpoint } = target;
  if (endpoint === undefined) throw new Error('an archive has a node or an endpoint');
  const opened = await openEndpoint(endpoint, context, context.signal);
  if (!opened.ok) {
    return { ok: false, observation: { state: 'not-configured', reason: opened.reason } };
  }
  const { connection } = opened;
  try {
    const found = await searchStudies(connection, originals.challenge, context);
    const [problem] = found.problems;
    if (problem !== undefined && found.candidates.length === 0) {
      const reason = { code: 'search', message: words.searchProblem(problem) };
      return { ok: false, observation: { state: 'unreachable', reason } };
    }
    for (const one of found.problems) notes.add(words.searchProblem(one));
    const studies: GatheredStudy[] = [];
    for (const candidate of found.candidates) {
      if (context.signal.aborted) break;
      if (!mayFetchAll(candidate)) notes.add(words.otherPatient);
      const { studyInstanceUid } = candidate;
      const listing = await searchInstances(connection, studyInstanceUid, context.language);
      if (!listing.ok) notes.add(words.listProblem(listing.detail));
      const listed = { ...candidate, instances: listing.ok ? listing.instances : [] };
      const gatherer = new StudyGatherer(originals, codecs, context.signal);
      const result = await fetchByWeb(
        connection,
        listed,
        (uid) => originals.byUid.has(uid),
        (object) => gatherer.take(object),
        context,
      );
      const problems = result.problem === undefined ? [] : [result.problem];
      studies.push(concludeStudy(look, listed, gatherer, result, problems));
    }
    return { ok: true, studies, isSimulated: false };
  } finally {
    await connection.close();
  }
}
