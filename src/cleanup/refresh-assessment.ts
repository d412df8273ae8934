import { access } from 'node:fs/promises';
import { z } from 'zod';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Dossier } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { scopeOf } from '../evidence/dossier-settings.ts';
import { manifestName, writeManifest } from '../evidence/manifest.ts';
import { parseJson } from '../evidence/parse-json.ts';
import { recordedRemovalSchema } from '../evidence/recorded-removal.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { judge } from '../flow.ts';
import type { RecordedRemoval } from '../probes/contract.ts';
import { renderReport } from '../report/render-report.ts';
import { productFile, productReportFiles, refreshProduct } from '../vendor/write-product.ts';

/** What became of `assessment.json`, or of a product's result; `current` when it already says what the journal does. */
export type Refresh =
  | { readonly state: 'refreshed' | 'current' | 'not-judged' }
  | { readonly state: 'failed'; readonly message: string };

const mostBytes = 256 * 1024 * 1024;
const effectsSchema = z.object({
  sideEffects: z.array(
    z.object({
      id: z.string(),
      system: z.string(),
      kind: z.string(),
      state: z.string(),
      recordedRemoval: recordedRemovalSchema.exactOptional(),
    }),
  ),
});

/**
 * Judges a dossier again that was judged before, when the journal has changed since; one that was not keeps only its
 * manifest up to date. A run that was killed before it came to this is caught up with here.
 *
 * @param changed - this run has written to the dossier.
 */
export async function refreshAssessment(dossier: Dossier, changed: boolean): Promise<Refresh> {
  const isProduct = scopeOf(dossier.settings) === 'vendor';
  const model = isProduct ? productFile : 'assessment.json';
  const read = await readBoundedFile(dossier.path(model), mostBytes, { followLinks: false });
  if (!read.ok && read.problem.code === 'missing') {
    if (changed) await refreshManifest(dossier);
    return { state: 'not-judged' };
  }
  const stored = effectsSchema.safeParse(
    read.ok ? parseJson(read.bytes.toString('utf8')) : undefined,
  );
  if (!changed && stored.success) {
    const now = await dossier.readSideEffects();
    if (describe(stored.data.sideEffects) === describe(now)) return { state: 'current' };
  }
  try {
    if (isProduct) {
      await refreshProduct(dossier);
      return { state: 'refreshed' };
    }
    const assessment = await judge(dossier);
    const { checklist } = await readDossierContents(dossier);
    await renderReport({
      folder: dossier.folder,
      assessment,
      checklist,
      formats: ['json'],
      signal: new AbortController().signal,
    });
    await writeManifest(dossier.folder);
    return { state: 'refreshed' };
  } catch (error) {
    if (error instanceof UserError) return { state: 'failed', message: error.message };
    throw error;
  }
}

/** Hashes the dossier again where it has a manifest. */
export async function refreshManifest(dossier: Dossier): Promise<void> {
  if (await isThere(dossier.path(manifestName))) await writeManifest(dossier.folder);
}

/** Whether the dossier holds renderings of an earlier assessment. */
export async function hasReports(dossier: Dossier): Promise<boolean> {
  const names = ['report.pdf', 'report.html', 'report.csv', 'report.junit.xml'];
  for (const name of scopeOf(dossier.settings) === 'vendor' ? productReportFiles : names)
    if (await isThere(dossier.path(name))) return true;
  return false;
}

function describe(
  effects: readonly {
    readonly id: string;
    readonly system: string;
    readonly kind: string;
    readonly state: string;
    readonly recordedRemoval?: RecordedRemoval;
  }[],
): string {
  return JSON.stringify(
    effects.map(({ id, system, kind, state, recordedRemoval: by }) => [
      ...[id, system, kind, state],
      ...(by ? [by.by, by.on, by.sha256] : []),
    ]),
  );
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
