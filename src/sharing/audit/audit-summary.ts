import { z } from 'zod';
import { sharingOutcomes } from '../sharing-finding.ts';

/** Why a sampling audit ended. */
export const auditEnds = ['complete', 'interrupted', 'window-over', 'node-failed'] as const;
export type AuditEnd = (typeof auditEnds)[number];

const count = z.int().min(0);

/** What a sampling audit asked and came to; part of `sharing.json`. */
export const auditSummarySchema = z.strictObject({
  node: z.string().describe('Id of the node in the facility file'),
  seed: z.string().describe('Draws the same studies again while the archive is the same'),
  perModality: z.int().min(1),
  days: z.int().min(1).describe('Days before the day of the check, that day included'),
  images: z.boolean().describe('Whether images were fetched and read, not only asked about'),
  perSecond: z.number().describe('Questions begun in a second, at most'),
  ended: z.enum(auditEnds),
  modalities: z.array(
    z.strictObject({
      modality: z.string(),
      candidates: count,
      chosen: count,
      checked: count,
      unread: count.describe('Chosen, and gone or not answered when their turn came'),
      nothingAgainst: count,
      open: count,
      contradicted: count,
    }),
  ),
  rules: z.array(
    z.strictObject({
      rule: z.string(),
      outcomes: z.partialRecord(z.enum(sharingOutcomes), count),
    }),
  ),
});
export type AuditSummary = z.infer<typeof auditSummarySchema>;
