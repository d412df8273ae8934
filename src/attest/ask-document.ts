import type { DocumentKind, PaperField } from '../checklist/schema.ts';
import { statementsFileSchema } from '../evidence/statement-schema.ts';
import { paperFieldWords } from '../findings/messages.ts';
import {
  askChoice,
  askDay,
  askRequiredText,
  askText,
  askUntilRead,
  StatementCancelled,
} from './ask.ts';
import { type EnteredStatement, hashesOf } from './ask-attestation.ts';
import { askFiles } from './ask-files.ts';
import { type FigureProblem, parseFigure } from './parse-answer.ts';
import { type AttestSession, pickText } from './session.ts';
import type { StatementOptions } from './statement-options.ts';

/** Empty answers to a question that needs one, before the entry is given up. */
const mostEmptyAnswers = 3;

/** Asks for a paper of a kind that the criterion accepts. */
export async function askDocument(
  session: AttestSession,
  { documents, parts }: StatementOptions,
): Promise<EnteredStatement> {
  const { kind, namesProduct } = await askChoice(
    session,
    pickText(session, 'Loại hồ sơ:', 'Kind of document:'),
    documents.map((one) => ({ label: one.kind[session.language], value: one })),
  );
  session.dialogue.say(`${pickText(session, 'Hồ sơ', 'Document')}: ${kind[session.language]}`);
  const issuer = await askRequiredText(
    session,
    pickText(
      session,
      'Nơi cấp hoặc bên ký (Enter = bỏ mục này)',
      'Issuer or signing party (Enter = give up)',
    ),
    300,
  );
  const number = await askText(
    session,
    pickText(session, 'Số hiệu (Enter = không có số)', 'Number (Enter = none)'),
    200,
  );
  const issued = await askIssueDay(session);
  const expires = await askExpiry(session, kind, issued);
  const subject = namesProduct ? await askProduct(session) : undefined;
  const concerns = kind.requires?.includes('concerns') ? await askPart(session, parts) : undefined;
  const stated = await askStated(session, kind, namesProduct);
  const figures = await askFigures(session, kind);
  const files = await askFiles(
    session,
    pickText(
      session,
      'Tệp bản chụp (Enter = không có, khi đó không được tính)',
      'File of the paper (Enter = none, then it does not count)',
    ),
  );
  return {
    files,
    entry: statementsFileSchema.parse({
      schemaVersion: 1,
      documents: [
        {
          kind: kind.id,
          issuer,
          issued,
          ...(number !== undefined && { number }),
          ...(expires !== undefined && { expires }),
          ...(subject !== undefined && { subject }),
          ...(concerns !== undefined && { concerns }),
          ...stated,
          figures,
          files: hashesOf(files),
        },
      ],
    }),
  };
}

async function askIssueDay(session: AttestSession): Promise<string> {
  const prompt = pickText(session, 'Ngày cấp hoặc ký ghi trên giấy', 'Day of issue in the paper');
  return askRequiredDay(session, prompt, (day) =>
    day > session.today && day > session.dossier.settings.assessedOn
      ? pickText(session, 'Ngày này chưa tới.', 'This day has not come yet.')
      : undefined,
  );
}

async function askExpiry(
  session: AttestSession,
  kind: DocumentKind,
  issued: string,
): Promise<string | undefined> {
  const check = (day: string) =>
    day < issued ? pickText(session, 'Trước ngày cấp.', 'Before the day of issue.') : undefined;
  switch (kind.expires) {
    case 'none':
      return undefined;
    case 'optional':
      return askDay(
        session,
        pickText(session, 'Ngày hết hạn (Enter = giấy không ghi)', 'End date (Enter = none given)'),
        undefined,
        check,
      );
    case 'required':
      return askRequiredDay(
        session,
        pickText(
          session,
          'Ngày hết hạn (loại này bắt buộc có)',
          'End date (this kind must have one)',
        ),
        check,
      );
  }
}

/** A day that has no default: an empty answer is asked again, `!` gives up. */
async function askRequiredDay(
  session: AttestSession,
  prompt: string,
  check: (day: string) => string | undefined,
): Promise<string> {
  for (let empty = 0; empty < mostEmptyAnswers; empty += 1) {
    const day = await askDay(session, prompt, undefined, check);
    if (day !== undefined) return day;
    session.dialogue.say(
      pickText(
        session,
        '  Cần có ngày này. Gõ ! để bỏ mục đang nhập.',
        '  This day is needed. Type ! to give the entry up.',
      ),
    );
  }
  throw new StatementCancelled();
}

function askProduct(session: AttestSession): Promise<string | undefined> {
  const product = session.facility.product?.name;
  session.dialogue.say(
    product === undefined
      ? pickText(
          session,
          'Chú ý: tệp cơ sở chưa khai sản phẩm (product), nên chưa đối chiếu được tên trên giấy.',
          'Note: the facility file names no product to compare the paper with.',
        )
      : pickText(
          session,
          `Giấy phải ghi đúng tên sản phẩm đang dùng: ${product}`,
          `The paper must name the installed product: ${product}`,
        ),
  );
  return askText(
    session,
    pickText(
      session,
      'Tên sản phẩm ghi trên giấy (Enter = giấy không ghi)',
      'Product named in the paper (Enter = none)',
    ),
    300,
  );
}

/** Which part of the criterion the paper is about. */
function askPart(session: AttestSession, parts: StatementOptions['parts']): Promise<string> {
  return askChoice(
    session,
    pickText(session, 'Giấy này nói về:', 'The paper is about:'),
    parts.map((part) => ({ label: part[session.language], value: part.id })),
  );
}

/** What else the paper states: what its kind must state, and the version where it must be the product's. */
async function askStated(
  session: AttestSession,
  kind: DocumentKind,
  namesProduct: boolean,
): Promise<Partial<Record<PaperField, string>>> {
  const asked = new Set(kind.requires ?? []);
  // Asked as a choice, see askPart.
  asked.delete('concerns');
  if (namesProduct) {
    asked.delete('subject');
    asked.add('productVersion');
  }
  asked.delete('number');
  const stated: Partial<Record<PaperField, string>> = {};
  for (const field of asked) {
    const name = paperFieldWords[session.language][field];
    const prompt = pickText(
      session,
      `Ghi trên giấy: ${name} (Enter = không ghi)`,
      `In the paper: ${name} (Enter = none)`,
    );
    const value =
      field === 'demonstratedOn'
        ? await askDay(session, prompt, undefined, () => undefined)
        : await askText(session, prompt, field === 'productVersion' ? 100 : 200);
    if (value !== undefined) stated[field] = value;
  }
  return stated;
}

async function askFigures(
  session: AttestSession,
  kind: DocumentKind,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const figure of kind.figures ?? []) {
    const unit = figure.unit === undefined ? '' : ` (${figure.unit})`;
    const name = `${figure[session.language]}${unit}`;
    const value = await askUntilRead<number | undefined>(
      session,
      pickText(session, `${name}, Enter = giấy không ghi: `, `${name}, Enter = not given: `),
      (answer) => {
        if (answer.trim() === '') return { ok: true, value: undefined };
        const reading = parseFigure(answer, figure.unit);
        return reading.ok
          ? reading
          : { ok: false, problem: explainFigure(session, reading.problem, figure.unit) };
      },
    );
    if (value !== undefined) figures[figure.id] = value;
  }
  return figures;
}

function explainFigure(session: AttestSession, problem: FigureProblem, unit?: string): string {
  const suffix = unit === undefined ? '' : pickText(session, `, tính theo ${unit}`, `, in ${unit}`);
  switch (problem) {
    case 'not-a-number':
      return pickText(session, `Chỉ gõ số${suffix}.`, `A number only${suffix}.`);
    case 'ambiguous-separator':
      return pickText(
        session,
        'Không dùng dấu ngăn cách hàng nghìn: gõ 1000, không gõ 1.000.',
        'No thousands separator: type 1000, not 1,000.',
      );
    case 'too-large':
      return pickText(session, 'Số quá lớn.', 'The number is too large.');
  }
}
