import { z } from 'zod';

/**
 * The file in which people put their name to things: attestations, documents, declarations of absence, refusals.
 * Written by hand or by `rispacs attest`; read by the documents probe.
 */

const text = (max: number) => z.string().trim().min(1).max(max);
const isoDate = z.iso.date().describe('Ngày theo dạng 2026-11-22');
const forIds = z
  .array(z.string().regex(/^[a-z]+-\d\d(\.[a-z0-9-]+)?$/))
  .min(1)
  .max(45)
  .describe('Mã tiêu chí hoặc mã ý của tiêu chí, ví dụ [pacs-09] hoặc [ris-05.a, ris-05.b]');
const files = z
  .array(z.string().min(1))
  .max(50)
  .default([])
  .describe('Tệp kèm theo, đường dẫn tính từ tệp này');

export const personSchema = z.strictObject({
  name: text(200).describe('Họ và tên'),
  role: text(200).describe('Chức vụ'),
  organisation: text(200).exactOptional(),
});

export const attestationInputSchema = z.strictObject({
  for: forIds,
  statement: text(4000),
  by: personSchema,
  date: isoDate,
  expires: isoDate.exactOptional(),
  witnesses: z.array(personSchema).max(20).default([]),
  files,
});

export const documentInputSchema = z.strictObject({
  kind: z.string().regex(/^[a-z0-9-]+$/),
  title: text(500).exactOptional(),
  number: text(200).exactOptional(),
  issuer: text(300),
  holder: text(300).exactOptional(),
  subject: text(300)
    .exactOptional()
    .describe('Sản phẩm, hệ thống, thiết bị hoặc đường truyền mà giấy tờ nêu tên'),
  productVersion: text(100).exactOptional(),
  scope: text(1000).exactOptional(),
  certificateNumber: text(200)
    .exactOptional()
    .describe(
      'Số chứng chỉ, số lưu hành hoặc bản quyền của sản phẩm, khác với số của chính giấy tờ',
    ),
  demonstratedOn: isoDate.exactOptional().describe('Ngày trình diễn thực tế'),
  concerns: z
    .string()
    .regex(/^[a-z]+-\d\d\.[a-z0-9-]+$/)
    .exactOptional()
    .describe('Mã ý của tiêu chí mà giấy nói tới, ví dụ cs-01.lung (gói chuyên ngành phổi)'),
  issued: isoDate,
  expires: isoDate.exactOptional(),
  figures: z.record(z.string().regex(/^[A-Za-z0-9]+$/), z.number()).default({}),
  files,
});

export const absenceInputSchema = z.strictObject({
  for: forIds,
  statement: text(4000),
  by: personSchema,
  date: isoDate,
  files,
});

export const refusalInputSchema = z.strictObject({
  probe: z.string().regex(/^[a-z0-9-]+$/),
  subjectId: z.string().exactOptional(),
  reason: z.enum(['refused', 'not-permitted']),
  statement: text(4000),
  by: personSchema,
  date: isoDate,
  files,
});

export const statementsFileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  attestations: z.array(attestationInputSchema).max(2000).default([]),
  documents: z.array(documentInputSchema).max(2000).default([]),
  absences: z.array(absenceInputSchema).max(500).default([]),
  refusals: z.array(refusalInputSchema).max(500).default([]),
});
export type StatementsFile = z.infer<typeof statementsFileSchema>;
