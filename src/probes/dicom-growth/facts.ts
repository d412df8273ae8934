import { z } from 'zod';
import { dicomRoles } from '../../facility/roles.ts';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const node = column(z.string(), {
  vi: 'Mã nút DICOM trong facility.yaml',
  en: 'DICOM node id in facility.yaml',
});
const role = column(z.enum(dicomRoles), { vi: 'Vai trò của nút', en: 'Role of the node' });
const studies = column(z.int().min(0), {
  vi: 'Số ca chụp đếm được',
  en: 'Studies counted',
});
const instances = maybe(z.int().min(0), {
  vi: 'Tổng số ảnh của các ca mà nút cho biết số ảnh (0020,1208)',
  en: 'Images of the studies whose number of images the node gave (0020,1208)',
});
const studiesWithInstances = column(z.int().min(0), {
  vi: 'Số ca mà nút cho biết số ảnh',
  en: 'Studies whose number of images the node gave',
});
const bytesLow = maybe(z.number(), {
  unit: 'B/d',
  vi: 'Ước tính thấp dung lượng mỗi ngày, theo bảng của công cụ',
  en: 'Low estimate of bytes per day, by the table of this tool',
});
const bytesHigh = maybe(z.number(), {
  unit: 'B/d',
  vi: 'Ước tính cao dung lượng mỗi ngày, theo bảng của công cụ',
  en: 'High estimate of bytes per day, by the table of this tool',
});

/** Studies of one day, counted by a read-only C-FIND (PS3.4 C.4.1); answers are dropped as they come. */
export const dicomGrowthFacts = defineFactGroup({
  name: 'dicom.growth',
  basis: 'measured',
  probes: ['dicom-growth'],
  vi: 'Số ca chụp mỗi ngày, đếm bằng C-FIND chỉ đọc',
  en: 'Studies per day, counted by a read-only C-FIND',
  columns: {
    node,
    role,
    date: column(z.iso.date(), { vi: 'Ngày chụp', en: 'Study date' }),
    studies,
    instances,
    studiesWithInstances,
    capped: column(z.boolean(), {
      vi: 'Đã dừng ở một giới hạn: thực tế nhiều hơn số đếm được',
      en: 'Stopped at a bound: there are more than were counted',
    }),
    estimatedBytesPerDayLow: bytesLow,
    estimatedBytesPerDayHigh: bytesHigh,
  },
});

/** The same studies by modality, over all days that were counted. */
export const dicomGrowthModalityFacts = defineFactGroup({
  name: 'dicom.growthModality',
  basis: 'measured',
  probes: ['dicom-growth'],
  vi: 'Số ca chụp theo loại thiết bị trong các ngày đã đếm',
  en: 'Studies by modality over the days counted',
  columns: {
    node,
    role,
    modality: column(z.string(), {
      vi: 'Loại thiết bị sinh ảnh (0008,0061), nhiều loại nối bằng +; unknown: nút không cho biết; other: loại khác',
      en: 'Modality (0008,0061), several joined by +; unknown: the node did not say; other: any other',
    }),
    days: column(z.int().min(1), { vi: 'Số ngày đã đếm', en: 'Days counted' }),
    studies,
    instances,
    studiesWithInstances,
    estimatedBytesPerDayLow: bytesLow,
    estimatedBytesPerDayHigh: bytesHigh,
  },
});

/** Whether a node still holds studies that the draft would have moved to a central archive (Articles 2 and 5). */
export const dicomRetentionFacts = defineFactGroup({
  name: 'dicom.retention',
  basis: 'measured',
  probes: ['dicom-growth'],
  vi: 'Nút còn giữ ca chụp cũ hơn một năm hay không',
  en: 'Whether a node still holds studies older than one year',
  columns: {
    node,
    role,
    dateFilterHonoured: maybe(z.boolean(), {
      vi: 'Nút lọc theo ngày chụp được yêu cầu',
      en: 'The node keeps to the study date that was asked for',
    }),
    studiesOlderThanOneYear: maybe(z.boolean(), {
      vi: 'Có ít nhất một ca chụp cũ hơn một năm',
      en: 'There is at least one study older than one year',
    }),
  },
});

export type DicomGrowthRow = RowOf<typeof dicomGrowthFacts>;
export type DicomGrowthModalityRow = RowOf<typeof dicomGrowthModalityFacts>;
export type DicomRetentionRow = RowOf<typeof dicomRetentionFacts>;
export const factGroups = [dicomGrowthFacts, dicomGrowthModalityFacts, dicomRetentionFacts];
/** What this probe is called in print. */
export const title = { vi: 'Mức tăng của kho ảnh', en: 'Growth of the archive' };
