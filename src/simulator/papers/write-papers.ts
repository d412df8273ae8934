import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatLocalDay } from '../../locale/local-time.ts';
import {
  HOSPITAL_NAME,
  OTHER_PRODUCT,
  PRODUCT,
  SIMULATED_BANNER,
  SIMULATED_BANNER_ASCII,
} from '../identity.ts';
import type { Scenario } from '../scenario.ts';
import {
  type AttestationPlan,
  type DocumentPlan,
  type PaperFile,
  type RefusalPlan,
  staff,
} from './statement-plans.ts';
import { stripAccents } from './strip-accents.ts';
import { writePdf } from './write-pdf.ts';
import { writePng } from './write-png.ts';

/** The statements file of the simulated hospital. */
export const STATEMENTS_FILE = 'bang-chung.yaml';
/** Folder of the files it names. */
export const PAPERS_FOLDER = 'giay-to';

const extensions = { pdf: 'pdf', png: 'png', text: 'txt' } as const;
const attestedDaysAgo = 5;
const dayMs = 86_400_000;

/**
 * Writes the statements file and every paper it names. Each paper has a content of its own, because one file behind
 * many criteria is what the tool warns of.
 */
export async function writePapers(folder: string, scenario: Scenario, now: Date): Promise<void> {
  const { stringify } = await import('yaml');
  await mkdir(path.join(folder, PAPERS_FOLDER), { recursive: true });
  const attestations = await Promise.all(
    scenario.attestations.map((plan) => writeAttestation(folder, plan, now)),
  );
  const documents = await Promise.all(
    scenario.documents.map((plan, index) => writeDocument(folder, plan, index + 1, now)),
  );
  const absences = scenario.absences.map((plan) => ({
    for: plan.for,
    statement: `${plan.statement} (mô phỏng)`,
    by: staff[plan.by],
    date: daysFrom(now, -attestedDaysAgo),
    files: [],
  }));
  const refusals = await Promise.all(
    scenario.refusals.map((plan) => writeRefusal(folder, plan, now)),
  );
  const content = { schemaVersion: 1, attestations, documents, absences, refusals };
  // An alias would be refused by the reader of statements.
  const yaml = stringify(content, { aliasDuplicateObjects: false, lineWidth: 120 });
  await writeFile(path.join(folder, STATEMENTS_FILE), `# ${SIMULATED_BANNER}\n${yaml}`, 'utf8');
}

async function writeAttestation(folder: string, plan: AttestationPlan, now: Date): Promise<object> {
  const name = `xac-nhan-${plan.for[0]?.replace('.', '-') ?? ''}`;
  const person = staff[plan.by];
  const date = daysFrom(now, -(plan.signedDaysAgo ?? attestedDaysAgo));
  const expires = plan.expiresInDays === undefined ? undefined : daysFrom(now, plan.expiresInDays);
  const lines = [
    `Xác nhận ${plan.for.join(', ')}`,
    `${plan.statement}.`,
    `Người xác nhận: ${person.name}, ${person.role}`,
    `Ngày: ${date}`,
    ...(expires === undefined ? [] : [`Có giá trị đến: ${expires}`]),
  ];
  return {
    for: plan.for,
    statement: `${plan.statement} (mô phỏng)`,
    by: person,
    date,
    ...(expires === undefined ? {} : { expires }),
    files: [await writePaper(folder, name, plan.file, lines)],
  };
}

async function writeDocument(
  folder: string,
  plan: DocumentPlan,
  ordinal: number,
  now: Date,
): Promise<object> {
  const number = `MP-${String(ordinal).padStart(3, '0')}/SIM`;
  const issued = daysFrom(now, -plan.issuedDaysAgo);
  const expires = plan.expiresInDays === undefined ? undefined : daysFrom(now, plan.expiresInDays);
  const figures = plan.figures ?? {};
  const product = plan.namesProduct === 'other' ? OTHER_PRODUCT : PRODUCT;
  const lines = [
    plan.title,
    `Số: ${number}`,
    `Nơi cấp: ${plan.issuer}`,
    `Ngày cấp: ${issued}`,
    ...(expires === undefined ? [] : [`Hết hạn: ${expires}`]),
    ...(plan.namesProduct ? [`Sản phẩm: ${product.name} ${product.version}`] : []),
    ...Object.entries(figures).map(([figure, value]) => `${figure}: ${value}`),
  ];
  return {
    kind: plan.kind,
    title: `${plan.title} (mô phỏng)`,
    number,
    issuer: plan.issuer,
    holder: plan.holder ?? HOSPITAL_NAME,
    ...(plan.namesProduct && { subject: product.name, productVersion: product.version }),
    ...(plan.scope === undefined ? {} : { scope: plan.scope }),
    ...(plan.certificateNumber === undefined ? {} : { certificateNumber: plan.certificateNumber }),
    ...(plan.demonstratedDaysAgo === undefined
      ? {}
      : { demonstratedOn: daysFrom(now, -plan.demonstratedDaysAgo) }),
    ...(plan.concerns === undefined ? {} : { concerns: plan.concerns }),
    issued,
    ...(expires === undefined ? {} : { expires }),
    figures,
    files: [await writePaper(folder, `giay-${plan.kind}`, plan.file, lines)],
  };
}

async function writeRefusal(folder: string, plan: RefusalPlan, now: Date): Promise<object> {
  const person = staff[plan.by];
  const date = daysFrom(now, -attestedDaysAgo);
  const lines = [`Công văn: ${plan.statement}.`, `Người ký: ${person.name}, ${person.role}`, date];
  const subject = plan.subjectId ?? plan.probe;
  return {
    probe: plan.probe,
    ...(plan.subjectId === undefined ? {} : { subjectId: plan.subjectId }),
    reason: 'not-permitted',
    statement: `${plan.statement} (mô phỏng)`,
    by: person,
    date,
    files: [await writePaper(folder, `cong-van-${subject}`, plan.file, lines)],
  };
}

/** Returns the name to be written in the statement, whether or not the file is there. */
async function writePaper(
  folder: string,
  name: string,
  file: PaperFile,
  lines: readonly string[],
): Promise<string> {
  const relative = `${PAPERS_FOLDER}/${name}.${extensions[file.form]}`;
  if (file.state === 'attached') {
    await writeFile(path.join(folder, relative), renderPaper(file.form, name, lines));
  }
  return relative;
}

function renderPaper(form: PaperFile['form'], name: string, lines: readonly string[]): Buffer {
  const all = [HOSPITAL_NAME, ...lines];
  if (form === 'text') return Buffer.from(`${[SIMULATED_BANNER, ...all].join('\n')}\n`, 'utf8');
  const plain = [SIMULATED_BANNER_ASCII, 'SIMULATED DATA', ...all.map(stripAccents)];
  return form === 'pdf' ? writePdf(plain) : writePng([SIMULATED_BANNER_ASCII, name]);
}

function daysFrom(now: Date, days: number): string {
  return formatLocalDay(new Date(now.getTime() + days * dayMs));
}
