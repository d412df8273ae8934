import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { storeAttachment } from '../evidence/dossier.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import { runStep } from '../evidence/run-step.ts';
import { type Facility, facilitySchema } from '../facility/schema.ts';
import { readSecret } from '../facility/secrets.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalDay } from '../locale/local-time.ts';
import { loadProbe } from '../plan/make-plan.ts';
import type { RiskClass } from '../probes/contract.ts';

/** What one probe is pointed at by hand: a facility file with one entry, made from flags. */
export interface ProbeByHand {
  readonly probe: string;
  /** The part of a facility file that the flags amount to. */
  readonly facility: Record<string, unknown>;
  readonly allowed: readonly RiskClass[];
  readonly language: Language;
  readonly signal: AbortSignal;
}

/**
 * Runs one probe outside an assessment. Attachments go to a temporary folder that is removed; nothing else is kept.
 * @throws UserError when the flags do not make a valid entry.
 */
export async function probeByHand(
  request: ProbeByHand,
): Promise<{ readonly evidence: readonly EvidenceRecord[]; readonly bugs: readonly unknown[] }> {
  const facility = makeFacility(request);
  const probe = await loadProbe(request.probe);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-probe-'));
  const evidence: EvidenceRecord[] = [];
  const bugs: unknown[] = [];
  try {
    for (const step of probe.planSteps(facility, request.language)) {
      const result = await runStep(
        { probe, step },
        {
          signal: request.signal,
          language: request.language,
          allowed: new Set(request.allowed),
          assessedOn: formatLocalDay(new Date()),
          baseFolder: process.cwd(),
          readSecret: (ref) => readSecret(ref, process.cwd(), request.language),
          attach: (bytes, info) => storeAttachment(folder, bytes, info),
          log: () => undefined,
          journal: async () => undefined,
        },
        facility,
      );
      evidence.push(result.record);
      if (result.bug !== undefined) bugs.push(result.bug);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
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
