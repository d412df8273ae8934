import { describeRule } from '../checklist/describe-rule.ts';
import type { Checklist, Condition, Criterion } from '../checklist/schema.ts';
import type { Language } from '../locale/language.ts';
import { levelNames, whoNames } from '../report/labels.ts';
import { describeFactUse, describeFigures } from './describe-facts.ts';
import type { Topic } from './find-topic.ts';
import { methodNames, probeNames, riskNames } from './names.ts';
import { type ProbeRisk, readProbeRisk } from './probe-risks.ts';
import type { Section } from './section.ts';
import { listTolerances, listUsedFacts, listUsedFigures } from './used-facts.ts';

/** A criterion with all that decides it, for `--json`. */
export interface CriterionExplanation {
  readonly topic: 'criterion';
  readonly criterion: Criterion;
  /** The sub-item or alternative that was asked for. */
  readonly part?: string;
  readonly met: string;
  readonly notMet?: string;
  readonly facts: ReturnType<typeof listUsedFacts>;
  readonly figures: readonly string[];
  readonly tolerances: readonly { readonly vi: string; readonly en: string }[];
  readonly probes: readonly ProbeRisk[];
}

/** Puts together everything the tool knows about a criterion before any evidence. */
export async function explainCriterion(
  topic: Extract<Topic, { kind: 'criterion' }>,
  checklist: Checklist,
  language: Language,
): Promise<CriterionExplanation> {
  const { criterion } = topic;
  const names = criterion.accepts.flatMap((one) =>
    one.startsWith('probe:') ? [one.slice(6)] : [],
  );
  return {
    topic: 'criterion',
    criterion,
    ...(topic.part && { part: topic.part.id }),
    met: describeRule(criterion.met, checklist, language),
    ...(criterion.not_met && { notMet: describeRule(criterion.not_met, checklist, language) }),
    facts: listUsedFacts(criterion),
    figures: listUsedFigures(criterion),
    tolerances: listTolerances(criterion),
    probes: await Promise.all(names.map((name) => readProbeRisk(name, language))),
  };
}

/** The explanation as sections to print. */
export function describeCriterion(
  explanation: CriterionExplanation,
  checklist: Checklist,
  language: Language,
): Section[] {
  const { criterion } = explanation;
  const vi = language === 'vi';
  const title = (viTitle: string, en: string) => (vi ? viTitle : en);
  return [
    { title: `${criterion.id} (${criterion.source.row})`, lines: describeWording(explanation, vi) },
    {
      title: title('Các ý của tiêu chí (phải đủ)', 'Sub-items (all required)'),
      lines: (criterion.parts ?? []).map((one) => markPart(one, explanation, language)),
    },
    {
      title: title('Các lựa chọn (chỉ cần một)', 'Alternatives (one is enough)'),
      lines: (criterion.any_of ?? []).map((one) => markPart(one, explanation, language)),
    },
    {
      title: title('Cách xác định', 'Method'),
      lines: [
        methodNames[criterion.method][language],
        ...(criterion.why_not_automated
          ? [
              `${vi ? 'Vì sao không tự động hoàn toàn' : 'Why not fully automated'}: ${criterion.why_not_automated[language]}`,
            ]
          : []),
      ],
    },
    {
      title: title('Bằng chứng được nhận', 'Evidence accepted'),
      lines: criterion.accepts.map((one) => `- ${describeAccepted(one, checklist, language)}`),
    },
    {
      title: title('Đạt khi', 'Met when'),
      lines: describeBranches(criterion.met, checklist, language),
    },
    {
      title: title('Không đạt khi', 'Not met when'),
      lines: [
        ...(criterion.not_met ? describeBranches(criterion.not_met, checklist, language) : []),
        vi
          ? '- có người đứng tên tuyên bố không có (ghi ngày). Thiếu bằng chứng không phải là không đạt.'
          : '- someone declares, by name and date, that it is absent. Lack of evidence is not failure.',
      ],
    },
    {
      title: title('Số liệu mà quy tắc dùng', 'Facts the rule reads'),
      lines: explanation.facts.map((one) => describeFactUse(one, language)),
    },
    {
      title: title('Con số trên giấy tờ mà quy tắc dùng', 'Figures of documents the rule reads'),
      lines: describeFigures(explanation.figures, checklist, language),
    },
    {
      title: title(
        'Dung sai do công cụ đặt (không có trong dự thảo)',
        'Tolerances that are ours (not in the draft)',
      ),
      lines: explanation.tolerances.map((one) => `- ${one[language]}`),
    },
    {
      title: title('Phép đo và mức rủi ro', 'Probes and their risk'),
      lines: explanation.probes.flatMap((one) => describeProbe(one, language)),
    },
    {
      title: title('Cách kiểm tra bằng tay', 'How to check by hand'),
      lines: [criterion.by_hand[language]],
    },
    {
      title: title(
        'Điểm cần trình diễn cho Hội đồng (không phải điều kiện thêm)',
        'Points to show to the council (never extra conditions)',
      ),
      lines: (criterion.demonstrate ?? []).map((one) => `- ${one[language]}`),
    },
    {
      title: title('Điều Hội đồng cân nhắc', 'What the council is asked to weigh'),
      lines: (criterion.council ?? []).map((one) =>
        one.when
          ? `- ${one[language]} (${vi ? 'chỉ khi' : 'only when'}: ${lowerFirst(describeRule(one.when, checklist, language))})`
          : `- ${one[language]}`,
      ),
    },
    {
      title: title('Cách khắc phục', 'How to mend'),
      lines: [
        `${criterion.remedy[language]}`,
        `${vi ? 'Ai làm' : 'By whom'}: ${whoNames[criterion.remedy.who][language]}`,
      ],
    },
  ];
}

function describeWording({ criterion }: CriterionExplanation, vi: boolean): string[] {
  const level = levelNames[criterion.level][vi ? 'vi' : 'en'];
  return [
    `"${criterion.vi}"`,
    ...(criterion.vi_sub ?? []).map((one) => `  ${one}`),
    ...(criterion.vi_normalised
      ? [`${vi ? 'Viết lại cho đúng chính tả' : 'Spelling corrected'}: ${criterion.vi_normalised}`]
      : []),
    `${vi ? 'Tiếng Anh' : 'English'}: ${criterion.en}`,
    vi
      ? `Mức: ${level}${criterion.level === 'basic' ? ' (mức cao hơn cũng yêu cầu)' : ''}`
      : `Level: ${level}${criterion.level === 'basic' ? ' (higher levels ask for it too)' : ''}`,
    `${vi ? 'Thông tư 54/2017' : 'Circular 54/2017'}: ${criterion.tt54_2017 ?? (vi ? 'không có tiêu chí tương ứng' : 'no counterpart')}`,
  ];
}

function markPart(
  part: { readonly id: string; readonly vi: string; readonly en: string },
  explanation: CriterionExplanation,
  language: Language,
): string {
  const asked =
    part.id === explanation.part ? (language === 'vi' ? ' (ý đang hỏi)' : ' (asked for)') : '';
  return `- ${part.id}: ${part[language]}${asked}`;
}

/** A rule as an indented tree: easier to follow than one sentence with brackets. */
function describeBranches(
  rule: Condition,
  checklist: Checklist,
  language: Language,
  indent = '',
): string[] {
  const vi = language === 'vi';
  // What `unless` holds back is one sentence.
  const children = 'all' in rule ? rule.all : 'any' in rule ? rule.any : undefined;
  const plain = children === undefined || children.every((one) => 'attested' in one);
  if (plain) return [`${indent}- ${lowerFirst(describeRule(rule, checklist, language))}`];
  const part = 'part' in rule && rule.part !== undefined ? `[${rule.part}] ` : '';
  const [only] = children;
  const head =
    'all' in rule
      ? vi
        ? 'đủ các điều sau:'
        : 'all of:'
      : vi
        ? 'một trong các điều sau:'
        : 'one of:';
  if (only && children.length === 1) return describeBranches(only, checklist, language, indent);
  return [
    `${indent}- ${part}${head}`,
    ...children.flatMap((one) => describeBranches(one, checklist, language, `${indent}  `)),
  ];
}

function describeAccepted(kind: string, checklist: Checklist, language: Language): string {
  const vi = language === 'vi';
  const [family, name = ''] = kind.split(':');
  if (family === 'probe') {
    const words = probeNames[name]?.[language];
    return `${vi ? 'phép đo' : 'probe'} ${name}${words ? `: ${words}` : ''}`;
  }
  if (family === 'document') {
    const known = checklist.documentKinds.find((one) => one.id === name);
    return `${vi ? 'giấy tờ' : 'document'} ${name}${known ? `: ${known[language]}` : ''}`;
  }
  return vi
    ? 'xác nhận của người đứng tên, có ngày và tệp kèm theo'
    : 'an attestation by a named person, dated, with a file';
}

function describeProbe(one: ProbeRisk, language: Language): string[] {
  const vi = language === 'vi';
  const words = probeNames[one.probe]?.[language];
  const head = `${one.probe}${words ? ` (${words})` : ''}`;
  if (!one.available) {
    return [`- ${head}: ${vi ? 'phiên bản này chưa có phép đo này' : 'not in this version'}`];
  }
  return [
    `- ${head}: ${one.risks.map((risk) => riskNames[risk][language]).join('; ')}; ${vi ? 'xem' : 'see'} ${one.readme ?? ''}`,
    ...one.sends.map(({ risk, text }) => `    ${risk}: ${text}`),
    ...(one.command === undefined
      ? []
      : [
          vi
            ? `    không chạy cùng assess; chạy riêng: ${one.command}`
            : `    not part of assess; run by itself: ${one.command}`,
        ]),
    ...(one.notRunAgainst === undefined
      ? []
      : [
          vi
            ? `    bộ đọc dựng theo tài liệu, chưa chạy với sản phẩm thật: ${one.notRunAgainst.join(', ')}`
            : `    readers built from documents, not run against the real product: ${one.notRunAgainst.join(', ')}`,
        ]),
  ];
}

function lowerFirst(text: string): string {
  // "V-LAN", "UID" stay as they are.
  const second = text.charAt(1);
  const abbreviation = second === '-' || second !== second.toLocaleLowerCase('vi');
  return abbreviation ? text : text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);
}
