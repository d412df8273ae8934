import type { Checklist, Criterion } from '../checklist/schema.ts';
import { type EditionLink, linkEditions, reverseLinks } from '../checklist/succession.ts';
import type { Language } from '../locale/language.ts';
import { rank, requiredCriteria } from '../verdict/decide-level.ts';
import { type Level, levels } from '../verdict/verdict.ts';
import { findChain } from './find-checklist.ts';
import type { ReadSide } from './read-side.ts';
import type { AnySide } from './side-schema.ts';

type NamedLevel = Exclude<Level, 'none'>;

/** What a level asks for on both sides. */
export interface LevelMakeUp {
  readonly level: NamedLevel;
  readonly a: number;
  readonly b: number;
  /** Criteria that both ask for with the same wording and rule, whatever their ids. */
  readonly common: number;
}

/**
 * How the checklists of two assessments stand to each other. `by-id`: the same edition with other bytes, of which at least
 * one is not at hand, so that only ids can be laid side by side. `unrelated`: neither says that it comes from the other;
 * ids that coincide mean nothing.
 */
export type EditionRelation =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'linked';
      readonly way: 'same-edition' | 'forward' | 'backward';
      /** From A to B. */
      readonly links: readonly EditionLink[];
      readonly levels: readonly LevelMakeUp[];
    }
  | { readonly kind: 'by-id' }
  | { readonly kind: 'unrelated' };

/** What two assessments say by themselves, without their checklists. */
export function relateByName(
  a: Pick<AnySide, 'checklist'>,
  b: Pick<AnySide, 'checklist'>,
): EditionRelation {
  if (a.checklist.sha256 === b.checklist.sha256) return { kind: 'same' };
  return { kind: a.checklist.id === b.checklist.id ? 'by-id' : 'unrelated' };
}

/** Relates the editions of two assessments as read, by what the later edition says about the earlier one. */
export async function relateEditions(
  a: ReadSide,
  b: ReadSide,
  language: Language,
): Promise<EditionRelation> {
  const byName = relateByName(a.side, b.side);
  if (byName.kind === 'same' || a.checklist === undefined || b.checklist === undefined)
    return byName;
  const forward = await findChain(a.checklist, b.checklist, language);
  if (forward !== undefined) {
    const way = a.checklist.manifest.id === b.checklist.manifest.id ? 'same-edition' : 'forward';
    return link(a.checklist, b.checklist, linkEditions(forward), way);
  }
  const backward = await findChain(b.checklist, a.checklist, language);
  if (backward === undefined) return { kind: 'unrelated' };
  return link(a.checklist, b.checklist, reverseLinks(linkEditions(backward)), 'backward');
}

function link(
  a: Checklist,
  b: Checklist,
  links: readonly EditionLink[],
  way: 'same-edition' | 'forward' | 'backward',
): EditionRelation {
  return { kind: 'linked', way, links, levels: compareLevels(a, b, links) };
}

function compareLevels(
  a: Checklist,
  b: Checklist,
  links: readonly EditionLink[],
): readonly LevelMakeUp[] {
  const unchanged = new Map(
    links
      .filter(({ kind }) => kind === 'same' || kind === 'renamed')
      .map(({ from, to }) => [from[0] ?? '', to[0] ?? '']),
  );
  return levels
    .filter((level): level is NamedLevel => rank(level) > 0)
    .map((level) => {
      const idsOf = (one: Checklist) => requiredCriteria(level, one).map(({ id }: Criterion) => id);
      const now = new Set(idsOf(b));
      return {
        level,
        a: idsOf(a).length,
        b: now.size,
        common: idsOf(a).filter((id) => now.has(unchanged.get(id) ?? '')).length,
      };
    });
}
