import type { Attachment } from '../../evidence/evidence.ts';
import { encodeFileMeta } from '../../protocols/dicom/data/encode-file-meta.ts';
import type { ProbeContext } from '../contract.ts';
import { listDifferences } from './describe-changes.ts';
import type { ProofObject } from './receive-study.ts';
import type { RetrievedStudy } from './retrieve-study.ts';
import type { ReachableNode } from './target.ts';

/** Attaches what was compared, object by object; nothing when nothing was fetched back. */
export async function attachComparison(
  fetched: readonly RetrievedStudy[],
  { node }: ReachableNode,
  context: Pick<ProbeContext, 'attach'>,
): Promise<Attachment[]> {
  const comparisons = fetched.flatMap(({ row, compared }) =>
    row === undefined || row.method === 'forward' ? [] : [listDifferences(row.method, compared)],
  );
  if (comparisons.length === 0) return [];
  const content = JSON.stringify({ node: node.id, comparisons }, undefined, 2);
  const info = {
    mediaType: 'application/json',
    extension: 'json',
    originalName: `${node.id}-comparison.json`,
  };
  return [await context.attach(Buffer.from(`${content}\n`, 'utf8'), info)];
}

/** Attaches one object of ours as it came back, as a DICOM file (PS3.10 7). */
export async function attachProof(
  { received, dataset }: ProofObject,
  context: Pick<ProbeContext, 'attach'>,
): Promise<Attachment> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = received;
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid });
  return context.attach(Buffer.concat([meta, dataset]), {
    mediaType: 'application/dicom',
    extension: 'dcm',
    originalName: 'received-object.dcm',
  });
}
