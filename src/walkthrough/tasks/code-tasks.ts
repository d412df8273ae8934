import {
  type Challenge,
  type HiddenFunction,
  MIP_CODE,
  WINDOW_CODE,
} from '../../challenge/index.ts';
import type { BilingualText } from '../../locale/language.ts';
import { makeCodeRule } from './layout-rules.ts';
import type { PlannedTask } from './planned-task.ts';

type Words = Omit<PlannedTask, 'check' | 'wants' | 'points'>;

const enterPicture = {
  vi: 'Chụp màn hình, thấy trọn mã QR vừa hiện ra, rồi nộp tệp PNG hoặc JPEG.',
  en: 'Take a screenshot with the whole QR code that came out and hand in the PNG or JPEG file.',
};
const openCt = {
  vi: 'Mở series "CT thử thách RISPACS" của người bệnh KIỂM THỬ^RISPACS.',
  en: 'Open the series "CT thử thách RISPACS" of the patient KIỂM THỬ^RISPACS.',
};
const openSurface = {
  vi: 'Mở series "CT 3D thử thách RISPACS" bằng chức năng dựng khối 3D.',
  en: 'Open the series "CT 3D thử thách RISPACS" with the 3D function.',
};

function seeCode(name: HiddenFunction, words: BilingualText, task: Words): PlannedTask {
  return {
    ...task,
    wants: [{ kind: 'picture', atLeast: 1, atMost: 1 }],
    points: [],
    check: { kind: 'picture', rule: makeCodeRule(name, words) },
  };
}

function typeCode(expected: string, label: BilingualText, task: Words): PlannedTask {
  return {
    ...task,
    wants: [{ kind: 'code', label }],
    points: [],
    check: { kind: 'code', expected },
  };
}

/** Tasks that are checked by a code which only their function brings out. */
export function listCodeTasks({ key }: Challenge): PlannedTask[] {
  const { center, width } = WINDOW_CODE.window;
  const [firstCt, secondCt] = key.referenceLines.ctImages;
  const letters = {
    vi: 'Sáu chữ và số nổi trên mặt khối, hàng trên trước',
    en: 'The six letters and digits raised on the block, upper row first',
  };
  return [
    typeCode(
      key.referenceLines.answer,
      {
        vi: 'Bốn chữ: hai chữ của bậc thang ứng với ảnh thứ nhất, rồi hai chữ ứng với ảnh thứ hai',
        en: 'Four letters: the two of the rung for the first image, then the two for the second',
      },
      {
        id: 'pacs-11.reference-lines',
        criterion: 'pacs-11',
        function: 'reference-lines',
        covers: ['đường định vị lát cắt'],
        title: { vi: 'Đường định vị lát cắt', en: 'Reference lines' },
        open: {
          vi: 'Mở cạnh nhau "MR coronal thử thách RISPACS" và "CT thử thách RISPACS", bật đường định vị.',
          en: 'Open "MR coronal thử thách RISPACS" and "CT thử thách RISPACS" side by side, with reference lines.',
        },
        act: {
          vi: `Cuộn CT tới ảnh ${firstCt}, đọc hai chữ của bậc thang mà đường định vị cắt trên MR coronal; làm lại với CT, ảnh ${secondCt}.`,
          en: `Scroll the CT to image ${firstCt} and read the two letters of the rung that the line crosses on the coronal MR; again for CT image ${secondCt}.`,
        },
        enter: { vi: 'Gõ bốn chữ liền nhau.', en: 'Type the four letters together.' },
      },
    ),
    seeCode(
      'window',
      { vi: 'cửa sổ hẹp', en: 'narrow window' },
      {
        id: 'pacs-14.window',
        criterion: 'pacs-14',
        function: 'window',
        covers: ['cửa sổ WW/WL và cửa sổ định sẵn'],
        title: { vi: 'Chỉnh cửa sổ WW/WL', en: 'Set window width and level' },
        open: openCt,
        act: {
          vi: `Đặt cửa sổ rộng (WW) ${width}, mức (WL) ${center}; mã QR hiện ra phía trên chữ WINDOW.`,
          en: `Set window width ${width}, level ${center}; a QR code comes out above the word WINDOW.`,
        },
        enter: enterPicture,
      },
    ),
    typeCode(key.surface, letters, {
      id: 'pacs-15.surface',
      criterion: 'pacs-15',
      function: 'surface',
      covers: ['Volume Rendering'],
      title: { vi: 'Dựng khối 3D', en: '3D rendering' },
      open: openSurface,
      act: {
        vi: 'Chọn kiểu hiển thị xương hoặc bề mặt đặc, nhìn thẳng mặt trước của khối, chỉnh sáng tới khi đọc được chữ nổi.',
        en: 'Choose a bone or opaque surface preset, look straight at the front of the block and light it until the raised letters can be read.',
      },
      enter: { vi: 'Gõ sáu chữ và số liền nhau.', en: 'Type the six letters and digits together.' },
    }),
    seeCode(
      'mip',
      { vi: 'MIP', en: 'MIP' },
      {
        id: 'pacs-16.mip',
        criterion: 'pacs-16',
        part: 'pacs-16.mip',
        function: 'mip',
        covers: [],
        title: { vi: 'Hình chiếu cường độ tối đa (MIP)', en: 'Maximum intensity projection (MIP)' },
        open: openCt,
        act: {
          vi: `Dựng MIP trục ngang (axial) với lát dày ít nhất ${MIP_CODE.slices} mm quanh ảnh ${MIP_CODE.firstSlice + MIP_CODE.slices / 2}, hoặc cả khối; đặt cửa sổ 400/40; mã hiện ra phía trên chữ MIP.`,
          en: `Make an axial MIP at least ${MIP_CODE.slices} mm thick around image ${MIP_CODE.firstSlice + MIP_CODE.slices / 2}, or of everything; set the window to 400/40; the code comes out above the word MIP.`,
        },
        enter: enterPicture,
      },
    ),
    seeCode(
      'mpr',
      { vi: 'MPR', en: 'MPR' },
      {
        id: 'pacs-16.mpr',
        criterion: 'pacs-16',
        part: 'pacs-16.mpr',
        function: 'mpr',
        covers: [],
        title: { vi: 'Tái tạo đa mặt phẳng (MPR)', en: 'Multiplanar reformation (MPR)' },
        open: openCt,
        act: {
          vi: 'Dựng mặt phẳng đứng ngang (coronal) đi qua vạch có chữ "- MPR" ở phần dưới của ảnh axial; mã nằm trong mặt phẳng đó.',
          en: 'Make the coronal plane through the line marked "- MPR" in the lower part of the axial image; the code lies in that plane.',
        },
        enter: enterPicture,
      },
    ),
    seeCode(
      'fusion',
      { vi: 'fusion', en: 'fusion' },
      {
        id: 'pacs-16.fusion',
        criterion: 'pacs-16',
        part: 'pacs-16.fusion',
        function: 'fusion',
        covers: [],
        title: { vi: 'Ghép hai chuỗi ảnh (fusion PET/CT)', en: 'Fusion of two series (PET/CT)' },
        open: {
          vi: 'Mở "CT thử thách RISPACS" và ghép "PET thử thách RISPACS" lên trên.',
          en: 'Open "CT thử thách RISPACS" and fuse "PET thử thách RISPACS" onto it.',
        },
        act: {
          vi: 'Dùng bảng màu nóng (hot), độ mờ khoảng 50 %, cuộn tới CT ảnh 21 đến 60; mã hiện ra phía trên chữ FUSION.',
          en: 'Use a hot colour map at about 50 % opacity and scroll to CT images 21 to 60; the code comes out above the word FUSION.',
        },
        enter: enterPicture,
      },
    ),
    typeCode(key.surface, letters, {
      id: 'pacs-23.surface',
      criterion: 'pacs-23',
      function: 'remote-surface',
      covers: [],
      title: { vi: 'Dựng 3D từ xa trên trình duyệt', en: 'Remote 3D in a browser' },
      open: {
        vi: 'Từ một mạng khác, mở trang xem ảnh bằng trình duyệt không cài thêm gì, rồi mở "CT 3D thử thách RISPACS".',
        en: 'From another network open the web viewer in a browser with nothing installed, then "CT 3D thử thách RISPACS".',
      },
      act: {
        vi: 'Dựng khối 3D trong trình duyệt, xoay tới khi đọc được chữ nổi ở mặt trước.',
        en: 'Render the volume in the browser and turn it until the raised letters on the front can be read.',
      },
      enter: { vi: 'Gõ sáu chữ và số liền nhau.', en: 'Type the six letters and digits together.' },
    }),
  ];
}
