import { createHash } from 'node:crypto';
import { UserError } from '../errors/user-error.ts';
import { appendLineDurably } from '../evidence/atomic-write.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import { runStep } from '../evidence/run-step.ts';
import { type Facility, facilitySchema } from '../facility/schema.ts';
import { readSecret } from '../facility/secrets.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalDay } from '../locale/local-time.ts';
import { loadProbe } from '../plan/make-plan.ts';
import type { ProbeContext, RiskClass } from '../probes/contract.ts';

/** What one probe is pointed at by hand: a facility file with one entry, made from flags. */
export interface ProbeByHand {
  readonly probe: string;
  /** The part of a facility file that the flags amount to. */
  readonly facility: Record<string, unknown>;
  readonly allowed: readonly RiskClass[];
  /** Where side effects are written down before they are sent; without it nothing can be sent that leaves a trace. */
  readonly journalFile?: string;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/**
 * Runs one probe outside an assessment. Files that a probe would keep are not: the records say what was seen, and a
 * dossier is the place for the rest.
 * @throws UserError when the flags do not make a valid entry.
 */
export async function probeByHand(
  request: ProbeByHand,
): Promise<{ readonly evidence: readonly EvidenceRecord[]; readonly bugs: readonly unknown[] }> {
  const facility = makeFacility(request);
  const probe = await loadProbe(request.probe);
  const context: ProbeContext = {
    signal: request.signal,
    language: request.language,
    allowed: new Set(request.allowed),
    assessedOn: formatLocalDay(new Date()),
    baseFolder: process.cwd(),
    readSecret: (ref) => readSecret(ref, process.cwd(), request.language),
    attach: async (bytes, info) => ({
      path: '',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      mediaType: info.mediaType,
      sizeBytes: bytes.length,
    }),
    log: () => undefined,
    journal: async (effect) => {
      if (request.journalFile === undefined) throw new Error('a side effect without a journal');
      await appendLineDurably(
        request.journalFile,
        JSON.stringify({ at: new Date().toISOString(), ...effect }),
      );
    },
  };
  const evidence: EvidenceRecord[] = [];
  const bugs: unknown[] = [];
  for (const step of probe.planSteps(facility, request.language)) {
    const result = await runStep({ probe, step }, context, facility);
    evidence.push({ ...result.record, attachments: [] });
    if (result.bug !== undefined) bugs.push(result.bug);
  }
  return { evidence, bugs };
}

function makeFacility(request: ProbeByHand): Facility {
  const parsed = facilitySchema.safeParse({
    schemaVersion: 1,
    facility: { name: '-' },
    testData: { removal: 'order-cancel' },
    ...request.facility,
  });
  if (parsed.success) return parsed.data;
  const { language } = request;
  throw new UserError(
    language === 'vi'
      ? 'Tùy chọn của lệnh probe chưa đúng:'
      : 'The flags of this probe are not right:',
    {
      details: parsed.error.issues.map(
        (issue) => `${issue.path.map(String).join('.')}: ${issue.message}`,
      ),
    },
  );
}
