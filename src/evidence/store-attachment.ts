import { createHash } from 'node:crypto';
import path from 'node:path';
import { makeFolderDurably, writeFileAtomically } from './atomic-write.ts';
import type { Attachment } from './evidence.ts';

/** What a stored file is; its original name is shown, never used as a path. */
export interface AttachmentInfo {
  readonly mediaType: string;
  readonly extension: string;
  readonly originalName?: string;
}

/** Stores bytes in `<folder>/attachments/` under their hash. */
export async function storeAttachment(
  folder: string,
  bytes: Uint8Array,
  info: AttachmentInfo,
): Promise<Attachment> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = `${sha256}.${/^[a-z0-9]{1,8}$/.test(info.extension) ? info.extension : 'bin'}`;
  await makeFolderDurably(path.join(folder, 'attachments'));
  await writeFileAtomically(path.join(folder, 'attachments', name), bytes);
  return {
    path: `attachments/${name}`,
    sha256,
    mediaType: info.mediaType,
    sizeBytes: bytes.length,
    ...(info.originalName !== undefined && { originalName: info.originalName.slice(0, 500) }),
  };
}
