import { UserError } from '../errors/user-error.ts';
import type { DicomNode, Facility, WebEndpoint } from '../facility/schema.ts';
import type { Language } from '../locale/language.ts';
import { serviceKey } from './answer.ts';
import type { WatchedService } from './sample.ts';

/** What is watched: entries of the facility file. */
export interface ChosenEntries {
  readonly nodes: readonly DicomNode[];
  readonly webs: readonly WebEndpoint[];
}

/** More at once would measure this computer. */
const mostEntries = 6;

/**
 * Picks the entries to watch: those named, or, when none is named, every PACS and archive and every web endpoint inside.
 * @throws UserError for an unknown id, or when there is nothing or too much to watch.
 */
export function chooseEntries(
  facility: Facility,
  named: { readonly nodes: readonly string[]; readonly webs: readonly string[] },
  language: Language,
): ChosenEntries {
  const vi = language === 'vi';
  const { nodes } = facility.dicom;
  const webs = facility.web.endpoints;
  checkKnown(named.nodes, nodes, '--node', language);
  checkKnown(named.webs, webs, '--web', language);
  const isNamed = named.nodes.length + named.webs.length > 0;
  const chosen: ChosenEntries = {
    nodes: nodes.filter(({ id, role }) =>
      isNamed ? named.nodes.includes(id) : role === 'pacs' || role === 'archive',
    ),
    webs: webs.filter(({ id, vantage }) =>
      isNamed ? named.webs.includes(id) : vantage === 'inside',
    ),
  };
  const count = chosen.nodes.length + chosen.webs.length;
  if (count === 0) {
    throw new UserError(
      vi
        ? 'Tệp cơ sở không khai nút PACS hay trang web nào để theo dõi; khai dicom.nodes hoặc web.endpoints.'
        : 'The facility file names no PACS node and no web page to watch; add dicom.nodes or web.endpoints.',
    );
  }
  if (count > mostEntries) {
    throw new UserError(
      vi
        ? `Theo dõi cùng lúc nhiều nhất ${mostEntries} mục, ở đây có ${count}; chọn bằng --node và --web.`
        : `At most ${mostEntries} entries are watched at once, here are ${count}; choose with --node and --web.`,
      { details: [`--node ${ids(nodes)}`, `--web ${ids(webs)}`] },
    );
  }
  return chosen;
}

function checkKnown(
  wanted: readonly string[],
  there: readonly { readonly id: string }[],
  flag: string,
  language: Language,
): void {
  const unknown = wanted.find((id) => !there.some((one) => one.id === id));
  if (unknown === undefined) return;
  throw new UserError(
    language === 'vi'
      ? `${flag}: tệp cơ sở không có mã "${unknown}".`
      : `${flag}: the facility file has no id "${unknown}".`,
    {
      details:
        there.length > 0
          ? [language === 'vi' ? `Có: ${ids(there)}` : `There are: ${ids(there)}`]
          : [],
    },
  );
}

function ids(list: readonly { readonly id: string }[]): string {
  return list.length === 0 ? '-' : list.map(({ id }) => id).join(', ');
}

/** A service with what is needed to ask it. */
export type AddressedService =
  | { readonly kind: 'c-echo'; readonly service: WatchedService; readonly node: DicomNode }
  | { readonly kind: 'http'; readonly service: WatchedService; readonly url: string }
  | {
      readonly kind: 'tcp';
      readonly service: WatchedService;
      readonly host: string;
      readonly port: number;
    };

/** What is asked of the entries: C-ECHO or HTTP of each, and bare TCP of each address once. */
export function listServices({ nodes, webs }: ChosenEntries): AddressedService[] {
  const named = (kind: WatchedService['kind'], subjectId: string, address: string) => ({
    key: serviceKey(kind, subjectId),
    kind,
    subjectId,
    address,
  });
  const places = [
    ...nodes.map(({ id, host, port }) => ({ id, host, port })),
    ...webs.map(({ id, url }) => ({ id, ...placeOf(url) })),
  ];
  const seen = new Set<string>();
  return [
    ...nodes.map((node) => ({
      kind: 'c-echo' as const,
      node,
      service: named('c-echo', node.id, addressOf(node)),
    })),
    ...webs.map(({ id, url }) => ({
      kind: 'http' as const,
      url,
      service: named('http', id, url),
    })),
    ...places.flatMap(({ id, host, port }) => {
      const place = `${hostInUrl(host.toLowerCase())}:${port}`;
      if (seen.has(place)) return [];
      seen.add(place);
      return [{ kind: 'tcp' as const, host, port, service: named('tcp', id, `tcp://${place}`) }];
    }),
  ];
}

/** `dicom://10.0.0.5:104/PACS`. */
export function addressOf({ host, port, calledAe, tls }: DicomNode): string {
  return `${tls ? 'dicom-tls' : 'dicom'}://${hostInUrl(host)}:${port}/${calledAe}`;
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url);
  // Brackets belong to the URL, not to an IPv6 address.
  const host = hostname.replace(/^\[|\]$/g, '');
  return { host, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}
