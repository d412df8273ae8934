import {
  asRecord,
  asRecords,
  type LooseRecord,
  numberOf,
  textOf,
} from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import {
  type ClusterReading,
  type ClusterSaid,
  listMembers,
  type ReadingNote,
} from './cluster-reading.ts';

const states = ['INIT', 'BACKUP', 'MASTER', 'FAULT'] as const;

/** One node's view of one address group. */
interface View {
  readonly file: string;
  readonly group: string;
  readonly name: string;
  readonly state: string;
  /** What tells two views apart: interface, priority, and when the node last changed its state. */
  readonly mark: string;
}

/**
 * Reads what keepalived writes on its JSON signal (2.0 and later, built with JSON; `json_version 2` as well), one file of
 * each node. A node knows itself only, so that one file never proves that another node is there.
 */
export function readKeepalived(
  files: readonly { readonly name: string; readonly text: string }[],
): ClusterReading {
  const views: View[] = [];
  for (const { name, text } of files) {
    const found = readViews(name, text);
    if (!found) return { kind: 'foreign' };
    views.push(...found);
  }
  const groups = [...new Set(views.map((view) => view.group))];
  if (groups.length === 0) return { kind: 'foreign' };
  const notes = new Set<ReadingNote>();
  const clusters = groups.map((group) =>
    describeGroup(
      views.filter((view) => view.group === group),
      notes,
    ),
  );
  return { kind: 'clusters', clusters, notes: [...notes] };
}

function describeGroup(all: readonly View[], notes: Set<ReadingNote>): ClusterSaid {
  const views = all.filter(
    (view, index) => all.findIndex((other) => other.mark === view.mark) === index,
  );
  if (views.length < all.length) notes.add('same-view-twice');
  const masters = views.filter((view) => view.state === 'MASTER').length;
  if (masters > 1) notes.add('split-brain');
  else if (views.length > 1) notes.add('two-views');
  const working = views.filter((view) => view.state === 'MASTER' || view.state === 'BACKUP').length;
  return {
    name: views[0]?.name ?? '?',
    nodes: views.length,
    // Two masters hold the same address: nobody takes over for the other.
    healthyNodes: masters > 1 ? 0 : working,
    ...(views.length > 1 && { automaticFailover: masters === 1 && working > 1 }),
    oneSided: views.length < 2,
    ...listMembers(views.map((view) => `${view.file}: ${view.state}`)),
  };
}

function readViews(file: string, text: string): readonly View[] | undefined {
  const json = parseBoundedJson(text);
  if (!json) return undefined;
  const listed = asRecord(json.value)?.get('vrrp') ?? json.value;
  const views = asRecords(listed).flatMap((instance): View[] => {
    const data = asRecord(instance.get('data'));
    const vrid = numberOf(data, 'vrid');
    const state = states[numberOf(data, 'state') ?? -1];
    if (vrid === undefined || state === undefined) return [];
    const addresses = readAddresses(data);
    return [
      {
        file,
        group: `${vrid} ${addresses}`,
        name: `${textOf(data, 'iname') ?? '?'} (VRID ${vrid}${addresses === '' ? '' : `, ${addresses}`})`,
        state,
        mark: ['ifp_ifname', 'base_priority', 'last_transition']
          .map((name) => textOf(data, name) ?? '')
          .join('|'),
      },
    ];
  });
  return views.length > 0 ? views : undefined;
}

/** `10.99.0.100/24 dev eth0 scope global set`: the address only, the rest differs from node to node. */
function readAddresses(data: LooseRecord | undefined): string {
  const listed = data?.get('vips');
  const all: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return all
    .slice(0, 20)
    .flatMap((one) => (typeof one === 'string' ? (/^[\w.:]{1,45}/.exec(one)?.[0] ?? []) : []))
    .toSorted()
    .join(' ');
}
