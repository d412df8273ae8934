import { z } from 'zod';
import { evidenceStates } from '../../../src/evidence/evidence.ts';
import { outcomes } from '../../../src/findings/finding.ts';

/** The day every case is judged on, unless it names another. */
export const defaultAssessedOn = '2026-11-22';

const files = z.array(z.string()).default(['minh-chung.pdf']);
const column = z.union([
  z.boolean(),
  z.number(),
  z.string(),
  z.null(),
  z.array(z.number()),
  z.array(z.string()),
]);

const probeEvidence = z.strictObject({
  probe: z.string(),
  subjectId: z.string().optional(),
  state: z.enum(evidenceStates).default('observed'),
  facts: z.record(z.string(), z.array(z.record(z.string(), column))).optional(),
});
const attestationEvidence = z.strictObject({
  attestation: z.strictObject({
    for: z.array(z.string()).min(1),
    by: z.string().default('Nguyễn Văn An'),
    date: z.iso.date().default('2026-11-10'),
    expires: z.iso.date().optional(),
    files,
  }),
});
const documentEvidence = z.strictObject({
  document: z.strictObject({
    kind: z.string(),
    issued: z.iso.date().default('2026-11-01'),
    expires: z.iso.date().optional(),
    subject: z.string().optional(),
    number: z.string().optional(),
    productVersion: z.string().optional(),
    holder: z.string().optional(),
    scope: z.string().optional(),
    certificateNumber: z.string().optional(),
    demonstratedOn: z.iso.date().optional(),
    concerns: z.string().optional(),
    figures: z.record(z.string(), z.number()).default({}),
    files,
  }),
});
const absenceEvidence = z.strictObject({
  absence: z.strictObject({
    for: z.array(z.string()).min(1),
    date: z.iso.date().default('2026-11-10'),
  }),
});
const refusalEvidence = z.strictObject({
  refusal: z.strictObject({
    probe: z.string(),
    subjectId: z.string().optional(),
    date: z.iso.date().default('2026-11-10'),
    files,
  }),
});

/** One written case: this evidence must give this outcome. */
export const caseSchema = z.strictObject({
  name: z.string().min(1),
  outcome: z.enum(outcomes),
  basis: z.string().optional(),
  because: z.string().optional().describe('Part of the sentence that says why'),
  remark: z.string().optional().describe('Part of a remark for the council'),
  noRemark: z.string().optional().describe('No remark may contain this'),
  parts: z.record(z.string(), z.enum(['met', 'not-met', 'open'])).optional(),
  assessedOn: z.iso.date().default(defaultAssessedOn),
  facility: z.record(z.string(), z.unknown()).optional(),
  evidence: z.array(
    z.union([
      probeEvidence,
      attestationEvidence,
      documentEvidence,
      absenceEvidence,
      refusalEvidence,
    ]),
  ),
});

export const caseFileSchema = z.strictObject({
  criterion: z.string(),
  cases: z.array(caseSchema).min(3),
});

export type CriterionCase = z.infer<typeof caseSchema>;
export type CaseEvidence = CriterionCase['evidence'][number];
