import type { LevelName } from '../facility/schema.ts';
import { SOUND_BACKUPS } from './backups/backup-files.ts';
import { simulatedComputers } from './computers/simulated-computers.ts';
import { SOUND_DATABASE } from './databases/answer-frontend.ts';
import { AE_TITLES, INTERNET_LINE, NETWORK_PATH } from './identity.ts';
import { SOUND_SWITCH } from './network/switch-tables.ts';
import { SOUND_PACS } from './pacs/behaviour.ts';
import { simulatedAttestations } from './papers/attestations.ts';
import { simulatedDocuments } from './papers/documents.ts';
import type { AbsencePlan, RefusalPlan } from './papers/statement-plans.ts';
import { SOUND_CLUSTERS } from './redundancy/cluster-files.ts';
import { SOUND_RIS, SOUND_WORKLIST } from './ris/behaviour.ts';
import type { Scenario } from './scenario.ts';
import { SOUND_IMAGE_SERVICE } from './web/image-service.ts';

/** Profiles of the simulated hospital; `broken` is the advanced one with faults. */
export const simulatorProfiles = ['basic', 'advanced', 'specialized', 'broken'] as const;
export type SimulatorProfile = (typeof simulatorProfiles)[number];

const order: readonly LevelName[] = ['basic', 'advanced', 'specialized'];

/** JPEG Baseline, Extended, Lossless (two), JPEG 2000 (two): PS3.5 annex A.4. */
const jpegSyntaxes = [
  '1.2.840.10008.1.2.4.50',
  '1.2.840.10008.1.2.4.51',
  '1.2.840.10008.1.2.4.57',
  '1.2.840.10008.1.2.4.70',
] as const;
const jpeg2000Syntaxes = ['1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.91'] as const;

/** What a hospital of a level declares not to have, so that the next level is out of its reach for certain. */
const absencesByLevel: Readonly<Record<LevelName, readonly AbsencePlan[]>> = {
  basic: [
    { for: ['ht-09'], statement: 'Bệnh viện chưa có thiết bị cân bằng tải', by: 'it' },
    { for: ['tr-03'], statement: 'Trạm đọc chưa có màn hình danh sách riêng', by: 'imaging' },
    { for: ['pacs-22.jpeg2000'], statement: 'PACS chưa nén được JPEG2000', by: 'it' },
    { for: ['pacs-23'], statement: 'Chưa dựng 3D được trên trình duyệt', by: 'imaging' },
  ],
  advanced: [
    { for: ['cs-01'], statement: 'Chưa triển khai gói xử lý hình ảnh chuyên sâu', by: 'imaging' },
    { for: ['cs-02'], statement: 'Sản phẩm chưa có chứng chỉ quốc tế', by: 'it' },
  ],
  specialized: [],
};

/**
 * A simulated hospital has no network and no Internet line: a server on the same computer says nothing about one, and
 * the probes report it so. Line and path are entries of their own in the facility file, whose servers cannot be
 * reached; they rest on papers and on attestation beside these letters.
 */
const refusals: readonly RefusalPlan[] = [
  {
    probe: 'internet',
    subjectId: INTERNET_LINE,
    statement: 'Bệnh viện mô phỏng không có đường truyền Internet thật để đo',
    by: 'it',
    file: { form: 'text', state: 'attached' },
  },
  {
    probe: 'lan',
    subjectId: NETWORK_PATH,
    statement: 'Bệnh viện mô phỏng không có mạng nội bộ thật để đo',
    by: 'it',
    file: { form: 'text', state: 'attached' },
  },
];

/** The scenario of a level: systems in order, and the papers of that level and those below. */
export function scenarioOfLevel(level: LevelName): Scenario {
  const hasLevel = (wanted: LevelName): boolean => order.indexOf(wanted) <= order.indexOf(level);
  return {
    appliesFor: level,
    pacs: {
      state: 'running',
      aeTitle: AE_TITLES.pacs,
      compressedSyntaxes: [...jpegSyntaxes, ...(hasLevel('advanced') ? jpeg2000Syntaxes : [])],
      ...SOUND_PACS,
    },
    worklist: { state: 'running', ...SOUND_WORKLIST },
    ris: { state: 'running', ...SOUND_RIS },
    web: {
      transport: 'https',
      certificate: 'current',
      portal: 'running',
      ...SOUND_IMAGE_SERVICE,
    },
    media: { files: 'complete', viewer: 'web-page' },
    overclaimed: [],
    lan: {},
    network: SOUND_SWITCH,
    power: { supply: 'mains' },
    database: SOUND_DATABASE,
    clusters: SOUND_CLUSTERS,
    backups: SOUND_BACKUPS,
    balancer: { mode: hasLevel('advanced') ? 'sharing' : 'none' },
    computers: simulatedComputers,
    attestations: simulatedAttestations.filter((plan) => hasLevel(plan.level)),
    documents: simulatedDocuments.filter((plan) => hasLevel(plan.level)),
    absences: absencesByLevel[level],
    refusals,
  };
}
