/** How the clusters of the simulated hospital stand, as their own tools tell it. */
export interface ClusterBehaviour {
  /** `none`: the facility file names no cluster. */
  readonly state: 'told' | 'none';
  /** Pacemaker of the two PACS servers. */
  readonly pacs: 'both-online' | 'one-offline';
  /** How many days ago its state was written. */
  readonly pacsToldDaysAgo: number;
  /** Keepalived before the web nodes: the file of each node, or of the first only. */
  readonly web: 'both-nodes' | 'one-node';
}

/** Clusters in order. */
export const SOUND_CLUSTERS: ClusterBehaviour = {
  state: 'told',
  pacs: 'both-online',
  pacsToldDaysAgo: 0.1,
  web: 'both-nodes',
};

/** Folder of what a person would have collected on the servers. */
export const COLLECTED_FOLDER = 'thu-thap';

const dayMs = 86_400_000;
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A collected file: its name below {@link COLLECTED_FOLDER}, and its content. */
export interface CollectedText {
  readonly name: string;
  readonly text: string;
}

/** `crm_mon --output-as=xml -1` of the PACS servers, keepalived's JSON of the web nodes, Patroni's answer. */
export function makeClusterFiles(behaviour: ClusterBehaviour, now: Date): readonly CollectedText[] {
  if (behaviour.state === 'none') return [];
  return [
    { name: 'cum-pacs.xml', text: writePacemaker(behaviour, now) },
    ...listKeepalivedFiles(behaviour).map((name, index) => ({
      name,
      text: writeKeepalived(index === 0 ? 'MASTER' : 'BACKUP', now),
    })),
    { name: 'cum-csdl.json', text: writePatroni() },
  ];
}

/** Names of keepalived's files, one of each node that was asked. */
export function listKeepalivedFiles({ web }: ClusterBehaviour): readonly string[] {
  return web === 'both-nodes'
    ? ['keepalived-web-1.json', 'keepalived-web-2.json']
    : ['keepalived-web-1.json'];
}

function writePacemaker({ pacs, pacsToldDaysAgo }: ClusterBehaviour, now: Date): string {
  const told = new Date(now.getTime() - pacsToldDaysAgo * dayMs);
  const nodes = [1, 2].map((number) => {
    const online = number === 1 || pacs === 'both-online';
    return `    <node name="pacs-0${number}" id="${number}" online="${online}" standby="false" standby_onfail="false" maintenance="false" pending="false" unclean="false" shutdown="false" expected_up="true" is_dc="${number === 1}" resources_running="${number === 1 ? 1 : 0}" type="member"/>`;
  });
  return `<?xml version="1.0"?>
<!-- RISPACS_SIM: mô phỏng -->
<pacemaker-result api-version="2.25" request="crm_mon --output-as=xml -1">
  <summary>
    <stack type="corosync"/>
    <current_dc present="true" version="2.1.5" name="pacs-01" id="1" with_quorum="true"/>
    <last_update time="${writeSpoken(told)}"/>
    <nodes_configured number="2"/>
    <resources_configured number="1" disabled="0" blocked="0"/>
    <cluster_options stonith-enabled="true" symmetric-cluster="true" no-quorum-policy="stop" maintenance-mode="false"/>
  </summary>
  <nodes>
${nodes.join('\n')}
  </nodes>
  <resources>
    <resource id="dia-chi-pacs" resource_agent="ocf:heartbeat:IPaddr2" role="Started" active="true" orphaned="false" blocked="false" managed="true" failed="false" failure_ignored="false" nodes_running_on="1"/>
  </resources>
  <status code="0" message="OK"/>
</pacemaker-result>
`;
}

/** C's `asctime`, as crm_mon writes it: local time of the server. */
function writeSpoken(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  const day = String(at.getDate()).padStart(2);
  return `${days[at.getDay()]} ${months[at.getMonth()]} ${day} ${clock} ${at.getFullYear()}`;
}

function writeKeepalived(state: 'MASTER' | 'BACKUP', now: Date): string {
  const isMaster = state === 'MASTER';
  const data = {
    iname: 'RISPACS_SIM web',
    ifp_ifname: isMaster ? 'eth0' : 'eth1',
    last_transition: now.getTime() / 1000 - (isMaster ? 90_000 : 80_000),
    vrid: 51,
    base_priority: isMaster ? 150 : 100,
    effective_priority: isMaster ? 150 : 100,
    vipset: isMaster,
    // INIT 0, BACKUP 1, MASTER 2, FAULT 3.
    state: isMaster ? 2 : 1,
    vips: ['192.0.2.10/24 dev eth0 scope global'],
    auth_type: 0,
  };
  return `${JSON.stringify([{ data, stats: { advert_rcvd: 0, advert_sent: 3 } }])}\n`;
}

function writePatroni(): string {
  const members = [
    {
      name: 'csdl-01',
      role: 'leader',
      state: 'running',
      host: '192.0.2.21',
      port: 5432,
      timeline: 3,
    },
    {
      name: 'csdl-02',
      role: 'sync_standby',
      state: 'streaming',
      host: '192.0.2.22',
      port: 5432,
      timeline: 3,
      lag: 0,
    },
  ];
  return `${JSON.stringify({ members, scope: 'RISPACS_SIM' }, null, 2)}\n`;
}
