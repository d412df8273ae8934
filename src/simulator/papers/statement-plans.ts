import type { LevelName } from '../../facility/schema.ts';

/** A fictitious member of staff who signs. */
export const staff = {
  it: { name: 'Nguyễn Văn Mạng (mô phỏng)', role: 'Trưởng phòng Công nghệ thông tin' },
  imaging: { name: 'Trần Thị Hình (mô phỏng)', role: 'Trưởng khoa Chẩn đoán hình ảnh' },
  director: { name: 'Lê Văn Viện (mô phỏng)', role: 'Phó Giám đốc' },
} as const;
export type StaffMember = keyof typeof staff;

/** How a paper exists: as a file of one form, or named but not there. */
export interface PaperFile {
  readonly form: 'pdf' | 'png' | 'text';
  readonly state: 'attached' | 'missing';
}

/** An attestation of the simulated hospital. */
export interface AttestationPlan {
  /** From which level on the hospital can attest this. */
  readonly level: LevelName;
  readonly for: readonly string[];
  readonly statement: string;
  readonly by: StaffMember;
  readonly file: PaperFile;
  /** Days before the start of the simulator on which it was signed; negative for a day to come. Five when absent. */
  readonly signedDaysAgo?: number;
  /** Negative for an attestation that has expired; it has no end when absent. */
  readonly expiresInDays?: number;
}

/** A paper of the simulated hospital. */
export interface DocumentPlan {
  readonly level: LevelName;
  readonly kind: string;
  readonly title: string;
  readonly issuer: string;
  /** It names a product: the one that the hospital runs, or another one. */
  readonly namesProduct?: 'installed' | 'other';
  readonly issuedDaysAgo: number;
  /** Negative for a paper that has expired. */
  readonly expiresInDays?: number;
  readonly figures?: Readonly<Record<string, number>>;
  readonly scope?: string;
  /** Who the paper is made out to: the hospital, unless it is the vendor of the product. */
  readonly holder?: string;
  readonly certificateNumber?: string;
  readonly demonstratedDaysAgo?: number;
  /** The part of a criterion that the paper is about. */
  readonly concerns?: string;
  readonly file: PaperFile;
}

/** A declaration that something is not there. */
export interface AbsencePlan {
  readonly for: readonly string[];
  readonly statement: string;
  readonly by: StaffMember;
}

/** A probe that the hospital would not let run; its letter is attached. */
export interface RefusalPlan {
  readonly probe: string;
  /** What the letter is about; without it, everything that the probe looks at. */
  readonly subjectId?: string;
  readonly statement: string;
  readonly by: StaffMember;
  /** The letter. */
  readonly file: PaperFile;
}
