import { locatePixelData } from '../../pixels/index.ts';
import { chooseEncoding, readDataset } from '../../protocols/dicom/index.ts';
import { type DicomWebConnection, retrieveInstances } from '../../protocols/dicomweb/index.ts';
import { isTestPatientId } from '../../synthetic/index.ts';
import { webSilence } from '../../test-study/search-study.ts';
import type { ProbeContext } from '../contract.ts';
import type { FetchResult } from './fetch-dicom.ts';
import { mayFetchAll } from './find-studies.ts';
import type { ArrivedObject, ListedStudy } from './studies.ts';

const PATIENT_ID = 0x00100020;
/** One after the other goes wrong for a reason; asking five thousand times does not mend it. */
const mostFailures = 5;

/** Fetches a study by WADO-RS, object by object, so that memory holds one at a time. */
export async function fetchByWeb(
  connection: DicomWebConnection,
  listed: ListedStudy,
  isOriginal: (sopInstanceUid: string) => boolean,
  onObject: (object: ArrivedObject) => Promise<void>,
  { language, signal }: Pick<ProbeContext, 'language' | 'signal'>,
): Promise<FetchResult> {
  const { studyInstanceUid: study } = listed;
  const wanted = mayFetchAll(listed)
    ? listed.instances
    : listed.instances.filter(({ sopInstanceUid }) => isOriginal(sopInstanceUid));
  let failures = 0;
  let problem: string | undefined;
  for (const one of wanted) {
    if (signal.aborted || failures >= mostFailures) break;
    const found = await retrieveInstances(connection, {
      study,
      series: one.seriesInstanceUid,
      instance: one.sopInstanceUid,
      transferSyntax: '*',
    });
    if (found.kind !== 'answered') {
      failures += 1;
      problem = webSilence(found, language).detail;
      continue;
    }
    for (const { part10 } of found.instances) {
      if (!part10.ok || part10.object.sopInstanceUid !== one.sopInstanceUid) continue;
      const { dataset, transferSyntaxUid, sopClassUid } = part10.object;
      if (!isOriginal(one.sopInstanceUid) && !isTestObject(dataset, transferSyntaxUid)) continue;
      await onObject({ ...one, sopClassUid, transferSyntaxUid, dataset });
    }
  }
  const saidAll = failures === 0 && !signal.aborted;
  return { route: 'dicomweb', saidAll, ...(problem !== undefined && { problem }) };
}

/** Whether an object says that it is of a test patient; one that cannot be read does not. */
function isTestObject(dataset: Buffer, transferSyntaxUid: string): boolean {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) return false;
  const located = locatePixelData(dataset, encoding);
  const head = located.ok ? dataset.subarray(0, located.value.startBytes) : dataset;
  const limits = { maxElements: 300_000, maxDepth: 72 };
  const read = readDataset(head, encoding, limits);
  return read.ok && isTestPatientId(read.dataset.text(PATIENT_ID)?.trim() ?? '');
}
