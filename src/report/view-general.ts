import type { EvidenceState, ProbeEvidence } from '../evidence/evidence.ts';
import { probeTitles } from '../probes/fact-groups.ts';
import { formatDate, formatLongDate } from './format.ts';
import { stateNames } from './labels.ts';
import { measuringComputer } from './measuring-computer.ts';
import type { ViewContext } from './view-context.ts';

const roleNames: {
  readonly [role: string]: { readonly vi: string; readonly en: string } | undefined;
} = {
  workstation: { vi: 'trạm đọc', en: 'workstation' },
  client: { vi: 'máy người dùng', en: 'client' },
  database: { vi: 'cơ sở dữ liệu', en: 'database' },
  storage: { vi: 'lưu trữ', en: 'storage' },
  modality: { vi: 'thiết bị sinh ảnh', en: 'modality' },
  trunk: { vi: 'trung kế', en: 'trunk' },
  worklist: { vi: 'danh sách chờ chụp', en: 'worklist' },
  destination: { vi: 'nơi nhận chuyển tiếp', en: 'forwarding destination' },
  archive: { vi: 'kho lưu trữ', en: 'archive' },
  other: { vi: 'khác', en: 'other' },
};

/** A legal text printed under "Căn cứ", from dated data. */
export interface LegalBasisEntry {
  readonly title: string;
  /** In force, lapsed, draft … in words, with the day it was checked. */
  readonly status?: string;
  /** The same without source and day. */
  readonly standing?: string;
  readonly source?: string;
  readonly checkedOn?: string;
}

/** Kinds of text by rank, as their Vietnamese titles begin. */
const ranks = ['Luật', 'Nghị định', 'Thông tư', 'Quyết định'];

/** Number, title and status of what the assessment rests on, highest first; the draft, which is none of them, comes after. */
export function viewLegalBasis(context: ViewContext, entries: readonly LegalBasisEntry[]) {
  const { texts, draft, dossier } = viewGrounds(
    context,
    entries.map(({ title, status }) => ({
      title,
      ...(status !== undefined && { standing: status }),
    })),
  );
  return [...texts, draft.replace(/\.$/, ';'), dossier];
}

/** "Căn cứ": the texts by rank, when they were looked up, the draft compared with, and what the report itself rests on. */
export function viewGrounds(context: ViewContext, entries: readonly LegalBasisEntry[]) {
  const { assessment, checklist, say, pick } = context;
  const rank = ({ title }: LegalBasisEntry) => {
    const at = ranks.findIndex((kind) => title.startsWith(kind));
    return at < 0 ? ranks.length : at;
  };
  const dates = [...new Set(entries.flatMap(({ checkedOn }) => checkedOn ?? []))];
  const sources = [...new Set(entries.flatMap(({ source }) => source ?? []))];
  const oneSource = sources.length === 1;
  const standingOf = ({ standing, source }: LegalBasisEntry) =>
    [standing, oneSource || source === undefined ? undefined : say.source(source)]
      .filter((part) => part !== undefined)
      .join('; ');
  return {
    checkedOn:
      dates.length === 0 ? '' : say.checkedOn(dates.join(', '), oneSource ? sources.join() : ''),
    texts:
      entries.length === 0
        ? [say.circular54]
        : entries
            .toSorted((a, b) => rank(a) - rank(b))
            .map((entry) => {
              const standing = standingOf(entry);
              const { title } = entry;
              return context.clip(standing === '' ? `${title};` : `${title} (${standing});`, 400);
            }),
    draft: say.draftBasis(context.clip(pick(checklist.manifest.source), 500)),
    dossier: say.dossierBasis(
      formatLongDate(assessment.assessedOn, context.language),
      context.count(assessment.evidence.length),
    ),
  };
}

/** Section I: what the facility file says of the facility. It is a declaration, never evidence. */
export function viewGeneral(context: ViewContext) {
  const { say, count } = context;
  const { facility, product, computers, dicom, hl7 } = context.assessment.facility;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [say.facilityName, facility.name],
    [say.facilityCode, facility.code],
    [say.parentBody, facility.parentBody],
    [say.address, facility.address],
    [say.category, facility.category],
    [say.beds, facility.beds === undefined ? undefined : count(facility.beds)],
    [say.director, facility.director],
    [
      say.product,
      product === undefined
        ? undefined
        : say.productText(product.name, product.version, product.vendor),
    ],
    [say.computers, countByRole(context, computers)],
    [say.dicomNodes, countByRole(context, dicom.nodes)],
    [say.hl7Endpoints, countByRole(context, hl7.endpoints)],
  ];
  return rows.map(([label, value]) => ({
    label,
    value: context.clip(value ?? say.undeclared, 400),
  }));
}

function countByRole(context: ViewContext, items: readonly { readonly role: string }[]) {
  if (items.length === 0) return undefined;
  const byRole = Map.groupBy(items, (item) => item.role);
  const parts = [...byRole].map(([role, members]) => {
    const name = roleNames[role]?.[context.language] ?? role.toUpperCase();
    return `${name} ${context.count(members.length)}`;
  });
  return `${context.count(items.length)} (${parts.join(', ')})`;
}

/** Section II: what was asked, when it was looked at, with which tool and checklist. */
export function viewScope(context: ViewContext) {
  const { assessment, checklist, say, count, pick, language } = context;
  const probes = assessment.evidence.filter((record) => record.kind === 'probe');
  const observed = probes.filter((record) => record.state === 'observed').length;
  const basic = checklist.criteria.filter((item) => item.level === 'basic').length;
  const facts = [
    {
      label: say.scope,
      value: say.scopeText(
        pick(checklist.manifest.title),
        count(checklist.criteria.length),
        count(basic),
      ),
    },
    { label: say.assessedOn, value: formatDate(assessment.assessedOn, language) },
    { label: say.measuredBetween, value: observationSpan(context, probes) },
    { label: say.measuringComputer, value: nameMeasuringComputer(context) },
    { label: say.tool, value: `${assessment.tool.name} ${assessment.tool.version}` },
    { label: say.checklist, value: `${assessment.checklist.id}, ${assessment.checklist.edition}` },
    {
      label: say.evidenceCount,
      value: say.evidenceText(
        count(assessment.evidence.length),
        count(observed),
        count(probes.length - observed),
        count(assessment.evidence.length - probes.length),
      ),
    },
  ];
  return { facts, method: say.method, probes: viewProbes(context, probes) };
}

function nameMeasuringComputer(context: ViewContext): string {
  const { assessment, say, clip } = context;
  const { name, addresses } = measuringComputer(assessment);
  if (name === undefined && addresses.length === 0) return say.undeclared;
  return clip(
    say.measuringComputerText(
      name ?? say.undeclared,
      addresses.length === 0 ? say.undeclared : addresses.join(', '),
    ),
    400,
  );
}

function observationSpan(context: ViewContext, probes: readonly ProbeEvidence[]): string {
  const sorted = probes
    .filter((record) => Number.isFinite(Date.parse(record.startedAt)))
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const first = sorted[0];
  const last = sorted.at(-1);
  const { say, homeOffset } = context;
  if (first === undefined || last === undefined) return say.noProbe;
  const span = say.between(context.time(first.startedAt), context.time(last.startedAt));
  return homeOffset === undefined ? span : `${span}; ${say.allTimesAt(homeOffset)}`;
}

function viewProbes(context: ViewContext, probes: readonly ProbeEvidence[]) {
  return [...Map.groupBy(probes, (record) => record.probe)].map(([name, records]) => {
    const states = Map.groupBy(records, (record) => record.state);
    const unobserved = [...states]
      .filter((entry): entry is [Exclude<EvidenceState, 'observed'>, ProbeEvidence[]] => {
        return entry[0] !== 'observed';
      })
      .map(([state, of]) => `${context.pick(stateNames[state])}: ${context.count(of.length)}`);
    return {
      title: probeTitles[name]?.[context.language] ?? name,
      /** The name that the plan and the dossier use. */
      name,
      times: context.count(records.length),
      observed: context.count(states.get('observed')?.length ?? 0),
      unobserved: unobserved.length === 0 ? '0' : unobserved.join('; '),
    };
  });
}
