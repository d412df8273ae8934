import type { DicomwebEndpoint } from '../../facility/schema.ts';
import type { DicomWebOutcome } from '../../protocols/dicomweb/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { openEndpoint } from '../shared/open-dicomweb.ts';
import {
  type AnonymousLook,
  askAnonymously,
  hasCredentials,
  withoutCredentials,
} from './ask-anonymously.ts';
import { countTestPatient } from './count-test-patient.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import { describeFailure } from './describe-failure.ts';
import type { DicomwebQueryRow } from './facts.ts';
import { wantsSignIn } from './failure.ts';
import { dicomwebMessages } from './messages.ts';
import { type DicomwebPatience, printableAddress, usualPatience } from './target.ts';

/**
 * Looks at one endpoint: first as anybody could, then with what the facility file gives. Credentials never go over a
 * connection that could not be verified.
 */
export async function collectEndpoint(
  endpoint: DicomwebEndpoint,
  context: ProbeContext,
  patience: Pick<DicomwebPatience, 'readMs'> = usualPatience,
): Promise<Observation> {
  const nameless = await openEndpoint(withoutCredentials(endpoint), context, context.signal);
  if (!nameless.ok) return { state: 'not-configured', reason: nameless.reason };
  try {
    const opened = await openEndpoint(endpoint, context, context.signal);
    if (!opened.ok) return { state: 'not-configured', reason: opened.reason };
    try {
      const anonymous = await askAnonymously(nameless.connection, patience.readMs);
      const counts = mayAskFurther(endpoint, anonymous)
        ? await countAllLevels((level) =>
            countTestPatient(opened.connection, endpoint.id, level, patience.readMs),
          )
        : [];
      context.signal.throwIfAborted();
      return observe(endpoint, anonymous, counts, context);
    } finally {
      await opened.connection.close();
    }
  } finally {
    await nameless.connection.close();
  }
}

type PatientCounts = Awaited<ReturnType<typeof countAllLevels>>;

/** The first level decides whether there is a service to ask further. */
async function countAllLevels(
  count: (level: DicomwebQueryRow['level']) => ReturnType<typeof countTestPatient>,
) {
  const studies = await count('studies');
  if (studies.outcome.kind !== 'answered') return [studies];
  return [studies, await count('series'), await count('instances')];
}

function mayAskFurther(endpoint: DicomwebEndpoint, { distrust, outcome }: AnonymousLook): boolean {
  if (distrust !== undefined) return false;
  if (outcome.kind === 'answered') return true;
  const isDown =
    outcome.kind === 'refused' || outcome.kind === 'unreachable' || outcome.kind === 'timeout';
  return hasCredentials(endpoint) && !isDown;
}

function observe(
  endpoint: DicomwebEndpoint,
  anonymous: AnonymousLook,
  counts: PatientCounts,
  context: ProbeContext,
): Observation {
  const known = counts[0]?.outcome;
  const outcomes = [anonymous.outcome, ...counts.map((count) => count.outcome)];
  const simulated = outcomes.some(({ transport }) => transport.fromSimulator === true) && {
    simulated: true as const,
  };
  const latest = known ?? anonymous.outcome;
  if (latest.kind !== 'answered' && !outcomes.some(isOfTheService)) {
    return { ...describeFailure(latest, endpoint, context), ...simulated };
  }
  const rows = counts.map(({ row }) => row);
  return {
    state: 'observed',
    facts: {
      'dicomweb.endpoint': [describeEndpoint(endpoint, anonymous, known, hasCredentials(endpoint))],
      'dicomweb.query': rows,
    },
    notes: writeNotes(endpoint, anonymous, counts, context),
    ...simulated,
  };
}

/** Data, or the word that one has to sign in. */
function isOfTheService(outcome: DicomWebOutcome<object>): boolean {
  return outcome.kind === 'answered' || wantsSignIn(outcome);
}

function writeNotes(
  endpoint: DicomwebEndpoint,
  anonymous: AnonymousLook,
  counts: PatientCounts,
  { language }: ProbeContext,
): string[] {
  const words = dicomwebMessages(language);
  const { distrust, outcome } = anonymous;
  const tls = outcome.transport.tls;
  const at = printableAddress(endpoint.url);
  const notes: string[] = [];
  if (outcome.kind === 'answered') notes.push(words.openlyServed);
  else if (wantsSignIn(outcome) && !hasCredentials(endpoint)) notes.push(words.needsAccount);
  if (distrust !== undefined)
    notes.push(
      tls?.authorized === true
        ? words.tlsTooOld(tls.protocol, distrust)
        : words.certificateNotTrusted(distrust),
    );
  for (const { row, outcome: count } of counts) {
    if (count.kind === 'answered') {
      if ((row.foreignAnswers ?? 0) > 0) notes.push(words.foreignAnswers(row.level));
    } else if (hasCredentials(endpoint) && wantsSignIn(count)) {
      notes.push(words.accountRefused(row.status ?? 0));
    } else {
      notes.push(words.queryUnanswered(row.level, words.failure(count, at)));
    }
  }
  return notes;
}
