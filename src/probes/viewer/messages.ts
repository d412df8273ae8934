import type { ViewerProfile } from '../../facility/viewer-schema.ts';
import type { Language } from '../../locale/language.ts';
import type { ViewOutcome } from './facts.ts';
import type { StepName } from './sign-in.ts';

/** Why a viewer could not be looked at. */
export type ViewerFailure =
  | 'no-challenge'
  | 'no-browser'
  | 'browser-failed'
  | 'needs-program'
  | 'name-not-found'
  | 'refused'
  | 'no-answer';

/** What a plan says of a viewer. */
export interface PlanWords {
  readonly address: string;
  readonly profiles: readonly ViewerProfile[];
  readonly others: readonly string[];
  readonly steps: number;
  readonly isSignedIn: boolean;
  readonly hasChallenge: boolean;
  readonly maxMegabytes: number;
}

/** Sentences of the viewer probe. */
export interface ViewerMessages {
  readonly sends: (words: PlanWords) => string;
  readonly sendsNothing: (address: string) => string;
  readonly failure: Readonly<Record<ViewerFailure, (address: string) => string>>;
  readonly outcome: (profile: ViewerProfile, outcome: ViewOutcome) => string;
  readonly certificateNotTrusted: (isOpened: boolean) => string;
  readonly stepStopped: (profile: ViewerProfile, step: number, what: StepName) => string;
  readonly elsewhere: (host: string) => string;
  readonly program: (scheme: string) => string;
  readonly otherHosts: (hosts: readonly string[]) => string;
  readonly bytesLimit: (megabytes: number) => string;
  readonly noSandbox: string;
  readonly emulated: string;
}

const vi: ViewerMessages = {
  sends: (words) => {
    const screens = words.profiles.map((one) => profilesVi[one]).join(', ');
    const others = words.others.length === 0 ? '' : ` và ${words.others.join(', ')}`;
    const signIn = words.isSignedIn
      ? `đăng nhập bằng tài khoản đã khai${words.steps > 0 ? ` (${words.steps} bước)` : ''}, `
      : '';
    const missing = words.hasChallenge
      ? ''
      : ' Chưa khai challenge.folder nên bước này sẽ không mở gì.';
    return `Mở ${words.address}${others} bằng một trình duyệt riêng, ${signIn}xem ca thử thách trên ${screens}; không tải tệp xuống, không mở máy nào khác, nhận tối đa ${words.maxMegabytes} MB mỗi loại màn hình; chỉ giữ phần ảnh của ca thử.${missing}`;
  },
  sendsNothing: (address) =>
    `Không mở gì: ${address} khởi động một chương trình trên máy, trình duyệt không xem được; cần trình diễn.`,
  failure: {
    'no-challenge': () =>
      'Chưa khai challenge.folder: không biết ca thử thách nào thì không nhận ra ảnh của nó.',
    'no-browser': () =>
      'Máy này không có trình duyệt nào dùng được (cách làm: xem rispacs doctor, hoặc đặt biến RISPACS_BROWSER).',
    'browser-failed': () =>
      'Trình duyệt trên máy này không khởi động được (cách làm: xem rispacs doctor).',
    'needs-program': (address) =>
      `${address} khởi động một chương trình trên máy tính, không phải trang xem ảnh (cách làm: trình diễn và nộp ảnh chụp màn hình).`,
    'name-not-found': (address) => `Không tìm thấy tên máy của ${address}.`,
    refused: (address) => `${address} từ chối kết nối.`,
    'no-answer': (address) => `Không kết nối được tới ${address} trong thời hạn.`,
  },
  outcome: (profile, outcome) => `${profilesVi[profile]}: ${outcomesVi[outcome]}.`,
  certificateNotTrusted: (isOpened) =>
    isOpened
      ? 'Chứng thư không được tin cậy; vẫn mở vì có allowSelfSigned.'
      : 'Chứng thư không được tin cậy nên không mở; muốn mở thì ghi allowSelfSigned: true.',
  stepStopped: (profile, step, what) =>
    `${profilesVi[profile]}: bước đăng nhập ${step} (${what}) không làm được trong thời hạn.`,
  elsewhere: (host) =>
    `Trang chuyển sang ${host}, là máy không khai nên không mở; nếu trình xem cần thì ghi vào alsoOpens.`,
  program: (scheme) => `Trang đòi mở một chương trình khác (${scheme}), không mở.`,
  otherHosts: (hosts) => `Trang muốn gọi các máy không khai, đã chặn: ${hosts.join(', ')}.`,
  bytesLimit: (megabytes) => `Đã nhận quá ${megabytes} MB nên ngắt; kết quả có thể do đó.`,
  noSandbox: 'Trình duyệt chạy không có sandbox (cách làm: chạy rispacs bằng tài khoản thường).',
  emulated:
    'Máy tính bảng và điện thoại là do trình duyệt Chromium giả làm (kích thước, cảm ứng, tên trình duyệt), không phải thiết bị thật; thời gian đo với đồ họa bằng phần mềm, chậm hơn máy thật.',
};

const en: ViewerMessages = {
  sends: (words) => {
    const screens = words.profiles.map((one) => profilesEn[one]).join(', ');
    const others = words.others.length === 0 ? '' : ` and ${words.others.join(', ')}`;
    const signIn = words.isSignedIn
      ? `logs in with the declared account${words.steps > 0 ? ` (${words.steps} steps)` : ''}, `
      : '';
    const missing = words.hasChallenge
      ? ''
      : ' challenge.folder is not declared, so this step will open nothing.';
    return `Opens ${words.address}${others} in a browser of its own, ${signIn}looks at the challenge study on ${screens}; downloads nothing, opens no other host, receives at most ${words.maxMegabytes} MB per screen; keeps the image of the test study alone.${missing}`;
  },
  sendsNothing: (address) =>
    `Opens nothing: ${address} starts a program on the computer, which a browser cannot show; it has to be demonstrated.`,
  failure: {
    'no-challenge': () =>
      'challenge.folder is not declared: without knowing the challenge study its image cannot be recognised.',
    'no-browser': () =>
      'This computer has no usable browser (to do: see rispacs doctor, or set the variable RISPACS_BROWSER).',
    'browser-failed': () =>
      'The browser of this computer does not start (to do: see rispacs doctor).',
    'needs-program': (address) =>
      `${address} starts a program on the computer and is no page with images; demonstrate it and hand in a screenshot.`,
    'name-not-found': (address) => `The host name of ${address} was not found.`,
    refused: (address) => `${address} refused the connection.`,
    'no-answer': (address) => `No connection to ${address} in time.`,
  },
  outcome: (profile, outcome) => `${profilesEn[profile]}: ${outcomesEn[outcome]}.`,
  certificateNotTrusted: (isOpened) =>
    isOpened
      ? 'The certificate is not trusted; opened all the same, as allowSelfSigned says.'
      : 'The certificate is not trusted, so the page was not opened; allowSelfSigned: true opens it.',
  stepStopped: (profile, step, what) =>
    `${profilesEn[profile]}: log-in step ${step} (${what}) could not be done in time.`,
  elsewhere: (host) =>
    `The page goes to ${host}, which is not declared and was not opened; if the viewer needs it, name it in alsoOpens.`,
  program: (scheme) => `The page asks for another program (${scheme}), which was not started.`,
  otherHosts: (hosts) => `The page wanted undeclared hosts, refused: ${hosts.join(', ')}.`,
  bytesLimit: (megabytes) =>
    `More than ${megabytes} MB arrived and the connections were cut; the outcome may come from that.`,
  noSandbox: 'The browser ran without its sandbox (to do: run rispacs as an ordinary user).',
  emulated:
    'Tablet and phone are a Chromium that takes their part (size, touch, user agent), no real devices; times are with graphics in software, slower than a real device.',
};

const profilesVi: Readonly<Record<ViewerProfile, string>> = {
  desktop: 'máy tính',
  tablet: 'máy tính bảng',
  phone: 'điện thoại',
};

const profilesEn: Readonly<Record<ViewerProfile, string>> = {
  desktop: 'desktop',
  tablet: 'tablet',
  phone: 'phone',
};

const outcomesVi: Readonly<Record<ViewOutcome, string>> = {
  rendered: 'ảnh của ca thử thách đã hiện, đọc được mã',
  'no-image': 'trang có nội dung nhưng không thấy mã của ca thử thách',
  covered: 'có vật che ảnh, không kết luận được; khai nút đóng trong dismiss',
  'too-small': 'chỉ thấy ảnh nhỏ, không kết luận được',
  'login-needed': 'trang đòi đăng nhập; khai steps hoặc authorization',
  'error-page': 'trang báo lỗi hoặc không tải được',
  'another-study': 'ảnh của một ca thử khác, không phải ca của lần này',
  elsewhere: 'trang chuyển sang nơi không khai, không mở tiếp',
  download: 'đường dẫn là một tệp để tải xuống, đã từ chối',
  blank: 'trang hoặc khung ảnh trống',
  timeout: 'hết thời hạn mà trang còn đang tải',
};

const outcomesEn: Readonly<Record<ViewOutcome, string>> = {
  rendered: 'the image of the challenge study is shown and its code was read',
  'no-image': 'the page has content, but no code of the challenge study',
  covered: 'something lies on the image, not conclusive; name its close button in dismiss',
  'too-small': 'only small pictures are shown, not conclusive',
  'login-needed': 'the page asks for a log-in; declare steps or authorization',
  'error-page': 'the page tells of an error or did not load',
  'another-study': 'an image of another test study, not of this one',
  elsewhere: 'the page goes to a place that is not declared, not followed',
  download: 'the link is a file to be saved, which was refused',
  blank: 'the page or its image area is empty',
  timeout: 'the page was still loading when the time was over',
};

/** The sentences in one language. */
export function viewerMessages(language: Language): ViewerMessages {
  return language === 'vi' ? vi : en;
}
