import type { IncomingMessage } from 'node:http';
import { UserError } from '../../errors/user-error.ts';
import { parseJson } from '../../evidence/parse-json.ts';
import { detectMediaType } from '../../evidence/statements/detect-media-type.ts';
import type { Language } from '../../locale/language.ts';
import type { Submission, Walk } from '../contract.ts';
import { type Answer, notFound, sentence } from './answer.ts';
import { describeChanging, describeWalk } from './describe-walk.ts';
import type { ExaminerDesk } from './examiner-desk.ts';
import type { ServerLimits } from './limits.ts';
import type { WalkSession } from './link-book.ts';
import type { PageFiles } from './page-files.ts';
import { RateLimit } from './rate-limit.ts';
import { type BodyReading, readBody } from './read-body.ts';
import { readPeople } from './read-people.ts';
import { readFileName, readSubmission } from './read-submission.ts';
import type { Route } from './routes.ts';
import type { ServerEvent } from './server-events.ts';
import { maxStagedFileBytes, mostStagedFiles, type StagedFiles } from './staged-files.ts';
import type { UploadGate } from './upload-gate.ts';

/** What the requests of browsers that were let in work on. */
export interface MemberParts {
  readonly walk: Walk;
  readonly desk: ExaminerDesk;
  readonly staged: StagedFiles;
  readonly gate: UploadGate;
  readonly pageFiles: PageFiles;
  readonly limits: ServerLimits;
  /** That the page opens in. */
  readonly language: Language;
  readonly tell: (event: ServerEvent) => void;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

const maxFormBytes = 64 * 1024;

/** Answers browsers that were let in, and whose request was found to come from our own page. */
export class MemberRequests {
  readonly #parts: MemberParts;
  readonly #submissions: RateLimit;
  readonly #uploading = new Set<number>();

  constructor(parts: MemberParts) {
    this.#parts = parts;
    this.#submissions = new RateLimit(parts.limits.submissionsPerMinute);
  }

  /** Answers one request. */
  async answer(session: WalkSession, route: Route, request: IncomingMessage): Promise<Answer> {
    const { walk, pageFiles, staged } = this.#parts;
    switch (route.kind) {
      case 'front':
        return { kind: 'file', status: 200, file: pageFiles('page.html') };
      case 'file':
        return { kind: 'file', status: 200, file: pageFiles(route.name) };
      case 'state':
        return { kind: 'json', status: 200, value: await describeWalk(session, this.#parts) };
      case 'claim':
        return { kind: 'redirect', status: 303, to: '' };
      default:
        break;
    }
    if (!this.#submissions.take(String(session.number)))
      return sentence(
        429,
        'Gửi quá nhanh; đợi một phút rồi thử lại.',
        'Too fast; wait a minute and try again.',
      );
    if ('task' in route && !walk.tasks.some(({ id }) => id === route.task)) return notFound;
    switch (route.kind) {
      case 'people':
        return this.#setPeople(session, request);
      case 'unstage':
        staged.remove(session.number, route.task, route.id);
        return this.#tellProgress(session);
      case 'stage':
        return this.#upload(session, request, maxStagedFileBytes, (bytes) =>
          this.#stage(session, route.task, request, bytes),
        );
      case 'submit':
        if (this.#parts.desk.peopleOf(session.number) === undefined)
          return sentence(
            409,
            'Hãy ghi tên người trình diễn và người chứng kiến trước.',
            'Name the examiner and the witnesses first.',
          );
        return route.what === 'picture'
          ? this.#upload(session, request, this.#parts.limits.pictureBytes, (bytes) => {
              const originalName = readFileName(headerOf(request, 'x-file-name'));
              return this.#submit(session, route.task, { kind: 'picture', bytes, originalName });
            })
          : this.#submitForm(session, route.task, route.what, request);
    }
  }

  async #setPeople(session: WalkSession, request: IncomingMessage): Promise<Answer> {
    const form = await this.#readForm(request);
    if ('status' in form) return form;
    const people = readPeople(form.value);
    if (people === undefined) return badForm();
    if ('vi' in people) return sentence(422, people.vi, people.en);
    try {
      await this.#parts.desk.setPeople(session.number, people);
    } catch (error) {
      return this.#explain(error);
    }
    return this.#tellProgress(session);
  }

  async #submitForm(
    session: WalkSession,
    task: string,
    what: 'code' | 'value' | 'statement' | 'cannot-show',
    request: IncomingMessage,
  ): Promise<Answer> {
    const form = await this.#readForm(request);
    if ('status' in form) return form;
    const files = this.#parts.staged.list(session.number, task);
    const submission = readSubmission(what, form.value, files);
    return submission === undefined ? badForm() : this.#submit(session, task, submission);
  }

  async #submit(session: WalkSession, task: string, submission: Submission): Promise<Answer> {
    const { desk, staged, tell, limits } = this.#parts;
    const { number } = session;
    try {
      const signal = AbortSignal.any([this.#parts.closing, AbortSignal.timeout(limits.submitMs)]);
      const result = await desk.submit(number, task, submission, signal);
      if (result.accepted && submission.kind === 'statement') staged.remove(number, task);
      tell({
        kind: 'submitted',
        number,
        task,
        accepted: result.accepted,
        sentence: result.sentence,
      });
      return this.#tellProgress(session, result);
    } catch (error) {
      return this.#explain(error);
    }
  }

  async #stage(
    session: WalkSession,
    task: string,
    request: IncomingMessage,
    bytes: Buffer,
  ): Promise<Answer> {
    const name = readFileName(headerOf(request, 'x-file-name'));
    const type = detectMediaType(bytes);
    if (type === undefined || type.extension === 'txt')
      return sentence(
        422,
        `Tệp ${name} không phải ảnh PNG, JPEG hay tệp PDF.`,
        `${name} is no PNG or JPEG picture and no PDF file.`,
      );
    if (this.#parts.staged.add(session.number, task, name, bytes) === undefined)
      return sentence(
        422,
        `Nhiều nhất ${mostStagedFiles} tệp và 100 MB một lần; bỏ bớt rồi gửi lại.`,
        `At most ${mostStagedFiles} files and 100 MB at once; remove some and send it again.`,
      );
    return this.#tellProgress(session);
  }

  /** One upload of a browser at a time, and few of all browsers together. */
  async #upload(
    session: WalkSession,
    request: IncomingMessage,
    maxBytes: number,
    use: (bytes: Buffer) => Promise<Answer>,
  ): Promise<Answer> {
    const { gate, limits, closing } = this.#parts;
    if (request.headers['content-type'] !== 'application/octet-stream') return badForm();
    const { number } = session;
    if (this.#uploading.has(number))
      return sentence(
        429,
        'Đang nhận một tệp khác; đợi tệp đó xong rồi gửi lại.',
        'Another file is being received; wait for it and send this one again.',
      );
    this.#uploading.add(number);
    try {
      const signal = AbortSignal.any([closing, AbortSignal.timeout(limits.requestMs)]);
      return await gate.pass(signal, async () => {
        const body = await readBody(request, maxBytes, signal);
        return body.ok ? use(body.bytes) : refuseBody(body, maxBytes);
      });
    } catch (error) {
      return this.#explain(error);
    } finally {
      this.#uploading.delete(number);
    }
  }

  async #readForm(request: IncomingMessage): Promise<{ readonly value: unknown } | Answer> {
    if (request.headers['content-type'] !== 'application/json') return badForm();
    const body = await readBody(request, maxFormBytes, this.#parts.closing);
    if (!body.ok) return refuseBody(body, maxFormBytes);
    return { value: parseJson(body.bytes.toString('utf8')) };
  }

  #explain(error: unknown): Answer {
    const { tell } = this.#parts;
    if (error instanceof UserError) {
      if (error.exitCode === 5) tell({ kind: 'trouble', message: error.message });
      return sentence(409, error.message, error.message);
    }
    if (this.#parts.closing.aborted || isTimeout(error))
      return sentence(
        503,
        'Chưa xử lý xong trong thời gian cho phép nên chưa nhận; hãy gửi lại.',
        'It was not done in time and was not taken; send it again.',
      );
    tell({ kind: 'trouble', message: error instanceof Error ? error.message : String(error) });
    return sentence(
      500,
      'Công cụ không ghi được; báo người chạy công cụ xem cửa sổ dòng lệnh.',
      'The tool could not write it down; ask the person who runs it to look at the terminal.',
    );
  }

  async #tellProgress(session: WalkSession, result?: unknown): Promise<Answer> {
    const changing = await describeChanging(session, this.#parts);
    return {
      kind: 'json',
      status: 200,
      value: { ...changing, ...(result !== undefined && { result }) },
    };
  }
}

function badForm(): Answer {
  return sentence(400, 'Trang gửi lên thứ không đọc được.', 'The page sent what cannot be read.');
}

function refuseBody({ problem }: Exclude<BodyReading, { ok: true }>, maxBytes: number): Answer {
  const megabytes = Math.floor(maxBytes / (1024 * 1024));
  return problem === 'too-large'
    ? sentence(413, `Tệp lớn hơn ${megabytes} MB.`, `The file is larger than ${megabytes} MB.`)
    : sentence(408, 'Tệp chưa đến hết; hãy gửi lại.', 'The file did not arrive; send it again.');
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
