import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadChecklist } from '../checklist/load.ts';
import { Dossier } from '../evidence/dossier.ts';
import type { FactTables, ProbeEvidence } from '../evidence/evidence.ts';
import { loadFacility } from '../facility/load.ts';
import type { Facility } from '../facility/schema.ts';
import { collect } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import { checklistFolder, defaultChecklist } from '../project-folders.ts';

/** One observation of the dossier, made again. */
export interface ProbedAgain {
  readonly probe: string;
  readonly subject: string;
  /** How the attempt ended now. */
  readonly state: ProbeEvidence['state'];
  /** Words and yes-or-no facts that came out differently, as `group.column`; numbers vary from run to run and are not compared. */
  readonly differs: readonly string[];
}

const noSecret = 'RISPACS_VERIFY_HAS_NO_SECRETS';

/**
 * Runs the observing probes (DESIGN part 6, class `observe`) against the systems that a dossier names, and compares with
 * what it holds. The dossier may be anybody's: none of this computer's secrets is used, and relative file names lead to an
 * empty folder, so whatever needs a password or a certificate ends as not configured.
 * @throws the signal's reason when it aborts.
 */
export async function probeAgain(request: {
  readonly folder: string;
  readonly language: Language;
  readonly signal: AbortSignal;
  /** Told of each attempt as it begins. */
  readonly note: (line: string) => void;
}): Promise<ProbedAgain[]> {
  const { folder, language, signal, note } = request;
  const original = await Dossier.open(folder, language);
  const before = (await original.readRecords(language)).filter(
    (one): one is ProbeEvidence => one.kind === 'probe' && one.state === 'observed',
  );
  const stored = await loadFacility(path.join(folder, 'facility.yaml'), language, { stored: true });
  const home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-'));
  try {
    const facility = withoutSecrets(stored.facility);
    const dossier = await Dossier.create(
      path.join(home, 'dossier'),
      { ...original.settings, language, allowed: ['observe'] },
      language,
    );
    await collect({
      dossier,
      loaded: { ...stored, facility: { ...facility, statements: [] }, folder: home },
      checklist: await loadChecklist(checklistFolder(defaultChecklist)),
      allowed: new Set(['observe']),
      resume: false,
      signal,
      onEvent: (event) => {
        if (event.type === 'started' && event.step.risk === 'observe')
          note(`${event.step.probe} ${event.step.subject}: ${event.step.sends}`);
      },
    });
    const now = await dossier.readRecords(language);
    return before.flatMap((one) => {
      const again = now.find(
        (other): other is ProbeEvidence => other.kind === 'probe' && other.id === one.id,
      );
      if (again === undefined || again.state === 'not-permitted') return [];
      const { probe, subject } = one;
      const differs = again.state === 'observed' ? compareFacts(one.facts, again.facts) : [];
      return [{ probe, subject, state: again.state, differs }];
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** A facility whose references to secrets (`{env}`, `{file}`) lead nowhere. */
function withoutSecrets(facility: Facility): Facility {
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only, ...more] = entries;
    if (only && more.length === 0 && (only[0] === 'env' || only[0] === 'file'))
      return { env: noSecret };
    return Object.fromEntries(entries.map(([key, inner]) => [key, replace(inner)]));
  };
  return replace(facility) as Facility;
}

function compareFacts(before: FactTables, now: FactTables): string[] {
  const differs = new Set<string>();
  for (const group of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [old, fresh] = [before[group] ?? [], now[group] ?? []];
    if (old.length !== fresh.length) differs.add(group);
    old.forEach((row, index) => {
      for (const [column, value] of Object.entries(row)) {
        const other = fresh[index]?.[column];
        if (typeof value === 'number' || typeof other === 'number') continue;
        if (index < fresh.length && JSON.stringify(value) !== JSON.stringify(other))
          differs.add(`${group}.${column}`);
      }
    });
  }
  return [...differs].sort();
}
