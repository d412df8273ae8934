import type { DicomwebEndpoint } from '../../facility/schema.ts';
import { readHead } from '../../pixels/index.ts';
import {
  type DicomWebFailure,
  type RetrievedInstances,
  retrieveInstances,
} from '../../protocols/dicomweb/index.ts';
import { openEndpoint } from '../shared/open-dicomweb.ts';
import type { ReceivedImage, Retrieval, Way } from './retrieval.ts';
import type { Session } from './session.ts';

const STUDY_INSTANCE_UID = 0x0020000d;
const deadlines = { tcpMs: 5_000, tlsMs: 5_000, headersMs: 30_000 };

/** WADO-RS (PS3.18 10.4.1.1) with the transfer syntax as a parameter of the media type (PS3.18 8.7.3.5). */
export function offerFetch(session: Session, endpoint: DicomwebEndpoint): Way {
  return {
    name: 'wado-rs',
    retrieve: async ({ identity, images, transferSyntaxUids }): Promise<Retrieval | undefined> => {
      const { context, patience } = session;
      const opened = await openEndpoint(endpoint, context, context.signal, {
        ...deadlines,
        totalMs: patience.retrieveMs,
      });
      if (!opened.ok) {
        session.notes.add(opened.reason.message);
        return undefined;
      }
      const { connection } = opened;
      const [transferSyntax = '*'] = transferSyntaxUids;
      const received: ReceivedImage[] = [];
      const refusals: string[] = [];
      try {
        for (const { seriesInstanceUid: series } of images) {
          const study = identity.studyInstanceUid;
          const answer = await retrieveInstances(connection, { study, series, transferSyntax });
          if (answer.kind === 'answered') takeInstances(answer, study, received, refusals);
          else refusals.push(tellFailure(answer));
          // A service that does not answer at all is not asked again for each image.
          if (answer.kind !== 'answered' && answer.kind !== 'http-status') break;
        }
      } finally {
        await connection.close();
      }
      const refusal = [...new Set(refusals)].join(', ');
      return { received, ...(refusal !== '' && { refusal }) };
    },
  };
}

/** Keeps what is of our study; anything else a service sends is dropped unread. */
function takeInstances(
  { instances }: RetrievedInstances,
  study: string,
  received: ReceivedImage[],
  refusals: string[],
): void {
  if (instances.length === 0) refusals.push('no instance');
  for (const { part10 } of instances) {
    const head = part10.ok ? readHead(part10.object) : undefined;
    if (!part10.ok || !head?.ok) refusals.push('unreadable');
    else if (head.value.attributes.text(STUDY_INSTANCE_UID) !== study) refusals.push('not-ours');
    else received.push(part10.object);
  }
}

function tellFailure(failure: DicomWebFailure): string {
  return failure.kind === 'http-status' ? `HTTP ${failure.status}` : `HTTP: ${failure.kind}`;
}
