/** What a service is for; a rule or a reader weighs a remote desktop differently from a PACS. */
export const serviceKinds = [
  'remote-access',
  'file-sharing',
  'database',
  'imaging',
  'web',
] as const;
export type ServiceKind = (typeof serviceKinds)[number];

/** A TCP port that is looked at, and the service that usually listens there. No more than its number says so. */
export interface WatchedPort {
  readonly port: number;
  readonly service: string;
  readonly kind: ServiceKind;
}

/**
 * The whole list: ports by which servers of a hospital are managed, shared or queried, and those of RIS-PACS themselves.
 * Numbers are those of the IANA Service Name and Transport Protocol Port Number Registry; DICOM also PS3.8 9.1.1, HL7
 * the MLLP registration (2575), 8042 the default of Orthanc's web service.
 */
export const watchedPorts: readonly WatchedPort[] = [
  { port: 21, service: 'FTP', kind: 'file-sharing' },
  { port: 22, service: 'SSH', kind: 'remote-access' },
  { port: 23, service: 'Telnet', kind: 'remote-access' },
  { port: 80, service: 'HTTP', kind: 'web' },
  { port: 104, service: 'DICOM', kind: 'imaging' },
  { port: 443, service: 'HTTPS', kind: 'web' },
  { port: 445, service: 'SMB', kind: 'file-sharing' },
  { port: 1433, service: 'SQL Server', kind: 'database' },
  { port: 1521, service: 'Oracle', kind: 'database' },
  { port: 2575, service: 'HL7 MLLP', kind: 'imaging' },
  { port: 3306, service: 'MySQL', kind: 'database' },
  { port: 3389, service: 'RDP', kind: 'remote-access' },
  { port: 5432, service: 'PostgreSQL', kind: 'database' },
  { port: 5900, service: 'VNC', kind: 'remote-access' },
  { port: 5985, service: 'WinRM', kind: 'remote-access' },
  { port: 8042, service: 'Orthanc', kind: 'imaging' },
  { port: 8080, service: 'HTTP (8080)', kind: 'web' },
  { port: 11112, service: 'DICOM (11112)', kind: 'imaging' },
];
