import type { ExpectedObject } from '../../challenge/index.ts';
import { compareMeasurement, type KnownMeasurement } from '../../challenge/index.ts';
import {
  findNonce,
  listPdfPictures,
  type NonceFinding,
  type Originals,
} from '../../challenge-artefacts/index.ts';
import { type ReadDataset, tellUid } from '../../protocols/dicom/index.ts';
import {
  type DocumentReading,
  type GraphicMeasurement,
  listMeasurements,
  measureGraphic,
  type ObjectReference,
  type Quantity,
  type ReportedMeasurement,
  readContent,
  readDocument,
  readKeyObjects,
  readPresentationState,
  walkContent,
} from '../../structured-report/index.ts';
import { artefactKind } from './artefact-kind.ts';
import type { ChallengeArtefactRow } from './facts.ts';
import type { AddedObject } from './studies.ts';

/** What describing needs to know beside the object itself. */
export interface ArtefactContext {
  readonly archive: string;
  readonly inOtherStudy: boolean;
  readonly originals: Originals;
  /** The original behind a SOP Instance UID, also behind one that an edit gave it. */
  readonly findOriginal: (sopInstanceUid: string) => ExpectedObject | undefined;
  readonly signal: AbortSignal;
}

type Base = Pick<
  ChallengeArtefactRow,
  'archive' | 'kind' | 'sopClass' | 'inOtherStudy' | 'ourReferences' | 'otherReferences'
>;

const PIXELS_OF_PDF = 0x00420011;
/** Graphics of one state that get a row: who draws more draws. */
const MAX_ROWS = 100;

/** The rows of one added object; never throws for what a peer sent. */
export async function describeArtefact(
  object: AddedObject,
  context: ArtefactContext,
): Promise<ChallengeArtefactRow[]> {
  const base: Base = {
    archive: context.archive,
    kind: artefactKind(object.sopClassUid),
    sopClass: tellUid(object.sopClassUid).slice(0, 128),
    inOtherStudy: context.inOtherStudy,
    ourReferences: 0,
    otherReferences: 0,
  };
  const { content } = object;
  if (content === undefined) return [{ ...base, problem: 'not-looked-at' }];
  if (content.kind === 'picture') {
    const finding = await findNonce(content.png, context.originals.challenge, context.signal);
    return [{ ...base, ...describeNonce([finding]) }];
  }
  const { transferSyntaxUid } = object;
  const read = readDocument({ transferSyntaxUid, dataset: content.dataset });
  if (!read.ok) return [{ ...base, problem: read.refusal }];
  return describeDocument(base, read.value, context);
}

async function describeDocument(
  base: Base,
  dataset: ReadDataset,
  context: ArtefactContext,
): Promise<ChallengeArtefactRow[]> {
  switch (base.kind) {
    case 'structured-report':
      return unless(base, readContent(dataset), (root) => {
        const all = [...walkContent(root)].flatMap(({ reference }) => reference ?? []);
        const title = root.concept?.meaning;
        const rows = listMeasurements(root).map((one) => describeReported(base, one, context));
        const whole = { ...base, ...countReferences(all, context), ...(title && { title }) };
        return rows.length > 0 ? rows.map((row) => ({ ...row, ...(title && { title }) })) : [whole];
      });
    case 'presentation-state':
      return describeState(base, dataset, context);
    case 'key-objects':
      return unless(base, readKeyObjects(dataset), ({ title, references }) => [
        {
          ...base,
          ...countReferences(references, context),
          ...(title?.meaning && { title: title.meaning }),
        },
      ]);
    case 'encapsulated-pdf': {
      const pdf = dataset.elements.get(PIXELS_OF_PDF)?.raw;
      if (pdf === undefined) return [{ ...base, problem: 'no-content' }];
      const findings: NonceFinding[] = [];
      for (const picture of listPdfPictures(pdf)) {
        findings.push(await findNonce(picture, context.originals.challenge, context.signal));
      }
      return [{ ...base, ...describeNonce(findings) }];
    }
    default:
      return [base];
  }
}

function unless<Value>(
  base: Base,
  reading: DocumentReading<Value>,
  describe: (value: Value) => ChallengeArtefactRow[],
): ChallengeArtefactRow[] {
  return reading.ok ? describe(reading.value) : [{ ...base, problem: reading.refusal }];
}

function describeNonce(
  findings: readonly NonceFinding[],
): Pick<ChallengeArtefactRow, 'nonceShown' | 'functions'> {
  const ours = findings.filter((one) => one.kind === 'ours');
  const functions = [...new Set(ours.flatMap((one) => one.functions))];
  return { nonceShown: ours.length > 0, ...(functions.length > 0 && { functions }) };
}

function countReferences(
  references: readonly ObjectReference[],
  { findOriginal }: ArtefactContext,
): Pick<ChallengeArtefactRow, 'ourReferences' | 'otherReferences' | 'onlyOurReferences'> {
  const uids = [...new Set(references.map((one) => one.sopInstanceUid))];
  const ours = uids.filter((uid) => findOriginal(uid) !== undefined).length;
  return {
    ourReferences: ours,
    otherReferences: uids.length - ours,
    ...(uids.length > 0 && { onlyOurReferences: ours === uids.length }),
  };
}

function describeReported(
  base: Base,
  measured: ReportedMeasurement,
  context: ArtefactContext,
): ChallengeArtefactRow {
  const { quantity, concept, unit, reported, value, problem, findingSite } = measured;
  return {
    ...base,
    quantity,
    ...(concept && { concept: `${concept.scheme}:${concept.value}` }),
    ...(reported !== undefined && { reported }),
    ...(unit && { unit: unit.value }),
    ...(findingSite && { findingSite }),
    ...countReferences(measured.references, context),
    ...compare(quantity, value, measured.references, context),
    ...(problem && { problem }),
  };
}

function describeState(
  base: Base,
  dataset: ReadDataset,
  context: ArtefactContext,
): ChallengeArtefactRow[] {
  return unless(base, readPresentationState(dataset), (state) => {
    const counted = { ...base, ...countReferences(state.references, context) };
    const rows = state.graphics.slice(0, MAX_ROWS).flatMap((graphic): ChallengeArtefactRow[] => {
      const original = graphic.references
        .map((one) => context.findOriginal(one.sopInstanceUid))
        .find((one) => one !== undefined);
      const size = original && context.originals.pixelSize(original);
      const area = state.isTurned ? undefined : state.area;
      const found = size && measureGraphic(graphic, size, area);
      const graphicUnits = graphic.units === 'other' ? {} : { graphicUnits: graphic.units };
      if (found?.kind === 'display-only') {
        return [{ ...counted, ...graphicUnits, displayOnly: true }];
      }
      if (found?.kind !== 'measured') return [];
      return found.measurements.map((one: GraphicMeasurement) => ({
        ...counted,
        ...graphicUnits,
        ...(graphic.units === 'display' && { displayOnly: false }),
        quantity: one.quantity,
        ...compare(one.quantity, one.value, graphic.references, context),
      }));
    });
    return rows.length > 0 ? rows : [counted];
  });
}

/**
 * Beside the known figure, when it was measured on an image that has figures. A density is that of the disc or of the
 * box, whichever is nearer: they differ by more than a hundred.
 */
function compare(
  quantity: Quantity,
  value: number | undefined,
  references: readonly ObjectReference[],
  { originals, findOriginal }: ArtefactContext,
): Partial<ChallengeArtefactRow> {
  if (value === undefined) return {};
  const rounded = { value: Math.round(value * 100) / 100 };
  const isOnFigures = references.some(
    (one) => findOriginal(one.sopInstanceUid)?.series === 'measurement',
  );
  const { measurements } = originals.challenge.key;
  const candidates = isOnFigures ? measurements.filter((one) => isOf(one, quantity)) : [];
  const [known] = candidates.toSorted(
    (a, b) => Math.abs(a.expected - value) - Math.abs(b.expected - value),
  );
  if (known === undefined) return rounded;
  const { expected, error, tolerance, isWithin } = compareMeasurement(known, value);
  return { ...rounded, measurement: known.id, expected, error, tolerance, within: isWithin };
}

function isOf({ id }: KnownMeasurement, quantity: Quantity): boolean {
  return quantity === 'density' ? id.endsWith('-density') : id === quantity;
}
