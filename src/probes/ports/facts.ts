import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { serviceKinds } from './port-list.ts';

/** Whether a usual port of a declared host takes a connection. Nothing is sent, so nothing is known of what listens. */
export const securityPortFacts = defineFactGroup({
  name: 'security.port',
  basis: 'measured',
  probes: ['ports'],
  vi: 'Cổng thường gặp trên một máy đã khai: có nhận kết nối hay không',
  en: 'A usual port of a declared host: whether it takes a connection',
  columns: {
    host: column(z.string(), { vi: 'Máy', en: 'Host' }),
    port: column(z.int(), { vi: 'Cổng TCP', en: 'TCP port' }),
    service: column(z.string(), {
      vi: 'Dịch vụ thường dùng cổng này (suy từ số cổng)',
      en: 'Service that usually has this port (from its number)',
    }),
    kind: column(z.enum(serviceKinds), {
      vi: 'Loại dịch vụ: truy cập từ xa, chia sẻ tệp, CSDL, hình ảnh, web',
      en: 'Kind of service: remote access, file sharing, database, imaging, web',
    }),
    open: maybe(z.boolean(), {
      vi: 'Nhận kết nối; không có khi cổng không trả lời (có thể bị tường lửa chặn)',
      en: 'Takes a connection; absent when the port does not answer (a firewall may drop it)',
    }),
    declared: column(z.boolean(), {
      vi: 'Cổng này có ghi trong facility.yaml',
      en: 'The facility file names this port',
    }),
  },
});

export type SecurityPortRow = RowOf<typeof securityPortFacts>;
export const factGroups = [securityPortFacts];
/** What this probe is called in print. */
export const title = { vi: 'Cổng dịch vụ đang mở', en: 'Open service ports' };
