import type { EvidenceRecord, FactRow } from '../../../src/evidence/evidence.ts';

/** Some columns of a row that a fault puts into the evidence, and that a sound hospital never has there. */
export interface FaultTrace {
  readonly group: string;
  readonly row: FactRow;
}

/** What is seen of faults that change no criterion, or a criterion that many things could change. */
export const faultTraces: Readonly<Record<string, FaultTrace>> = {
  'bad-cable': { group: 'lan.port', row: { host: 'switch-ris-pacs', role: 'pacs', linkMbps: 100 } },
  'port-in-another-vlan': { group: 'lan.vlan', row: { declaredOutside: 1 } },
  'port-in-another-vlan-with-diagram': { group: 'lan.vlan', row: { declaredOutside: 1 } },
  'one-sided-cluster': { group: 'redundancy.cluster', row: { cluster: 'cum-web', oneSided: true } },
  'cluster-with-one-healthy-node': {
    group: 'redundancy.cluster',
    row: { cluster: 'cum-pacs', nodes: 2, healthyNodes: 1 },
  },
  'stale-cluster-record': {
    group: 'redundancy.cluster',
    row: { cluster: 'cum-pacs', ageDays: 40 },
  },
  'backup-too-old': { group: 'backup.job', row: { job: 'sao-luu-csdl', ageHours: 96 } },
  'backup-failed': { group: 'backup.job', row: { job: 'sao-luu-csdl', lastResult: 'failed' } },
  'ended-os': { group: 'host.software', row: { host: 'pacs-02', supportState: 'ended' } },
  'os-extension-not-bought': {
    group: 'host.software',
    row: { host: 'pacs-02', supportState: 'extended-only' },
  },
  'unmended-open-source-os': {
    group: 'host.software',
    row: { host: 'pacs-02', supportState: 'open-source-ended' },
  },
  'ended-dbms': { group: 'host.software', row: { kind: 'dbms', supportState: 'ended' } },
  'unmended-open-source-dbms': {
    group: 'database.server',
    row: { database: 'csdl-pacs', supportState: 'open-source-ended' },
  },
  'ups-on-battery': { group: 'power.ups', row: { onBattery: true } },
  'standby-only-balancer': { group: 'balancer.backend', row: { activeUp: 1, backupUp: 1 } },
  'image-lost': { group: 'dicom.retrieve', row: { method: 'get', expected: 17, received: 15 } },
  'diacritics-stripped': { group: 'dicom.text', row: { route: 'find', verdict: 'stripped' } },
  'wrong-character-set': {
    group: 'dicom.text',
    row: {
      route: 'retrieve',
      verdict: 'undeclared-but-utf8',
      declaredCharacterSet: 'ISO_IR 100',
    },
  },
  'pixels-changed': { group: 'dicom.change', row: { kind: 'pixels' } },
  'assessor-unknown-as-destination': {
    group: 'dicom.retrieve',
    row: { method: 'move', status: 0xa801, received: 0 },
  },
  'forwarding-not-configured': {
    group: 'dicom.retrieve',
    row: { method: 'forward', status: 0xa801 },
  },
  'commitment-never-answered': { group: 'dicom.commitment', row: { outcome: 'no-answer' } },
  'commitment-fails': { group: 'dicom.commitment', row: { committed: 0, failed: 17 } },
  'mpps-not-supported': { group: 'dicom.mpps', row: { supported: false } },
  'mpps-never-final': {
    group: 'dicom.mpps',
    row: { discontinued: true, refusedAfterFinal: false },
  },
  'rare-claimed-class-refused': {
    group: 'dicom.claim',
    row: { sopClass: '1.2.840.10008.5.1.4.1.1.1.2', claimed: true, agrees: false },
  },
  'plain-port-beside-tls': { group: 'dicom.plain', row: { answered: true } },
  'lossless-is-not': {
    group: 'dicom.compression',
    row: { family: 'jpeg-lossless', encoded: true, pixelsEqual: false, lossyFlag: '00' },
  },
  'lossy-not-marked': {
    group: 'dicom.compression',
    row: { family: 'jpeg-lossy', encoded: true, pixelsEqual: false, lossyFlag: '00' },
  },
  'compresses-nothing': {
    group: 'dicom.compression',
    row: { direction: 'compress', family: 'jpeg2000-lossless', objectsReceived: 0 },
  },
  'stow-keeps-nothing': {
    group: 'dicomweb.service',
    row: { service: 'qido', level: 'instances', expected: 6, received: 0 },
  },
  'rendered-is-a-page': {
    group: 'dicomweb.service',
    row: { service: 'wado-rendered', ok: false },
  },
  'dicomweb-without-login': { group: 'dicomweb.endpoint', row: { anonymousServed: true } },
  'dicomweb-delete-refused': { group: 'dicomweb.removal', row: { removed: false } },
  'disc-incomplete': { group: 'media.volume', row: { missingFiles: 1 } },
  'disc-without-directory': { group: 'media.volume', row: { dicomdirFound: false } },
  'disc-without-viewer': { group: 'media.volume', row: { viewerFound: false } },
};

/** Whether evidence holds the trace of a fault. */
export function hasTrace(records: readonly EvidenceRecord[], { group, row }: FaultTrace): boolean {
  const rows = records.flatMap((record) =>
    record.kind === 'probe' && record.state === 'observed' ? (record.facts[group] ?? []) : [],
  );
  return rows.some((one) => Object.entries(row).every(([column, value]) => one[column] === value));
}
