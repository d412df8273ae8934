import type { SideFacility } from './side-schema.ts';

/** A part of the facility file that decides what is measured, when it differs. */
export interface FacilityChange {
  /** `facility`, `product`, `computers`, `dicom`, `hl7`, `lan`, `internet`, `web`. */
  readonly part: string;
  /** Id of the entry; empty for a part that has one entry only. */
  readonly id: string;
  /** In words; absent on the side that has no such entry. */
  readonly from?: string;
  readonly to?: string;
}

/** Compares what the hospital declared: names, product, computers, nodes and addresses. */
export function compareFacility(a: SideFacility, b: SideFacility): FacilityChange[] {
  const before = entriesOf(a);
  const after = entriesOf(b);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [from, to] = [before.get(key), after.get(key)];
    if (from === to) return [];
    const at = key.indexOf('/');
    return [
      {
        part: key.slice(0, at),
        id: key.slice(at + 1),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      },
    ];
  });
}

function entriesOf(facility: SideFacility): Map<string, string> {
  const { product } = facility;
  const { name, code } = facility.facility;
  const at = (one: { readonly host?: string | undefined; readonly port?: number | undefined }) =>
    `${one.host ?? '?'}:${one.port ?? '?'}`;
  return new Map([
    ['facility/', code === undefined ? name : `${name} (${code})`],
    ...(product
      ? [['product/', `${product.name} ${product.version}, ${product.vendor}`] as const]
      : []),
    ...facility.computers.map((one) => [`computers/${one.id}`, one.role] as const),
    ...facility.dicom.nodes.map(
      (one) => [`dicom/${one.id}`, `${one.role} ${one.calledAe} ${at(one)}`] as const,
    ),
    ...facility.hl7.endpoints.map(
      (one) => [`hl7/${one.id}`, `${one.role} ${one.transport ?? ''} ${at(one)}`] as const,
    ),
    ...facility.lan.paths.map((one) => [`lan/${one.id}`, one.server] as const),
    ...facility.internet.tests.map((one) => [`internet/${one.id}`, one.url] as const),
    ...facility.web.endpoints.map((one) => [`web/${one.id}`, `${one.purpose} ${one.url}`] as const),
  ]);
}
