import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import type { Scenario } from '../scenario.ts';
import { attestation, both, system } from './change-scenario.ts';
import { type Fault, fault } from './fault.ts';

/**
 * What can become of images and messages on the wire: kept, sent on, confirmed, claimed, encrypted (ht-07, pacs-07,
 * pacs-08, pacs-18, tc-01).
 */
export const imageExchangeFaults: readonly Fault[] = [
  fault(
    'image-lost',
    {
      vi: 'PACS báo đã nhận ảnh cộng hưởng từ rồi làm mất',
      en: 'The PACS acknowledges MR images and loses them',
    },
    { undetermined: ['ht-07', 'pacs-07', 'pacs-08', 'pacs-18'] },
    system('pacs', { keeping: 'loses-mr' }),
  ),
  fault(
    'diacritics-stripped',
    {
      vi: 'PACS bỏ dấu tiếng Việt của mọi chữ khi lưu',
      en: 'The PACS strips Vietnamese diacritics of all text it stores',
    },
    {},
    system('pacs', { keeping: 'strips-marks' }),
  ),
  fault(
    'wrong-character-set',
    {
      vi: 'PACS khai bảng mã ISO_IR 100 cho chữ UTF-8',
      en: 'The PACS declares ISO_IR 100 for text in UTF-8',
    },
    {},
    system('pacs', { keeping: 'declares-latin' }),
  ),
  fault(
    'pixels-changed',
    {
      vi: 'PACS trả lại ảnh có điểm ảnh khác với lúc nhận',
      en: 'The PACS hands back images with other pixels than it got',
    },
    { undetermined: ['ht-07', 'pacs-22'] },
    system('pacs', { keeping: 'changes-pixels' }),
  ),
  fault(
    'assessor-unknown-as-destination',
    {
      vi: 'PACS chưa khai máy đánh giá làm nơi nhận của C-MOVE',
      en: 'The PACS does not know the assessing computer as a C-MOVE destination',
    },
    {},
    system('pacs', { unknownDestinations: 'assessor' }),
  ),
  fault(
    'forwarding-not-configured',
    {
      vi: 'PACS chưa khai PACS của nhà cung cấp khác làm nơi chuyển tiếp',
      en: 'The PACS does not know the PACS of another vendor as a destination',
    },
    {},
    system('pacs', { unknownDestinations: 'other-pacs' }),
  ),
  fault(
    'no-move-destination',
    {
      vi: 'PACS không biết nơi nhận nào để gửi ảnh đi',
      en: 'The PACS knows no destination to send images to',
    },
    { undetermined: ['pacs-08', 'pacs-18'] },
    system('pacs', { unknownDestinations: 'all' }),
  ),
  fault(
    'studies-go-to-disc-only',
    {
      vi: 'PACS không gửi được ca chụp tới hệ thống nào, chỉ ghi được ra đĩa',
      en: 'The PACS can send studies to no system, only write them to disc',
    },
    { undetermined: ['pacs-08'] },
    both(
      system('pacs', { unknownDestinations: 'all' }),
      attestation('pacs-18.system', {
        for: ['pacs-18.medium'],
        statement: 'Đã chọn và ghi một ca thử ra đĩa',
      }),
    ),
  ),
  fault(
    'commitment-never-answered',
    {
      vi: 'PACS nhận yêu cầu xác nhận lưu trữ nhưng không bao giờ trả kết quả',
      en: 'The PACS takes storage commitment requests and never reports the result',
    },
    {},
    system('pacs', { commitment: 'silent' }),
  ),
  fault(
    'commitment-fails',
    {
      vi: 'PACS trả lời không xác nhận lưu trữ được ảnh nào',
      en: 'The PACS reports every object as failed in storage commitment',
    },
    {},
    system('pacs', { commitment: 'failing' }),
  ),
  fault(
    'mpps-not-supported',
    {
      vi: 'RIS không nhận báo tiến độ chụp (MPPS)',
      en: 'The RIS takes no performed procedure steps (MPPS)',
    },
    {},
    system('worklist', { mpps: 'refused' }),
  ),
  fault(
    'mpps-never-final',
    {
      vi: 'RIS vẫn nhận sửa MPPS sau khi đã đóng',
      en: 'The RIS lets a performed procedure step be changed after its end',
    },
    {},
    system('worklist', { mpps: 'never-final' }),
  ),
  fault(
    'claimed-class-refused',
    {
      vi: 'PACS không nhận ảnh cộng hưởng từ, trái với tuyên bố phù hợp DICOM',
      en: 'The PACS refuses MR images, against its DICOM conformance statement',
    },
    { 'not-met': ['tc-01'] },
    overclaim(STORAGE_SOP_CLASSES.magneticResonance.uid),
  ),
  fault(
    'rare-claimed-class-refused',
    {
      vi: 'PACS không nhận nhũ ảnh, trái với tuyên bố phù hợp DICOM',
      en: 'The PACS refuses mammograms, against its DICOM conformance statement',
    },
    {},
    overclaim(STORAGE_SOP_CLASSES.mammographyPresentation.uid),
  ),
  fault(
    'plain-port-beside-tls',
    {
      vi: 'PACS có DICOM qua TLS nhưng vẫn mở cổng không mã hóa',
      en: 'The PACS has DICOM over TLS and keeps a port in the clear open',
    },
    {},
    system('pacs', { tls: 'beside-plain' }),
  ),
];

/** The conformance statement names the class; the PACS does not take it. */
function overclaim(sopClassUid: string): Fault['apply'] {
  return both(system('pacs', { refusedClasses: [sopClassUid] }), (scenario: Scenario) => ({
    ...scenario,
    overclaimed: [sopClassUid],
  }));
}
