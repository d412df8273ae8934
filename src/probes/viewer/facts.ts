import { z } from 'zod';
import { viewerKinds, viewerProfiles } from '../../facility/viewer-schema.ts';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/**
 * How opening a link ended. Only `rendered` says that an image was shown. `covered` and `too-small` are not
 * conclusive: an image may be there. None of the others is a proof that the viewer cannot show one.
 */
export const viewOutcomes = [
  'rendered',
  'no-image',
  'covered',
  'too-small',
  'login-needed',
  'error-page',
  'another-study',
  'elsewhere',
  'download',
  'blank',
  'timeout',
] as const;

/** A link to the challenge study as a browser showed it, on one kind of screen. */
export const viewerViewFacts = defineFactGroup({
  name: 'viewer.view',
  basis: 'measured',
  probes: ['viewer'],
  vi: 'Trình xem ảnh trên web, mở bằng trình duyệt',
  en: 'Web viewer, opened in a browser',
  columns: {
    viewer: column(z.string(), {
      vi: 'Mã trình xem trong facility.yaml',
      en: 'Viewer id in facility.yaml',
    }),
    kind: column(z.enum(viewerKinds), { vi: 'Mẫu trình xem', en: 'Pattern of the viewer' }),
    profile: column(z.enum(viewerProfiles), {
      vi: 'Loại màn hình mà trình duyệt giả làm: kích thước, cảm ứng, tên trình duyệt',
      en: 'Kind of screen the browser took the part of: size, touch, user agent',
    }),
    vantage: column(z.enum(['inside', 'outside']), {
      vi: 'Nhìn từ trong hay ngoài mạng bệnh viện',
      en: 'Seen from inside or outside the hospital network',
    }),
    outcome: column(z.enum(viewOutcomes), {
      vi: 'Kết quả: rendered khi đọc được mã của ca thử thách trong ảnh chụp màn hình, đủ lớn; covered và too-small là không kết luận được',
      en: 'Outcome: rendered when the code of the challenge study was read from a screenshot, large enough; covered and too-small are not conclusive',
    }),
    signIn: column(z.enum(['none', 'steps', 'http']), {
      vi: 'Đăng nhập trước khi xem: không, theo các bước đã khai, hay bằng HTTP',
      en: 'Log-in before viewing: none, by the declared steps, or by HTTP',
    }),
    https: column(z.boolean(), { vi: 'Qua HTTPS', en: 'Over HTTPS' }),
    tlsVersion: maybe(z.string(), {
      vi: 'Phiên bản TLS mà trình duyệt dùng',
      en: 'TLS version the browser used',
    }),
    certificateTrusted: maybe(z.boolean(), {
      vi: 'Trình duyệt tin cậy chứng thư',
      en: 'The browser trusts the certificate',
    }),
    httpStatus: maybe(z.int(), {
      vi: 'Mã trạng thái HTTP của trang',
      en: 'HTTP status of the page',
    }),
    host: column(z.string(), {
      vi: 'Máy đã mở tới, không kèm đường dẫn',
      en: 'Host reached, without the path',
    }),
    firstImageMs: maybe(z.int(), {
      unit: 'ms',
      vi: 'Thời gian từ lúc mở đường dẫn tới ảnh chụp đầu tiên đọc được mã',
      en: 'Time from opening the link to the first screenshot the code was read from',
    }),
    imagePx: maybe(z.int(), {
      unit: 'px',
      vi: 'Cạnh ngắn của ảnh y khoa trên màn hình, tính bằng điểm CSS',
      en: 'Shorter side of the medical image on the screen, in CSS pixels',
    }),
    series: maybe(z.string(), { vi: 'Loạt ảnh đọc được', en: 'Series that was read' }),
    viewportWidthPx: column(z.int(), {
      unit: 'px',
      vi: 'Chiều rộng màn hình, điểm CSS',
      en: 'Width of the screen in CSS pixels',
    }),
    viewportHeightPx: column(z.int(), {
      unit: 'px',
      vi: 'Chiều cao màn hình, điểm CSS',
      en: 'Height of the screen in CSS pixels',
    }),
    requests: column(z.int(), {
      vi: 'Số yêu cầu của trang (không kể của web worker)',
      en: 'Requests of the page (those of web workers not counted)',
    }),
    receivedBytes: column(z.int(), {
      unit: 'bytes',
      vi: 'Số byte nhận được, kể cả khi đăng nhập',
      en: 'Bytes received, the log-in included',
    }),
    consoleErrors: column(z.int(), {
      vi: 'Số lỗi trong bảng điều khiển của trình duyệt',
      en: 'Errors on the browser’s console',
    }),
    webglAvailable: column(z.boolean(), {
      vi: 'Trình duyệt dùng để đo có WebGL',
      en: 'The browser that looked has WebGL',
    }),
    otherHosts: column(z.array(z.string()), {
      vi: 'Các máy không khai mà trang muốn gọi; đã chặn; tối đa 20',
      en: 'Undeclared hosts that the page wanted; refused; at most 20',
    }),
    browser: column(z.string(), { vi: 'Trình duyệt đã dùng', en: 'Browser that was used' }),
  },
});

export type ViewOutcome = (typeof viewOutcomes)[number];
export type ViewerViewRow = RowOf<typeof viewerViewFacts>;
export const factGroups = [viewerViewFacts];
/** What this probe is called in print. */
export const title = { vi: 'Trình xem ảnh trên web', en: 'Web viewer' };
