import type { Checklist } from '../checklist/schema.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { basisOrder, outcomes } from '../findings/finding.ts';
import type { BilingualText, Language } from '../locale/language.ts';
import { probeLoaders } from '../probes/registry.ts';
import { basisMeanings, basisNames, outcomeNames } from '../report/labels.ts';
import { probeNames, riskNames } from './names.ts';
import { type ProbeRisk, readProbeRisk } from './probe-risks.ts';
import type { Section } from './section.ts';

/** The tool's own words, for `--json`. */
export interface Overview {
  readonly topic: 'overview';
  readonly words: readonly ({ readonly word: string } & BilingualText)[];
  readonly outcomes: readonly ({ readonly outcome: string } & BilingualText)[];
  readonly bases: readonly ({ readonly basis: string } & BilingualText)[];
  readonly levelRule: BilingualText;
  readonly status: BilingualText;
  readonly probes: readonly ProbeRisk[];
  readonly exitCodes: readonly ({ readonly code: number } & BilingualText)[];
}

const words: Overview['words'] = [
  {
    word: 'tiêu chí (criterion)',
    vi: 'một dòng của Phụ lục I dự thảo, giữ nguyên văn',
    en: 'one row of Annex I of the draft, verbatim',
  },
  {
    word: 'phép đo (probe)',
    vi: 'một cách nhìn vào một loại hệ thống; không bao giờ tự kết luận đạt hay không đạt',
    en: 'a way of looking at one kind of system; it never says pass or fail',
  },
  {
    word: 'số liệu (fact)',
    vi: 'một điều quan sát được, có tên, kiểu và đơn vị',
    en: 'one named observation with type and unit',
  },
  {
    word: 'bằng chứng (evidence)',
    vi: 'bản ghi của phép đo, hoặc điều có người, có giấy tờ đứng tên',
    en: 'a record of a probe, or what a person or paper puts its name to',
  },
  {
    word: 'xác nhận (attestation)',
    vi: 'lời của người đứng tên, có ngày và tệp; nơi nào đo được thì chỉ thay phép đo khi có văn bản từ chối',
    en: 'word of a named person, dated, with a file; where a probe exists it counts only beside a written refusal',
  },
  {
    word: 'tuyên bố không có (absence)',
    vi: 'người đứng tên ghi ngày nói rõ là không có; đó là bằng chứng không đạt',
    en: 'a named, dated declaration that something does not exist; it is evidence of failure',
  },
  {
    word: 'sàn, trần (floor, ceiling)',
    vi: 'mức nếu mọi mục còn mở đều không đạt, hoặc đều đạt',
    en: 'the level if every open item fails, or passes',
  },
  {
    word: 'hồ sơ (dossier)',
    vi: 'thư mục giữ mọi thứ trên; chấm lại được trên máy khác, không cần mạng',
    en: 'the folder that holds all of this; judged again on any computer, without a network',
  },
];

const outcomeMeanings: { readonly [outcome in (typeof outcomes)[number]]: BilingualText } = {
  met: { vi: 'mọi điều kiện của tiêu chí đều có bằng chứng', en: 'every condition has evidence' },
  'not-met': { vi: 'có bằng chứng trái với tiêu chí', en: 'there is evidence to the contrary' },
  undetermined: {
    vi: 'chưa biết; không phải đạt, cũng không phải không đạt',
    en: 'unknown; neither met nor failed',
  },
  'needs-attestation': {
    vi: 'chỉ còn thiếu người hoặc giấy tờ đứng tên',
    en: 'only a person’s word or a paper is missing',
  },
};

const codes: Overview['exitCodes'] = [
  {
    code: exitCodes.done,
    vi: 'xong (có --target: sàn đã tới mức đó; không có: kết quả cuối)',
    en: 'done (with --target: floor reaches it; without: final)',
  },
  { code: exitCodes.bug, vi: 'lỗi của công cụ', en: 'a bug of the tool' },
  {
    code: exitCodes.usage,
    vi: 'dòng lệnh hoặc tệp cấu hình chưa đúng',
    en: 'usage or configuration',
  },
  {
    code: exitCodes.rejected,
    vi: 'không thể tới mức đăng ký, hoặc thứ được kiểm tra bị loại',
    en: 'target out of reach, or a checked thing rejected',
  },
  {
    code: exitCodes.provisional,
    vi: 'tạm thời: còn mục mở quyết định mức, hoặc còn dữ liệu thử chưa xóa',
    en: 'provisional: open items decide, or test data is left',
  },
  { code: exitCodes.integrity, vi: 'hồ sơ không còn nguyên', en: 'integrity failure' },
  {
    code: exitCodes.noPdf,
    vi: 'xong nhưng chưa lập được bản PDF',
    en: 'done but no PDF could be made',
  },
  { code: exitCodes.interrupted, vi: 'bị dừng', en: 'interrupted' },
];

/** What someone needs to know before reading a report. */
export async function explainOverview(checklist: Checklist, language: Language): Promise<Overview> {
  return {
    topic: 'overview',
    words,
    outcomes: outcomes.map((outcome) => ({ outcome, ...outcomeMeanings[outcome] })),
    bases: basisOrder.map((basis) => ({ basis, ...basisMeanings[basis] })),
    levelRule: checklist.manifest.level_rule,
    status: checklist.manifest.status,
    probes: await Promise.all(
      Object.keys(probeLoaders).map((name) => readProbeRisk(name, language)),
    ),
    exitCodes: codes,
  };
}

export function describeOverview(
  overview: Overview,
  checklist: Checklist,
  language: Language,
): Section[] {
  const vi = language === 'vi';
  const { manifest } = checklist;
  return [
    {
      title: `${manifest.title[language]} (${manifest.edition})`,
      lines: [overview.status[language]],
    },
    {
      title: vi ? 'Các từ' : 'Words',
      lines: overview.words.map((one) => `${one.word}: ${one[language]}`),
    },
    {
      title: vi
        ? 'Kết quả của một tiêu chí (không có "không áp dụng")'
        : 'Outcomes (there is no "not applicable")',
      lines: outcomes.map(
        (one) => `${outcomeNames[one][language]}: ${outcomeMeanings[one][language]}`,
      ),
    },
    {
      title: vi ? 'Căn cứ, mạnh nhất trước' : 'Basis, strongest first',
      lines: basisOrder.map(
        (one) => `${basisNames[one][language]}: ${basisMeanings[one][language]}`,
      ),
    },
    {
      title: vi ? 'Cách xếp mức' : 'Level rule',
      lines: [
        overview.levelRule[language],
        ...manifest.levels.map((one) =>
          vi ? `${one.vi}: ${one.count} tiêu chí` : `${one.en}: ${one.count} criteria`,
        ),
      ],
    },
    {
      title: vi ? 'Các phép đo và mức rủi ro' : 'Probes and risk',
      lines: overview.probes.map(
        (one) =>
          `${one.probe}: ${probeNames[one.probe]?.[language] ?? ''}; ${one.risks.map((risk) => riskNames[risk][language]).join('; ')}`,
      ),
    },
    {
      title: vi ? 'Mã thoát' : 'Exit codes',
      lines: overview.exitCodes.map((one) => `${String(one.code).padEnd(4)}${one[language]}`),
    },
    {
      title: vi ? 'Hỏi tiếp' : 'Ask on',
      lines: [
        ...checklist.groups.map(
          (group) => `${group[language]}: ${shortenList(group.criterionIds)}`,
        ),
        vi
          ? 'Một tiêu chí, ý, loại giấy tờ hoặc số liệu: rispacs explain ht-03; rispacs explain isp-contract; rispacs explain lan.port.linkMbps'
          : 'A criterion, part, document kind or fact: rispacs explain ht-03; rispacs explain isp-contract; rispacs explain lan.port.linkMbps',
        vi
          ? 'Đã thấy gì trong một hồ sơ: rispacs explain ht-03 --dossier ho-so'
          : 'What a dossier shows for it: rispacs explain ht-03 --dossier DIR',
      ],
    },
  ];
}

function shortenList(ids: readonly string[]): string {
  const first = ids[0];
  const last = ids.at(-1);
  return ids.length > 3 ? `${first} … ${last}` : ids.join(', ');
}
