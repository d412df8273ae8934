import type { Dossier } from '../evidence/dossier.ts';
import type { ProbeEvidence, UnobservedReason } from '../evidence/evidence.ts';
import { probeRecordId } from '../evidence/record-id.ts';
import { judge, report } from '../flow.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import type { DrillAnalysis } from './analysis.ts';
import { drawTimeline } from './draw-timeline.ts';
import { layFacts } from './lay-facts.ts';
import type { Sample } from './sample.ts';
import { writeSamplesCsv } from './write-samples.ts';

/** Raised when the meaning of a fact changes. */
const probeVersion = 1;

/** What a record of a drill is made from. */
export interface DrillRecordParts {
  readonly analysis: DrillAnalysis;
  readonly samples: readonly Sample[];
  readonly startedAt: Date;
  readonly notes: readonly string[];
  readonly simulated: boolean;
  /** A service never answered: then there are no facts. */
  readonly noAnswer?: UnobservedReason;
}

/**
 * Writes what was seen into the dossier: the facts, every sample, and the picture. A repeated drill of the same entries
 * replaces the earlier record, which is kept among the withdrawn ones; then the dossier is judged again.
 */
export async function recordDrill(
  dossier: Dossier,
  { analysis, samples, startedAt, notes, simulated, noAnswer }: DrillRecordParts,
): Promise<ProbeEvidence> {
  const { language } = dossier.settings;
  const subjectId = [...new Set(analysis.services.map(({ service }) => service.subjectId))].join(
    '+',
  );
  const picture = await dossier.attach(Buffer.from(drawTimeline(analysis, language), 'utf8'), {
    mediaType: 'image/svg+xml',
    extension: 'svg',
    originalName: 'drill-timeline.svg',
  });
  const table = await dossier.attach(Buffer.from(writeSamplesCsv(samples), 'utf8'), {
    mediaType: 'text/csv',
    extension: 'csv',
    originalName: 'drill-samples.csv',
  });
  const base = {
    kind: 'probe' as const,
    id: probeRecordId('drill', subjectId),
    probe: 'drill',
    probeVersion,
    subject: describeSubject(analysis),
    subjectId,
    startedAt: formatLocalTimestamp(startedAt),
    durationMs: Math.round(analysis.durationMs),
    notes,
    attachments: [picture, table],
    ...(simulated && { simulated: true as const }),
  };
  const record: ProbeEvidence = noAnswer
    ? { ...base, state: 'unreachable', facts: {}, reason: noAnswer }
    : { ...base, state: 'observed', facts: layFacts(analysis) };
  const earlier = (await dossier.readRecords(language)).find(({ id }) => id === record.id);
  if (earlier) await dossier.withdraw(earlier, 'the drill was repeated');
  await dossier.writeRecord(record);
  await dossier.log('evidence', { id: record.id, state: record.state });
  return record;
}

/** Judges the dossier again, so that the assessment in it knows of the drill. */
export async function judgeAgain(dossier: Dossier): Promise<void> {
  // Not the run's own signal: what was seen before Ctrl-C must be judged too.
  await report(dossier, await judge(dossier), ['json'], new AbortController().signal);
}

function describeSubject({ services }: DrillAnalysis): string {
  const addresses = new Map(
    services
      .filter(({ service }) => service.kind !== 'tcp')
      .map(({ service }) => [service.subjectId, service.address]),
  );
  return [...addresses].map(([id, address]) => `${id} (${address})`).join(', ');
}
