import { z } from 'zod';
import { auditSummarySchema } from './audit/audit-summary.ts';
import { ruleKinds } from './rule-schema.ts';
import { sharingOutcomes } from './sharing-finding.ts';

/** `sharing.json`: what was read, what each rule says, and how each subject stands. No patient data, no UIDs. */

const scalar = z.union([z.boolean(), z.number(), z.string(), z.array(z.string())]);
const finding = z.strictObject({
  rule: z.string(),
  kind: z.enum(ruleKinds),
  outcome: z.enum(sharingOutcomes),
  basis: z.string(),
  observed: z.string(),
  because: z.string(),
  evidence: z.array(z.string()),
  missing: z.array(z.string()),
  ambiguity: z.string().exactOptional(),
  simulated: z.literal(true).exactOptional(),
});

export const sharingReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  toolVersion: z.string(),
  edition: z.string().describe('Edition of the draft whose rules were applied'),
  rulesSha256: z.string(),
  checkedOn: z.iso.date(),
  status: z.string().describe('Legal status of the draft'),
  subjects: z.array(
    z.strictObject({
      label: z.string().describe('ca-1, ca-2 …, a keyed hash, or a pair of laboratories'),
      about: z.enum(['study', 'transfer', 'laboratory']),
      facts: z.record(z.string(), z.array(z.record(z.string(), scalar))),
      notes: z.array(z.string()),
      findings: z.array(finding),
      standing: z.enum(['contradicted', 'open', 'nothing-against']),
    }),
  ),
  notes: z.array(z.string()),
  audit: auditSummarySchema.exactOptional().describe('Only of a sampling audit'),
  statements: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['attestation', 'document']),
      about: z.string(),
      files: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
    }),
  ),
});
export type SharingReport = z.infer<typeof sharingReportSchema>;
export type SharingSubject = SharingReport['subjects'][number];
