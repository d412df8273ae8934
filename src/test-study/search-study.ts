import type { Language } from '../locale/language.ts';
import {
  type DicomJsonDataset,
  type DicomWebConnection,
  type DicomWebFailure,
  search,
} from '../protocols/dicomweb/index.ts';
import type { Silence } from './associate.ts';
import type { InstanceListing } from './find-instances.ts';
import { studyMessages } from './messages.ts';
import { judgeAnswers, type Sighting } from './sighting.ts';
import type { StudyInstance } from './study-place.ts';
import { STUDY_TAGS as TAGS } from './study-tags.ts';

/** A server that ignores the key would send its whole archive; more than this it is not asked for. */
const mostMatches = 20;
const mostInstances = 5_000;

/** Asks a DICOMweb service for one study by its UID, QIDO-RS (PS3.18 10.6); other matches are dropped unread. */
export async function searchStudy(
  connection: DicomWebConnection,
  studyInstanceUid: string,
  language: Language,
): Promise<Sighting> {
  const found = await search(connection, {
    level: 'studies',
    match: { StudyInstanceUID: studyInstanceUid },
    limit: mostMatches,
  });
  if (found.kind !== 'answered') return { kind: 'unanswered', ...webSilence(found, language) };
  const ours = found.matches.filter((one) => read(one, TAGS.studyInstanceUid) === studyInstanceUid);
  if (ours.length > 0)
    return judgeAnswers(
      ours.map((one) => ({
        patientId: read(one, TAGS.patientId),
        studyDate: read(one, TAGS.studyDate),
        studyTime: read(one, TAGS.studyTime),
      })),
    );
  const words = studyMessages(language);
  if (found.matches.length >= mostMatches)
    return { kind: 'unanswered', reached: true, detail: words.keyIgnored };
  return found.matches.some((one) => !read(one, TAGS.studyInstanceUid))
    ? { kind: 'unanswered', reached: true, detail: words.unreadable }
    : { kind: 'absent' };
}

/** Asks a DICOMweb service for the objects of a study that is ours. */
export async function searchInstances(
  connection: DicomWebConnection,
  study: string,
  language: Language,
): Promise<InstanceListing> {
  const found = await search(connection, {
    level: 'instances',
    within: { study },
    limit: mostInstances,
  });
  if (found.kind !== 'answered') return { ok: false, ...webSilence(found, language) };
  const instances = found.matches.flatMap((one): StudyInstance[] => {
    const sopClassUid = read(one, TAGS.sopClassUid);
    const sopInstanceUid = read(one, TAGS.sopInstanceUid);
    const seriesInstanceUid = read(one, TAGS.seriesInstanceUid);
    return sopClassUid && sopInstanceUid && seriesInstanceUid
      ? [{ sopClassUid, sopInstanceUid, seriesInstanceUid }]
      : [];
  });
  return { ok: true, instances };
}

/** In a few words: why a DICOMweb request has no usable answer. */
export function webSilence(failure: DicomWebFailure, language: Language): Silence {
  const words = studyMessages(language);
  switch (failure.kind) {
    case 'http-status':
      return { reached: true, detail: words.http(failure.status) };
    case 'protocol-error':
    case 'too-large':
      return { reached: true, detail: words.notDicomweb };
    case 'timeout':
      return { reached: failure.phase !== 'tcp' && failure.phase !== 'tls', detail: words.tooSlow };
    case 'refused':
    case 'unreachable':
    case 'tls-error':
      return { reached: false, detail: words.noConnection(failure.code) };
    case 'reset':
    case 'closed':
      return { reached: false, detail: words.brokenOff };
    case 'cancelled':
      return { reached: false, detail: words.stopped };
  }
}

function read(dataset: DicomJsonDataset, tag: number): string | undefined {
  return dataset.text(tag)?.trim();
}
