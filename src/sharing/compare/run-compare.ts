import { UserError } from '../../errors/user-error.ts';
import type { FactTables } from '../../evidence/evidence.ts';
import type { Language } from '../../locale/language.ts';
import { PixelCodecs } from '../../pixels/index.ts';
import { beginReport, loadDefaultRules } from '../begin-report.ts';
import { judgeSubject } from '../judge-subject.ts';
import {
  type OpenedFacility,
  openFacility,
  prepareNode,
  requireWindow,
} from '../pacs/choose-node.ts';
import type { NodeSession } from '../pacs/node-session.ts';
import { attachPapers, readCase } from '../read-case.ts';
import { describeStudy } from '../study/describe-study.ts';
import { tellStudy } from '../study/tell-study.ts';
import { makeReportFolder, type WrittenReport, writeSharingReport } from '../write-report.ts';
import { compareMessages } from './compare-messages.ts';
import { compareSides, type Side } from './compare-sides.ts';
import { readSide, type SideOutcome, type SideReading } from './read-side.ts';

/** One study at two nodes. */
export interface CompareRequest {
  readonly facilityFile: string;
  readonly sender: string;
  readonly receiver: string;
  readonly studyInstanceUid: string;
  /** Images are fetched from both, decoded and compared; otherwise only C-FIND is used. */
  readonly pixels: boolean;
  readonly caseFile?: string | undefined;
  readonly out?: string | undefined;
  readonly checkedOn: string;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

const LABEL = 'ca-1';
/** One study, listed with a handful of questions. */
const PER_SECOND = 10;

/**
 * Compares a study at the sending and the receiving node, and judges it by the rules of the draft. Reads only; the report
 * holds no patient data and no UID.
 * @throws UserError when the sender does not have the study, or a node cannot be asked
 */
export async function runSharingCompare(request: CompareRequest): Promise<WrittenReport> {
  const { language, out, signal, checkedOn } = request;
  const words = compareMessages(language);
  if (!/^[0-9]+(\.[0-9]+)*$/.test(request.studyInstanceUid) || request.studyInstanceUid.length > 64)
    throw new UserError(words.badUid);
  if (request.sender === request.receiver) throw new UserError(words.sameNode);
  const rules = await loadDefaultRules(language);
  const opened = await openFacility(request.facilityFile, language, signal);
  const { facility } = opened.loaded;
  requireWindow(facility, language, new Date());
  if (out !== undefined) await makeReportFolder(out, language);
  const given = await readCase(request);
  const { statements, notes: paperNotes } = await attachPapers(given, request);
  const { sender, receiver } = await readBoth(request, opened);
  const { facts, notes } = describeBoth(sender, receiver, request);
  const subject = judgeSubject(
    { label: LABEL, about: 'study', facts, notes },
    {
      rules,
      statements,
      decisions: given.decisions,
      checkedOn,
      language,
      simulated: facility.simulated === true,
    },
  );
  const report = {
    ...beginReport(rules, statements, request),
    subjects: [subject],
    notes: paperNotes,
  };
  if (out === undefined) return { report, files: [] };
  return writeSharingReport(out, report, rules, language, signal);
}

async function readBoth(
  request: CompareRequest,
  opened: OpenedFacility,
): Promise<{ readonly sender: SideReading; readonly receiver: SideReading | undefined }> {
  const { language, signal, onProgress } = request;
  const words = compareMessages(language);
  const codecs = request.pixels ? new PixelCodecs() : undefined;
  const sessions: NodeSession[] = [];
  const read = async (id: string): Promise<SideOutcome> => {
    const session = await prepareNode(opened, id, PER_SECOND);
    sessions.push(session);
    onProgress(words.asking(id));
    return readSide(session, {
      studyInstanceUid: request.studyInstanceUid,
      checkedOn: request.checkedOn,
      receive: opened.loaded.facility.dicom.receive,
      fetch: request.pixels,
      ...(codecs && { codecs }),
    });
  };
  try {
    const sender = await read(request.sender);
    signal.throwIfAborted();
    if (sender.kind === 'not-found') throw new UserError(words.notAtSender(request.sender));
    if (sender.kind !== 'read') throw new UserError(tell(sender));
    const receiver = await read(request.receiver);
    signal.throwIfAborted();
    if (receiver.kind !== 'read' && receiver.kind !== 'not-found')
      throw new UserError(tell(receiver));
    return {
      sender: sender.side,
      receiver: receiver.kind === 'read' ? receiver.side : undefined,
    };
  } finally {
    for (const session of sessions) await session.close();
    await codecs?.close();
  }
}

function tell(outcome: Exclude<SideOutcome, { kind: 'read' | 'not-found' }>): string {
  return outcome.kind === 'failed' ? outcome.message : outcome.kind;
}

/** The receiver's copy is what would be used, so it is what is described; without one, that of the sender. */
function describeBoth(
  sender: SideReading,
  receiver: SideReading | undefined,
  { checkedOn, language }: CompareRequest,
): { readonly facts: FactTables; readonly notes: readonly string[] } {
  const words = compareMessages(language);
  const used = receiver ?? sender;
  const rows = describeStudy(used.gathered, {
    label: LABEL,
    source: 'pacs',
    checkedOn,
    retrievable: receiver !== undefined,
    ...(used.unreadableObjects !== undefined && { unreadableObjects: used.unreadableObjects }),
  });
  const sides = compareSides(LABEL, toSide(sender), receiver ? toSide(receiver) : EMPTY_SIDE);
  const { results } = used.gathered;
  return {
    facts: {
      'sharing.study': [rows.study],
      'sharing.series': rows.series,
      ...(rows.runs.length > 0 && { 'sharing.run': rows.runs }),
      'sharing.sides': [sides],
      ...(results.length > 0 && {
        'sharing.result': results.map((one) => ({ study: LABEL, ...one })),
      }),
    },
    notes: [
      ...words.tellSides(sides),
      ...(receiver === undefined ? [words.notAtReceiver] : []),
      ...(sender.problem === undefined ? [] : [words.atSender(sender.problem)]),
      ...(receiver?.problem === undefined ? [] : [words.atReceiver(receiver.problem)]),
      ...tellStudy(rows, { results }, language),
    ],
  };
}

const EMPTY_SIDE: Side = { series: 0, objects: new Set() };

function toSide({ listed, prints }: SideReading): Side {
  const objects = new Set(listed.objects.keys());
  return { series: listed.series, objects, ...(prints && { prints }) };
}
