import { z } from 'zod';
import { viewerKinds, viewerProfiles } from './roles.ts';
import { id, secretRefSchema, text } from './schema-parts.ts';

export { viewerKinds, viewerProfiles };

/** Kinds that are programs of a computer: a browser has nothing to show of them. */
export const desktopViewerKinds: ReadonlySet<string> = new Set(['weasis']);

/** What a link may name; filled with the identifiers of the challenge study, percent-encoded. */
export const viewerPlaceholders = [
  'studyInstanceUid',
  'seriesInstanceUid',
  'patientId',
  'accessionNumber',
  'orthancStudyId',
  'orthancSeriesId',
] as const;

/** A placeholder by name. */
export type ViewerPlaceholder = (typeof viewerPlaceholders)[number];

/** Fills a link. Unknown names stay as they are; the schema refuses them. */
export function fillViewerLink(
  template: string,
  values: Readonly<Record<ViewerPlaceholder, string>>,
): string {
  return template.replaceAll(/\{([A-Za-z0-9]*)\}/g, (whole, name: string) => {
    const known = viewerPlaceholders.find((one) => one === name);
    return known === undefined ? whole : encodeURIComponent(values[known]);
  });
}

const sampleValues: Readonly<Record<ViewerPlaceholder, string>> = {
  studyInstanceUid: '1.2',
  seriesInstanceUid: '1.2.3',
  patientId: 'X',
  accessionNumber: 'X',
  orthancStudyId: 'x',
  orthancSeriesId: 'x',
};

/** Whether a link has a fixed host, only known placeholders, and no user name or password. */
export function isViewerLink(template: string): boolean {
  const filled = fillViewerLink(template, sampleValues);
  if (!/^https?:\/\/[^{}/?#]+([/?#]|$)/.test(template) || /[{}]/.test(filled)) return false;
  if (!URL.canParse(filled)) return false;
  const { username, password } = new URL(filled);
  return username === '' && password === '';
}

const link = z.string().max(2_000).refine(isViewerLink, {
  error:
    'cần http(s)://máy/…, không có tên hay mật khẩu, chỉ dùng {studyInstanceUid} {seriesInstanceUid} {patientId} {accessionNumber} {orthancStudyId} {orthancSeriesId} sau tên máy / expected http(s)://host/…, without a user name or password, with only {studyInstanceUid} {seriesInstanceUid} {patientId} {accessionNumber} {orthancStudyId} {orthancSeriesId} behind the host',
});

const selector = text(300).describe(
  'Bộ chọn CSS, hoặc ::-p-text(Đăng nhập) để tìm theo chữ / A CSS selector, or ::-p-text(Log in) to find by text',
);

const step = z.union([
  z.strictObject({ goto: link }),
  z.strictObject({ fill: selector, from: secretRefSchema }),
  z.strictObject({ click: selector }),
  z.strictObject({ waitFor: selector }),
]);

const origin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && `${new URL(url).origin}/` === new URL(url).href, {
    error:
      'chỉ ghi http(s)://máy:cổng, không có đường dẫn / only http(s)://host:port, without a path',
  });

const viewerFields = z.strictObject({
  id,
  kind: z
    .enum(viewerKinds)
    .default('link')
    .describe(
      'Mẫu trình xem trong checklists/viewer-patterns; custom nếu không có mẫu / A pattern of checklists/viewer-patterns; custom when there is none',
    ),
  url: link.describe(
    'Đường dẫn mở thẳng một ca chụp, ví dụ https://xem.benhvien.vn/viewer?StudyInstanceUIDs={studyInstanceUid} / A link that opens one study, such as https://view.hospital.vn/viewer?StudyInstanceUIDs={studyInstanceUid}',
  ),
  vantage: z
    .enum(['inside', 'outside'])
    .default('inside')
    .describe(
      'Máy đang chạy rispacs đứng trong mạng bệnh viện hay ngoài Internet / Whether the computer that runs rispacs is inside the hospital network or out on the Internet',
    ),
  steps: z
    .array(step)
    .max(20)
    .default([])
    .describe(
      'Các bước đăng nhập làm trước khi mở đường dẫn: goto, fill … from {env} hoặc {file}, click, waitFor / Log-in steps before the link is opened: goto, fill … from {env} or {file}, click, waitFor',
    ),
  authorization: z
    .strictObject({ user: text(200), password: secretRefSchema })
    .optional()
    .describe(
      'Đăng nhập HTTP (Basic, Digest) mà trình duyệt tự hỏi / The HTTP log-in (Basic, Digest) that a browser itself asks for',
    ),
  dismiss: z
    .array(selector)
    .max(20)
    .default([])
    .describe(
      'Nút đóng các lời chào, hướng dẫn che mất ảnh / Buttons that close greetings and tours in front of the image',
    ),
  alsoOpens: z
    .array(origin)
    .max(10)
    .default([])
    .describe(
      'Những địa chỉ khác mà trình xem cần, ví dụ máy đăng nhập hoặc DICOMweb; ngoài ra không địa chỉ nào được mở / Other addresses that the viewer needs, such as a log-in server or DICOMweb; no further one is opened',
    ),
  allowSelfSigned: z
    .boolean()
    .default(false)
    .describe(
      'true: vẫn mở khi chứng thư không được tin cậy; sự việc được ghi lại / true: opens in spite of a certificate that is not trusted; that is recorded',
    ),
  profiles: z
    .array(z.enum(viewerProfiles))
    .min(1)
    .max(3)
    .refine((list) => new Set(list).size === list.length, {
      error: 'mỗi loại màn hình một lần / each screen once',
    })
    .default([...viewerProfiles])
    .describe('Mở trên những loại màn hình nào / Which screens it is opened on'),
  waitSeconds: z
    .int()
    .min(5)
    .max(300)
    .default(60)
    .describe('Chờ ảnh đầu tiên tối đa bao lâu / How long the first image is waited for'),
});

/** Origin of a link, whose placeholders all stand behind the host. */
export function viewerOrigin(template: string): string {
  return new URL(template.replaceAll(/[{}]/g, '')).origin;
}

const viewer = viewerFields.refine(
  ({ url, steps, alsoOpens }) => {
    const declared = new Set([url, ...alsoOpens].map(viewerOrigin));
    return steps.every((one) => !('goto' in one) || declared.has(viewerOrigin(one.goto)));
  },
  {
    error:
      'địa chỉ của bước goto phải cùng máy với url, hoặc có trong alsoOpens / the address of a goto step must be on the host of url, or be named in alsoOpens',
  },
);

/** Web viewers that the challenge study is opened in. */
export const viewersSection = z
  .array(viewer)
  .max(20)
  .refine((list) => new Set(list.map((one) => one.id)).size === list.length, {
    error: 'mỗi trình xem cần một mã riêng / each viewer needs an id of its own',
  })
  .default([])
  .describe(
    'Trình xem ảnh trên web; cần challenge.folder và ca thử thách đã có trên PACS / Web viewers; need challenge.folder, and the challenge study on the PACS',
  );

/** A viewer after defaults have been filled in. */
export type Viewer = z.infer<typeof viewer>;
export type ViewerKind = Viewer['kind'];
export type ViewerProfile = Viewer['profiles'][number];
export type ViewerStep = Viewer['steps'][number];
