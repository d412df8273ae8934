import { stat } from 'node:fs/promises';
import { loadChecklist } from '../checklist/load.ts';
import type { Checklist } from '../checklist/schema.ts';
import { UserError } from '../errors/user-error.ts';
import { Dossier, type DossierSettings, explainWriteError } from '../evidence/dossier.ts';
import { readStoredFacility, storeFoundations } from '../evidence/dossier-contents.ts';
import { scopeOf } from '../evidence/dossier-settings.ts';
import { withdrawStaleRecords } from '../evidence/withdraw-records.ts';
import { type LoadedFacility, loadFacility } from '../facility/load.ts';
import type { LevelName } from '../facility/schema.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalDay, formatLocalTimestamp } from '../locale/local-time.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { RiskClass } from '../probes/contract.ts';
import { checklistFolder, defaultChecklist, readToolVersion } from '../project-folders.ts';
import { describeAssessmentDay } from './assessment-day.ts';
import { checkStatementFiles } from './check-statement-files.ts';

/** What `assess` and `collect` were asked. */
export interface DossierRequest {
  readonly facilityFile: string;
  readonly out: string;
  readonly target: LevelName | undefined;
  readonly allow: string;
  readonly only: readonly string[] | undefined;
  readonly resume: boolean;
  /** A facility, unless it says otherwise. */
  readonly scope?: 'facility' | 'vendor';
  readonly language: Language;
}

export interface PreparedDossier {
  readonly dossier: Dossier;
  readonly loaded: LoadedFacility;
  readonly checklist: Checklist;
  readonly allowed: ReadonlySet<RiskClass>;
}

/**
 * Reads the facility file and its statements, then starts or reopens the dossier. Everything a user can have written
 * wrongly is found here, before a packet is sent.
 * @throws UserError with exit code 2.
 */
export async function prepareDossier(request: DossierRequest): Promise<PreparedDossier> {
  const { language } = request;
  const allowed = parseAllowed(request.allow, language);
  const loaded = await loadFacility(request.facilityFile, language);
  const folder = checklistFolder(defaultChecklist);
  const checklist = await loadChecklist(folder);
  checkOnly(request.only, checklist, language);
  checkActive(allowed, loaded, language);
  await checkStatementFiles(loaded, checklist, language);
  const dossier = request.resume
    ? await Dossier.reopen(
        request.out,
        (earlier) => continueSettings(earlier, loaded, request, allowed),
        language,
      )
    : await Dossier.create(
        request.out,
        {
          schemaVersion: 1,
          toolVersion: readToolVersion(),
          assessedOn: loaded.facility.assessedOn ?? formatLocalDay(new Date()),
          language,
          checklist: defaultChecklist,
          ...(request.target && { target: request.target }),
          allowed: [...allowed],
          startedAt: formatLocalTimestamp(new Date()),
          scope: request.scope ?? 'facility',
        },
        language,
      );
  try {
    if (request.resume) await withdrawStale(dossier, loaded, checklist, language);
    await storeFoundations(dossier, loaded, folder);
    for (const line of describeAssessmentDay({
      assessedOn: dossier.settings.assessedOn,
      now: new Date(),
      facilityWrittenAt: (await stat(loaded.file)).mtime,
      startedAt: request.resume ? new Date(dossier.settings.startedAt) : undefined,
      language,
    }))
      process.stderr.write(`${line}\n`);
  } catch (error) {
    throw explainWriteError(error, request.out, language);
  }
  return { dossier, loaded, checklist, allowed };
}

/** What was asked now, on top of what was asked before. The day moves only where the facility file names one. */
function continueSettings(
  earlier: DossierSettings,
  { facility }: LoadedFacility,
  request: DossierRequest,
  allowed: ReadonlySet<RiskClass>,
): DossierSettings {
  requireSameScope(earlier, request);
  return {
    ...earlier,
    toolVersion: readToolVersion(),
    ...(facility.assessedOn && { assessedOn: facility.assessedOn }),
    ...(request.target && { target: request.target }),
    allowed: [...new Set([...earlier.allowed, ...allowed])],
  };
}

/** What was collected of a product is not a facility's, and the other way round. */
function requireSameScope(earlier: DossierSettings, { scope, language }: DossierRequest): void {
  const kept = scopeOf(earlier);
  if (kept === (scope ?? 'facility')) return;
  throw new UserError(
    language === 'vi'
      ? `Hồ sơ này được lập với --scope ${kept}; làm tiếp với đúng phạm vi đó, hoặc lập hồ sơ mới.`
      : `This dossier was begun with --scope ${kept}; go on with the same scope, or begin another.`,
  );
}

async function withdrawStale(
  dossier: Dossier,
  { facility }: LoadedFacility,
  checklist: Checklist,
  language: Language,
): Promise<void> {
  // As the records were written: the words of a subject are in the dossier's language.
  const options = { language: dossier.settings.language, checklist };
  const stored = await readStoredFacility(dossier);
  const earlier = stored && (await makePlan(stored, options));
  const withdrawn = await withdrawStaleRecords(
    dossier,
    facility,
    earlier,
    await makePlan(facility, options),
  );
  if (withdrawn === 0) return;
  process.stderr.write(
    language === 'vi'
      ? `Tệp cơ sở đã đổi: ${withdrawn} bản ghi cũ không còn được xét, giữ trong evidence/withdrawn.\n`
      : `The facility file has changed: ${withdrawn} earlier records no longer count; they are kept in evidence/withdrawn.\n`,
  );
}

function parseAllowed(text: string, language: Language): Set<RiskClass> {
  const allowed = new Set<RiskClass>(['observe']);
  for (const word of text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')) {
    if (word !== 'active' && word !== 'load' && word !== 'observe') {
      throw new UserError(
        language === 'vi'
          ? `--allow không nhận "${word}"; chỉ có active (gửi dữ liệu thử) và load (đo tải).`
          : `--allow does not take "${word}"; there are active (send test data) and load (throughput).`,
      );
    }
    allowed.add(word);
  }
  return allowed;
}

function checkOnly(
  only: readonly string[] | undefined,
  checklist: Checklist,
  language: Language,
): void {
  const known = [...checklist.criteria, ...checklist.specialized].map((one) => one.id);
  const unknown = (only ?? []).find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new UserError(
    language === 'vi'
      ? `--only: không có tiêu chí "${unknown}". Xem danh sách: rispacs checklist list`
      : `--only: there is no criterion "${unknown}". See: rispacs checklist list`,
  );
}

function checkActive(
  allowed: ReadonlySet<RiskClass>,
  loaded: LoadedFacility,
  language: Language,
): void {
  if (!allowed.has('active') || loaded.facility.testData) return;
  throw new UserError(
    language === 'vi'
      ? `--allow active cần mục testData trong ${loaded.file}: dữ liệu thử được xóa thế nào (removal) và PACS tự chuyển tiếp ảnh đi đâu (autoForward).`
      : `--allow active needs testData in ${loaded.file}: how test data is removed (removal) and where the PACS auto-forwards to (autoForward).`,
  );
}
