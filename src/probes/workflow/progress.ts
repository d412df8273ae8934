import { z } from 'zod';
import { parseJson } from '../../evidence/parse-json.ts';
import { isTestPatientId } from '../../synthetic/index.ts';
import { workflowMappingFacts, workflowReportFacts, workflowStepFacts } from './facts.ts';
import { stepIds } from './step-ids.ts';
import type { TranscriptEntry } from './transcript.ts';

const attachment = z.strictObject({
  path: z.string().regex(/^attachments\/[0-9a-f]{64}\.[a-z0-9]{1,10}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.string(),
  sizeBytes: z.int().min(0),
  originalName: z.string().exactOptional(),
});

const number = z.string().regex(/^RP[0-9A-Z]{8}[0-9A-F]{4}$/);
const uid = z
  .string()
  .regex(/^[0-2](?:\.(?:0|[1-9]\d*))+$/)
  .max(64);
const seed = z.string().min(8).max(64);
const testPatientId = z.string().refine(isTestPatientId);

const testCase = z.strictObject({
  placerOrderNumber: number,
  accessionNumber: number,
  requestedProcedureId: number,
  scheduledStepId: number,
  studyInstanceUid: uid,
  scheduledAt: z.iso.datetime(),
  visitNumber: z.string().regex(/^00RP[0-9A-Z]{12}$/),
  secondPatientId: testPatientId,
  seed,
  secondSeed: seed,
});

const scheduled = z.strictObject({
  patientId: testPatientId,
  patientName: z.string().max(400),
  accessionNumber: z.string().max(16),
  studyInstanceUid: uid,
  requestedProcedureId: z.string().max(16),
  scheduledStepId: z.string().max(16),
  description: z.string().max(64),
});

const study = z.strictObject({
  studyInstanceUid: uid,
  patientId: testPatientId,
  accessionNumber: z.string().max(16),
  uidAssignedBy: z.literal('worklist').exactOptional(),
  instances: z
    .array(z.strictObject({ sopClassUid: uid, sopInstanceUid: uid, seriesInstanceUid: uid }))
    .max(20),
});

/** What became of the order, as far as its acknowledgement and the worklist tell. */
export const orderStates = ['unsent', 'sent', 'taken', 'refused'] as const;

/**
 * How far a test case has come: plain values, so that a run that waits for a person can be gone on with by another one,
 * which reads them back from the dossier.
 */
const progressSchema = z.strictObject({
  version: z.literal(1),
  endpoint: z.string(),
  hl7Version: z.string(),
  testCase,
  order: z.enum(orderStates),
  /** The worklist showed the order at some time. */
  wasShown: z.boolean(),
  /** Items of our patient that the worklist showed before the order. */
  knownItems: z.array(z.string().max(200)).max(1_000),
  /** What the modality took over. */
  scheduled: scheduled.exactOptional(),
  fillerOrderNumber: z.string().max(64).exactOptional(),
  /** What an A04 made and an A11 or A40 has not ended yet. */
  registered: z.strictObject({ visit: z.boolean(), secondPatient: z.boolean() }),
  nameChanged: z.boolean(),
  step: z
    .strictObject({ sopInstanceUid: uid, state: z.enum(['begun', 'completed', 'refused']) })
    .exactOptional(),
  images: study.exactOptional(),
  imagesAccepted: z.int().min(0),
  imagesShown: z.boolean(),
  secondImages: study.exactOptional(),
  secondImagesShown: z.boolean(),
  report: z
    .strictObject({ textSha256: z.string(), status: z.string().exactOptional() })
    .exactOptional(),
  steps: z.array(workflowStepFacts.row).max(stepIds.length),
  /** When each step began. */
  startedAt: z.partialRecord(z.enum(stepIds), z.iso.datetime()),
  mappings: z.array(workflowMappingFacts.row).max(200),
  reports: z.array(workflowReportFacts.row).max(200),
  transcript: z
    .array(
      z.strictObject({
        direction: z.enum(['out', 'in']),
        kind: z.enum(['message', 'acknowledgement']),
        step: z.enum(stepIds),
        at: z.iso.datetime(),
        bytes: z.int().min(0),
        attachment,
        segments: z
          .array(
            z.strictObject({
              id: z.string().max(10),
              fields: z.array(z.strictObject({ field: z.string(), value: z.string() })),
            }),
          )
          .exactOptional(),
      }),
    )
    .max(400),
  refusedIn: z.int().min(0),
  simulated: z.boolean(),
});

/** See above; the transcript as it is written. */
export type Progress = Omit<z.infer<typeof progressSchema>, 'transcript'> & {
  transcript: readonly TranscriptEntry[];
};

/** Name of the attachment that a resumed run looks for. */
export const progressFileName = 'workflow-progress.json';

/** A test case of which nothing has been done. */
export function beginProgress(
  endpoint: { readonly id: string; readonly version: string },
  newCase: Progress['testCase'],
): Progress {
  return {
    version: 1,
    endpoint: endpoint.id,
    hl7Version: endpoint.version,
    testCase: newCase,
    order: 'unsent',
    wasShown: false,
    knownItems: [],
    registered: { visit: false, secondPatient: false },
    nameChanged: false,
    imagesAccepted: 0,
    imagesShown: false,
    secondImagesShown: false,
    steps: [],
    startedAt: {},
    mappings: [],
    reports: [],
    transcript: [],
    refusedIn: 0,
    simulated: false,
  };
}

/** Written for a run that waits. */
export function writeProgress(progress: Progress): Buffer {
  return Buffer.from(`${JSON.stringify(progress, undefined, 2)}\n`, 'utf8');
}

/**
 * Reads what an earlier run wrote about the same endpoint. Its identifiers are checked as if somebody had edited it:
 * nothing but a test patient can be gone on with.
 *
 * @returns `undefined` for anything else
 */
export function readProgress(
  bytes: Uint8Array,
  endpoint: { readonly id: string; readonly version: string },
): Progress | undefined {
  const parsed = progressSchema.safeParse(parseJson(Buffer.from(bytes).toString('utf8')));
  if (!parsed.success) return undefined;
  const progress = parsed.data;
  const isSame = progress.endpoint === endpoint.id && progress.hl7Version === endpoint.version;
  return isSame ? progress : undefined;
}
