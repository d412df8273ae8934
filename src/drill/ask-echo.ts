import { codeOfTrouble } from '../probes/shared/dicom-trouble.ts';
import {
  IMPLICIT_VR_LITTLE_ENDIAN,
  type OpenAssociationOptions,
  openAssociation,
  VERIFICATION_SOP_CLASS,
} from '../protocols/dicom/index.ts';
import { type Answer, failedSince } from './answer.ts';

const contexts = [
  { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
];

/** Our simulated hospital calls itself so. */
const simulatorVersion = /^RISPACS_SIM/;

/** C-ECHO on an association of its own (PS3.7 9.3.5). The release is not part of the time to the answer. */
export async function askEcho(
  options: Omit<OpenAssociationOptions, 'contexts' | 'signal'>,
  signal: AbortSignal,
): Promise<Answer> {
  const startedAtMs = performance.now();
  const opened = await openAssociation({ ...options, contexts, signal });
  if (opened.kind !== 'accepted') return failedSince(startedAtMs, codeOf(opened));
  const { association } = opened;
  const echoed = await association.echo();
  const elapsedMs = performance.now() - startedAtMs;
  if (association.ending === undefined) await association.release();
  if (echoed.kind === 'no-accepted-context')
    return { kind: 'failed', elapsedMs, code: 'no-verification' };
  if (echoed.kind !== 'status') return { kind: 'failed', elapsedMs, code: codeOf(echoed) };
  if (echoed.status.code !== 0)
    return { kind: 'failed', elapsedMs, code: `status-${echoed.status.code.toString(16)}` };
  const { implementationVersion, implementationClassUid } = association.peer;
  const items = Object.entries({ implementationVersion, implementationClassUid });
  return {
    kind: 'answered',
    elapsedMs,
    names: items.flatMap(([item, value]) =>
      value === undefined || value === '' ? [] : [[item, value] as const],
    ),
    ...(simulatorVersion.test(implementationVersion ?? '') && { simulated: true as const }),
  };
}

/** Only our own deadline cancels a question. */
function codeOf(trouble: Parameters<typeof codeOfTrouble>[0]): string {
  return trouble.kind === 'cancelled' ? 'timeout' : codeOfTrouble(trouble);
}
