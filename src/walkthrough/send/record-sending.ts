import type { Challenge } from '../../challenge/index.ts';
import { recipeName } from '../../challenge-artefacts/read-recipe.ts';
import type { Dossier } from '../../evidence/dossier.ts';
import type { ProbeEvidence, UnobservedEvidence } from '../../evidence/evidence.ts';
import { probeRecordId } from '../../evidence/record-id.ts';
import type { DicomNode } from '../../facility/schema.ts';
import { formatLocalTimestamp } from '../../locale/local-time.ts';
import type { ChallengeSentRow } from '../../probes/challenge/facts.ts';
import { writeRecipe } from '../find-recipe.ts';
import type { ObjectState } from './store-study.ts';

/** Raised when the meaning of a fact changes. */
const probeVersion = 1;

/** What a record of a sending is made from. */
export interface SendingParts {
  readonly challenge: Challenge;
  readonly node: DicomNode;
  readonly callingAe: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly notes: readonly string[];
  readonly simulated: boolean;
  readonly rows: readonly ChallengeSentRow[];
  /** Without an association there are no rows. */
  readonly failure?: Pick<UnobservedEvidence, 'state' | 'reason'>;
}

/** One row for each kind of object. */
export function layRows(
  challenge: Challenge,
  nodeId: string,
  objects: readonly { readonly sopClassUid: string }[],
  states: readonly ObjectState[],
): ChallengeSentRow[] {
  const classes = [...new Set(objects.map(({ sopClassUid }) => sopClassUid))];
  return classes.map((sopClass) => {
    const own = states.filter((_, index) => objects[index]?.sopClassUid === sopClass);
    const count = (state: ObjectState): number => own.filter((one) => one === state).length;
    return {
      node: nodeId,
      runCode: challenge.runCode,
      sopClass,
      objects: own.length,
      accepted: count('accepted'),
      refused: count('refused'),
      unanswered: count('unanswered'),
      seedIssuedBy: challenge.recipe.seedIssuedBy ?? 'facility',
    };
  });
}

/**
 * Writes what was sent into the dossier, with the recipe. When the same study is sent to the same node again, the earlier
 * record is kept among the withdrawn ones.
 */
export async function recordSending(dossier: Dossier, parts: SendingParts): Promise<ProbeEvidence> {
  const { challenge, node, callingAe, startedAt, durationMs, notes, rows, failure } = parts;
  const { language } = dossier.settings;
  const recipe = await dossier.attach(Buffer.from(writeRecipe(challenge.recipe), 'utf8'), {
    mediaType: 'application/json',
    extension: 'json',
    originalName: recipeName,
  });
  const subjectId = `send-${node.id}-${challenge.runCode.toLowerCase()}`;
  const base = {
    kind: 'probe' as const,
    id: probeRecordId('challenge', subjectId),
    probe: 'challenge',
    probeVersion,
    subject: `${node.id} (dicom://${node.host}:${node.port}/${node.calledAe}, ${callingAe})`,
    subjectId,
    startedAt: formatLocalTimestamp(startedAt),
    durationMs: Math.round(durationMs),
    notes,
    attachments: [recipe],
    ...(parts.simulated && { simulated: true as const }),
  };
  const record: ProbeEvidence = failure
    ? { ...base, ...failure, facts: {} }
    : { ...base, state: 'observed', facts: { 'challenge.sent': rows } };
  const earlier = (await dossier.readRecords(language)).find(({ id }) => id === record.id);
  if (earlier) await dossier.withdraw(earlier, 'the challenge study was sent again');
  await dossier.writeRecord(record);
  await dossier.log('evidence', { id: record.id, state: record.state });
  return record;
}
