import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { node, role } from './columns.ts';
import { dicomChangeFacts, dicomFindFacts, dicomRetrieveFacts } from './reading-facts.ts';
import { dicomCommitmentFacts, dicomRemovalFacts, dicomStoreFacts } from './storing-facts.ts';
import { dicomTextFacts } from './text-facts.ts';

/** A Modality Performed Procedure Step (PS3.4 F.7) from its creation to its end. */
export const dicomMppsFacts = defineFactGroup({
  name: 'dicom.mpps',
  basis: 'measured',
  probes: ['dicom-exchange'],
  vi: 'Báo tiến độ chụp (MPPS): mở rồi đóng là DISCONTINUED',
  en: 'Modality performed procedure step: opened, then closed as DISCONTINUED',
  columns: {
    node,
    role,
    supported: column(z.boolean(), {
      vi: 'Nút chấp nhận lớp SOP MPPS',
      en: 'The node accepts the MPPS SOP class',
    }),
    createStatus: maybe(z.int(), {
      vi: 'Mã trạng thái N-CREATE (IN PROGRESS), 0 là thành công',
      en: 'Status of the N-CREATE (IN PROGRESS), 0 is success',
    }),
    updateStatus: maybe(z.int(), {
      vi: 'Mã trạng thái N-SET khi đang IN PROGRESS, 0 là thành công',
      en: 'Status of an N-SET while IN PROGRESS, 0 is success',
    }),
    discontinued: maybe(z.boolean(), {
      vi: 'Đã nhận N-SET đóng là DISCONTINUED',
      en: 'Took the N-SET that ends it as DISCONTINUED',
    }),
    refusedAfterFinal: maybe(z.boolean(), {
      vi: 'Từ chối sửa một MPPS đã đóng, như PS3.4 F.7.2.2 đòi hỏi',
      en: 'Refuses to change a closed MPPS, as PS3.4 F.7.2.2 demands',
    }),
    createMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian trả lời N-CREATE',
      en: 'Response time of the N-CREATE',
    }),
    updateMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian trả lời N-SET',
      en: 'Response time of the N-SET',
    }),
  },
});

export type DicomMppsRow = RowOf<typeof dicomMppsFacts>;
export const factGroups = [
  dicomStoreFacts,
  dicomFindFacts,
  dicomRetrieveFacts,
  dicomChangeFacts,
  dicomTextFacts,
  dicomCommitmentFacts,
  dicomMppsFacts,
  dicomRemovalFacts,
];
/** What this probe is called in print. */
export const title = {
  vi: 'Lưu, tìm, lấy lại ca thử bằng DICOM',
  en: 'Test study stored, found and retrieved by DICOM',
};
