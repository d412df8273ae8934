import type { DicomRole } from '../../facility/roles.ts';
import {
  describeSopClass,
  type NegotiatedContext,
  type OpenAssociationOptions,
  TRANSFER_SYNTAXES,
  tellUid,
} from '../../protocols/dicom/index.ts';
import type { DicomTrouble } from '../shared/dicom-trouble.ts';
import { type AskedContexts, type AskLimits, askContexts } from './ask-contexts.ts';
import { askGetRoles } from './ask-get-roles.ts';
import type { DicomContextRow } from './facts.ts';
import type { DicomWords } from './messages.ts';
import type { Claim } from './parse-claims.ts';
import { pairKey, planClasses, proposeClasses, proposeSyntaxes } from './plan-contexts.ts';

/** Associations for syntaxes after the classes are known; a node's own work comes before ours. */
const syntaxAssociations: Readonly<Record<DicomRole, number>> = {
  pacs: 4,
  archive: 4,
  workstation: 2,
  worklist: 1,
  modality: 0,
  destination: 0,
};

/** How long requests are: as long as PS3.8 allows, or short for a node that does not take those. */
const requestForms = [
  { contextsPerAssociation: 128, classAssociations: 2, mostSyntaxAssociations: 4 },
  { contextsPerAssociation: 32, classAssociations: 3, mostSyntaxAssociations: 2 },
] as const;

/** A node and what is to be asked of it. */
export interface ContextRound {
  readonly connection: Omit<OpenAssociationOptions, 'contexts'>;
  readonly common: Pick<DicomContextRow, 'node' | 'role'>;
  readonly claims: readonly Claim[];
  readonly mayBegin: () => boolean;
  readonly words: DicomWords;
  readonly tell: (trouble: DicomTrouble) => string;
}

/**
 * Which classes the node accepts, then which syntaxes for each: never an object, at most six associations one after the
 * other, and one more for the roles of C-GET.
 */
export async function probeContexts(
  round: ContextRound,
): Promise<{ readonly rows: DicomContextRow[]; readonly notes: string[] }> {
  const { connection, common, claims, mayBegin } = round;
  const classes = planClasses(common.role, claims);
  const [long, short] = requestForms;
  let form: (typeof requestForms)[number] = long;
  let first = await askClasses(long);
  const { trouble } = first;
  if (first.answered.length === 0 && trouble && mayShorten(trouble)) {
    form = short;
    first = await askClasses(short);
  }
  const associations = Math.min(form.mostSyntaxAssociations, syntaxAssociations[common.role]);
  const most = associations * form.contextsPerAssociation;
  const second = first.trouble
    ? undefined
    : await askContexts(connection, proposeSyntaxes(first.answered, claims, most), {
        ...limits(form),
        associations,
      });
  const byGet =
    first.trouble === undefined && second?.trouble === undefined && mayBegin()
      ? await askGetRoles(connection, first.answered)
      : new Map<string, boolean>();
  const answered = [...first.answered, ...(second?.answered ?? [])];
  return {
    rows: describeRows(answered, byGet, common),
    notes: describeNotes(round, first, second),
  };

  function askClasses(one: (typeof requestForms)[number]): Promise<AskedContexts> {
    return askContexts(connection, proposeClasses(classes), {
      ...limits(one),
      associations: one.classAssociations,
    });
  }

  function limits(one: (typeof requestForms)[number]): Omit<AskLimits, 'associations'> {
    return { contextsPerAssociation: one.contextsPerAssociation, mayBegin };
  }
}

/** A node that was silent is not asked again in shorter words. */
function mayShorten(trouble: DicomTrouble): boolean {
  return trouble.kind !== 'timeout' && trouble.kind !== 'cancelled';
}

const syntaxOrder = new Map(TRANSFER_SYNTAXES.map(({ uid }, index) => [uid, index]));

function describeRows(
  answered: readonly NegotiatedContext[],
  byGet: ReadonlyMap<string, boolean>,
  common: ContextRound['common'],
): DicomContextRow[] {
  const rows = new Map<string, DicomContextRow>();
  const classes = new Map<string, number>();
  for (const { abstractSyntax, transferSyntaxes, outcome } of answered) {
    if (!classes.has(abstractSyntax)) classes.set(abstractSyntax, classes.size);
    if (outcome.state === 'not-answered' || outcome.state === 'invalid') continue;
    const syntaxes =
      outcome.state === 'accepted' ? [outcome.transferSyntax] : [...transferSyntaxes];
    for (const transferSyntax of syntaxes) {
      const service = describeSopClass(abstractSyntax)?.service;
      rows.set(pairKey(abstractSyntax, transferSyntax), {
        ...common,
        sopClass: abstractSyntax,
        sopClassName: tellUid(abstractSyntax),
        ...(service !== undefined && { service }),
        transferSyntax,
        transferSyntaxName: tellUid(transferSyntax),
        accepted: outcome.state === 'accepted',
        ...(outcome.state === 'refused' && { refusal: outcome.reason }),
        ...sendsByGet(abstractSyntax, outcome.state, byGet),
      });
    }
  }
  const rank = (row: DicomContextRow): number =>
    (classes.get(row.sopClass) ?? 0) * 1_000 + (syntaxOrder.get(row.transferSyntax) ?? 999);
  return [...rows.values()].sort((a, b) => rank(a) - rank(b));
}

function sendsByGet(
  sopClassUid: string,
  state: 'accepted' | 'refused',
  byGet: ReadonlyMap<string, boolean>,
): { readonly sendsByGet?: boolean } {
  const agreed = state === 'accepted' ? byGet.get(sopClassUid) : undefined;
  return agreed === undefined ? {} : { sendsByGet: agreed };
}

function describeNotes(
  { words, tell }: ContextRound,
  first: AskedContexts,
  second: AskedContexts | undefined,
): string[] {
  const parts = [first, ...(second ? [second] : [])];
  const trouble = parts.find((part) => part.trouble)?.trouble;
  const deviations = new Map(
    parts.flatMap((part) => part.deviations.map((one) => [one.kind, one] as const)),
  );
  return [
    ...(trouble ? [words.contextsUnknown(tell(trouble))] : []),
    ...(first.unasked > 0 && !first.trouble ? [words.classesUnasked(first.unasked)] : []),
    ...[...deviations.values()].map((one) => words.deviation(one)),
  ];
}
