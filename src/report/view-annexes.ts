import type { Attachment, EvidenceRecord, ProbeEvidence, Statement } from '../evidence/evidence.ts';
import { paperFieldWords } from '../findings/messages.ts';
import { probeTitles } from '../probes/fact-groups.ts';
import type { Assessment } from './assessment.ts';
import type { AttachedData } from './attached/read-attached.ts';
import { formatDate } from './format.ts';
import { closedStepName, effectNames, statementNames, stateNames } from './labels.ts';
import { viewRemeasure } from './remeasure/view-remeasure.ts';
import { isTallRow } from './row-height.ts';
import { viewRunCharts, viewStorageCharts } from './view-charts.ts';
import { codeOf, type ViewContext } from './view-context.ts';
import { listOf } from './view-criteria.ts';
import { anchorOfRecord, recordsShown, viewUses } from './view-links.ts';
import { isRunNote, viewRuns } from './view-runs.ts';
import { viewScripts } from './view-scripts.ts';
import { viewSharing } from './view-sharing.ts';
import { viewTables } from './view-tables.ts';

const filesShown = 10;

/** Annexes II to IV, and VI where results by the draft on sharing are in the dossier. */
export function viewAnnexes(context: ViewContext, attached: AttachedData) {
  const { assessment, say, count } = context;
  const left = assessment.evidence.length - recordsShown;
  return {
    evidence: assessment.evidence.slice(0, recordsShown).map((record, index) => ({
      anchor: anchorOfRecord(index),
      uses: viewUses(context, record.id),
      ...withHeight(viewRecord(context, record)),
    })),
    moreEvidence: left > 0 ? say.moreEvidence(count(left)) : '',
    runs: assessment.evidence.slice(0, recordsShown).flatMap((record) => viewRuns(context, record)),
    runCharts: viewRunCharts(context),
    tables: viewTables(context),
    remeasure: viewRemeasure(context),
    storageCharts: viewStorageCharts(context),
    storage: assessment.storageForecast
      ? say.storageForecast(
          {
            ...assessment.storageForecast,
            volume: context.clip(assessment.storageForecast.volume, 120),
          },
          count,
        )
      : '',
    ...viewScripts(context, attached),
    sharing: viewSharing(context),
    statements: assessment.evidence
      .filter((record) => record.kind !== 'probe')
      .slice(0, recordsShown)
      .map((record) => viewStatement(context, record)),
    sideEffects: assessment.sideEffects.slice(0, recordsShown).map((effect) => ({
      id: context.clip(effect.id, 80),
      system: context.clip(effect.system, 120),
      kind: effectNames[effect.kind]?.[context.language] ?? effect.kind,
      state: effectState(context, effect),
    })),
  };
}

function withHeight(record: ReturnType<typeof viewRecord>) {
  const { kind, what, notes, files } = record;
  const tall = isTallRow([
    { texts: [`${kind} ${what}`, ...notes], charactersPerLine: 44 },
    { texts: files.flatMap(({ name, sha256 }) => [name, sha256]), charactersPerLine: 40 },
  ]);
  return { ...record, tall };
}

function effectState(context: ViewContext, effect: Assessment['sideEffects'][number]): string {
  const { kind, state, recordedRemoval } = effect;
  if (state === 'left' && recordedRemoval)
    return context.say.removedByHand(
      context.clip(recordedRemoval.by, 120),
      formatDate(recordedRemoval.on, context.language),
    );
  if (kind === 'mpps' && state === 'removed-verified') return context.pick(closedStepName);
  return effectNames[state]?.[context.language] ?? state;
}

function viewRecord(context: ViewContext, record: EvidenceRecord) {
  const { language, pick } = context;
  // Single messages come last: Annex IV lists them one by one.
  const sorted = record.attachments.toSorted((a, b) => messageRank(a) - messageRank(b));
  const left = sorted.length - filesShown;
  const moreFiles = left > 0 ? context.say.moreFiles(context.count(left)) : '';
  const files = sorted.slice(0, filesShown).map((file) => ({
    name: context.clip(file.originalName ?? file.mediaType, 120),
    sha256: file.sha256,
  }));
  const common = { id: record.id, files, moreFiles, simulated: record.simulated === true };
  if (record.kind === 'probe') {
    return {
      ...common,
      kind: probeTitles[record.probe]?.[language] ?? record.probe,
      what: context.clip(record.subject, 240),
      notes: notesOf(context, record),
      state: pick(stateNames[record.state]),
      reason: record.state === 'observed' ? '' : context.recorded(record.reason.message, 400),
      time: context.time(record.startedAt),
    };
  }
  return {
    ...common,
    kind: pick(statementNames[record.kind]),
    what: context.clip(
      record.kind === 'document' ? documentName(context, record.documentKind) : byline(record),
      240,
    ),
    notes: [],
    state: context.say.fromFile(context.clip(record.source, 80)),
    reason: '',
    time: formatDate(record.kind === 'document' ? record.issued : record.date, language),
  };
}

function notesOf(context: ViewContext, record: ProbeEvidence): string[] {
  const others = record.notes.filter((note) => !isRunNote(record, note));
  return [
    ...others.slice(0, 6).map((note) => context.recorded(note, 300)),
    ...(others.length < record.notes.length ? [context.say.runsInAnnex] : []),
  ];
}

function messageRank({ mediaType }: Attachment): number {
  return mediaType === 'application/hl7-v2' ? 1 : 0;
}

function byline(record: Exclude<Statement, { kind: 'document' }>): string {
  const { name, role, organisation } = record.by;
  return organisation === undefined ? `${name}, ${role}` : `${name}, ${role}, ${organisation}`;
}

function documentName(context: ViewContext, kind: string): string {
  const known = context.checklist.documentKinds.find((item) => item.id === kind);
  return known === undefined ? kind : context.pick(known);
}

function viewStatement(context: ViewContext, record: Statement) {
  const { language } = context;
  const expires = 'expires' in record ? record.expires : undefined;
  const common = {
    id: record.id,
    kind: context.pick(statementNames[record.kind]),
    expires: expires === undefined ? '' : formatDate(expires, language),
    expired: expires !== undefined && expires < context.assessment.assessedOn,
  };
  if (record.kind === 'document') {
    return {
      ...common,
      text: context.clip(documentText(context, record), 600),
      by: context.clip(record.issuer, 240),
      date: formatDate(record.issued, language),
      concerns: citedBy(context, record.id),
    };
  }
  return {
    ...common,
    text: context.clip(record.statement, 600),
    by: context.clip(byline(record), 240),
    date: formatDate(record.date, language),
    concerns:
      record.kind === 'refusal'
        ? [
            probeTitles[record.probe]?.[language] ?? record.probe,
            ...(record.subjectId === undefined ? [] : [record.subjectId]),
          ].join(': ')
        : listOf(context, record.for.map(codeOf)),
  };
}

function documentText(
  context: ViewContext,
  record: Extract<Statement, { kind: 'document' }>,
): string {
  const figures = Object.entries(record.figures)
    .slice(0, 20)
    .map(([name, value]) => {
      const known = context.checklist.documentKinds
        .find((item) => item.id === record.documentKind)
        ?.figures?.find((item) => item.id === name);
      const unit = known?.unit === undefined ? '' : ` ${known.unit}`;
      return `${known === undefined ? name : context.pick(known)}: ${context.count(value)}${unit}`;
    });
  const field = paperFieldWords[context.language];
  const parts = [
    documentName(context, record.documentKind),
    record.title,
    record.number,
    record.subject,
    record.productVersion,
    record.holder === undefined ? undefined : `${field.holder}: ${record.holder}`,
    record.scope,
    record.certificateNumber === undefined
      ? undefined
      : `${field.certificateNumber}: ${record.certificateNumber}`,
    record.demonstratedOn === undefined
      ? undefined
      : `${field.demonstratedOn}: ${formatDate(record.demonstratedOn, context.language)}`,
    figures.length === 0 ? undefined : context.say.figures(figures.join('; ')),
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

function citedBy(context: ViewContext, id: string): string {
  const { findings, specialized } = context.assessment;
  const users = [...findings, ...specialized].filter((finding) => finding.evidence.includes(id));
  return listOf(
    context,
    users.map((finding) => codeOf(finding.criterion)),
  );
}
