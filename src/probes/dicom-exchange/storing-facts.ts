import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { node, role, textForm } from './columns.ts';

/** C-STORE (PS3.4 B) of one SOP class of the test study. */
export const dicomStoreFacts = defineFactGroup({
  name: 'dicom.store',
  basis: 'measured',
  probes: ['dicom-exchange'],
  vi: 'Lưu ca thử bằng C-STORE, theo lớp SOP',
  en: 'Storing the test study by C-STORE, by SOP class',
  columns: {
    node,
    role,
    sopClass: column(z.string(), { vi: 'UID lớp SOP', en: 'SOP class UID' }),
    sopClassName: column(z.string(), { vi: 'Tên lớp SOP', en: 'SOP class name' }),
    objects: column(z.int(), {
      vi: 'Số đối tượng của lớp này trong ca thử',
      en: 'Objects of this class in the test study',
    }),
    answered: column(z.int(), {
      vi: 'Số đối tượng đã gửi và có trả lời',
      en: 'Objects sent that were answered',
    }),
    accepted: column(z.int(), {
      vi: 'Số đối tượng được nhận (thành công hoặc có cảnh báo)',
      en: 'Objects accepted (success or warning)',
    }),
    complete: column(z.boolean(), {
      vi: 'Mọi đối tượng của lớp này được nhận',
      en: 'Every object of this class was accepted',
    }),
    status: maybe(z.int(), {
      vi: 'Mã trạng thái khác thành công đầu tiên; 0 khi mọi đối tượng thành công',
      en: 'First status other than success; 0 when every object succeeded',
    }),
    refusal: maybe(z.string(), {
      vi: 'Vì sao không gửi được hoặc bị từ chối',
      en: 'Why it could not be sent or was refused',
    }),
    transferSyntax: maybe(z.string(), {
      vi: 'UID cú pháp truyền đã dùng',
      en: 'UID of the transfer syntax used',
    }),
    sentBytes: column(z.int(), { unit: 'B', vi: 'Số byte đã gửi', en: 'Bytes sent' }),
    storeMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian lưu, cộng mọi đối tượng',
      en: 'Time to store, all objects together',
    }),
    objectsPerSecond: maybe(z.number(), {
      unit: '1/s',
      vi: 'Số đối tượng mỗi giây',
      en: 'Objects per second',
    }),
    megabytesPerSecond: maybe(z.number(), {
      unit: 'MB/s',
      vi: 'Số megabyte mỗi giây',
      en: 'Megabytes per second',
    }),
  },
});

/** Storage Commitment Push Model (PS3.4 J): does the archive take responsibility for what it was sent? */
export const dicomCommitmentFacts = defineFactGroup({
  name: 'dicom.commitment',
  basis: 'measured',
  probes: ['dicom-exchange'],
  vi: 'Xác nhận lưu trữ (Storage Commitment) cho ca thử',
  en: 'Storage commitment for the test study',
  columns: {
    node,
    role,
    outcome: column(z.enum(['answered', 'no-answer', 'refused', 'not-supported']), {
      vi: 'Có kết quả, nhận yêu cầu nhưng không có kết quả, từ chối, hay không hỗ trợ',
      en: 'Result came, request taken but no result, refused, or not supported',
    }),
    status: maybe(z.int(), {
      vi: 'Mã trạng thái của N-ACTION, 0 là thành công',
      en: 'Status of the N-ACTION, 0 is success',
    }),
    requested: column(z.int(), {
      vi: 'Số đối tượng yêu cầu xác nhận',
      en: 'Objects that commitment was requested for',
    }),
    committed: maybe(z.int(), {
      vi: 'Số đối tượng được xác nhận',
      en: 'Objects committed to',
    }),
    failed: maybe(z.int(), {
      vi: 'Số đối tượng bị báo là không xác nhận được',
      en: 'Objects reported as failed',
    }),
    failureReasons: maybe(z.array(z.string()), {
      vi: 'Lý do không xác nhận (0008,1197), hệ 16',
      en: 'Failure reasons (0008,1197), hexadecimal',
    }),
    association: maybe(z.enum(['same', 'second']), {
      vi: 'Kết quả đến trên cùng association hay trên association khác tới máy này',
      en: 'Whether the result came on the same association or on another one to this computer',
    }),
    resultMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian từ yêu cầu tới kết quả',
      en: 'Time from the request to the result',
    }),
  },
});

/** What became of each test study at each place where it was put. */
export const dicomRemovalFacts = defineFactGroup({
  name: 'dicom.removal',
  basis: 'measured',
  probes: ['dicom-exchange'],
  vi: 'Xóa ca thử sau khi kiểm tra',
  en: 'Removal of the test study after the checks',
  columns: {
    node,
    role,
    place: column(z.string(), {
      vi: 'Mã hệ thống giữ ca thử',
      en: 'Id of the system that held the test study',
    }),
    textForm,
    instances: column(z.int(), {
      vi: 'Số đối tượng đã gửi hoặc chuyển tới đó',
      en: 'Objects that were sent or forwarded there',
    }),
    state: column(z.enum(['removed-verified', 'left']), {
      vi: 'Đã xóa và kiểm tra lại, hay còn lại',
      en: 'Removed and verified, or left',
    }),
    note: column(
      z.enum([
        'deleted',
        'rejected',
        'neverStored',
        'byAdministrator',
        'deleteRefused',
        'stillThere',
        'unverified',
        'notReached',
      ]),
      { vi: 'Cách xóa, hoặc vì sao còn lại', en: 'How it was removed, or why it is left' },
    ),
  },
});

export type DicomStoreRow = RowOf<typeof dicomStoreFacts>;
export type DicomCommitmentRow = RowOf<typeof dicomCommitmentFacts>;
export type DicomRemovalRow = RowOf<typeof dicomRemovalFacts>;
