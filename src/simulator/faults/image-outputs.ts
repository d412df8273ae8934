import type { Scenario } from '../scenario.ts';
import { attestation, both, system } from './change-scenario.ts';
import { type Fault, fault } from './fault.ts';

/** What can be wrong with images as they come out: compressed, on the web, on a disc (pacs-17, pacs-20, pacs-22). */
export const imageOutputFaults: readonly Fault[] = [
  fault(
    'no-jpeg2000',
    { vi: 'PACS không nhận JPEG 2000', en: 'The PACS takes no JPEG 2000' },
    { undetermined: ['pacs-22'] },
    dropSyntaxes(/\.4\.9[01]$/),
  ),
  fault(
    'no-lossless-jpeg',
    { vi: 'PACS không nhận JPEG Lossless', en: 'The PACS takes no JPEG Lossless' },
    { undetermined: ['pacs-22'] },
    dropSyntaxes(/\.4\.(57|70)$/),
  ),
  fault(
    'lossless-is-not',
    {
      vi: 'Ảnh nén gọi là không mất dữ liệu thật ra đã mất dữ liệu',
      en: 'What the PACS compresses as lossless has lost data',
    },
    { undetermined: ['pacs-22'] },
    system('pacs', { conversion: 'lossless-loses' }),
  ),
  fault(
    'lossy-not-marked',
    {
      vi: 'Ảnh nén mất dữ liệu ghi là chưa từng mất dữ liệu (0028,2110)',
      en: 'Lossy images say that they never lost data (0028,2110)',
    },
    { undetermined: ['pacs-22'] },
    system('pacs', { conversion: 'lossy-unmarked' }),
  ),
  fault(
    'compresses-nothing',
    {
      vi: 'PACS nhận ảnh nén nhưng không tự nén ảnh nào',
      en: 'The PACS takes compressed images and compresses none itself',
    },
    { undetermined: ['pacs-22'] },
    system('pacs', { conversion: 'none' }),
  ),
  fault(
    'stow-keeps-nothing',
    {
      vi: 'DICOMweb trả lời đã lưu nhưng không lưu gì',
      en: 'DICOMweb answers that it stored, and stores nothing',
    },
    {},
    system('web', { storing: 'dropped' }),
  ),
  fault(
    'nothing-stored-and-no-https',
    {
      vi: 'Trang xem ảnh không dùng HTTPS, DICOMweb báo đã lưu nhưng không lưu gì',
      en: 'The viewer does not use HTTPS, and DICOMweb says that it stored what it did not',
    },
    { undetermined: ['pacs-06', 'pacs-17', 'pacs-20'] },
    system('web', { transport: 'http', storing: 'dropped' }),
  ),
  fault(
    'rendered-is-a-page',
    {
      vi: 'DICOMweb trả một trang web thay cho ảnh kết xuất',
      en: 'DICOMweb answers with a web page instead of a rendered image',
    },
    {},
    system('web', { rendering: 'web-page' }),
  ),
  fault(
    'no-picture-and-no-https',
    {
      vi: 'Trang xem ảnh không dùng HTTPS, DICOMweb trả trang web thay cho ảnh',
      en: 'The viewer does not use HTTPS, and DICOMweb gives a web page for a picture',
    },
    { undetermined: ['pacs-06', 'pacs-17', 'pacs-20'] },
    system('web', { transport: 'http', rendering: 'web-page' }),
  ),
  fault(
    'dicomweb-without-login',
    {
      vi: 'DICOMweb trả dữ liệu cho người chưa đăng nhập',
      en: 'DICOMweb serves whoever asks, without signing in',
    },
    {},
    system('web', { login: 'none' }),
  ),
  fault(
    'dicomweb-delete-refused',
    {
      vi: 'DICOMweb không cho xóa ca thử',
      en: 'DICOMweb does not let the test study be deleted',
    },
    // No criterion asks for it; what it changes is that test data is left behind.
    {},
    system('web', { deleting: 'refused' }),
  ),
  fault(
    'disc-incomplete',
    {
      vi: 'Người bệnh chỉ nhận đĩa, và DICOMDIR trỏ tới ảnh không có trên đĩa',
      en: 'Patients get discs only, and the DICOMDIR names an image that is not there',
    },
    { undetermined: ['pacs-17'] },
    both(handedOutOnDisc, system('media', { files: 'missing' })),
  ),
  fault(
    'disc-without-directory',
    {
      vi: 'Người bệnh chỉ nhận đĩa, và đĩa không có DICOMDIR',
      en: 'Patients get discs only, and the disc has no DICOMDIR',
    },
    { undetermined: ['pacs-17'] },
    both(handedOutOnDisc, system('media', { files: 'no-directory' })),
  ),
  fault(
    'disc-without-viewer',
    {
      vi: 'Người bệnh chỉ nhận đĩa, và đĩa không có phần mềm xem ảnh',
      en: 'Patients get discs only, and the disc has no viewer',
    },
    { undetermined: ['pacs-17'] },
    both(handedOutOnDisc, system('media', { viewer: 'none' })),
  ),
];

/** Without a link for patients the disc is all that they get. */
function handedOutOnDisc(scenario: Scenario): Scenario {
  return attestation('pacs-17.link', {
    for: ['pacs-17.media'],
    statement: 'Đã ghi đĩa có phần mềm xem ảnh và giao cho người bệnh',
  })(scenario);
}

function dropSyntaxes(dropped: RegExp): Fault['apply'] {
  return (scenario: Scenario) => ({
    ...scenario,
    pacs: {
      ...scenario.pacs,
      compressedSyntaxes: scenario.pacs.compressedSyntaxes.filter((uid) => !dropped.test(uid)),
    },
  });
}
