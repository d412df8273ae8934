import { z } from 'zod';
import { statementsFileSchema } from '../evidence/statement-schema.ts';
import { reuseReasons } from '../probes/sharing/facts.ts';

/**
 * What people add to a check of shared results, written by hand: papers, quality levels of laboratories, and what
 * doctors decided.
 */

const text = (max: number) => z.string().trim().min(1).max(max);
const day = z.iso.date().describe('Ngày theo dạng 2026-11-22 / A date such as 2026-11-22');
const level = z
  .int()
  .min(0)
  .max(5)
  .optional()
  .describe(
    'Mức đã công bố theo QĐ 2429/QĐ-BYT, 0 là chưa xếp mức; bỏ trống nếu chưa biết / Published level under Decision 2429/QĐ-BYT, 0 is not ranked; left out when unknown',
  );

const laboratory = z.strictObject({
  sender: z.strictObject({ name: text(200), level }),
  receiver: z.strictObject({ name: text(200), level }),
  techniques: z
    .array(
      z.strictObject({
        name: text(200),
        performedOn: day,
        inScope: z
          .boolean()
          .describe('Có trong danh mục được công nhận ISO 15189 / In the accredited scope'),
        certificateFrom: day.optional(),
        certificateUntil: day.optional(),
      }),
    )
    .max(500)
    .default([]),
});

const decision = z
  .strictObject({
    about: text(100).describe(
      'ca-1, ca-2 … hoặc tên cặp phòng xét nghiệm / ca-1, ca-2 … or a pair',
    ),
    subject: z.enum(['laboratory', 'legibility', 'reuse']),
    decision: z.enum(['use', 'repeat', 'clear', 'not-clear']),
    reason: z
      .enum(reuseReasons)
      .optional()
      .describe('Lý do chụp lại theo điểm 2.4 / Reason to repeat, point 2.4'),
    by: text(200),
    on: day,
  })
  .refine(
    (one) => (one.subject === 'legibility') === ['clear', 'not-clear'].includes(one.decision),
    {
      error:
        'legibility nhận clear hoặc not-clear; laboratory và reuse nhận use hoặc repeat / legibility takes clear or not-clear; the others take use or repeat',
    },
  );

export const sharingCaseSchema = z.strictObject({
  schemaVersion: z.literal(1),
  statements: statementsFileSchema
    .omit({ schemaVersion: true, absences: true, refusals: true })
    .optional()
    .describe('Xác nhận và hồ sơ, như trong tệp xác nhận / Attestations and documents'),
  laboratories: z.array(laboratory).max(200).default([]),
  decisions: z.array(decision).max(2000).default([]),
});
export type SharingCase = z.infer<typeof sharingCaseSchema>;
