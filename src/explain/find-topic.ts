import type { Checklist, Criterion, DocumentKind } from '../checklist/schema.ts';
import { UserError } from '../errors/user-error.ts';
import type { BilingualText, Language } from '../locale/language.ts';
import { describeFacts, type FactDescription, factRegistry } from '../probes/fact-registry.ts';
import { printableText } from '../report/printable-text.ts';
import { findNearest, squeeze } from './nearest.ts';

/** Facts do not change while the program runs, and describing all of them takes a while. */
let described: readonly FactDescription[] | undefined;

/** What someone asks to have explained. */
export type Topic =
  | {
      readonly kind: 'criterion';
      readonly criterion: Criterion;
      /** Set when one sub-item or alternative was asked for. */
      readonly part?: BilingualText & { readonly id: string };
    }
  | { readonly kind: 'document'; readonly document: DocumentKind }
  | { readonly kind: 'facts'; readonly name: string; readonly facts: readonly FactDescription[] };

/**
 * Finds a criterion, a part of one, a document kind, a fact or a group of facts by its id. Case, spaces and hyphens
 * do not matter.
 * @throws UserError naming the nearest ids.
 */
export function findTopic(asked: string, checklist: Checklist, language: Language): Topic {
  const topics = listTopics(checklist);
  const exact = topics.get(asked);
  if (exact) return exact();
  const loose = [...topics].filter(([id]) => squeeze(id) === squeeze(asked));
  const [only] = loose;
  if (only && loose.length === 1) return only[1]();
  const near = findNearest(asked, [...topics.keys()]);
  const shown = printableText(asked).slice(0, 80);
  throw new UserError(
    language === 'vi'
      ? `Không có tiêu chí, ý, loại giấy tờ hay số liệu nào mang mã "${shown}".`
      : `There is no criterion, part, document kind or fact with the id "${shown}".`,
    {
      details: [
        ...(near.length > 0
          ? [
              language === 'vi'
                ? `Gần giống: ${near.join(', ')}`
                : `Did you mean: ${near.join(', ')}`,
            ]
          : []),
        language === 'vi'
          ? 'Xem mọi mã: rispacs explain (tổng quan), rispacs checklist list, rispacs checklist facts'
          : 'All ids: rispacs explain (overview), rispacs checklist list, rispacs checklist facts',
      ],
    },
  );
}

function listTopics(checklist: Checklist): Map<string, () => Topic> {
  const topics = new Map<string, () => Topic>();
  for (const criterion of [...checklist.criteria, ...checklist.specialized]) {
    topics.set(criterion.id, () => ({ kind: 'criterion', criterion }));
    for (const part of [...(criterion.parts ?? []), ...(criterion.any_of ?? [])])
      topics.set(part.id, () => ({ kind: 'criterion', criterion, part }));
  }
  for (const document of checklist.documentKinds) {
    topics.set(document.id, () => ({ kind: 'document', document }));
    for (const figure of document.figures ?? [])
      topics.set(`${document.id}.${figure.id}`, () => ({ kind: 'document', document }));
  }
  described ??= describeFacts();
  const facts = described;
  for (const name of factRegistry().keys()) {
    const members = facts.filter((one) => one.group === name);
    topics.set(name, () => ({ kind: 'facts', name, facts: members }));
  }
  for (const fact of facts)
    topics.set(fact.name, () => ({ kind: 'facts', name: fact.name, facts: [fact] }));
  return topics;
}
