import type { Attachment, EvidenceState } from '../../evidence/evidence.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { collectedMessages } from '../shared/collected/messages.ts';
import { attachCollected, readCollected } from '../shared/collected/read-collected.ts';
import { writeMoment } from '../shared/collected/read-time.ts';
import type { ClusterReading } from './cluster-reading.ts';
import type { RedundancyClusterRow } from './facts.ts';
import { type FetchedText, fetchText } from './fetch-text.ts';
import { redundancyMessages } from './messages.ts';
import { readDatabase } from './read-database.ts';
import { readTexts } from './read-texts.ts';
import type { RedundancyTarget } from './target.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Where keepalived writes the password of its group. */
const secretMark = /"auth_data"/;

/** What is known of where a reading comes from. */
interface Provenance {
  readonly subject: string;
  /** Of a file, when its content does not tell. */
  readonly modified?: Date;
  readonly notes: readonly string[];
  readonly attachments: readonly Attachment[];
}

/**
 * Reads the state of one cluster.
 *
 * @param now - the time of collection, which ages are counted from.
 */
export async function collectRedundancy(
  target: RedundancyTarget,
  context: ProbeContext,
  now = new Date(),
): Promise<Observation> {
  const words = redundancyMessages(context.language);
  switch (target.from) {
    case 'nowhere':
      return fail('not-configured', target.why, words.nowhere(target.why, target.kind));
    case 'file':
      return collectFiles(target, context, now);
    case 'url': {
      const fetched = await fetchText(target.url, target.ca, context);
      if (fetched.kind !== 'text') {
        const code = 'code' in fetched ? fetched.code : fetched.kind;
        return fail(stateOf(fetched), code, words.notFetched(fetched, target.url));
      }
      const reading = await readTexts(target.kind, [{ name: target.url, text: fetched.text }]);
      return describe(target, reading, { subject: target.url, ...nothing }, context, now);
    }
    case 'database': {
      const answer = await readDatabase(target.database, context);
      if (answer.kind === 'failed') return answer.observation;
      const { id } = target.database;
      return describe(target, answer.reading, { subject: id, ...nothing }, context, now);
    }
  }
}

const nothing = { notes: [], attachments: [] };

async function collectFiles(
  target: Extract<RedundancyTarget, { from: 'file' }>,
  context: ProbeContext,
  now: Date,
): Promise<Observation> {
  const collected = await readCollected(target.files, context);
  if (collected.kind === 'failed') return collected.observation;
  const { files } = collected;
  const words = redundancyMessages(context.language);
  const carried = collectedMessages(context.language);
  const reading = await readTexts(target.kind, files);
  const kept = files.filter((file) => !secretMark.test(file.text));
  const attachments = [];
  // Only what was understood is kept: anything else could be any file of the hospital.
  if (reading.kind === 'clusters') {
    for (const file of kept) attachments.push(await attachCollected(file, context));
  }
  const oldest = files.map((file) => file.modified.getTime()).toSorted((a, b) => a - b)[0];
  return describe(
    target,
    reading,
    {
      subject: files.map((file) => file.name).join(', '),
      ...(oldest !== undefined && { modified: new Date(oldest) }),
      notes: [
        ...files.map((file) => carried.carried(file.name, writeMoment(file.modified))),
        ...(kept.length < files.length ? [words.secretInside] : []),
      ],
      attachments,
    },
    context,
    now,
  );
}

function describe(
  target: RedundancyTarget,
  reading: ClusterReading,
  { subject, modified, notes, attachments }: Provenance,
  context: ProbeContext,
  now: Date,
): Observation {
  const words = redundancyMessages(context.language);
  switch (reading.kind) {
    case 'foreign':
      return fail('protocol-error', 'other-format', words.foreign(subject, target.kind));
    case 'hidden':
      return fail('refused', 'not-shown', words.hidden(subject));
    case 'reported':
      return fail('protocol-error', 'tool-failed', words.reported(subject, reading.message));
    case 'clusters': {
      const isLive = target.from !== 'file';
      const rows = reading.clusters.map((said): RedundancyClusterRow => {
        const { readAt, ...rest } = said;
        const told = isLive ? now : readAt;
        const age = countAge(told ?? modified, now);
        return {
          cluster: target.id,
          of: target.of,
          kind: target.kind,
          readBy: target.from === 'nowhere' ? 'file' : target.from,
          ...rest,
          ...(told && { readAt: writeMoment(told) }),
          ...(age !== undefined && { ageDays: age }),
        };
      });
      return {
        state: 'observed',
        facts: { 'redundancy.cluster': rows },
        notes: [...notes, ...(reading.notes ?? []).map((note) => words.notes[note])],
        attachments,
      };
    }
  }
}

/** Days with one decimal; `undefined` for a moment that lies ahead, where a clock must be wrong. */
function countAge(moment: Date | undefined, now: Date): number | undefined {
  if (!moment) return undefined;
  const days = Math.round(((now.getTime() - moment.getTime()) / dayMs) * 10) / 10;
  return days < 0 ? undefined : days;
}

function fail(
  state: Exclude<EvidenceState, 'observed'>,
  code: string,
  message: string,
): Observation {
  return { state, reason: { code, message } };
}

function stateOf(
  fetched: Exclude<FetchedText, { kind: 'text' }>,
): Exclude<EvidenceState, 'observed'> {
  switch (fetched.kind) {
    case 'unreachable':
      return 'unreachable';
    case 'timeout':
      return 'timed-out';
    case 'status':
      return fetched.status === 401 || fetched.status === 403 ? 'refused' : 'protocol-error';
    case 'too-large':
      return 'protocol-error';
  }
}
