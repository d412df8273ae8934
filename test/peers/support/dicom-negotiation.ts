import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  makeSecondaryCapture,
  writeDicomFile,
} from '../../protocols/dicom/support/make-dicom-object.ts';
import { runProgram } from './dicom-peers.ts';

/** Whether storescu got a transfer syntax accepted. */
export interface NegotiatedSyntax {
  readonly transferSyntaxUid: string;
  readonly accepted: boolean;
}

/**
 * Lets DCMTK's storescu propose each transfer syntax in a context of its own and reads the answer from its
 * debug log: the second opinion on our negotiation.
 */
export async function negotiateByStorescu(
  target: { readonly port: number; readonly calledAeTitle: string; readonly sopClassUid: string },
  transferSyntaxUids: readonly string[],
): Promise<NegotiatedSyntax[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rispacs-storescu-'));
  try {
    const config = join(folder, 'storescu.cfg');
    await writeFile(
      config,
      [
        '[[TransferSyntaxes]]',
        ...transferSyntaxUids.flatMap((uid, index) => [
          `[Syntax${index + 1}]`,
          `TransferSyntax1 = ${uid}`,
        ]),
        '[[PresentationContexts]]',
        '[Contexts]',
        ...transferSyntaxUids.map(
          (_, index) =>
            `PresentationContext${index + 1} = ${target.sopClassUid}\\Syntax${index + 1}`,
        ),
        '[[Profiles]]',
        '[Default]',
        'PresentationContexts = Contexts',
        '',
      ].join('\n'),
    );
    const file = join(folder, 'image.dcm');
    await writeDicomFile(file, makeSecondaryCapture({ serial: 9, patientId: 'STORESCU' }));
    const { output } = await runProgram('storescu', [
      ...['-d', '-xf', config, 'Default', '-aet', 'STORESCU', '-aec', target.calledAeTitle],
      ...['127.0.0.1', String(target.port), file],
    ]);
    const answer = output.slice(output.indexOf('BEGIN A-ASSOCIATE-AC'));
    const states = new Map(
      [...answer.matchAll(/Context ID:\s+(\d+) \((\w+)/g)].map(([, id, state]) => [
        Number(id),
        state === 'Accepted',
      ]),
    );
    return transferSyntaxUids.map((transferSyntaxUid, index) => {
      const accepted = states.get(index * 2 + 1);
      if (accepted === undefined)
        throw new Error(`no answer for context ${index * 2 + 1}: ${output}`);
      return { transferSyntaxUid, accepted };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
