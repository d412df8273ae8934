import type { DicomRole } from '../facility/roles.ts';
import type { TlsOptions } from '../protocols/dicom/index.ts';

/** One AE of the hospital, ready to be asked. */
export interface SweepNode {
  readonly id: string;
  /** Decides whether a query follows the C-ECHO. */
  readonly role: DicomRole;
  readonly host: string;
  readonly port: number;
  readonly calledAe: string;
  /** The sweep's own title when left out. */
  readonly callingAe?: string;
  readonly tls?: TlsOptions;
  /** In words: why it cannot be asked, such as a certificate that is not there. Then nothing is sent. */
  readonly unusable?: string;
}
