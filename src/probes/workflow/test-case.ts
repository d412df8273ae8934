import { randomBytes, randomUUID } from 'node:crypto';
import type { Hl7Endpoint } from '../../facility/schema.ts';
import type { MessageEnvelope } from '../../protocols/hl7/message-header.ts';
import type { TestOrder } from '../../protocols/hl7/orders.ts';
import type { TestPatient } from '../../protocols/hl7/test-patient.ts';
import { makeFreshSeed, TEST_PATIENT_ID } from '../../synthetic/index.ts';
import type { SideEffect } from '../contract.ts';
import { describeTestOrder } from '../shared/describe-test-order.ts';
import type { WorkflowTarget } from './target.ts';

/** The identifiers of one test case; plain values, so that a later run can go on with it. */
export interface TestCase {
  readonly placerOrderNumber: string;
  readonly accessionNumber: string;
  readonly requestedProcedureId: string;
  readonly scheduledStepId: string;
  readonly studyInstanceUid: string;
  /** ISO 8601, UTC. */
  readonly scheduledAt: string;
  /** Begins with zeros, which must survive. */
  readonly visitNumber: string;
  /** The patient that is merged into the usual one. */
  readonly secondPatientId: string;
  readonly seed: string;
  readonly secondSeed: string;
}

/** A citizen number of province 000, which cannot be issued; its zeros must survive. */
const citizenNumber = '000900194572';
const timeDigits = 8;

/** New identifiers, each another one, so that a mix-up shows. */
export function makeTestCase(endpoint: Hl7Endpoint, now: Date): TestCase {
  const made = now
    .getTime()
    .toString(36)
    .toUpperCase()
    .slice(-timeDigits)
    .padStart(timeDigits, '0');
  const suffixes = new Set<string>();
  while (suffixes.size < 4) suffixes.add(randomBytes(2).toString('hex').toUpperCase());
  const [placer = '', accession = '', procedure = '', step = ''] = [...suffixes].map(
    (suffix) => `RP${made}${suffix}`,
  );
  return {
    placerOrderNumber: placer,
    // Without IPC and ZDS nothing else is sent that could become the accession number.
    accessionNumber: isVietnamese(endpoint) ? placer : accession,
    requestedProcedureId: procedure,
    scheduledStepId: step,
    // PS3.5 B.2: a random UUID as one decimal component under 2.25.
    studyInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`,
    scheduledAt: new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString(),
    visitNumber: `00${placer}`,
    secondPatientId: `RISPACS-M${made}`,
    seed: makeFreshSeed(),
    secondSeed: makeFreshSeed(),
  };
}

/** Whether an endpoint is spoken to as Vietnamese connectors do. */
export function isVietnamese({ version }: Hl7Endpoint): boolean {
  return version === '2.7';
}

/** The envelope that an endpoint is addressed with. */
export function envelopeFor({ endpoint, texts }: WorkflowTarget): MessageEnvelope {
  const { version, receivingApplication, receivingFacility } = endpoint;
  return {
    version,
    charset: texts.charset,
    ...(receivingApplication !== undefined && { receivingApplication }),
    ...(receivingFacility !== undefined && { receivingFacility }),
  };
}

/** The usual patient, or the second one, as this endpoint is to see it. */
export function makePatient(
  { endpoint, texts }: WorkflowTarget,
  name: NonNullable<TestPatient['name']>,
  secondPatientId?: string,
): TestPatient {
  const isVn = isVietnamese(endpoint);
  return {
    id: secondPatientId ?? TEST_PATIENT_ID,
    ...(!isVn &&
      secondPatientId === undefined && {
        otherId: { id: citizenNumber, assigningAuthority: 'CCCD' },
      }),
    birthDate: '19000101',
    sex: 'O',
    name,
    nameForm: isVn ? 'single-component' : 'family-given',
    textForm: texts.form,
  };
}

/** Texts of the order before and after it is changed. */
export const ORDER_TEXTS = {
  ordered: 'KIỂM THỬ RISPACS: chụp cắt lớp vi tính ngực',
  changed: 'KIỂM THỬ RISPACS: ĐÃ SỬA thành chụp ngực có thuốc',
  reason: 'Kiểm thử liên thông, không phải người bệnh',
} as const;

/** The order as it is sent. */
export function makeOrder(
  target: WorkflowTarget,
  testCase: TestCase,
  text: keyof typeof ORDER_TEXTS = 'ordered',
): TestOrder {
  const { endpoint, worklist, texts } = target;
  return {
    placerOrderNumber: testCase.placerOrderNumber,
    accessionNumber: testCase.accessionNumber,
    requestedProcedureId: testCase.requestedProcedureId,
    scheduledStepId: testCase.scheduledStepId,
    studyInstanceUid: testCase.studyInstanceUid,
    scheduledAt: new Date(testCase.scheduledAt),
    envelope: envelopeFor(target),
    patient: makePatient(target, 'usual'),
    modality: 'CT',
    procedure: { code: 'RISPACS-TEST', text: ORDER_TEXTS[text], scheme: 'L' },
    ...(worklist && { stationAeTitle: worklist.callingAe.trim() }),
    visit: { number: testCase.visitNumber },
    reason: ORDER_TEXTS.reason,
    textForm: texts.form,
    ...(isVietnamese(endpoint) && { style: 'vietnam' as const }),
  };
}

/** The journal's fixed part about the order; a later cleanup cancels it by these identifiers. */
export function describeOrder(
  endpoint: Hl7Endpoint,
  testCase: TestCase,
): Omit<SideEffect, 'state' | 'note'> {
  const scheduledAt = new Date(testCase.scheduledAt);
  return describeTestOrder(endpoint, { ...testCase, scheduledAt });
}

/**
 * The journal's fixed part about a visit, or a second patient, that an A04 registered, or about another name that an A08
 * gave the usual patient.
 */
export function describeRegistration(
  { id }: Hl7Endpoint,
  testCase: TestCase,
  which: 'visit' | 'second-patient' | 'name',
): Omit<SideEffect, 'state' | 'note'> {
  return {
    id: `${which}-${testCase.placerOrderNumber}`,
    system: id,
    kind: 'message',
    identifiers: {
      patientId: which === 'second-patient' ? testCase.secondPatientId : TEST_PATIENT_ID,
      ...(which === 'visit' && { visitNumber: testCase.visitNumber }),
      message: which === 'name' ? 'ADT^A08' : 'ADT^A04',
    },
  };
}
