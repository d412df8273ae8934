import { z } from 'zod';
import { evidenceStates } from './evidence.ts';
import { personSchema } from './statement-schema.ts';

/** Evidence records as they are read back from a dossier, which may have been written or edited by anyone. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const isoDate = z.iso.date();

export const attachmentSchema = z.strictObject({
  path: z.string().regex(/^attachments\/[0-9a-f]{64}\.[a-z0-9]{1,8}$/),
  sha256,
  mediaType: z.string().max(100),
  sizeBytes: z.int().min(0),
  originalName: z.string().max(500).exactOptional(),
});

const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,119}$/),
  simulated: z.literal(true).exactOptional(),
  attachments: z.array(attachmentSchema).max(10_000),
};
const probeCommon = {
  ...common,
  kind: z.literal('probe'),
  probe: z.string(),
  probeVersion: z.int().min(1),
  subject: z.string(),
  subjectId: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  durationMs: z.number().min(0),
  notes: z.array(z.string()),
};
const factValue = z.union([
  z.boolean(),
  z.number(),
  z.string(),
  z.array(z.string()),
  z.array(z.number()),
]);

const observed = z.strictObject({
  ...probeCommon,
  state: z.literal('observed'),
  facts: z.record(z.string(), z.array(z.record(z.string(), factValue)).max(100_000)),
});
const unobserved = z.strictObject({
  ...probeCommon,
  state: z.enum(evidenceStates).exclude(['observed']),
  facts: z.strictObject({}),
  reason: z.strictObject({
    code: z.string(),
    phase: z.string().exactOptional(),
    message: z.string(),
  }),
});
const statement = { ...common, source: z.string() };
const attestation = z.strictObject({
  ...statement,
  kind: z.literal('attestation'),
  for: z.array(z.string()).min(1),
  statement: z.string(),
  by: personSchema,
  date: isoDate,
  expires: isoDate.exactOptional(),
  witnesses: z.array(personSchema),
});
const document = z.strictObject({
  ...statement,
  kind: z.literal('document'),
  documentKind: z.string(),
  title: z.string().exactOptional(),
  number: z.string().exactOptional(),
  issuer: z.string(),
  holder: z.string().exactOptional(),
  subject: z.string().exactOptional(),
  productVersion: z.string().exactOptional(),
  scope: z.string().exactOptional(),
  certificateNumber: z.string().exactOptional(),
  demonstratedOn: isoDate.exactOptional(),
  concerns: z.string().exactOptional(),
  issued: isoDate,
  expires: isoDate.exactOptional(),
  figures: z.record(z.string(), z.number()),
});
const absence = z.strictObject({
  ...statement,
  kind: z.literal('absence'),
  for: z.array(z.string()).min(1),
  statement: z.string(),
  by: personSchema,
  date: isoDate,
});
const refusal = z.strictObject({
  ...statement,
  kind: z.literal('refusal'),
  probe: z.string(),
  subjectId: z.string().exactOptional(),
  reason: z.enum(['refused', 'not-permitted']),
  statement: z.string(),
  by: personSchema,
  date: isoDate,
});

export const evidenceRecordSchema = z.union([
  observed,
  unobserved,
  attestation,
  document,
  absence,
  refusal,
]);
