import {
  type Association,
  type AssociationResult,
  type OpenAssociationOptions,
  openAssociation,
} from '../../protocols/dicom/index.ts';
import type { DicomAccessRow } from './facts.ts';
import type { HarmlessQuery } from './queries.ts';

const strangerAe = 'RISPACS-STRANGER';
const wrongCalledAe = 'RISPACS-NO-SUCH';

/** How the node is called, and a query that it answered to the title it knows. */
export interface AccessRound {
  /** With Verification, and the class of the query if there is one. */
  readonly connection: OpenAssociationOptions;
  readonly common: Pick<DicomAccessRow, 'node' | 'role'>;
  readonly answeredQuery?: HarmlessQuery;
  readonly queryMs: number;
  readonly mayBegin: () => boolean;
}

/**
 * Calls under a title the node cannot know, and calls a title it cannot have. Anything but a clear answer is left out:
 * a node that is busy, or silent, has said nothing about whom it lets in. A stranger that is let in asks for our test
 * patient, as the known title did: some nodes accept the association and refuse the work.
 */
export async function checkAccess(round: AccessRound): Promise<DicomAccessRow[]> {
  const { connection, common, mayBegin } = round;
  const rows: DicomAccessRow[] = [];
  const add = (check: DicomAccessRow['check'], rejected: boolean | undefined): void => {
    if (rejected !== undefined) rows.push({ ...common, check, rejected });
  };
  if (mayBegin()) {
    const result = await openAssociation({ ...connection, callingAeTitle: strangerAe });
    add('unknown-calling-ae', readRejection(result));
    if (result.kind === 'accepted') {
      add('unknown-calling-ae-query', await isQueryRefused(result.association, round));
      if (result.association.ending === undefined) await result.association.release();
    }
  }
  if (mayBegin()) {
    const result = await openAssociation({ ...connection, calledAeTitle: wrongCalledAe });
    add('wrong-called-ae', readRejection(result));
    if (result.kind === 'accepted') await result.association.release();
  }
  return rows;
}

/** The same query was answered to the known title, so a refusal is about the caller. */
async function isQueryRefused(
  association: Association,
  { answeredQuery, queryMs }: AccessRound,
): Promise<boolean | undefined> {
  if (answeredQuery === undefined) return undefined;
  const found = await association.find({
    sopClassUid: answeredQuery.sopClassUid,
    identifier: answeredQuery.identifier,
    maxAnswers: 1,
    maxMs: queryMs,
  });
  switch (found.kind) {
    case 'status':
      return found.answers > 0 ? false : found.status.category === 'failure';
    case 'no-accepted-context':
    case 'aborted':
      return true;
    default:
      return undefined;
  }
}

function readRejection(result: AssociationResult): boolean | undefined {
  switch (result.kind) {
    case 'accepted':
      // An association in which nothing may be done is neither a welcome nor a refusal.
      return result.association.contexts.some(({ outcome }) => outcome.state === 'accepted')
        ? false
        : undefined;
    case 'rejected':
      return result.reasonKey === 'temporary-congestion' ||
        result.reasonKey === 'local-limit-exceeded' ||
        result.reasonKey === 'protocol-version-not-supported' ||
        result.reasonKey === 'application-context-not-supported'
        ? undefined
        : true;
    case 'aborted':
      return true;
    default:
      return undefined;
  }
}
