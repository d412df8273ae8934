/** What a request of the simulated web server is answered with. */
export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page of plain text. */
export function plainPage(status: number, body: string): Page {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` };
}

/** An answer in the DICOM JSON model (PS3.18 F.2). */
export function jsonPage(status: number, content: unknown): Page {
  return { status, type: 'application/dicom+json', body: JSON.stringify(content) };
}

/** Success, and nothing to say. */
export const NO_CONTENT: Page = { status: 204, type: '', body: '' };
