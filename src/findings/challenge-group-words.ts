import { type GroupWords, named, type RowCells } from './group-words-type.ts';

/** How a step of the walk was checked, and before how many: witnesses are what its record says, not what the tool saw. */
function sayCheck({ row, text, vi }: RowCells): string {
  const how: Readonly<Record<string, string>> = {
    picture: vi ? 'mã trong ảnh chụp' : 'codes in pictures',
    code: vi ? 'mã gõ lại' : 'typed codes',
    value: vi ? 'trị số đo trong dung sai' : 'measured values within tolerance',
  };
  const check = how[String(row.kind)];
  const witnesses = vi
    ? `theo biên bản có ${text('witnesses')} người chứng kiến`
    : `by its record before ${text('witnesses')} witnesses`;
  return check === undefined ? '' : `${check}, ${witnesses}`;
}

/** A step of the walk, with the code or the value that was typed. */
function sayTask({ row, text, vi }: RowCells): string {
  const { kind, typed, expectedText } = row;
  if (typeof typed !== 'string') return text('function');
  if (kind !== 'value') return `${text('function')} "${typed}"`;
  const unit = typeof expectedText === 'string' ? expectedText.split(' ')[1] : undefined;
  const words: Readonly<Record<string, string>> = { deg: vi ? 'độ' : 'degrees', mm2: 'mm²' };
  return `${text('function')} ${typed}${unit === undefined ? '' : ` ${words[unit] ?? unit}`}`;
}

/** What arrived of the challenge study; "exactly" only where the record says so. */
function sayReceived({ row, text, vi }: RowCells): string {
  const from = text('node') === '' ? text('sender') : text('node');
  const asked =
    row.byRetrieval === true
      ? vi
        ? ', theo lệnh C-MOVE của phần mềm xem ảnh'
        : ', for a C-MOVE that a viewer asked for'
      : '';
  const exact =
    row.exact === true ? (vi ? ', đủ và đúng từng điểm ảnh' : ', whole and with every pixel') : '';
  return vi
    ? `từ ${from}${asked}, nhận ${text('received')} ảnh, trọn ${text('seriesComplete')} sê-ri${exact} (cả ca có ${text('expected')} ảnh)`
    : `from ${from}${asked}, ${text('received')} images, ${text('seriesComplete')} whole series${exact} (the study has ${text('expected')})`;
}

function sayMedium({ row, text, vi }: RowCells): string {
  const whole =
    row.complete === true ? (vi ? ', DICOMDIR liệt kê đủ' : ', all listed by the DICOMDIR') : '';
  return vi
    ? `${text('medium')}: ${text('found')}/${text('expected')} ảnh, ${text('pixelsEqual')} ảnh đúng từng điểm ảnh${whole}`
    : `${text('medium')}: ${text('found')} of ${text('expected')} images, ${text('pixelsEqual')} with every pixel${whole}`;
}

/** What people showed on the challenge study, by name of the fact group. */
export const challengeGroupWords: Readonly<Record<string, GroupWords>> = {
  'challenge.task': {
    lack: {
      vi: 'trình diễn đúng trên ca thử thách',
      en: 'a demonstration on the challenge study found right',
    },
    seen: {
      vi: 'Đã trình diễn trên ca thử thách, công cụ kiểm đúng',
      en: 'Shown on the challenge study and found right by the tool',
    },
    at: sayCheck,
    row: sayTask,
    columns: {
      witnesses: {
        holds: {
          vi: 'Đã trình diễn trên ca thử thách, công cụ kiểm đúng:',
          en: 'Shown on the challenge study and found right by the tool:',
        },
        item: (cells) => ({ at: sayCheck(cells), said: sayTask(cells) }),
      },
    },
  },
  'challenge.receive': {
    lack: {
      vi: 'ca thử thách do người dùng gửi tới, đủ và đúng',
      en: 'the challenge study sent by a user, whole and right',
    },
    seen: {
      vi: 'Ca thử thách do người dùng chọn và gửi tới máy này',
      en: 'The challenge study as a user chose it and sent it to this computer',
    },
    row: sayReceived,
  },
  'challenge.media': {
    lack: {
      vi: 'ca thử thách kết xuất đủ và đúng ra đĩa, USB',
      en: 'the challenge study exported whole and right to a medium',
    },
    row: sayMedium,
  },
  'challenge.edit': {
    lack: {
      vi: 'ca thử thách được biên tập mà ảnh gốc còn nguyên',
      en: 'the challenge study edited with its originals kept',
    },
    at: 'archive',
    row: named('kind'),
  },
  'challenge.artefact': {
    lack: {
      vi: 'trị số đo lưu trong PACS nằm trong dung sai',
      en: 'a measurement saved in the PACS within tolerance',
    },
    at: 'archive',
    row: named('measurement'),
  },
};
