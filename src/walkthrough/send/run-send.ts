import path from 'node:path';
import { type Challenge, listObjects, planChallenge } from '../../challenge/index.ts';
import { openDrillDossier } from '../../drill/open-drill-dossier.ts';
import { judgeAgain } from '../../drill/record-drill.ts';
import { UserError } from '../../errors/user-error.ts';
import { type Dossier, explainWriteError } from '../../evidence/dossier.ts';
import { type LoadedFacility, loadFacility } from '../../facility/load.ts';
import type { DicomNode } from '../../facility/schema.ts';
import { readSecret } from '../../facility/secrets.ts';
import type { Language } from '../../locale/language.ts';
import type { RiskClass } from '../../probes/contract.ts';
import { connectNode } from '../../probes/shared/connect-node.ts';
import { describeTestStudy, type StudyPlace } from '../../test-study/index.ts';
import { readRecipeFolder } from '../find-recipe.ts';
import { checkPermission } from './check-permission.ts';
import { chooseNode } from './choose-node.ts';
import { layRows, recordSending } from './record-sending.ts';
import { type StoringResult, storeStudy } from './store-study.ts';
import { describeRefusals, tellOutcome } from './tell-sending.ts';

/** What `challenge send` was asked. */
export interface SendRequest {
  readonly facilityFile: string;
  /** Id of a DICOM node. */
  readonly node?: string | undefined;
  /** A new dossier, or one that is there. */
  readonly out?: string | undefined;
  readonly dossier?: string | undefined;
  /** In place of `challenge.folder` of the facility file. */
  readonly challengeFolder?: string | undefined;
  /** As typed. */
  readonly allow: string;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
}

/** What came of it. */
export interface SendOutcome {
  readonly runCode: string;
  readonly node: string;
  readonly dossier: string;
  readonly record: string;
  readonly objects: number;
  readonly accepted: number;
  readonly complete: boolean;
  readonly interrupted: boolean;
  readonly lines: readonly string[];
}

const deadlines = { tcp: 5_000, tls: 5_000, association: 15_000, dimse: 60_000, release: 5_000 };
const noteEvery = 50;

/**
 * Sends the challenge study to a PACS, where it stays until `cleanup`. It is journalled before the first object. The
 * objects are made again from the recipe: what is sent is what a council can make itself.
 * @throws UserError for a wrong file or flag, or when it is not allowed
 */
export async function runSend(request: SendRequest): Promise<SendOutcome> {
  const { language, out, dossier } = request;
  const folder = out ?? dossier;
  try {
    return await send(request);
  } catch (error) {
    throw folder === undefined ? error : explainWriteError(error, folder, language);
  }
}

async function send(request: SendRequest): Promise<SendOutcome> {
  const { language, signal } = request;
  const loaded = await loadFacility(request.facilityFile, language);
  const { facility } = loaded;
  const node = chooseNode(facility, request.node, language);
  const challenge = await planChallenge(await readRecipe(request, loaded));
  const objects = listObjects(challenge);
  checkPermission(request, facility, [
    language === 'vi'
      ? `Gửi ${objects.length} ảnh của ca thử thách lượt ${challenge.runCode} (người bệnh KIỂM THỬ^RISPACS) tới ${node.id} ${node.host}:${node.port} (${node.calledAe}); ca ở lại trên PACS tới khi chạy rispacs cleanup.`
      : `Send ${objects.length} objects of the challenge study of run ${challenge.runCode} (patient KIỂM THỬ^RISPACS) to ${node.id} ${node.host}:${node.port} (${node.calledAe}); the study stays on the PACS until rispacs cleanup.`,
  ]);
  const allowed: ReadonlySet<RiskClass> = new Set(['observe', 'active']);
  const dossier = await openDrillDossier(
    { ...request, allowed },
    { nodes: [node], webs: [] },
    language,
  );
  if (dossier === undefined) throw new Error('no dossier was named');
  const callingAe = node.callingAe ?? facility.dicom.callingAe;
  const startedAt = new Date();
  const before = performance.now();
  const result = await storeJournalled(dossier, { challenge, node, callingAe }, loaded, request);
  const interrupted = signal.aborted;
  const rows = layRows(challenge, node.id, objects, result.states);
  const accepted = result.states.filter((one) => one === 'accepted').length;
  const record = await recordSending(dossier, {
    challenge,
    node,
    callingAe,
    startedAt,
    durationMs: performance.now() - before,
    notes: describeRefusals(result, interrupted, dossier.settings.language),
    simulated: facility.simulated === true || result.simulated,
    rows,
    ...(result.failure && { failure: result.failure }),
  });
  await judgeAgain(dossier);
  return {
    runCode: challenge.runCode,
    node: node.id,
    dossier: dossier.folder,
    record: record.id,
    objects: objects.length,
    accepted,
    complete: accepted === objects.length,
    interrupted,
    lines: tellOutcome(result, accepted, { challenge, node, dossier: dossier.folder }, language),
  };
}

interface Sending {
  readonly challenge: Challenge;
  readonly node: DicomNode;
  readonly callingAe: string;
}

type JournalledResult = StoringResult & {
  readonly failure?: NonNullable<Parameters<typeof recordSending>[1]['failure']>;
};

async function storeJournalled(
  dossier: Dossier,
  { challenge, node, callingAe }: Sending,
  { facility, folder }: LoadedFacility,
  { language, note, signal }: SendRequest,
): Promise<JournalledResult> {
  const objects = listObjects(challenge);
  const none = {
    states: objects.map(() => 'unanswered' as const),
    mayBeThere: false,
    refusals: [],
  };
  const context = {
    language: dossier.settings.language,
    baseFolder: folder,
    readSecret: (ref: Parameters<typeof readSecret>[0]) => readSecret(ref, folder, language),
    signal,
  };
  const prepared = await connectNode(node, callingAe, context, deadlines);
  if (!prepared.ok) {
    const { state, reason } = prepared.observation;
    return { ...none, simulated: false, failure: { state, reason } };
  }
  const dicomweb = facility.dicomweb.endpoints.find(({ id }) => id === node.dicomweb);
  const place: StudyPlace = { kind: 'dicom', node, callingAe, ...(dicomweb && { dicomweb }) };
  const { studyInstanceUid, patientId, accessionNumber } = challenge.study;
  const effect = describeTestStudy(place, {
    studyInstanceUid,
    patientId,
    accessionNumber,
    instances: objects,
  });
  const result = await storeStudy(
    prepared.connection,
    objects,
    () => dossier.journal({ ...effect, state: 'planned' }),
    (count) => {
      if (count % noteEvery !== 0 && count !== objects.length) return;
      note(
        language === 'vi'
          ? `Đã gửi ${count}/${objects.length} ảnh tới ${node.id}`
          : `${count} of ${objects.length} objects sent to ${node.id}`,
      );
    },
    signal,
  );
  if (result.mayBeThere) await dossier.journal({ ...effect, state: 'sent' });
  if (result.mayBeThere || result.trouble === undefined || signal.aborted) return result;
  const { state, reason } = prepared.connection.fail(result.trouble);
  return { ...result, failure: { state, reason } };
}

async function readRecipe(request: SendRequest, { facility, folder }: LoadedFacility) {
  const { challengeFolder, language } = request;
  if (challengeFolder !== undefined) return readRecipeFolder(challengeFolder, language);
  const named = facility.challenge?.folder;
  if (named !== undefined) return readRecipeFolder(path.resolve(folder, named), language);
  throw new UserError(
    language === 'vi'
      ? 'Tệp cơ sở chưa có challenge: {folder: …}. Tạo ca bằng: rispacs challenge make --out THƯ_MỤC rồi ghi thư mục đó vào, hoặc dùng --challenge.'
      : 'The facility file has no challenge: {folder: …}. Make a study: rispacs challenge make --out FOLDER, and name that folder there or with --challenge.',
  );
}
