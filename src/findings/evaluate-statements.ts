import type { AttestedLeaf, DocumentLeaf, FigureLeaf } from '../checklist/schema.ts';
import type { Attestation, DocumentRecord, ProbeEvidence, Refusal } from '../evidence/evidence.ts';
import { compareValue } from './compare.ts';
import { type Evaluation, type Missing, makeEvaluation } from './evaluation.ts';
import { formatNumber } from './fact-labels.ts';
import type { JudgeContext } from './judge-context.ts';
import { formatDay } from './messages.ts';
import { nameClaim, nameProbes, shortenAtWord } from './name-claim.ts';
import { type Seen, sentenceSeen } from './seen.ts';
import {
  describeStated,
  kindName,
  whyAttestationInvalid,
  whyDocumentInvalid,
  whyDocumentUnusable,
} from './statement-validity.ts';

/**
 * A valid attestation for exactly this criterion or part. With `insteadOf` it counts only beside a written refusal
 * of one of those probes, and only where that probe saw nothing: an observation outranks what people say.
 */
export function evaluateAttested(leaf: AttestedLeaf, context: JudgeContext): Evaluation {
  const { words, language } = context;
  const candidates = attestationsFor(leaf.attested, context);
  const valid = candidates.filter((one) => whyAttestationInvalid(one, context) === undefined);
  if (valid.length === 0) {
    const reasons = candidates.flatMap((one) => whyAttestationInvalid(one, context) ?? []);
    const text = [words.attestationMissing(nameClaim(leaf.attested, context)), ...reasons].join(
      '; ',
    );
    return makeEvaluation('unknown', {
      evidence: candidates.map((one) => one.id),
      missing: [{ text, needs: leaf.insteadOf ? 'probe' : 'statement' }],
    });
  }
  const observed = valid.map((one) =>
    sentenceSeen(
      words.attested(one.by.name, one.by.role, formatDay(one.date, language), quote(one.statement)),
    ),
  );
  if (!leaf.insteadOf) {
    return makeEvaluation('true', {
      basis: ['attested'],
      evidence: valid.map((one) => one.id),
      observed,
    });
  }
  const refusals = refusalsFor(leaf.insteadOf, context);
  if (refusals.length === 0) {
    return makeEvaluation('unknown', {
      evidence: valid.map((one) => one.id),
      observed,
      missing: [
        {
          text: words.attestationNeedsRefusal(
            nameClaim(leaf.attested, context),
            nameProbes(leaf.insteadOf, language),
          ),
          needs: 'probe',
        },
      ],
    });
  }
  return makeEvaluation('true', {
    basis: ['attested'],
    evidence: [...valid, ...refusals].map((one) => one.id),
    observed: [
      ...observed,
      ...refusals.map((one) =>
        sentenceSeen(
          words.refusalRecorded(
            one.by.name,
            formatDay(one.date, language),
            nameProbes([one.probe], language),
          ),
        ),
      ),
    ],
  });
}

/**
 * A valid paper of this kind; `namesProduct` ties it to the product the facility runs, `concerns` to one part of the
 * criterion. A paper that says it is about another part is no candidate: it is not wrong, it answers something else.
 */
export function evaluateDocument(leaf: DocumentLeaf, context: JudgeContext): Evaluation {
  const candidates = documentsOf(leaf.document, context).filter(
    ({ concerns }) =>
      leaf.concerns === undefined || concerns === undefined || concerns === leaf.concerns,
  );
  const kind = kindName(leaf.document, context);
  const reasons = new Map(
    candidates.map((one) => [one.id, whyDocumentUnusable(one, leaf, context)]),
  );
  const valid = candidates.filter((one) => reasons.get(one.id) === undefined);
  if (valid.length > 0) {
    return makeEvaluation('true', {
      basis: ['inspected'],
      evidence: valid.map((one) => one.id),
      observed: valid.map((one) => sentenceSeen(describeDocument(one, leaf, context))),
    });
  }
  const texts = candidates.flatMap((one) => reasons.get(one.id) ?? []);
  return makeEvaluation('unknown', {
    evidence: candidates.map((one) => one.id),
    missing: [
      statementMissing(texts.length > 0 ? texts.join('; ') : context.words.documentMissing(kind)),
    ],
  });
}

/** A figure printed in valid papers, against a number or another paper's figure. Papers that disagree leave it open. */
export function evaluateFigure(leaf: FigureLeaf, context: JudgeContext): Evaluation {
  const left = readFigure(leaf.figure, context);
  const right = leaf.than
    ? readFigure(leaf.than, context)
    : {
        values: leaf.value === undefined ? [] : [leaf.value],
        evidence: [],
        observed: [],
        missing: [],
      };
  const evidence = [...left.evidence, ...right.evidence];
  const observed = [...left.observed, ...right.observed];
  const tolerances = leaf.tolerance ? [leaf.tolerance[context.language]] : [];
  if (left.values.length === 0 || right.values.length === 0) {
    return makeEvaluation('unknown', {
      evidence,
      observed,
      tolerances,
      missing: [...left.missing, ...right.missing],
    });
  }
  const results = left.values.flatMap((a) =>
    right.values.map((b) => compareValue(a, leaf.op, b, context.assessedOn)),
  );
  if (results.every((ok) => ok))
    return makeEvaluation('true', { basis: ['inspected'], evidence, observed, tolerances });
  if (results.every((ok) => !ok))
    return makeEvaluation('false', { basis: ['inspected'], evidence, observed, tolerances });
  return makeEvaluation('unknown', {
    evidence,
    observed,
    tolerances,
    missing: [statementMissing(context.words.mixed(leaf.figure))],
  });
}

function attestationsFor(id: string, context: JudgeContext): Attestation[] {
  return context.evidence.filter(
    (one): one is Attestation => one.kind === 'attestation' && one.for.includes(id),
  );
}

function documentsOf(kind: string, context: JudgeContext): DocumentRecord[] {
  return context.evidence.filter(
    (one): one is DocumentRecord => one.kind === 'document' && one.documentKind === kind,
  );
}

/**
 * Letters that explain why a probe saw nothing. One about a thing that the facility file does not name explains
 * nothing: that thing would never have been looked at.
 */
function refusalsFor(probes: readonly string[], context: JudgeContext): Refusal[] {
  return context.evidence.filter(
    (one): one is Refusal =>
      one.kind === 'refusal' &&
      probes.includes(one.probe) &&
      one.attachments.length > 0 &&
      one.date <= context.assessedOn &&
      (one.subjectId === undefined || isNamed(one.probe, one.subjectId, context)) &&
      !context.evidence.some(
        (seen) =>
          seen.kind === 'probe' &&
          seen.state === 'observed' &&
          seen.probe === one.probe &&
          (one.subjectId === undefined || isAbout(seen, one.subjectId)),
      ),
  );
}

/** Steps that have a name of their own beside the endpoint they go to, by probe. */
const stepSuffixes: Readonly<Record<string, string>> = {
  hl7: '-test-order',
  workflow: '-workflow',
};

/** Whether a record is about the thing that a letter names by its id in the facility file. */
function isAbout(seen: ProbeEvidence, subjectId: string): boolean {
  if (seen.subjectId === subjectId) return true;
  const suffix = stepSuffixes[seen.probe];
  return suffix !== undefined && seen.subjectId === `${subjectId}${suffix}`;
}

/** Whether the facility file names this thing among those that the probe looks at; anywhere, for a probe without a list. */
function isNamed(probe: string, subjectId: string, { facility }: JudgeContext): boolean {
  const { dicom, dicomweb, hl7, lan, internet, web } = facility;
  const lists: Readonly<Record<string, readonly { readonly id: string }[]>> = {
    host: facility.computers,
    dicom: dicom.nodes,
    'dicom-exchange': dicom.nodes,
    'dicom-compression': dicom.nodes,
    'dicom-growth': dicom.nodes,
    dicomweb: dicomweb.endpoints,
    media: facility.media,
    hl7: hl7.endpoints,
    workflow: hl7.endpoints,
    lan: lan.paths,
    internet: internet.tests,
    web: web.endpoints,
    switch: facility.switches,
    power: facility.power,
    balancer: facility.balancers,
    database: facility.databases,
    redundancy: facility.redundancy,
    backup: facility.backups,
  };
  return (lists[probe] ?? Object.values(lists).flat()).some((one) => one.id === subjectId);
}

function readFigure(name: string, context: JudgeContext) {
  const dot = name.indexOf('.');
  const kindId = name.slice(0, dot);
  const figure = name.slice(dot + 1);
  const kind = kindName(kindId, context);
  const candidates = documentsOf(kindId, context);
  const values: number[] = [];
  const evidence: string[] = [];
  const observed: Seen[] = [];
  const reasons: string[] = [];
  for (const one of candidates) {
    const value = one.figures[figure];
    const reason =
      whyDocumentInvalid(one, context) ??
      (value === undefined ? context.words.figureMissing(kind, figure) : undefined);
    if (reason !== undefined || value === undefined) {
      if (reason) reasons.push(reason);
      continue;
    }
    values.push(value);
    evidence.push(one.id);
    const { name, unit } = findFigure(kindId, figure, context);
    const said = `${formatNumber(value, context.language)}${unit === undefined ? '' : ` ${unit}`}`;
    observed.push(sentenceSeen(context.words.figureSeen(kind, name, said)));
  }
  const missing =
    values.length > 0
      ? []
      : [
          statementMissing(
            reasons.length > 0 ? reasons.join('; ') : context.words.documentMissing(kind),
          ),
        ];
  return { values, evidence, observed, missing };
}

function describeDocument(
  document: DocumentRecord,
  leaf: DocumentLeaf,
  context: JudgeContext,
): string {
  return context.words.documentSeen(
    kindName(document.documentKind, context),
    document.number ? ` (${document.number})` : '',
    document.issuer,
    formatDay(document.issued, context.language),
    describeStated(document, leaf, context),
  );
}

function findFigure(
  kind: string,
  figure: string,
  context: JudgeContext,
): { readonly name: string; readonly unit: string | undefined } {
  const known = context.checklist.documentKinds
    .find((one) => one.id === kind)
    ?.figures?.find((one) => one.id === figure);
  return { name: known?.[context.language] ?? figure, unit: known?.unit };
}

/** A person's words beside their name: quoted, so that they never read as something the tool saw. */
function quote(statement: string): string {
  return shortenAtWord(statement, 160).replace(/[.;]$/u, '');
}

function statementMissing(text: string): Missing {
  return { text, needs: 'statement' };
}
