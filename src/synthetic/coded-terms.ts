import type { AttributeValues } from './to-elements.ts';

/** One item of a code sequence (PS3.3 8.8). */
export function code(value: string, scheme: string, meaning: string): AttributeValues {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

/** Codes of PS3.16 that our objects use. */
export const CODES = {
  deviceObserver: code('121007', 'DCM', 'Device'),
  diagnosticImagingReport: code('18748-4', 'LN', 'Diagnostic Imaging Report'),
  finding: code('121071', 'DCM', 'Finding'),
  findings: code('121070', 'DCM', 'Findings'),
  fluorine18: code('77004003', 'SCT', '^18^Fluorine'),
  fluorodeoxyglucose: code('35321007', 'SCT', 'Fluorodeoxyglucose F^18^'),
  headFirst: code('102540001', 'SCT', 'headfirst'),
  impression: code('121073', 'DCM', 'Impression'),
  impressions: code('121072', 'DCM', 'Impressions'),
  keyObjectDescription: code('113012', 'DCM', 'Key Object Description'),
  languageOfContent: code('121049', 'DCM', 'Language of Content Item and Descendants'),
  length: code('410668003', 'SCT', 'Length'),
  millimetre: code('mm', 'UCUM', 'mm'),
  observerDeviceUid: code('121012', 'DCM', 'Device Observer UID'),
  observerType: code('121005', 'DCM', 'Observer Type'),
  ofInterest: code('113000', 'DCM', 'Of Interest'),
  recumbent: code('102538003', 'SCT', 'recumbent'),
  supine: code('40199007', 'SCT', 'supine'),
  vietnamese: code('vi', 'RFC5646', 'Vietnamese'),
} as const satisfies Record<string, AttributeValues>;
