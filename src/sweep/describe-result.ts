import type { Language } from '../locale/language.ts';
import { codeOfTrouble, stateOfTrouble, tellTrouble } from '../probes/shared/dicom-trouble.ts';
import type { SweepResult } from './outcome.ts';

/** How a node was found, for programs: stable. */
export type SweepState =
  | 'answers'
  /** It answered the C-ECHO with another status than success. */
  | 'answers-with-error'
  /** It associates, but not for verification. */
  | 'no-verification'
  | 'refused'
  | 'unreachable'
  | 'timed-out'
  | 'protocol-error'
  | 'not-configured'
  | 'not-asked';

/** Whether a node that keeps images or worklists can be queried; `none` where it was not asked. */
export type QueryState = 'answers' | 'fails' | 'none';

/** One line of the result in plain values; also what `--json` and the CSV hold. */
export interface SweepRow {
  readonly id: string;
  readonly role: string;
  readonly host: string;
  readonly port: number;
  readonly calledAe: string;
  readonly state: SweepState;
  readonly echoStatus?: number;
  readonly associationMs?: number;
  readonly echoMs?: number;
  readonly elapsedMs: number;
  readonly query: QueryState;
  readonly queryStatus?: number;
  /** Why there was no association or no C-ECHO, for programs: stable. */
  readonly code?: string;
  /** One sentence in the chosen language: the likely cause, when something is not as it should be. */
  readonly cause?: string;
}

/** Puts one result into plain values. */
export function describeResult(
  { node, outcome, elapsedMs }: SweepResult,
  callingAe: string,
  language: Language,
): SweepRow {
  const where = { ...node, callingAe: node.callingAe ?? callingAe };
  const { id, role, host, port, calledAe } = node;
  const base = { id, role, host, port, calledAe, elapsedMs: roundMs(elapsedMs) };
  const vi = language === 'vi';
  switch (outcome.kind) {
    case 'not-asked':
      return { ...base, state: 'not-asked', query: 'none' };
    case 'not-configured':
      return { ...base, state: 'not-configured', query: 'none', cause: outcome.message };
    case 'failed': {
      const cause = tellTrouble(outcome.trouble, where, language);
      const code = codeOfTrouble(outcome.trouble);
      return { ...base, state: stateOfFailure(outcome.trouble), query: 'none', code, cause };
    }
    case 'answered': {
      const { echoStatus, associationMs, echoMs, query } = outcome;
      const causes = [
        ...(echoStatus === undefined
          ? [
              vi
                ? 'Nhận association nhưng không nhận lớp SOP Verification (C-ECHO).'
                : 'Associates, but does not accept the Verification SOP class (C-ECHO).',
            ]
          : []),
        ...(echoStatus !== undefined && echoStatus !== 0
          ? [
              vi
                ? `C-ECHO trả mã ${hex(echoStatus)}.`
                : `C-ECHO ended with status ${hex(echoStatus)}.`,
            ]
          : []),
        ...tellQuery(outcome.query, where, language),
      ];
      return {
        ...base,
        state:
          echoStatus === undefined
            ? 'no-verification'
            : echoStatus === 0
              ? 'answers'
              : 'answers-with-error',
        ...(echoStatus !== undefined && { echoStatus }),
        ...(associationMs !== undefined && { associationMs: roundMs(associationMs) }),
        ...(echoMs !== undefined && { echoMs: roundMs(echoMs) }),
        query: query === undefined ? 'none' : isQuerySuccess(query) ? 'answers' : 'fails',
        ...(query?.kind === 'status' && { queryStatus: query.status }),
        ...(causes.length > 0 && { cause: causes.join(' ') }),
      };
    }
  }
}

type Query = Extract<SweepResult['outcome'], { kind: 'answered' }>['query'];

function isQuerySuccess(query: NonNullable<Query>): boolean {
  // After our own C-CANCEL the status is FE00.
  return query.kind === 'status' && (query.status === 0 || query.status === 0xfe00);
}

function tellQuery(
  query: Query,
  where: Parameters<typeof tellTrouble>[1],
  language: Language,
): string[] {
  if (query === undefined || isQuerySuccess(query)) return [];
  const vi = language === 'vi';
  switch (query.kind) {
    case 'status':
      return [
        vi
          ? `C-FIND trả mã ${hex(query.status)}.`
          : `C-FIND ended with status ${hex(query.status)}.`,
      ];
    case 'not-accepted':
      return [
        vi ? 'Không nhận lớp SOP của C-FIND.' : 'Does not accept the SOP class of the C-FIND.',
      ];
    case 'cancel-ignored':
      return [
        vi
          ? 'Trả cả danh sách khi được hỏi mã người bệnh thử, và không dừng khi được yêu cầu (C-CANCEL).'
          : 'Sends its whole list when asked for the test patient, and does not stop when told to (C-CANCEL).',
      ];
    case 'failed':
      return [`C-FIND: ${tellTrouble(query.trouble, where, language)}`];
  }
}

function stateOfFailure(trouble: Parameters<typeof stateOfTrouble>[0]): SweepState {
  const state = stateOfTrouble(trouble);
  switch (state) {
    case 'refused':
    case 'unreachable':
    case 'timed-out':
    case 'not-configured':
      return state;
    default:
      return 'protocol-error';
  }
}

function hex(status: number): string {
  return status.toString(16).toUpperCase().padStart(4, '0');
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
