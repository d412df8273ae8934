import { z } from 'zod';

/** What a model is made for, by its maker's or an authority's paper. */
export const displayClasses = ['diagnostic', 'clinical', 'graphics'] as const;
export type DisplayClass = (typeof displayClasses)[number];

const isoDate = z.iso.date();
const line = (most: number) => z.string().trim().min(1).max(most);

/** `checklists/display-models.yaml`: which display models are known, each with the paper that says so. */
export const displayModelsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('rispacs-display-models'),
  reviewedOn: isoDate,
  makers: z
    .array(
      z.strictObject({
        maker: line(60),
        /** PNP ids under which the maker's displays name themselves. */
        vendors: z
          .array(z.string().regex(/^[A-Z]{3}$/))
          .min(1)
          .max(20),
        models: z
          .array(
            z.strictObject({
              model: z.string().regex(/^[A-Z0-9][A-Z0-9 +-]{1,39}$/),
              class: z.enum(displayClasses),
              document: line(120),
              link: z.url({ protocol: /^https$/ }),
            }),
          )
          .min(1)
          .max(500),
      }),
    )
    .min(1)
    .max(50),
});
export type DisplayModels = z.infer<typeof displayModelsSchema>;

/** The entry that fits one display. */
export interface KnownModel {
  readonly maker: string;
  readonly model: string;
  readonly class: DisplayClass;
  readonly document: string;
  readonly link: string;
}

/**
 * Looks a display up by vendor and model. A model stands for its variants (`GX540-CL`), never for another number
 * (`GX5400`). `undefined` is unknown: neither fit nor unfit.
 */
export function findModel(
  { makers }: DisplayModels,
  vendor: string,
  model: string | undefined,
): KnownModel | undefined {
  if (model === undefined) return undefined;
  const fitting = makers
    .filter(({ vendors }) => vendors.includes(vendor))
    .flatMap(({ maker, models }) => {
      const seen = fold(dropMaker(model, maker));
      return models
        .filter((one) => isVariantOf(seen, fold(one.model)))
        .map((one): KnownModel => ({ maker, ...one }));
    });
  // The longest name is the closest one.
  return fitting.toSorted((a, b) => b.model.length - a.model.length)[0];
}

/** The maker behind a vendor id, where the table has it. */
export function findMaker({ makers }: DisplayModels, vendor: string): string | undefined {
  return makers.find(({ vendors }) => vendors.includes(vendor))?.maker;
}

/** Some makers write their own name in front, as in `DELL MR2416`. */
function dropMaker(model: string, maker: string): string {
  const [first = '', ...rest] = model.split(' ');
  const isMaker = maker.toUpperCase().split(' ').includes(first.toUpperCase());
  return isMaker && rest.length > 0 ? rest.join(' ') : model;
}

function isVariantOf(seen: string, known: string): boolean {
  return seen.startsWith(known) && !/^\d/.test(seen.slice(known.length));
}

/** Hyphens, blanks and case are written differently in an EDID and on paper. */
function fold(model: string): string {
  return model.toUpperCase().replaceAll(/[^A-Z0-9+]/g, '');
}
