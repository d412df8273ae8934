import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../../errors/user-error.ts';
import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import { isInsideWindow } from '../../plan/allowed-window.ts';
import type { SharingResultRow } from '../../probes/sharing/facts.ts';
import { beginReport, loadDefaultRules } from '../begin-report.ts';
import { readSide } from '../compare/read-side.ts';
import { type Judging, judgeSubject } from '../judge-subject.ts';
import { describeHours, openFacility, prepareNode, requireWindow } from '../pacs/choose-node.ts';
import type { NodeSession } from '../pacs/node-session.ts';
import { attachPapers, readCase } from '../read-case.ts';
import type { SharingSubject } from '../sharing-report.ts';
import { describeStudy } from '../study/describe-study.ts';
import { tellStudy } from '../study/tell-study.ts';
import { makeReportFolder, type WrittenReport, writeSharingReport } from '../write-report.ts';
import { labelStudy, takeAuditKey } from './audit-key.ts';
import { auditMessages } from './audit-messages.ts';
import type { AuditEnd } from './audit-summary.ts';
import { type ModalitySample, Sampler } from './choose-sample.ts';
import { listCandidates, listDays, MOST_STUDIES_PER_DAY } from './list-candidates.ts';
import { summariseAudit } from './summarise-audit.ts';

/** A sampling audit of one archive. */
export interface AuditRequest {
  readonly facilityFile: string;
  readonly node: string;
  readonly perModality: number;
  readonly days: number;
  /** Made afresh when left out, and told in the report. */
  readonly seed?: string | undefined;
  readonly pixels: boolean;
  /** Questions begun in a second, at most. */
  readonly perSecond: number;
  readonly keyFile?: string | undefined;
  readonly caseFile?: string | undefined;
  readonly out: string;
  readonly checkedOn: string;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
  /** The clock that the allowed hours are held against. */
  readonly now?: () => Date;
}

const WINDOW_LOOK_MS = 1_000;
/** A node that fails so often in a row is left alone. */
const MOST_FAILURES = 3;

/**
 * Draws recent studies by lot and checks them one by one, reading only. What is kept of each: counts, rule outcomes, and a
 * keyed hash of its UID. Ctrl-C and the end of the allowed hours end it early, with a report of what was done.
 * @throws UserError outside the allowed hours, or when the node cannot be asked at all
 */
export async function runSharingAudit(request: AuditRequest): Promise<WrittenReport> {
  const { language, out, signal, checkedOn, now = () => new Date() } = request;
  const words = auditMessages(language);
  const rules = await loadDefaultRules(language);
  const windowEnd = new AbortController();
  const either = AbortSignal.any([signal, windowEnd.signal]);
  const opened = await openFacility(request.facilityFile, language, either);
  const { facility } = opened.loaded;
  requireWindow(facility, language, now());
  if (request.keyFile !== undefined && isWithin(request.keyFile, out))
    throw new UserError(words.keyInside);
  const session = await prepareNode(opened, request.node, request.perSecond);
  await makeReportFolder(out, language);
  const key = await takeAuditKey(request.keyFile, language);
  const given = await readCase(request);
  const { statements, notes: paperNotes } = await attachPapers(given, request);
  const seed = request.seed ?? randomBytes(8).toString('hex');
  const judging: Judging = {
    rules,
    statements,
    decisions: given.decisions,
    checkedOn,
    language,
    simulated: facility.simulated === true,
  };
  const audit = new Audit(request, facility, session, key, judging);
  // A large study must not run on beyond the hours.
  const watch = setInterval(() => {
    if (!isInsideWindow(facility.allowedWindow, now())) windowEnd.abort();
  }, WINDOW_LOOK_MS);
  try {
    await audit.run(seed);
  } finally {
    clearInterval(watch);
    // After Ctrl-C the association is gone already, and there is nobody left to release it to.
    await session.close();
  }
  if (audit.nothingAsked !== undefined) throw new UserError(audit.nothingAsked);
  const report = {
    ...beginReport(rules, statements, request),
    subjects: audit.subjects,
    notes: [...paperNotes, ...audit.notes],
    audit: summariseAudit({
      node: request.node,
      seed,
      perModality: request.perModality,
      days: request.days,
      images: request.pixels,
      perSecond: request.perSecond,
      ended: audit.ended,
      samples: audit.samples,
      subjects: audit.subjects,
      unread: audit.unread,
      modalityOf: audit.modalityOf,
    }),
  };
  return writeSharingReport(out, report, rules, language, signal);
}

class Audit {
  readonly subjects: SharingSubject[] = [];
  readonly notes: string[] = [];
  /** Modality of the drawing by label. */
  readonly modalityOf = new Map<string, string>();
  /** Labels of studies that could not be read. */
  readonly unread: string[] = [];
  samples: readonly ModalitySample[] = [];
  ended: AuditEnd = 'complete';
  /** The node did not answer the very first question: there is no audit to report. */
  nothingAsked: string | undefined;
  readonly #request: AuditRequest;
  readonly #facility: Facility;
  readonly #session: NodeSession;
  readonly #key: Buffer;
  readonly #judging: Judging;

  constructor(
    request: AuditRequest,
    facility: Facility,
    session: NodeSession,
    key: Buffer,
    judging: Judging,
  ) {
    this.#request = request;
    this.#facility = facility;
    this.#session = session;
    this.#key = key;
    this.#judging = judging;
  }

  async run(seed: string): Promise<void> {
    const { checkedOn, days, language, onProgress, perModality } = this.#request;
    const words = auditMessages(language);
    const sampler = new Sampler(seed, perModality);
    onProgress(words.listing(days));
    const listed = await listCandidates(this.#session, listDays(checkedOn, days), sampler);
    this.samples = sampler.samples();
    if (listed.kind === 'failed') {
      if (this.samples.length === 0) this.nothingAsked = listed.message;
      this.#end('node-failed', words.nodeFailed(listed.message));
      return;
    }
    if (listed.kind === 'stopped') {
      this.#tellStop();
      return;
    }
    if (listed.cappedDays > 0)
      this.notes.push(words.cappedDays(listed.cappedDays, MOST_STUDIES_PER_DAY));
    if (listed.otherDays > 0) this.notes.push(words.otherDays(listed.otherDays));
    await this.#checkAll();
  }

  async #checkAll(): Promise<void> {
    const words = auditMessages(this.#request.language);
    const total = this.samples.reduce((sum, one) => sum + one.chosen.length, 0);
    if (total === 0) this.notes.push(words.nothingRecent(this.#request.days));
    let failures = 0;
    for (const { modality, chosen } of this.samples) {
      for (const uid of chosen) {
        if (this.#session.isStopped) {
          this.#tellStop();
          return;
        }
        const label = labelStudy(uid, this.#key);
        this.modalityOf.set(label, modality);
        this.#request.onProgress(
          words.checking(this.subjects.length + this.unread.length + 1, total, modality),
        );
        const problem = await this.#checkStudy(uid, label);
        if (this.#session.isStopped) {
          this.modalityOf.delete(label);
          this.#tellStop();
          return;
        }
        failures = problem === undefined ? 0 : failures + 1;
        if (problem !== undefined) this.unread.push(label);
        if (problem !== undefined && failures === MOST_FAILURES) {
          this.#end('node-failed', words.nodeFailed(problem));
          return;
        }
      }
    }
  }

  /** Checks one study and keeps what may be kept. In one sentence, why not, when it could not be read. */
  async #checkStudy(uid: string, label: string): Promise<string | undefined> {
    const { checkedOn, language, pixels } = this.#request;
    const outcome = await readSide(this.#session, {
      studyInstanceUid: uid,
      checkedOn,
      receive: this.#facility.dicom.receive,
      fetch: pixels,
    });
    if (outcome.kind === 'stopped') return undefined;
    if (outcome.kind === 'failed') return outcome.message;
    if (outcome.kind === 'not-found') return auditMessages(language).gone;
    const { side } = outcome;
    const rows = describeStudy(side.gathered, {
      label,
      source: 'pacs',
      checkedOn,
      ...(side.unreadableObjects !== undefined && { unreadableObjects: side.unreadableObjects }),
    });
    const { results } = side.gathered;
    const facts = {
      'sharing.study': [rows.study],
      'sharing.series': rows.series,
      // The time of day of a run could tell a patient; how many frames it has does not.
      ...(rows.runs.length > 0 && {
        'sharing.run': rows.runs.map(({ study, run, frames }) => ({ study, run, frames })),
      }),
      ...(results.length > 0 && {
        'sharing.result': results.map((one) => withoutDay({ study: label, ...one })),
      }),
    };
    const notes = [
      ...tellStudy(rows, { results }, language),
      ...(side.problem === undefined ? [] : [side.problem]),
    ];
    this.subjects.push(judgeSubject({ label, about: 'study', facts, notes }, this.#judging));
    return undefined;
  }

  #tellStop(): void {
    const words = auditMessages(this.#request.language);
    if (this.#request.signal.aborted) this.#end('interrupted', words.interrupted);
    else this.#end('window-over', words.windowOver(describeHours(this.#facility)));
  }

  #end(ended: AuditEnd, note: string): void {
    this.ended = ended;
    this.notes.push(note);
  }
}

/** The day of signing, beside the modality, could tell a patient. */
function withoutDay({ signedOn: _, ...rest }: SharingResultRow): SharingResultRow {
  return rest;
}

function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(path.resolve(folder), path.resolve(file));
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
