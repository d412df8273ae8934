import { z } from 'zod';
import { parseJson } from '../../evidence/parse-json.ts';
import { workflowStepFacts } from '../../probes/workflow/facts.ts';

/** A transcript holds hundreds of messages of a few kilobytes, taken apart. */
export const mostTranscriptBytes = 16 * 1024 * 1024;

const text = z.string().max(4_000);
const messageSchema = z.object({
  direction: z.enum(['out', 'in']),
  kind: z.enum(['message', 'acknowledgement']),
  step: workflowStepFacts.row.shape.step,
  at: z.iso.datetime(),
  bytes: z.int().min(0),
  file: z.string().max(200).optional(),
  segments: z
    .array(
      z.object({
        id: z.string().max(20),
        fields: z.array(z.object({ field: z.string().max(40), value: text })).max(2_000),
      }),
    )
    .max(500)
    .optional(),
});
const transcriptSchema = z.object({ messages: z.array(messageSchema).max(1_000) });

/** One HL7 message of a test case as the transcript has it; `at` is ISO 8601 in UTC. */
export type TranscriptMessage = z.infer<typeof messageSchema>;

/** Reads the transcript that the workflow probe attached; `undefined` for what has not its form. */
export function parseTranscript(bytes: Uint8Array): readonly TranscriptMessage[] | undefined {
  const parsed = transcriptSchema.safeParse(parseJson(Buffer.from(bytes).toString('utf8')));
  return parsed.success ? parsed.data.messages : undefined;
}

/** A field of a message by its name, such as `MSH-9`; `undefined` when empty or when it is no message. */
export function fieldOf({ segments }: TranscriptMessage, name: string): string | undefined {
  const id = name.split('-')[0];
  const fields = segments?.find((segment) => segment.id === id)?.fields;
  return fields?.find(({ field }) => field === name)?.value;
}

/** Message code and trigger event of MSH-9, such as `ORM^O01`; the structure id says nothing more (HL7 v2.5.1 2.15.9.9). */
export function messageTypeOf(message: TranscriptMessage): string | undefined {
  return fieldOf(message, 'MSH-9')?.split('^').slice(0, 2).join('^');
}
