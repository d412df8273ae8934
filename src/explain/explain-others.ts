import type { Checklist, DocumentKind } from '../checklist/schema.ts';
import { leavesOf } from '../checklist/walk-rule.ts';
import type { Language } from '../locale/language.ts';
import { type FactDescription, factRegistry } from '../probes/fact-registry.ts';
import { basisNames } from '../report/labels.ts';
import { describeFact } from './describe-facts.ts';
import type { Topic } from './find-topic.ts';
import { probeNames } from './names.ts';
import type { Section } from './section.ts';
import { criteriaReading } from './used-facts.ts';

/** A kind of paper and who asks for it. */
export interface DocumentExplanation {
  readonly topic: 'document';
  readonly document: DocumentKind;
  readonly criteria: readonly string[];
}

/** A fact or a group of facts and who reads it. */
export interface FactsExplanation {
  readonly topic: 'facts';
  readonly name: string;
  readonly facts: readonly FactDescription[];
  readonly criteria: readonly string[];
}

/** Which criteria accept a paper, or read a figure of it. */
export function explainDocument(document: DocumentKind, checklist: Checklist): DocumentExplanation {
  const criteria = [...checklist.criteria, ...checklist.specialized].filter(
    (criterion) =>
      criterion.accepts.includes(`document:${document.id}`) ||
      leavesOf(criterion).some(({ leaf }) => 'document' in leaf && leaf.document === document.id),
  );
  return { topic: 'document', document, criteria: criteria.map((one) => one.id) };
}

export function describeDocument(
  { document, criteria }: DocumentExplanation,
  checklist: Checklist,
  language: Language,
): Section[] {
  const vi = language === 'vi';
  const ends = {
    required: vi
      ? 'phải ghi ngày hết hạn; không ghi thì không được tính'
      : 'must state an end date; without one it does not count',
    optional: vi ? 'có thể ghi ngày hết hạn' : 'may state an end date',
    none: vi ? 'loại này không có ngày hết hạn' : 'this kind has no end date',
  }[document.expires];
  return [
    {
      title: `${document.id}: ${document[language]}`,
      lines: [
        `${vi ? 'Thời hạn' : 'Validity'}: ${ends}`,
        ...(document.max_age_months === undefined
          ? []
          : [
              vi
                ? `Không được cũ hơn ${document.max_age_months} tháng. ${document.max_age_reason?.vi ?? ''}`
                : `No older than ${document.max_age_months} months. ${document.max_age_reason?.en ?? ''}`,
            ]),
        vi
          ? 'Cần nơi cấp, ngày cấp và tệp kèm theo; công cụ không hỏi lại nơi cấp.'
          : 'Needs issuer, date and file; the tool does not verify it with the issuer.',
      ],
    },
    {
      title: vi ? 'Con số cần chép từ giấy tờ' : 'Figures to copy from the paper',
      lines: (document.figures ?? []).map(
        (one) => `- ${one.id}: ${one[language]}${one.unit ? ` [${one.unit}]` : ''}`,
      ),
    },
    {
      title: vi ? 'Tiêu chí nhận giấy tờ này' : 'Criteria that accept it',
      lines: criteria.map((id) => describeCriterionLine(id, checklist, language)),
    },
    {
      title: vi ? 'Ghi vào tệp xác nhận (statements)' : 'In the statements file',
      lines: exampleDocument(document),
    },
  ];
}

function exampleDocument(document: DocumentKind): string[] {
  const figures = (document.figures ?? []).map((one) => `${one.id}: …`).join(', ');
  return [
    'documents:',
    `  - kind: ${document.id}`,
    '    issuer: …',
    '    issued: 2026-01-31',
    ...(document.expires === 'none' ? [] : ['    expires: 2027-01-31']),
    ...(figures === '' ? [] : [`    figures: {${figures}}`]),
    '    files: [giay-to.pdf]',
  ];
}

/** Which criteria read a fact, or any fact of a group. */
export function explainFacts(
  topic: Extract<Topic, { kind: 'facts' }>,
  checklist: Checklist,
): FactsExplanation {
  const names = [topic.name, ...topic.facts.map((one) => one.name)];
  return {
    topic: 'facts',
    name: topic.name,
    facts: topic.facts,
    criteria: criteriaReading(names, checklist),
  };
}

export function describeFactsTopic(
  { name, facts, criteria }: FactsExplanation,
  checklist: Checklist,
  language: Language,
): Section[] {
  const vi = language === 'vi';
  const [first] = facts;
  const group = factRegistry().get(first?.group ?? name);
  const probes = (first?.probes ?? []).map((one) => {
    const words = probeNames[one]?.[language];
    return words ? `${one} (${words})` : one;
  });
  return [
    {
      title: name,
      lines: [
        ...(group ? [`${vi ? 'Nhóm số liệu' : 'Group'} ${group.name}: ${group[language]}`] : []),
        ...(first ? [`${vi ? 'Căn cứ' : 'Basis'}: ${basisNames[first.basis][language]}`] : []),
        `${vi ? 'Phép đo đưa ra' : 'Given by'}: ${probes.join(', ')}`,
      ],
    },
    {
      title: vi ? 'Ý nghĩa, kiểu và đơn vị' : 'Meaning, type and unit',
      lines: facts.map((one) => `- ${describeFact(one, language)}`),
    },
    {
      title: vi ? 'Tiêu chí dùng tới' : 'Criteria that read it',
      lines:
        criteria.length > 0
          ? criteria.map((id) => describeCriterionLine(id, checklist, language))
          : [vi ? 'không tiêu chí nào; chỉ để xem' : 'none; for information only'],
    },
  ];
}

/** `- ht-03: wording`. */
export function describeCriterionLine(
  id: string,
  checklist: Checklist,
  language: Language,
): string {
  const found = [...checklist.criteria, ...checklist.specialized].find((one) => one.id === id);
  const wording = found && (language === 'vi' ? (found.vi_normalised ?? found.vi) : found.en);
  return `- ${id}${wording ? `: ${wording}` : ''}`;
}
